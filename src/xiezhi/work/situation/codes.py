"""Codes of a column of the facts on pages and in reports: their names, and their order, which is never that of a value."""

from collections.abc import Iterable
from typing import TypeVar

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.language import tr

Code = TypeVar("Code", str, str | None)


def code_words(column: str, code: str | None) -> str:
    """民事; what is not told says so."""
    pair = fact_columns()[column].words.get(code or "")
    return tr(*pair) if pair else tr("未填", "not told")


def in_order(column: str, codes: Iterable[Code]) -> list[Code]:
    """Codes in the order of the handbook; what is not told comes last."""
    words = list(fact_columns()[column].words)
    return sorted(codes, key=lambda one: words.index(one) if one in words else len(words))
