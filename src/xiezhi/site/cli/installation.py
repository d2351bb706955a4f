"""For commands that work on the record of this installation rather than on files."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

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
        return command(*arguments, **options)

    return run
