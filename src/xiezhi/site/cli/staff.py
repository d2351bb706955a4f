"""Staff on the command line."""

from pathlib import Path

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import guarded, print_line
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group, rich_markup_mode=None)


@app.callback()
def _noun() -> None:
    pass


@app.command(
    "import",
    cls=Command,
    help=tr("从CSV文件导入人员及任职", "Import officers and their posts from a CSV file"),
)
@guarded
@with_record
def import_(
    file: Path = typer.Argument(
        exists=True,
        dir_okay=False,
        help=tr("CSV文件；栏目见 docs/start.zh.md", "CSV file; columns in docs/start.md"),
    ),
    source: str = typer.Option("staff", help=tr("来源系统的名称", "The name of the system it comes from")),
) -> None:
    """All rows or none; the same file twice changes nothing."""
    from xiezhi.record.staff import import_staff

    done = import_staff(file, source=source)
    print_line(
        tr(
            f"新增人员{done.officers_new}名，改名{done.officers_renamed}名；新增任职{done.posts_new}项，更新{done.posts_changed}项",
            f"officers: {done.officers_new} new, {done.officers_renamed} renamed; posts: {done.posts_new} new, {done.posts_changed} changed",
        )
    )


@app.command("account", cls=Command, help=tr("为人员开立登录账号", "Open an account for an officer"))
@guarded
@with_record
def account(
    staff_number: str = typer.Argument(help=tr("工号", "Staff number")),
    username: str = typer.Argument(help=tr("登录名", "User name")),
) -> None:
    """Asks for the password; rights come from the posts."""
    from xiezhi.record.staff import open_account

    password = str(typer.prompt(tr("密码", "Password"), hide_input=True, confirmation_prompt=True))
    open_account(staff_number, username, password)
    print_line(tr(f"已开立账号{username}", f"account {username} opened"))
