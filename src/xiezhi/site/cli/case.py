"""Cases on the command line."""

import typer

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.cli import case_import
from xiezhi.site.cli.console import SOME_FAILED, guarded, print_line, progress_bar
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)


@app.callback()
def _noun() -> None:
    pass


@app.command(
    "rebuild",
    cls=Command,
    help=tr("由事件重建案件并与各表核对", "Rebuild cases from their events and compare"),
)
@guarded
@with_record
def rebuild(
    check: bool = typer.Option(
        True,
        "--check",
        help=tr(
            "核对（目前唯一的做法，不改动任何内容）",
            "Compare; the only thing it does: nothing is ever changed",
        ),
    ),
    number: str = typer.Option("", "--number", help=tr("只核对这一案号", "Only the case of this number")),
) -> None:
    """Every row of a case against the sum of its events."""
    from xiezhi.record import rebuild as rebuilding
    from xiezhi.record.models import Case

    cases = Case.objects.filter(number=number).values_list("id", flat=True) if number else None
    if cases is not None and not cases:
        raise InputError(f"没有案号为{number}的案件", f"there is no case {number}", field="number")
    with progress_bar(tr("核对", "comparing"), None if number else Case.objects.count()) as advance:
        compared = rebuilding.check(cases, advance)
    for difference in compared.differences:
        print_line(
            f"{difference.case} {difference.table}.{difference.column}: {difference.found!r} ≠ {difference.expected!r}",
            "red",
        )
    print_line(
        tr(
            f"核对{compared.cases}件、{compared.events}个事件，{compared.differing}件不一致",
            f"{compared.cases} cases, {compared.events} events compared; {compared.differing} cases differ",
        )
    )
    if compared.differing:
        raise typer.Exit(SOME_FAILED)


@app.command(
    "reindex",
    cls=Command,
    help=tr(
        "重写查找用词和当事人排序（可重复，可中断后再做）",
        "Write anew what cases are found and sorted by (can be repeated, and cut off)",
    ),
)
@guarded
@with_record
def reindex(
    page: int = typer.Option(
        500, "--page", min=1, max=10_000, help=tr("每个事务的案件数", "Cases a transaction")
    ),
) -> None:
    """The words of the search and the sort keys of every case, from its rows."""
    from uuid import UUID

    from xiezhi.record import reindex as reindexing
    from xiezhi.record.models import Case

    after, done, changed = UUID(int=0), 0, 0
    with progress_bar(tr("重写", "writing"), Case.objects.count()) as advance:
        while (written := reindexing.reindex_page(after, page)).cases:
            after, done, changed = written.last, done + written.cases, changed + written.changed
            advance(done)
    print_line(
        tr(f"看过{done}件，改写{changed}件", f"{done} cases looked at, {changed} written anew"),
    )


app.command(
    "import",
    cls=Command,
    help=tr("导入案件、事件日志或者裁判文书", "Import cases, event logs or judgments from a file"),
)(case_import.import_)
app.command(
    "mapping",
    cls=Command,
    help=tr("打印猜测的字段对照（TOML，可改）", "Print the guessed mapping as TOML, to be edited"),
)(case_import.mapping)
