"""Amounts as sources write them, as whole fen: 12,345.60 · 12.345,60 · ¥1.2万 · R$ 50.000,00. Rounding is never done in silence."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from xiezhi.record.intake.faults import shown
from xiezhi.rules.errors import InputError

FEN_A_YUAN = 100
MOST_FEN = 999_999_999_999_999
_UNITS = {"亿": 100_000_000, "万": 10_000}
_AROUND = re.compile(
    r"^(?:[A-Z]{0,3}[$￥¥€]|RMB|CNY|EUR|人民币)?\s*|\s*(?:元整?|圆|yuan|EUR|€)?$", re.IGNORECASE
)
_WESTERN = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_EUROPEAN = re.compile(r"-?\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|-?\d+(?:,\d+)?")
_BOTH_WAYS = re.compile(r"-?\d{1,3}[.,]\d{3}")


def fen_of(value: Any, unit: str, decimal: str) -> int:
    """The fen of a cell. `unit` is what the numbers count (yuan or fen), `decimal` the decimal sign, empty = by the shape.

    Raises InputError for what is no amount, could be two, is negative, too large, or has a fraction of a fen."""
    if isinstance(value, bool):
        raise _no_amount(value)
    number = (
        Decimal(str(value))
        if isinstance(value, int | float)
        else _of_text(unicodedata.normalize("NFKC", value).strip(), decimal)
    )
    fen = number * (FEN_A_YUAN if unit == "yuan" else 1)
    if not fen.is_finite() or fen < 0 or fen > MOST_FEN:
        zh, en = f"金额“{shown(value)}”为负或者过大", f"the amount “{shown(value)}” is negative or too large"
        raise InputError(zh, en)
    whole = fen.to_integral_value()
    if abs(whole - fen) > Decimal("0.0001"):
        zh, en = f"金额“{shown(value)}”不足一分的零头", f"the amount “{shown(value)}” has a fraction of a fen"
        raise InputError(zh, en)
    return int(whole)


def _of_text(text: str, decimal: str) -> Decimal:
    plain = _AROUND.sub("", text)
    times = 1
    if plain and plain[-1] in _UNITS:
        times, plain = _UNITS[plain[-1]], plain[:-1].strip()
    if not decimal and _BOTH_WAYS.fullmatch(plain) and "." in plain:
        zh = f"“{shown(text)}”可以是两个数；请在对照中写明小数点"
        raise InputError(
            zh, f"“{shown(text)}” could be two numbers; say in the mapping what the decimal sign is"
        )
    try:
        if decimal != "," and _WESTERN.fullmatch(plain):
            return Decimal(plain.replace(",", "")) * times
        if decimal != "." and _EUROPEAN.fullmatch(plain):
            return Decimal(re.sub(r"[.\s]", "", plain).replace(",", ".")) * times
    except InvalidOperation:
        pass
    raise _no_amount(text)


def _no_amount(value: Any) -> InputError:
    return InputError(f"“{shown(value)}”不是金额", f"“{shown(value)}” is not an amount")
