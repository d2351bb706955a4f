"""The cast of the record's tests, and the eyes of somebody with every right over the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from tests.cast import Province, found_province


@pytest.fixture
def province(db: None) -> Province:
    """The cast, in the database until the test ends."""
    return found_province()


@pytest.fixture
def lasting_province(transactional_db: None) -> Province:
    """The cast, committed, for tests in which several connections meet."""
    return found_province()


@pytest.fixture
def rows(db: None) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of a query, as they stand in the tables."""

    def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    return ask


@pytest.fixture
def tamper() -> Callable[..., int]:
    """What somebody can do who owns the database and puts the triggers to sleep; for tests that may use the connection "owner"."""

    def change(statement: str, *values: Any) -> int:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = origin")
            return int(cursor.rowcount)

    return change
