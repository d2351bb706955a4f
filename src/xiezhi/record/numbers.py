"""Case numbers given out: without gaps, per court, type and year. The row of the series is locked until the docketing is
committed, so a docketing that fails gives its number to the next one."""

from functools import lru_cache
from uuid import UUID

from django.db import connection

from xiezhi.rules.case_number import case_types
from xiezhi.rules.errors import InputError

SERIAL_WIDTH = 9

_NEXT = """
INSERT INTO record_numberseries (court_id, symbol, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (court_id, symbol, year) DO UPDATE SET last = record_numberseries.last + 1 RETURNING last
"""


def symbol_of(type_code: str) -> str:
    """The characters a type of case gives to the number. Raises InputError for a type without any."""
    kind = next((kind for kind in case_types() if kind.code == type_code), None)
    if kind is None or not kind.symbol:
        raise InputError(
            f"案件类型{type_code}没有类型代字", f"case type {type_code} has no symbol", field="type"
        )
    return kind.symbol


def give_number(court: UUID, court_code: str, type_code: str, year: int) -> str:
    """The next number of the series; held back from others until the transaction ends. One that a case brought along is passed over."""
    symbol = symbol_of(type_code)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [court, symbol, year])
            (serial,) = cursor.fetchone()
        number = f"（{year}）{court_code}{symbol}{serial}号"
        if not is_taken(court, number):
            return number


def is_taken(court: UUID, number: str) -> bool:
    """Whether a case of the court has this number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM record_case WHERE court_id = %s AND number = %s", [court, number])
        return cursor.fetchone() is not None


@lru_cache(maxsize=8_192)
def sort_key(number: str) -> str:
    """How a number sorts: by year, court, type, then the serial as a number. Other systems' numbers sort as they are."""
    digits = ""
    for character in reversed(number.rstrip("号")):
        if not character.isascii() or not character.isdigit():
            break
        digits = character + digits
    head = number[: len(number.rstrip("号")) - len(digits)].strip("（").replace("）", "")
    return head + digits.rjust(SERIAL_WIDTH, "0") if digits else number
