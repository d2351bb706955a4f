"""The demonstration province on the command line."""

from datetime import date

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import guarded, print_line, progress_bar, today
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)


@app.command(
    "make", cls=Command, help=tr("把虚构的省装入空库", "Load the invented province into an empty record")
)
@guarded
@with_record
def make(
    cases: int = typer.Option(60_000, min=100, help=tr("案件数", "Number of cases")),
    seed: int = typer.Option(20191016, help=tr("种子：同一种子，同一省", "Seed: same seed, same province")),
    processes: int = typer.Option(2, min=1, max=16, help=tr("进程数", "Processes")),
) -> None:
    """A province of any size."""
    load_demonstration(seed, cases, processes=processes)


@app.command("accounts", cls=Command, help=tr("列出演示账号", "List the demonstration accounts"))
@guarded
@with_record
def accounts() -> None:
    """Who can sign in."""
    print_accounts()


def load_demonstration(seed: int, cases: int, *, on: date | None = None, processes: int = 2) -> None:
    """Load with a progress bar on a terminal, one line otherwise."""
    from django.utils import timezone

    from xiezhi.demo.load import load

    print_line(
        tr(
            f"正在装入虚构的演示省（{cases}件）……",
            f"Loading the invented demonstration province ({cases} cases) …",
        )
    )
    with progress_bar(tr("案件", "cases"), cases) as advance:
        load(
            seed,
            cases,
            on or today(),
            timezone.now(),
            progress=lambda done, total: advance(done),
            processes=processes,
        )


def print_accounts() -> None:
    """The accounts of the cast, with what each of them is."""
    from xiezhi.demo.load import PASSWORD
    from xiezhi.record.models import Account
    from xiezhi.record.viewers import posts_held
    from xiezhi.rules.offices import role

    print_line(
        tr(f"演示账号（密码都是 {PASSWORD}）：", f"Demonstration accounts (password of all: {PASSWORD}):")
    )
    for account in Account.objects.select_related("officer").order_by("id"):
        for post in posts_held(account.officer_id, today())[:1]:
            office = role(post.role)
            court = tr(post.court_name, post.court_name_en or post.court_name)
            division = tr(post.division_name, post.division_name_en or post.division_name)
            place = tr(f"{court}{division}", f"{court}, {division}" if division else court)
            print_line(
                f"  {account.username:24} {tr(office.name_zh, office.name_en)}  {account.officer.name}  {place}"
            )
