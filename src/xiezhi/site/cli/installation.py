"""For commands that work on the record of this installation rather than on files."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from xiezhi.rules.errors import InputError

P = ParamSpec("P")
T = TypeVar("T")


def with_record(command: Callable[P, T]) -> Callable[P, T]:
    """Set up Django, and with it the database, before the command runs: only then, because others must start at once."""

    @functools.wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> T:
        import django
        from django.apps import apps

        if not apps.ready:
            django.setup()
        from django.db import OperationalError, ProgrammingError

        try:
            return command(*arguments, **options)
        except ProgrammingError as fault:
            raise InputError(
                f"数据库结构不是当前版本，请先运行 xiezhi migrate（{fault}）",
                f"the database is not up to date; run xiezhi migrate first ({fault})",
            ) from fault
        except OperationalError as fault:
            raise InputError(f"连不上数据库：{fault}", f"the database cannot be reached: {fault}") from fault

    return run
