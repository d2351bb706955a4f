"""`xiezhi situation`: figures over a file of facts, without the database."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli import situation_facts, situation_intervals, situation_open_data, situation_report
from xiezhi.site.cli.console import (
    JSON,
    LANG,
    SOME_FAILED,
    complain_line,
    guarded,
    harmless,
    out,
    print_json,
    today,
)
from xiezhi.site.cli.wording import Command, Group

if TYPE_CHECKING:
    from xiezhi.work.situation.engine.cases import Behind
    from xiezhi.work.situation.engine.figures import Figure

app = typer.Typer(no_args_is_help=True, cls=Group)
app.command("facts", cls=Command, help=situation_facts.HELP)(situation_facts.facts)
app.command("intervals", cls=Command, help=situation_intervals.HELP)(situation_intervals.intervals)
app.command("open-data", cls=Command, help=situation_open_data.HELP)(situation_open_data.open_data)
app.command("report", cls=Command, help=situation_report.HELP)(situation_report.report)


@app.callback()
def _noun() -> None:
    pass


@app.command(
    cls=Command,
    help=tr(
        "由事实文件计算指标：CSV、JSON、JSON Lines、Parquet，不需要数据库。退出状态：0 全部可读；1 有单元格无法识别，其余已计算；2 无法计算",
        "Figures from a file of facts (CSV, JSON, JSON Lines, Parquet), without the database. Exit status: 0 every cell was read; "
        "1 some cells were not, the rest is computed; 2 nothing could be computed",
    ),
)
@guarded
def figures(
    facts: Path = typer.Option(..., metavar="FILE", help=tr("事实文件", "The file of facts")),
    start: str | None = typer.Option(
        None, "--from", metavar="DATE", help=tr("期间首日", "First day of the period")
    ),
    end: str | None = typer.Option(
        None, "--to", metavar="DATE", help=tr("期间末日", "Last day of the period")
    ),
    period: str | None = typer.Option(
        None,
        metavar="PERIOD",
        help=tr(
            "代替 --from、--to：2019、2019H1、2019Q3、2019-10，2012S 为旧统计年度",
            "Instead of --from and --to: 2019, 2019H1, 2019Q3, 2019-10; 2012S is the older statistical year",
        ),
    ),
    court: list[str] = typer.Option(
        ..., metavar="CODE|*", help=tr("法院（可多次），* 为全部", "Court (several times); * for all")
    ),
    scope: str = typer.Option(..., metavar="NAME", help=tr("口径", "Scope")),
    where: list[str] = typer.Option(
        [], metavar="COLUMN=VALUE", help=tr("只计某一栏为某值的案件", "Only cases with a value in a column")
    ),
    indicator: list[str] = typer.Option(
        [],
        metavar="ID",
        help=tr("另计这一指标（历史指标只在指明时计算）", "Also this one (legacy ones only so)"),
    ),
    params: Path | None = typer.Option(
        None,
        metavar="FILE",
        help=tr(
            '参数文件（JSON）：judges、fte、population，各为一个数或者按法院代码的数，如 {"judges": {"示0102": 41}, "fte": 92.5}',
            'Parameters (JSON): judges, fte, population, each a number or numbers by court, such as {"judges": {"示0102": 41}, "fte": 92.5}',
        ),
    ),
    offset: bool = typer.Option(
        False,
        "--window-offset",
        help=tr(
            "另计受理错开一个月的结案率",
            "Also the closing rate over what was accepted in the window a month earlier",
        ),
    ),
    as_of: str | None = typer.Option(
        None, "--as-of", metavar="TIME", help=tr("按当时已知的事实", "As the facts were known then")
    ),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    from xiezhi.site.cli import situation_input
    from xiezhi.site.cli.situation_warnings import warnings
    from xiezhi.work.situation.engine.cases import all_cases
    from xiezhi.work.situation.engine.figures import figures as compute
    from xiezhi.work.situation.engine.figures import left_out
    from xiezhi.work.situation.engine.offset import offset_closing_rate
    from xiezhi.work.situation.facts.reading import read_facts

    chosen = situation_input.formulas(indicator)
    grid = situation_input.period(start, end, period)
    parameters = situation_input.parameters(params)
    known = situation_input.moment(as_of)
    read = replace(read_facts(facts, as_of=known), until=situation_input.day_of(known, today()))
    question = situation_input.question(read, grid, court, scope, where, parameters)
    outside = left_out(read, question, chosen)
    lacking = {one.key for one in outside}
    inside = [formula for formula in chosen if formula.key not in lacking]
    found = compute(read, question, inside)
    behind = all_cases(read, question, inside) if as_json else {}
    if offset:
        rate, cases = offset_closing_rate(read, question)
        found, behind = [*found, rate], behind | {rate.key: cases}
    if as_json:
        print_json({"figures": _answer(found, behind)})
    else:
        _show(found)
    for line in warnings(read, question, outside, indicator, found):
        complain_line(line, style="yellow")
    if read.quality.unreadable:
        raise typer.Exit(SOME_FAILED)


def _answer(found: "list[Figure]", behind: "dict[str, Behind]") -> dict[str, Any]:
    """Figures by key, each with the cases of both sides."""
    answer = {}
    for figure in found:
        told = {
            "value": figure.value,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "cases": behind[figure.key]._asdict(),
        }
        _, colon, variant = figure.key.partition(":")
        answer[figure.key] = told | ({"variant": variant} if colon else {})
    return answer


def _show(found: "list[Figure]") -> None:
    """A table: names in the reader's language, the value with its unit, both sides."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in (tr("指标", "Indicator"), tr("名称", "Name")):
        table.add_column(heading, overflow="fold")
    for heading in (tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")):
        table.add_column(heading, justify="right")
    for figure in found:
        name, unit = _named(figure.key)
        sides = (_number(figure.numerator), _number(figure.denominator))
        table.add_row(figure.key, harmless(name), _valued(figure.value, unit), *sides)
    out().print(table)


def _named(key: str) -> tuple[str, str]:
    """What a figure is called, and its unit."""
    from xiezhi.rules.indicators.catalogue import formulas as every_formula
    from xiezhi.work.situation.counts import name_of
    from xiezhi.work.situation.engine import offset

    if key == offset.KEY:
        return offset.name(), every_formula()[offset.RATE][1].unit
    return name_of(key), every_formula()[key][1].unit


def _valued(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:.2%}" if unit == "share" else _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
