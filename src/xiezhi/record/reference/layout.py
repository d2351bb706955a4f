"""Which column of a file of yearly totals is what: guessed from the heads, corrected by people, kept with the series.

Two shapes are known. Wide: one column a measure. Long: one column names the measure, one has the value.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from xiezhi.record.errors import InputError

MEASURES: dict[str, tuple[str, str]] = {
    "opening": ("旧存", "opening"),
    "new": ("新收", "new"),
    "accepted": ("受理", "accepted"),
    "closed": ("结案", "closed"),
    "pending": ("未结", "pending"),
}
# Heads as other systems write them, in small letters, without accents' importance: compared whole after `_plain`.
_HEADS: dict[str, tuple[str, ...]] = {
    "unit": (
        "court", "unit", "tribunal", "tribunal uf", "state", "region", "uf", "法院", "单位", "地区", "法院名称", "ufficio",
        "gericht", "juzgado",
    ),
    "year": ("year", "ano", "年", "年度", "年份", "anno", "jahr", "annee", "统计年度"),
    "opening": ("opening", "opening stock", "pending at start", "旧存", "上年旧存", "年初未结"),
    "new": ("new", "incoming", "filed", "novos", "新收", "收案", "收案数", "sopravvenuti", "registered"),
    "accepted": ("accepted", "受理", "受理数"),
    "closed": ("closed", "disposed", "resolved", "baixados", "结案", "结案数", "已结", "审结", "definiti"),
    "pending": ("pending", "pendentes", "未结", "未结数", "存案", "年末未结", "pendenti", "stock"),
    "measure": ("measure", "indicator", "variable", "指标", "项目"),
    "value": ("value", "count", "数值", "数量", "值", "n"),
}  # fmt: skip
_BREAKS = re.compile(r"[\s_\-./()（）]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns by their heads. `measures`: measure to column (wide); or `measure`, `value` and `names`, what the file calls
    a measure to our measure (long)."""

    unit: str
    year: str
    measures: dict[str, str] = field(default_factory=dict)
    measure: str = ""
    value: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def read_layout(values: Mapping[str, Any]) -> Layout:
    """A layout from JSON or TOML. Raises InputError for what is missing, misspelt, or no measure."""
    known = {"unit", "year", "measures", "measure", "value", "names"}
    for name in values:
        if name not in known:
            raise InputError(
                f"布局没有“{name}”这一项；可用：{'、'.join(sorted(known))}",
                f'a layout has no key "{name}"; known: {", ".join(sorted(known))}',
                field=name,
            )
    layout = Layout(
        unit=_text(values, "unit"),
        year=_text(values, "year"),
        measures=_texts(values, "measures"),
        measure=_text(values, "measure"),
        value=_text(values, "value"),
        names=_texts(values, "names"),
    )
    for measure in (*layout.measures, *layout.names.values()):
        if measure not in MEASURES:
            raise InputError(
                f"“{measure}”不是指标；可用：{'、'.join(MEASURES)}",
                f'"{measure}" is no measure; known: {", ".join(MEASURES)}',
                field="measures",
            )
    return layout


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name}应为列名", f"{name} should be the head of a column", field=name)
    return value


def _texts(values: Mapping[str, Any], name: str) -> dict[str, str]:
    found = values.get(name) or {}
    if not isinstance(found, Mapping) or not all(isinstance(one, str) for one in found.values()):
        raise InputError(f"{name}应为一张对照表", f"{name} should be a table of texts", field=name)
    return {str(key): value for key, value in found.items() if value}


def guess_layout(heads: Sequence[str]) -> Layout:
    """What the heads say; what they do not say is left empty, for people to choose."""
    found = {name: _column(heads, words) for name, words in _HEADS.items()}
    measures = {name: found[name] for name in MEASURES if found[name]}
    long = bool(found["measure"] and found["value"]) and not measures
    names = {words: name for name in MEASURES for words in (name, *_HEADS[name])} if long else {}
    return Layout(
        unit=found["unit"],
        year=found["year"],
        measures=measures,
        measure=found["measure"] if long else "",
        value=found["value"] if long else "",
        names=names,
    )


def _column(heads: Sequence[str], words: Sequence[str]) -> str:
    plain = {_plain(head): head for head in reversed(heads)}
    return next((plain[word] for word in words if word in plain), "")


def _plain(head: str) -> str:
    return _BREAKS.sub(" ", head.strip().lower()).strip()


def check_layout(layout: Layout, heads: Sequence[str]) -> None:
    """Raises InputError when the layout names no unit, year or measure, or a column that the file has not."""
    columns = {"unit": layout.unit, "year": layout.year}
    if layout.measures:
        columns |= layout.measures
    else:
        columns |= {"measure": layout.measure, "value": layout.value}
    wanted = {
        "unit": ("单位", "unit"),
        "year": ("年度", "year"),
        "measure": ("指标", "measure"),
        "value": ("数值", "value"),
    }
    for name, head in columns.items():
        zh, en = wanted.get(name) or MEASURES[name]
        if not head:
            raise InputError(
                f"请指明哪一列是{zh}；文件的列：{'、'.join(heads)}",
                f"say which column is the {en}; the file has: {', '.join(heads)}",
                field=name,
            )
        if head not in heads:
            raise InputError(
                f"{zh}：文件没有“{head}”这一列；有：{'、'.join(heads)}",
                f'{en}: the file has no column "{head}"; it has: {", ".join(heads)}',
                field=name,
            )
