"""Blanks in queries: days, numbers of periods and courts are filled in at the end.

Writing a query takes longer than running it over a million facts. So it is written once: another quarter, or another court, is the same
query with other words in its blanks.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

_MARK = secrets.token_hex(8)  # no value of a column is like it
_BLANK = re.compile(f"'{_MARK}_(\\w+)'")
_PLAIN = re.compile(
    r"[\w .-]+"
)  # needs no care between quotation marks, in whatever language a query is written
_COURTS = "courts"

Blanks: TypeAlias = Mapping[str, date | int]


def day(name: str) -> ir.DateValue:
    """A blank for a day."""
    return ibis.literal(f"{_MARK}_{name}").cast("date")


def number(name: str) -> ir.IntegerValue:
    """A blank for a whole number."""
    return ibis.literal(f"{_MARK}_{name}").cast("int64")


def for_courts(courts: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """One blank for all the courts of a list; the courts themselves where it is empty or their names need care."""
    if not courts or not all(map(_PLAIN.fullmatch, courts)):
        return courts
    return (f"{_MARK}_{_COURTS}",)


def filled(query: str, values: Blanks, courts: tuple[str, ...] | None) -> str:
    """A query with these values and courts in its blanks."""
    told = {name: f"'{value}'" for name, value in values.items()}
    told[_COURTS] = ", ".join(f"'{court}'" for court in courts or ())
    return _BLANK.sub(lambda found: told[found[1]], query)
