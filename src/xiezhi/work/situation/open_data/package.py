"""Open data as files: CSV with a description that programs read (datapackage.json, the Data Package standard), the same bytes each time."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import xiezhi
from xiezhi.record.models import Court
from xiezhi.rules.indicators.catalogue import indicators, scopes
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.model import Indicator
from xiezhi.rules.indicators.periods import Period
from xiezhi.work.situation.open_data.tables import (
    ACCEPTED,
    CLOSED,
    COUNTED,
    NEW,
    NOT_TOLD,
    RATES,
    SCOPE,
    OpenTables,
    Share,
)
from xiezhi.work.situation.suppression import FEWEST_SHOWN

HIDDEN = "*"
ALL = "all"  # in place of a court or a class: the sum
UNTOLD = "not_told"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DESCRIPTION = "datapackage.json"
_BEGINNING = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the moment of every file of the archive, so that equal data are equal bytes
_DIGITS = 6

Row = Sequence[object]
Field = dict[str, Any]


def files_of(tables: OpenTables) -> dict[str, bytes]:
    """The files of a package by name, the description first."""
    resources = {
        "flow.csv": (FLOW_FIELDS, list(_flow_rows(tables))),
        "shares.csv": (SHARE_FIELDS, list(_share_rows(tables))),
        "courts.csv": (COURT_FIELDS, [_court_row(court) for court in tables.courts]),
        "indicators.csv": (INDICATOR_FIELDS, [_indicator_row(one) for one in _told(tables)]),
    }
    written = {name: _csv(fields, rows) for name, (fields, rows) in resources.items()}
    told = _description(tables, {name: fields for name, (fields, _) in resources.items()}, written)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTION: text.encode(), **written}


def packed(files: dict[str, bytes]) -> bytes:
    """The files in one archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(zipfile.ZipInfo(name, _BEGINNING), contents, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# --- rows


def _flow_rows(tables: OpenTables) -> Iterator[Row]:
    for at, quarter in enumerate(tables.quarters):
        for court, code in enumerate([*(one.code for one in tables.courts), ALL]):
            for place, name in enumerate([*(one or UNTOLD for one in tables.classes), ALL]):
                counts = {key: tables.flow[key].at(at, court, place) for key in COUNTED}
                if any(count != 0 for count in counts.values()):  # where nothing ever was there is no row
                    rates = (_rate(counts[CLOSED], counts[below]) for below in (ACCEPTED, NEW))
                    yield (
                        *_of_quarter(quarter),
                        code,
                        name,
                        *(_shown(counts[key]) for key in COUNTED),
                        *rates,
                    )


def _share_rows(tables: OpenTables) -> Iterator[Row]:
    for share in tables.shares:
        for at, quarter in enumerate(tables.quarters):
            for court, code in enumerate([*(one.code for one in tables.courts), ALL]):
                above, below = share.numerator.at(at, court), _below(share, at, court)
                if above != 0 or below not in (0, ""):
                    rate = (
                        "" if share.denominator is None else _rate(above, None if below == HIDDEN else below)
                    )
                    yield (*_of_quarter(quarter), code, share.indicator.id, _shown(above), below, rate)


def _below(share: Share, quarter: int, court: int) -> Any:
    return "" if share.denominator is None else _shown(share.denominator.at(quarter, court))


def _of_quarter(quarter: Period) -> Row:
    return quarter.name, quarter.start, quarter.end


def _shown(count: int | None) -> object:
    return HIDDEN if count is None else count


def _rate(above: int | None, below: int | None) -> object:
    """Hidden where a side is; empty where there is nothing to divide by."""
    if above is None or below is None:
        return HIDDEN
    return round(above / below, _DIGITS) if below else ""


def _court_row(court: Court) -> Row:
    parent = court.parent.code if court.parent else ""
    return court.code, court.name, court.name_en, court.level, parent


def _told(tables: OpenTables) -> list[Indicator]:
    return [*(indicators()[key] for key in (*COUNTED, *RATES)), *(share.indicator for share in tables.shares)]


def _indicator_row(one: Indicator) -> Row:
    return (
        one.id, one.name_zh, one.name_en, one.unit, one.formula_zh, one.formula_en, one.source_zh, one.source_en, one.verification,
        one.formula_status, one.first or "", one.last or "", one.version,
    )  # fmt: skip


def _csv(fields: Sequence[Field], rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow([field["name"] for field in fields])
    writer.writerows(rows)
    return text.getvalue().encode()


# --- description


def _field(name: str, kind: str, zh: str, en: str, **more: Any) -> Field:
    return {"name": name, "type": kind, "title": f"{zh} {en}", **more}


def _count(key: str) -> Field:
    one = indicators()[key]
    about = f"{one.formula_zh} · {one.formula_en}"
    return _field(
        key.removeprefix("flow."), "integer", one.name_zh, one.name_en, description=about, unit="件 cases"
    )


def _share(key: str) -> Field:
    one = indicators()[key]
    about = f"{one.formula_zh} · {one.formula_en}"
    return _field(
        key.removeprefix("flow."), "number", one.name_zh, one.name_en, description=about, unit="比值 ratio"
    )


_QUARTER_FIELDS = [
    _field("quarter", "string", "季度", "Quarter"), _field("start", "date", "首日", "First day"), _field("end", "date", "末日", "Last day"),
    _field("court", "string", "法院代码", "Code of the court", description=f"{ALL}：全部法院之和 · {ALL}: the sum of all courts"),
]  # fmt: skip
_CLASSES = [*fact_columns()["case_class"].words, UNTOLD, ALL]
FLOW_FIELDS = [
    *_QUARTER_FIELDS,
    _field(
        "case_class", "string", "案件类别", "Class", constraints={"enum": _CLASSES},
        description=f"{ALL}：各类之和 · {ALL}: the sum of the classes; {UNTOLD}：未填 · {UNTOLD}: not told",
    ),
    *map(_count, COUNTED), *map(_share, RATES),
]  # fmt: skip
SHARE_FIELDS = [
    *_QUARTER_FIELDS, _field("indicator", "string", "指标", "Indicator"),
    _field("numerator", "integer", "分子", "Numerator", unit="件 cases"),
    _field("denominator", "integer", "分母", "Denominator", unit="件 cases", description="计数指标没有分母 · empty for a count"),
    _field("share", "number", "比值", "Share", unit="比值 ratio"),
]  # fmt: skip
COURT_FIELDS = [
    _field("code", "string", "代码", "Code"), _field("name_zh", "string", "名称", "Name"), _field("name_en", "string", "英文名称", "Name in English"),
    _field("level", "string", "层级", "Level"), _field("parent", "string", "上一级法院", "Superior court"),
]  # fmt: skip
INDICATOR_FIELDS = [
    _field(name, "string", zh, en) for name, zh, en in (
        ("id", "编号", "Id"), ("name_zh", "名称", "Name"), ("name_en", "英文名称", "Name in English"), ("unit", "单位", "Unit"),
        ("formula_zh", "公式", "Formula"), ("formula_en", "公式（英文）", "Formula in English"), ("source_zh", "出处", "Source"),
        ("source_en", "出处（英文）", "Source in English"), ("verification", "核实程度", "How far it is proven"),
        ("formula_status", "公式性质", "Kind of formula"), ("first", "施行日", "In force from"), ("last", "失效日", "In force until"),
        ("version", "版本", "Version"),
    )
]  # fmt: skip
_KEYS = {
    "flow.csv": ["quarter", "court", "case_class"], "shares.csv": ["quarter", "court", "indicator"], "courts.csv": ["code"],
    "indicators.csv": ["id"],
}  # fmt: skip
_TITLES = {
    "flow.csv": "按季度、法院、类别的收结存 Stock and flow by quarter, court and class",
    "shares.csv": "按季度、法院的描述性指标 Descriptive indicators by quarter and court",
    "courts.csv": "法院 Courts",
    "indicators.csv": "指标的定义 Definitions of the indicators",
}
HOW_ZH = (
    f"不足{FEWEST_SHOWN}件的数，以及可据以推算出这些数的数，以 {HIDDEN} 代替；0照示，但为遮蔽别的数也可能以 {HIDDEN} 代替。"
    "各季度、各法院、各类别之间的合计与收结存恒等式均已计入。"
)
HOW_EN = (
    f"Counts below {FEWEST_SHOWN}, and those from which such counts could be worked out, are replaced by {HIDDEN}. Noughts are shown, "
    f"though one may be replaced to protect another number. Sums and the identity of stock and flow have been taken into account."
)


def _description(
    tables: OpenTables, fields: dict[str, Sequence[Field]], written: dict[str, bytes]
) -> dict[str, Any]:
    first, last = tables.quarters[0], tables.quarters[-1]
    span = first.name if first == last else f"{first.name}..{last.name}"
    scope = scopes()[SCOPE]
    return {
        "profile": "tabular-data-package",
        "name": f"xiezhi-situation-{span.lower().replace('..', '-')}",
        "title": f"审判运行态势开放数据 Open data on the situation of trials, {span}",
        "description": f"{HOW_ZH} {HOW_EN}",
        "version": xiezhi.__version__,
        "created": tables.snapshot.known_at.isoformat(),
        "licenses": [LICENCE],
        "sources": [{"title": "案件登记 The record of cases", "snapshot": str(tables.snapshot.id), "known_at": tables.snapshot.known_at.isoformat()}],
        "period": {"first": first.start.isoformat(), "last": last.end.isoformat()},
        "scope": {"id": scope.id, "title": f"{scope.name_zh} {scope.name_en}", "where": scope.text},
        "suppression": {"below": FEWEST_SHOWN, "marker": HIDDEN, "zh": HOW_ZH, "en": HOW_EN},
        "absent": [one.id for one in tables.absent],
        "resources": [
            {
                "profile": "tabular-data-resource", "name": name.removesuffix(".csv"), "path": name, "title": _TITLES[name], "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(contents), "hash": f"sha256:{hashlib.sha256(contents).hexdigest()}",
                "schema": {"fields": fields[name], "missingValues": ["", HIDDEN], "primaryKey": _KEYS[name]},
            }
            for name, contents in written.items()
        ],
    }  # fmt: skip


__all__ = ["ALL", "DESCRIPTION", "HIDDEN", "NOT_TOLD", "files_of", "packed"]
