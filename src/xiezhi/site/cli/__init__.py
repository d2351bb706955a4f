"""The command `xiezhi`: one noun a file, each command thin — read, call the floor below, write.

Heavy parts are imported inside the commands, so that `--help` answers at once.
"""

import io
import os
import signal
import sys
from pathlib import Path

import typer
import typer.exceptions

import xiezhi
from xiezhi.rules.language import tr
from xiezhi.site.cli import (
    calendar,
    case,
    case_number,
    deadlines,
    demo,
    judgments,
    law,
    seal,
    series,
    situation,
    staff,
)
from xiezhi.site.cli.console import IMPOSSIBLE, INTERRUPTED, LANG, err, out
from xiezhi.site.cli.wording import Group, in_language

SIGNALLED = 128  # what shells add to the number of a signal

app = typer.Typer(
    name="xiezhi",
    no_args_is_help=True,
    add_completion=False,
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=tr(
        "獬豸：开放的审判运行平台。启动与保管（up、backup…），案件、期限、导入，以及法律数据和文书。",
        "Xiezhi, the open court-operations platform: starting and keeping it (up, backup …), cases, limits, imports, the law as data, judgments.",
    ),
)
app.add_typer(deadlines.app, name="deadlines", help=tr("期限：计算与说明", "Deadlines: compute and explain"))
app.add_typer(
    judgments.app, name="judgments", help=tr("裁判文书：读取与审限核查", "Judgments: read and audit")
)
app.add_typer(
    law.app, name="law", help=tr("法律数据：列表、详情、比较", "The law as data: list, show, compare")
)
app.add_typer(calendar.app, name="calendar", help=tr("工作日历", "The calendar of working days"))
app.add_typer(case_number.app, name="case-number", help=tr("案号", "Case numbers"))
app.add_typer(case.app, name="case", help=tr("案件：由事件重建、核对", "Cases: rebuild from events, compare"))
app.add_typer(
    series.app,
    name="series",
    help=tr("参照数列：其他系统的年度总数", "Reference series: yearly totals of other systems"),
)
app.add_typer(
    situation.app, name="situation", help=tr("态势：由事实计算指标", "The situation: figures from facts")
)
app.add_typer(staff.app, name="staff", help=tr("人员：导入、开立账号", "Staff: import, open accounts"))
app.add_typer(seal.app, name="seal", help=tr("封缄：封缄、核验、导出", "Seals: seal, verify, export"))
app.add_typer(demo.app, name="demo", help=tr("演示省", "The demonstration province"))


def _version(wanted: bool) -> None:
    if wanted:
        out().print(f"xiezhi {xiezhi.__version__}")
        raise typer.Exit


@app.callback()
def start(
    lang: str | None = LANG,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=tr("版本", "The version")
    ),
) -> None:
    pass


def _end(number: int, _: object) -> None:
    """Told to end: leave by the ordinary way, so that unfinished files are taken away."""
    sys.exit(SIGNALLED + number)


def main() -> None:
    """Run the command line and exit. What a console cannot show is escaped, not fatal; what is piped is UTF-8."""
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w")  # the caller may have closed them
    sys.stderr = sys.stderr or nowhere.open("w")
    for stream in (sys.stdout, sys.stderr):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _end)
    try:
        sys.exit(app(standalone_mode=False))
    except (KeyboardInterrupt, typer.exceptions.Abort):
        sys.exit(INTERRUPTED)
    except typer.exceptions.TyperException as fault:
        told = io.StringIO()
        fault.show(told)  # type: ignore[attr-defined]
        err().print(in_language(told.getvalue().rstrip()), markup=False, soft_wrap=True)
        sys.exit(IMPOSSIBLE)
