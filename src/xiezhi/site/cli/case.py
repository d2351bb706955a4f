"""Cases on the command line."""

import typer

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
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
