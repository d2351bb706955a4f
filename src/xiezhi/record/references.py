"""What an event points to must be there: officers and divisions. Asked by the ledger before anything is written.

The database would refuse a stranger too, but only when the transaction ends, without saying where he stands.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from django.db import connection

from xiezhi.record.errors import InputError
from xiezhi.rules.procedure.catalogue import Field, event_kind

Existing: TypeAlias = Callable[[str, list[str]], set[str]]
"""Which of some identifiers of a type (officer, division) exist."""

_TABLES = {"officer": "record_officer", "division": "record_division"}
_NAMES = {"officer": ("人员", "officer"), "division": ("部门", "division")}


def refuse_unknown(kind: str, data: Mapping[str, Any], existing: Existing) -> None:
    """Raises InputError for the first officer or division of an event's content that does not exist."""
    for type_, path in _pointers(kind):
        named = list(_values(data, path))
        strangers = set(named) - existing(type_, named) if named else set()
        if strangers:
            zh, en = _NAMES[type_]
            stranger = min(strangers)
            raise InputError(f"没有{zh} {stranger}", f"there is no {en} {stranger}", field=".".join(path))


def in_database(type_: str, named: list[str]) -> set[str]:
    """Which of the identifiers the database knows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {_TABLES[type_]} WHERE id = ANY(%s::uuid[])", [named])
        return {str(row[0]) for row in cursor.fetchall()}


@cache
def _pointers(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The type and path of every field of a kind that points to something."""
    return tuple(_within(event_kind(kind).fields))


def _within(fields: tuple[Field, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in fields:
        if field.type in _TABLES:
            yield field.type, (field.name,)
        elif field.shape is not None:
            for type_, path in _within(field.shape.fields):
                yield type_, (field.name, *path)


def _values(data: Any, path: tuple[str, ...]) -> Iterator[str]:
    if not path:
        yield data
    elif isinstance(data, list):
        for part in data:
            yield from _values(part, path)
    elif path[0] in data:
        yield from _values(data[path[0]], path[1:])
