"""Bringing the database up to date: migrations as its owner, then the privileges of the application's role."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from xiezhi.project.postgres import APP_ROLE
from xiezhi.record.protection import grants


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the owner of the database inside the block. One connection only: migrations of libraries ask for no other."""
    application = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    connection.close()
    _sign_in_as(settings.DATABASE_OWNER["USER"], settings.DATABASE_OWNER["PASSWORD"])
    try:
        yield
    finally:
        connection.close()
        _sign_in_as(*application)


def _sign_in_as(user: str, password: str) -> None:
    connection.settings_dict["USER"], connection.settings_dict["PASSWORD"] = user, password


def migrate() -> None:
    """Every migration that is still missing, then the grants. Safe to repeat."""
    with as_owner():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        grant()


def grant() -> None:
    """Give the application's role its privileges, where the server has such a role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone():
            for statement in grants(APP_ROLE):
                cursor.execute(statement)
