"""Blanks in queries: the rows counted, days, numbers of periods, courts and words are filled in at the end.

Writing a query takes longer than running it over a million facts. So it is written once: another quarter, another court, or what
another viewer may count is the same query with other words in its blanks.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

_MARK = secrets.token_hex(8)  # no value of a column is like it
_BLANK = re.compile(
    f"""['"`]{_MARK}_(\\w+)['"`]"""
)  # as a word, or as a name in the languages of the engines
_PLAIN = re.compile(
    r"[\w .-]+"
)  # needs no care between quotation marks, in whatever language a query is written
_COURTS, _ROWS = "courts", "rows"

Blanks: TypeAlias = Mapping[str, date | int | str]


def rows(schema: ibis.Schema) -> ir.Table:
    """A blank for the rows that are counted."""
    return ibis.table(schema, name=f"{_MARK}_{_ROWS}")


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


def for_word(name: str, word: str) -> str:
    """A blank for a word; the word itself where it needs care."""
    return f"{_MARK}_{name}" if _PLAIN.fullmatch(word) else word


def filled(query: str, values: Blanks, courts: tuple[str, ...] | None, counted: str = "") -> str:
    """A query with these values and courts in its blanks, over the rows that the query `counted` gives."""
    told = {name: f"'{value}'" for name, value in values.items()}
    told[_COURTS] = ", ".join(f"'{court}'" for court in courts or ())
    told[_ROWS] = f"({counted})"
    return _BLANK.sub(lambda found: told[found[1]], query)
