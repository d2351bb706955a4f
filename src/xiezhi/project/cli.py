"""The command `xiezhi`, whole: the commands of the floors below, and those that start and keep the installation."""

import atexit
import os
import signal
import sys
import threading
from types import FrameType

import typer

from xiezhi.rules.language import tr
from xiezhi.site import cli
from xiezhi.site.cli import app
from xiezhi.site.cli.console import guarded, print_line
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command

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
    port: int = typer.Option(8000, help=tr("端口", "Port")),
    workers: int = typer.Option(2, help=tr("网站进程数", "Web processes")),
    cases: int = typer.Option(
        CASES, help=tr("空库时装入的演示案件数", "Demonstration cases for an empty database")
    ),
) -> None:
    """Bring the installation up to date and serve it until Ctrl-C."""
    from xiezhi.project import up as installation

    with installation.only_one():
        try:
            _prepare(cases)
            _welcome(host, port)
            status = installation.serve(host, port, workers)
        finally:
            from xiezhi.project import postgres

            if not os.environ.get("DATABASE_URL"):
                postgres.stop()
    raise typer.Exit(status)


@with_record
def _prepare(cases: int) -> None:
    from django.conf import settings

    from xiezhi.project import database
    from xiezhi.record.models import Court

    database.migrate()
    _collect_assets()
    if settings.DEMONSTRATION and not Court.objects.exists():
        from xiezhi.site.cli.demo import load_demonstration

        load_demonstration(SEED, cases)
        from xiezhi.project.wiring import CHORES

        print_line(CHORES["seal"][1]())


def _collect_assets() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


@with_record
def _welcome(host: str, port: int) -> None:
    from django.conf import settings

    from xiezhi.site.cli.demo import print_accounts

    if settings.DEMONSTRATION:
        print_accounts()
    print_line(
        tr(f"\n打开 http://{host}:{port} ；Ctrl-C 结束", f"\nOpen http://{host}:{port} ; Ctrl-C ends it")
    )


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
    help=tr("后台：封存、核对等定期工作", "The worker: seals, checks and other recurring work"),
)
@guarded
@with_record
def worker() -> None:
    """Do what is due until told to end."""
    from xiezhi.project import chores

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    chores.work(stop)


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
