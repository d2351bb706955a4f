"""The command `xiezhi`, whole: the commands of the floors below, and those that start and keep the installation."""

import atexit
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from xiezhi.project import places
from xiezhi.project.lanes import LANES
from xiezhi.rules.language import language, tr
from xiezhi.site import cli
from xiezhi.site.cli import app
from xiezhi.site.cli.console import complain_line, guarded, print_line
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command

if TYPE_CHECKING:
    from xiezhi.record.backup import Installation

SEED = 20191016
CASES = 60_000


@app.command(
    "up",
    cls=Command,
    help=tr("启动：数据库、演示数据、网站、后台", "Start: database, demonstration, site, worker"),
)
@guarded
def up(
    host: str = typer.Option("127.0.0.1", help=tr("地址", "Address")),
    port: int = typer.Option(8000, min=1, max=65_535, help=tr("端口", "Port")),
    workers: int = typer.Option(2, min=1, max=64, help=tr("网站进程数", "Web processes")),
    cases: int = typer.Option(
        CASES, min=100, help=tr("空库时装入的演示案件数", "Demonstration cases for an empty database")
    ),
) -> None:
    """Bring the installation up to date and serve it until Ctrl-C."""
    from xiezhi.project import up as installation

    installation.name_address(host, port)
    with installation.only_one():
        try:
            installation.refuse_taken_port(host, port)
            installation.keep_address()
            _prepare(cases)
            _welcome(host, port)
            status = installation.serve(host, port, workers)
        finally:
            from xiezhi.project import postgres

            if not os.environ.get("DATABASE_URL") and postgres.is_running():
                postgres.stop()
    raise typer.Exit(status)


@with_record
def _prepare(cases: int) -> None:
    from django.conf import settings

    from xiezhi.demo.load import is_cut_off
    from xiezhi.project import database
    from xiezhi.record import verification
    from xiezhi.record.models import Court

    database.migrate()
    verification.check_keys()
    _collect_assets()
    if settings.DEMONSTRATION and (not Court.objects.exists() or is_cut_off()):
        from xiezhi.site.cli.demo import load_demonstration

        load_demonstration(SEED, cases)
        from xiezhi.project.wiring import CHORES

        CHORES["seal"][1]()
        print_line(tr("演示案件已封缄", "The demonstration is sealed"))


def _collect_assets() -> None:
    """Compress the bundle for the web server, when it is newer than what was compressed last."""
    from django.conf import settings
    from django.core.management import call_command

    done = settings.STATIC_ROOT / "staticfiles.json"
    bundle = [path.stat().st_mtime for folder in settings.STATICFILES_DIRS for path in folder.glob("*")]
    if done.exists() and bundle and done.stat().st_mtime > max(bundle):
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


@with_record
def _welcome(host: str, port: int) -> None:
    from django.conf import settings

    from xiezhi.project.up import address_of
    from xiezhi.site.cli.demo import print_accounts
    from xiezhi.work.situation.own_intervals import own_intervals

    fault = own_intervals().fault
    if fault is not None:
        complain_line(
            tr("参考区间未采用：", "Reference intervals not used: ") + fault.text(language()), style="yellow"
        )
    if settings.DEMONSTRATION:
        print_accounts()
    address = address_of(host, port)
    print_line(tr(f"\n打开 {address} ；Ctrl-C 结束", f"\nOpen {address} ; Ctrl-C ends it"))


@app.command("migrate", cls=Command, help=tr("更新数据库结构", "Bring the database up to date"))
@guarded
@with_record
def migrate() -> None:
    """Migrations and privileges; safe to repeat."""
    from xiezhi.project import database

    database.migrate()


@app.command(
    "worker",
    cls=Command,
    help=tr("后台：封缄、核对等定期工作", "The worker: seals, checks and other recurring work"),
)
@guarded
@with_record
def worker(
    lane: str | None = typer.Option(
        None,
        metavar="facts|rest",
        help=tr(
            "只做其中一路：facts 为案件事实随时更新，rest 为其余",
            "One lane alone: facts keeps the facts up to date, rest is everything else",
        ),
    ),
) -> None:
    """Do what is due until told to end."""
    from xiezhi.project import chores
    from xiezhi.rules.errors import InputError

    if lane is not None and lane not in LANES:
        raise InputError(
            f"--lane 应为 facts 或 rest，实为 {lane}", f"--lane: facts or rest, found {lane}", field="--lane"
        )
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    chores.work(stop, LANES if lane is None else (lane,))


PASSPHRASE = typer.Option(
    False,
    "--passphrase",
    help=tr(
        "用口令加密密钥（询问，或取自 XIEZHI_PASSPHRASE）",
        "Encrypt the keys with a passphrase (asked for, or XIEZHI_PASSPHRASE)",
    ),
)


def _passphrase(wanted: bool, *, confirm: bool) -> str | None:
    given = os.environ.get("XIEZHI_PASSPHRASE")
    if given or not wanted:
        return given
    return str(typer.prompt(tr("口令", "Passphrase"), hide_input=True, confirmation_prompt=confirm))


def _installation() -> "Installation":
    from django.conf import settings

    from xiezhi.record.backup import Installation

    return Installation(settings.DATABASE_OWNER_ADDRESS, places.FILES, places.KEYS, places.WITNESS)


def _told(zh: str, en: str) -> None:
    print_line(tr(zh, en))


@app.command(
    "backup",
    cls=Command,
    help=tr(
        "备份到一个文件：数据库、文件、密钥、封缄", "Back up into one file: database, files, keys, seals"
    ),
)
@guarded
@with_record
def backup(
    target: Path = typer.Argument(help=tr("新文件", "A new file")), passphrase: bool = PASSPHRASE
) -> None:
    """One archive, read again before the command says done."""
    from django.utils import timezone

    from xiezhi.record import backup as keeping

    secret = _passphrase(passphrase, confirm=True)
    made = keeping.backup(target, _installation(), at=timezone.now(), passphrase=secret, progress=_told)
    if not made.keys_protected:
        complain_line(
            tr(
                "备份内的密钥没有加密：得到这个文件的人能读全部内容",
                "The keys inside are not encrypted: whoever gets this file can read everything",
            )
        )
    print_line(tr(f"备份完成并已核验：{target}", f"Backed up and verified: {target}"))


@app.command("restore", cls=Command, help=tr("从备份恢复", "Restore from a backup"))
@guarded
@with_record
def restore(
    archive: Path = typer.Argument(exists=True, dir_okay=False, help=tr("备份文件", "The backup")),
    overwrite: bool = typer.Option(False, "--overwrite", help=tr("覆盖已有的记录", "Replace what is there")),
    passphrase: bool = PASSPHRASE,
) -> None:
    """Verified before and after; refused over a record that is not empty."""
    from django.utils import timezone

    from xiezhi.project import database
    from xiezhi.record import backup as keeping

    secret = _passphrase(passphrase, confirm=False)
    keeping.restore(
        archive, _installation(), at=timezone.now(), passphrase=secret, overwrite=overwrite, migrate=database.migrate,
        progress=_told,
    )  # fmt: skip
    print_line(tr("恢复完成并已核验", "Restored and verified"))


def main() -> None:
    """The console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.project.settings")
    atexit.register(_leave)
    cli.main()


def _leave() -> None:
    if "xiezhi.project.postgres" in sys.modules:
        from xiezhi.project.up import leave

        leave()


if __name__ == "__main__":
    main()
