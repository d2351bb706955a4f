"""Cells of any source as typed columns of the facts: what cannot be read becomes missing and is remembered in the column UNREADABLE.

Texts are read to the letter: days as 2021-03-31, moments with date and time (of mainland China where no zone stands), numbers without
thousands separators, flags as true / false / 1 / 0 / yes / no / 是 / 否, codes exactly. The same expressions serve every engine.
"""

import ibis
import ibis.expr.types as ir

from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, MOMENT, MONEY, TEXT, WHOLE, Column
from xiezhi.work.situation.facts.table import TYPES

NESTED = "\x01"  # begins the text of a cell that holds a list or an object
_DAY = r"^\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?$"
_ZONED = r"(Z|[+-]\d{2}(:?\d{2})?)$"
_WHOLE = r"^-?\d{1,18}(\.0+)?$"
_MONEY = r"^-?\d{1,13}(\.\d+)?$"
_TRUE, _FALSE = ("true", "1", "yes", "是"), ("false", "0", "no", "否")


def raw(value: ir.Value, column: Column) -> ir.Value:
    """The cell as it stands, missing where it is empty; text unless it has the type of its column already."""
    if value.type().is_string() or not _is_typed(value, column):
        text = value.cast("string").strip().nullif("")
        return ibis.literal(NESTED).concat(text) if value.type().is_nested() else text
    return value


def clean(value: ir.Value, column: Column) -> ir.Value:
    """The value of a cell of `raw`; missing where it cannot be read."""
    if not value.type().is_string():
        return value.cast(TYPES[column.kind])
    readers = {
        TEXT: _text, CODE: lambda text: text.isin(tuple(column.words)).ifelse(text, None), DAY: _day, FLAG: _flag,
        WHOLE: _whole, MONEY: _money, MOMENT: _moment,
    }  # fmt: skip
    return readers[column.kind](value).cast(TYPES[column.kind])


def bad(value: ir.Value, column: Column) -> ir.BooleanValue:
    """Whether a cell of `raw` says something that cannot be read."""
    return value.notnull() & clean(value, column).isnull()


def may_be_bad(value: ir.Value) -> bool:
    """Whether a column of `raw` can hold such cells at all."""
    return bool(value.type().is_string())


def _is_typed(value: ir.Value, column: Column) -> bool:
    kind = value.type()
    fits = {
        DAY: kind.is_date(), FLAG: kind.is_boolean(), WHOLE: kind.is_integer(), MOMENT: kind.is_timestamp(),
        MONEY: kind.is_integer() or kind.is_decimal(),
    }  # fmt: skip
    return bool(fits.get(column.kind, False))


def _text(text: ir.StringValue) -> ir.StringValue:
    return text.startswith(NESTED).ifelse(None, text)


def _day(text: ir.StringValue) -> ir.DateValue:
    return text.re_search(_DAY).ifelse(text.left(10), None).try_cast("date")


def _flag(text: ir.StringValue) -> ir.BooleanValue:
    lower = text.lower()
    return ibis.cases((lower.isin(_TRUE), True), (lower.isin(_FALSE), False))


def _whole(text: ir.StringValue) -> ir.IntegerValue:
    return text.re_search(_WHOLE).ifelse(text.re_replace(r"\.0+$", ""), None).try_cast("int64")


def _money(text: ir.StringValue) -> ir.DecimalValue:
    return text.re_search(_MONEY).ifelse(text, None).try_cast(TYPES[MONEY])


def _moment(text: ir.StringValue) -> ir.TimestampValue:
    """Without a zone it is one of mainland China, without a time the beginning of that day."""
    timed = (text.length() == 10).ifelse(text + " 00:00", text)
    zoned = timed.substr(10).re_search(_ZONED).ifelse(timed, timed + "+08:00")
    return text.re_search(_MOMENT).ifelse(zoned, None).try_cast(TYPES[MOMENT])
