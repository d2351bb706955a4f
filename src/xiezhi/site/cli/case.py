"""Cases on the command line."""

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import SOME_FAILED, guarded, print_line
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
    check: bool = typer.Option(True, "--check", help=tr("只核对，不改动", "Compare only, change nothing")),
    number: str = typer.Option("", "--number", help=tr("只核对一件", "Only one case")),
) -> None:
    """Every row of a case against the sum of its events."""
    from xiezhi.record import rebuild as rebuilding

    differences = rebuilding.check_all(number=number)
    for difference in differences.first:
        print_line(str(difference))
    print_line(
        tr(
            f"核对{differences.cases}件，{differences.found}处不一致",
            f"{differences.cases} cases compared, {differences.found} differences",
        )
    )
    if differences.found:
        raise typer.Exit(SOME_FAILED)
