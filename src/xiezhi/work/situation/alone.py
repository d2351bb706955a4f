"""One process at a time: a lock of the database, which a killed process lets go by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(*key: int, wait: bool = True) -> Iterator[bool]:
    """While nobody else holds the lock of this key (a number, or two small ones); whether that is so, where nobody is waited for."""
    places = ", ".join(["%s"] * len(key))
    with connection.cursor() as cursor:
        if wait:
            cursor.execute(f"SELECT pg_advisory_lock({places})", key)
            mine = True
        else:
            cursor.execute(f"SELECT pg_try_advisory_lock({places})", key)
            (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({places})", key)
