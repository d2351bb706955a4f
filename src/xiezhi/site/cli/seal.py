"""Seals on the command line: seal now, look, verify, export for the separate verifier."""

from datetime import timedelta
from pathlib import Path

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli.console import SOME_FAILED, guarded, print_line
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)
LOGS = ("events", "audit")
LOG_NAMES = {"events": ("事件", "events"), "audit": ("留痕", "audit trail")}


@app.command("now", cls=Command, help=tr("立即封缄", "Seal now"))
@guarded
@with_record
def now() -> None:
    """Seal what was recorded and read since the last seal."""
    from django.conf import settings
    from django.utils import timezone

    from xiezhi.record import logs, seals

    for log in logs.LOGS:
        made = seals.seal(log, at=timezone.now(), keys=settings.KEYS, witness=settings.WITNESS)
        name = tr(*LOG_NAMES[log])
        print_line(
            tr(f"{name}：已封缄至第{made.size}条", f"{name}: sealed, {made.size} entries")
            if made
            else tr(f"{name}：没有新内容", f"{name}: nothing new")
        )


@app.command("status", cls=Command, help=tr("封缄到哪里", "How far things are sealed"))
@guarded
@with_record
def status() -> None:
    """Age of the last seals, what waits, the witness."""
    from django.conf import settings
    from django.utils import timezone

    from xiezhi.record import logs, seals

    for log in logs.LOGS:
        found = seals.status(log, at=timezone.now(), witness=settings.WITNESS)
        age = timedelta(seconds=round(found.age.total_seconds())) if found.age else "—"
        name = tr(*LOG_NAMES[log])
        print_line(
            tr(
                f"{name}：已封缄{found.sealed}条，{age}前；待封缄{found.unsealed}条；见证文件：{found.witness}",
                f"{name}: {found.sealed} sealed, {age} ago; {found.unsealed} waiting; witness: {found.witness}",
            )
        )


@app.command(
    "verify", cls=Command, help=tr("核验哈希、链、封缄和内容", "Verify hashes, chains, seals and payloads")
)
@guarded
@with_record
def verify(
    payloads: bool = typer.Option(
        False, help=tr("并打开核对每一事件的内容", "Also open and compare every payload")
    ),
) -> None:
    """The record checks itself; an outsider uses verifier/xiezhi_verify.py over an export."""
    from django.conf import settings

    from xiezhi.record import logs, verification
    from xiezhi.record.signing import public_keys

    faults = 0
    for log in logs.LOGS:
        verdicts = [
            verification.verify_chain(log),
            verification.verify_seals(log, keys=public_keys(settings.KEYS), witness=settings.WITNESS),
        ]
        if log == "events" and payloads:
            verdicts.append(verification.verify_payloads())
        for verdict in verdicts:
            faults += len(verdict.faults)
            for fault in verdict.faults:
                print_line(fault.en if language() == "en" else fault.zh, "red")
        name = tr(*LOG_NAMES[log])
        print_line(
            tr(f"{name}：核验{verdicts[0].checked}条", f"{name}: {verdicts[0].checked} entries verified")
        )
    if faults:
        raise typer.Exit(SOME_FAILED)


@app.command(
    "export", cls=Command, help=tr("导出日志，供独立核验程序使用", "Export a log for the separate verifier")
)
@guarded
@with_record
def export(
    folder: Path = typer.Argument(help=tr("新文件夹", "A new folder")),
    log: str = typer.Option("events", help=tr("events 或 audit", "events or audit")),
) -> None:
    """Everything an outsider needs to verify; no contents of cases."""
    from django.conf import settings
    from django.utils import timezone

    from xiezhi.record import log_export
    from xiezhi.record.errors import InputError

    if log not in LOGS:
        raise InputError(
            f"没有日志 {log}；可选 events、audit",
            f"there is no log {log}; choose events or audit",
            field="log",
        )
    count = log_export.export(folder, keys=settings.KEYS, at=timezone.now(), log=log)  # type: ignore[arg-type]
    print_line(tr(f"已导出{count}条到{folder}", f"{count} entries exported to {folder}"))
