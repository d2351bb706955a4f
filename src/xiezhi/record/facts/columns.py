"""The columns of the record's facts, in the order of the handbook, with their types in a file."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from xiezhi.record.facts.words import FILE, usual_days, words
from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, FOLDER, MOMENT, MONEY, TEXT, WHOLE, fact_columns

if TYPE_CHECKING:
    import pyarrow as pa

FROM, UNTIL = "recorded_at", "superseded_at"


@cache
def told_columns() -> tuple[str, ...]:
    """What the record tells of a case, without the time in which it was known."""
    left_out = words().unknown | {FROM, UNTIL}
    return tuple(name for name in fact_columns() if name not in left_out)


@cache
def file_columns() -> tuple[str, ...]:
    """The columns of a file: what is told, and from when until when it was known."""
    return (*told_columns(), FROM, UNTIL)


@cache
def schema() -> "pa.Schema":
    """Their types: days, whole numbers, yuan as decimals, moments in UTC; identifiers and words as texts."""
    import pyarrow as pa

    types: dict[str, Any] = {
        TEXT: pa.string(), CODE: pa.string(), DAY: pa.date32(), FLAG: pa.bool_(), WHOLE: pa.int64(), MONEY: pa.decimal128(18, 4),
        MOMENT: pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    return pa.schema([(name, types[fact_columns()[name].kind]) for name in file_columns()])


FORM = 3  # raised when the same record makes other rows than before, so that all are made anew


@cache
def rules_digest() -> str:
    """By what rules rows are made: rows made by others are not mixed with them."""
    told = f"{FORM} {file_columns()} {usual_days()} ".encode() + (FOLDER / FILE).read_bytes()
    return hashlib.sha256(told).hexdigest()
