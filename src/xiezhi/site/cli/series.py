"""Reference series on the command line: bring one in, list them, show one with its warnings."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.cli.console import (
    JSON,
    LANG,
    SOME_FAILED,
    complain_line,
    guarded,
    print_json,
    print_line,
)
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

if TYPE_CHECKING:
    from xiezhi.record.reference.figures import Figure, Read
    from xiezhi.record.reference.layout import Layout
    from xiezhi.record.reference.plausibility import Warned

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)
SHOWN = 12  # warnings of a kind on a terminal


@app.callback()
def _noun() -> None:
    pass


@app.command(
    "import",
    cls=Command,
    help=tr(
        "录入年度总数：CSV、Excel、ODS、JSON Lines、Parquet；同名即为新版",
        "Bring in yearly totals (CSV, Excel, ODS, JSON Lines, Parquet); the same name makes a new version",
    ),
)
@guarded
@with_record
def import_(
    file: Path = typer.Argument(help=tr("文件", "The file")),
    name: str = typer.Option("", help=tr("数列名称，不写则为文件名", "Name of the series; else the file's")),
    source: str = typer.Option("", help=tr("出处，不写则为文件名", "Who published it; else the file's name")),
    licence: str = typer.Option("", help=tr("许可", "Licence")),
    layout: Path | None = typer.Option(
        None, help=tr("布局文件（TOML），见 docs/imports.md", "A layout (TOML), see docs/imports.md")
    ),
    unit: str = typer.Option("", metavar="COLUMN", help=tr("单位所在列", "The column of the unit")),
    year: str = typer.Option("", metavar="COLUMN", help=tr("年度所在列", "The column of the year")),
    new: str = typer.Option("", metavar="COLUMN", help=tr("新收所在列", "The column of new cases")),
    closed: str = typer.Option("", metavar="COLUMN", help=tr("结案所在列", "The column of closed cases")),
    pending: str = typer.Option("", metavar="COLUMN", help=tr("未结所在列", "The column of pending cases")),
    opening: str = typer.Option(
        "", metavar="COLUMN", help=tr("旧存所在列", "The column of the opening stock")
    ),
    sheet: str = typer.Option("", help=tr("工作表", "The sheet")),
    encoding: str = typer.Option("", help=tr("编码", "The encoding")),
    dry_run: bool = typer.Option(False, "--dry-run", help=tr("只看，不保存", "Look only, keep nothing")),
    lang: str | None = LANG,
) -> None:
    """One version, with its warnings; what could not be read is named and left out."""
    from django.utils import timezone

    from xiezhi.record.reference.actions import About, keep
    from xiezhi.record.reference.figures import read_figures
    from xiezhi.record.reference.layout import check_layout
    from xiezhi.record.reference.table import read_file

    table, digest = read_file(file, sheet=sheet, encoding=encoding)
    told = {"unit": unit, "year": year, "new": new, "closed": closed, "pending": pending, "opening": opening}
    chosen = _layout(table.heads, layout, told)
    check_layout(chosen, table.heads)
    read = read_figures(table.rows, chosen, table.unreadable)
    if not dry_run:
        about = About(name or file.name.split(".")[0], source or file.name, licence, file.name, digest)
        made, fresh = keep(read, chosen, about, by=None, at=timezone.now())
        print_line(
            tr(f"“{made.name}”第{made.version}版已保存", f'"{made.name}": version {made.version} kept')
            if fresh
            else tr(
                f"“{made.name}”第{made.version}版已有相同的数字",
                f'"{made.name}": version {made.version} has the same figures',
            )
        )
    _report(read)
    if read.left_out:
        raise typer.Exit(SOME_FAILED)


def _layout(heads: list[str], file: Path | None, told: dict[str, str]) -> "Layout":
    """The layout of the file of layouts, else the guess, with the columns that were named."""
    from dataclasses import replace

    from xiezhi.record.reference.layout import MEASURES, guess_layout, read_layout

    found = read_layout(_toml(file)) if file else guess_layout(heads)
    measures = found.measures | {key: head for key, head in told.items() if key in MEASURES and head}
    return replace(found, unit=told["unit"] or found.unit, year=told["year"] or found.year, measures=measures)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(
            f"{file} 不是 TOML：{fault}", f"{file} is not TOML: {fault}", field="--layout"
        ) from fault


def _report(read: "Read") -> None:
    from xiezhi.record.reference.plausibility import warnings_of

    years = sorted({one.year for one in read.figures})
    units = len({one.unit for one in read.figures})
    span = f"{years[0]}–{years[-1]}" if years else "—"
    print_line(
        tr(
            f"{read.rows}行，{len(read.figures)}个数，{units}个单位，{span}",
            f"{read.rows} rows, {len(read.figures)} totals, {units} units, {span}",
        )
    )
    for fault in read.left_out[:SHOWN]:
        complain_line(tr(f"第{fault.line}行未录入：{fault.zh}", f"line {fault.line} left out: {fault.en}"))
    if len(read.left_out) > SHOWN:
        more = len(read.left_out) - SHOWN
        complain_line(tr(f"另有{more}处未录入", f"{more} more left out"))
    _print_warnings(warnings_of(read.figures))


def _print_warnings(warned: "list[Warned]") -> None:
    from xiezhi.record.reference.plausibility import KINDS

    for kind, words in KINDS.items():
        here = [one for one in warned if one.kind == kind]
        if not here:
            continue
        print_line(tr(f"{words[0]}：{len(here)}处", f"{words[1]}: {len(here)}"), "yellow")
        for one in here[:SHOWN]:
            print_line(f"  {one.unit} {one.year}  {one.words}")
        if len(here) > SHOWN:
            more = len(here) - SHOWN
            print_line(tr(f"  ……另有{more}处，用 series show 查看", f"  … {more} more: series show"), "dim")


@app.command("list", cls=Command, help=tr("列出参照数列", "List the reference series"))
@guarded
@with_record
def list_(lang: str | None = LANG) -> None:
    """Name, version, source of each."""
    from xiezhi.record.reference.models import CURRENT, ReferenceSeries

    found = list(ReferenceSeries.objects.filter(CURRENT).order_by("name"))
    for one in found:
        print_line(
            tr(
                f"{one.name}\t第{one.version}版\t{one.source}",
                f"{one.name}\tversion {one.version}\t{one.source}",
            )
        )
    if not found:
        print_line(tr("还没有参照数列", "no reference series yet"))


@app.command(
    "show", cls=Command, help=tr("一个数列的数与疑问", "The totals of a series and what looks wrong")
)
@guarded
@with_record
def show(
    name: str = typer.Argument(help=tr("名称", "Name")),
    version: int | None = typer.Option(
        None, min=1, help=tr("版本，不写则为现行版", "Version; else the one that stands")
    ),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    """The table, then every warning."""
    from xiezhi.record.reference.models import CURRENT, ReferenceSeries
    from xiezhi.record.reference.plausibility import warnings_of
    from xiezhi.record.reference.queries import figures_of

    found = ReferenceSeries.objects.filter(name=name)
    one = (found.filter(CURRENT) if version is None else found.filter(version=version)).first()
    if one is None:
        raise InputError(f"没有数列“{name}”", f'there is no series "{name}"', field="name")
    figures = figures_of(one)
    warned = warnings_of(figures)
    if as_json:
        for figure in figures:
            print_json(figure._asdict())
        for warning in warned:
            print_json(
                {"warning": warning.kind, "unit": warning.unit, "year": warning.year, "words": warning.words}
            )
        return
    _print_table(figures)
    _print_warnings(warned)


def _print_table(figures: "list[Figure]") -> None:
    from rich.table import Table

    from xiezhi.record.reference.layout import MEASURES
    from xiezhi.record.reference.queries import as_table, measures_in
    from xiezhi.site.cli.console import harmless, out

    table = Table(box=None, pad_edge=False)
    table.add_column(tr("单位", "unit"))
    for words in (("年度", "year"), *(MEASURES[name] for name in measures_in(figures))):
        table.add_column(tr(*words), justify="right")
    for line in as_table(figures):
        totals = ["—" if total is None else f"{total:,}" for total in line.totals]
        table.add_row(harmless(line.unit).replace("[", r"\["), str(line.year), *totals)
    out().print(table)
