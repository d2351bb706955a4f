"""Seals on the command line: seal now, look, verify, export."""

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.wording import Group

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)


@app.callback()
def _noun() -> None:
    pass
