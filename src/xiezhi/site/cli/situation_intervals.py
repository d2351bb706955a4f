"""`xiezhi situation intervals`: checks a file of reference intervals and lists what it sets on a day."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import (
    JSON,
    LANG,
    guarded,
    harmless,
    out,
    parse_day,
    print_json,
    print_line,
    today,
)
from xiezhi.site.cli.installation import with_record

if TYPE_CHECKING:
    from xiezhi.rules.indicators.model import Indicator, Interval

HELP = tr(
    "核对参考区间文件，列出某日施行的区间。不写文件则为本机构的。退出状态：0 可用；2 有误，整个文件不采用",
    "Check a file of reference intervals and list those in force on a day; without a file that of this installation. "
    "Exit status: 0 it can be used; 2 it is faulty and nothing of it counts",
)


@guarded
def intervals(
    file: Path | None = typer.Argument(None, metavar="FILE", help=tr("区间文件", "The file of intervals")),
    on: str | None = typer.Option(
        None, metavar="DATE", help=tr("哪一日，默认今天", "On which day; today by default")
    ),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    """Faults are told as the start and the status page tell them."""
    day = parse_day(on) or today()
    name, found = _of_installation(day) if file is None else _of_file(file, day)
    if as_json:
        print_json({"file": name, "on": str(day), "intervals": [_told(*one) for one in found]})
    elif not name:
        print_line(tr("本机构没有区间文件。", "This installation has no file of intervals."))
    else:
        print_line(
            tr(
                f"{name} 可用；{day} 施行{len(found)}项。",
                f"{name} is sound; in force on {day}: {len(found)}.",
            )
        )
        if found:
            _show(found)


@with_record
def _of_installation(day: date) -> "tuple[str, list[tuple[Indicator, Interval]]]":
    from xiezhi.work.situation.own_intervals import intervals_in_force, own_intervals

    own = own_intervals()
    if own.fault is not None:
        raise own.fault
    return own.file, intervals_in_force(day)


def _of_file(file: Path, day: date) -> "tuple[str, list[tuple[Indicator, Interval]]]":
    """Without the installation."""
    from xiezhi.rules.indicators.catalogue import indicators
    from xiezhi.rules.indicators.intervals import read_intervals, with_intervals

    read = read_intervals(file.name, file.read_bytes(), indicators())
    merged = with_intervals(indicators(), read.intervals)
    found = ((one, one.interval_on(day)) for key, one in merged.items() if key in read.intervals)
    return file.name, [(one, interval) for one, interval in found if interval is not None]


def _told(indicator: "Indicator", interval: "Interval") -> dict[str, Any]:
    return {
        "indicator": indicator.id, "low": interval.low, "high": interval.high, "from": str(interval.first),
        "to": str(interval.last) if interval.last else None, "document_zh": interval.document_zh, "document_en": interval.document_en,
    }  # fmt: skip


def _show(found: "list[tuple[Indicator, Interval]]") -> None:
    from rich.table import Table

    from xiezhi.work.situation.wording import interval_words, span_words

    table = Table(box=None, pad_edge=False)
    table.add_column(tr("编号", "Id"), no_wrap=True)
    heads = (
        tr("指标", "Indicator"),
        tr("区间", "Interval"),
        tr("施行", "In force"),
        tr("文件", "Document"),
    )
    for heading in heads:
        table.add_column(heading, overflow="fold")
    for indicator, interval in found:
        name = tr(indicator.name_zh, indicator.name_en)
        words = (
            interval_words(interval, indicator.unit),
            span_words(interval.first, interval.last),
            interval.document,
        )
        table.add_row(indicator.id, *map(harmless, (name, *words)))
    out().print(table)
