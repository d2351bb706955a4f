"""Digests of definitions: whether what was used once is still what the data say.

Two for each: of its rule (conditions with their terms written out, days in force) and of what else is said of it (names, formula in
words, source, caveat, marks, reference intervals). Spaces in a condition, or a term put in place of what it stands for, change neither. Called by the reports.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple

from xiezhi.rules.indicators.model import Indicator, NamedCondition

LENGTH = 16  # hexadecimal digits: told apart are a few versions of one definition
# How the data write a condition whose tree stands beside it; how chance moves a figure, which is not how it is counted.
_NOT_OF_THE_RULE = ("text", "of_text", "nested")


class Digests(NamedTuple):
    """What tells whether cases are counted in another way, and whether something else is said of the figure."""

    rule: str
    words: str


def digests_of(indicator: Indicator) -> Digests:
    """Those of an indicator with its variants."""
    one = indicator
    told = [
        (one.name_zh, one.formula_zh, one.source_zh, one.caveat_zh),
        (one.name_en, one.formula_en, one.source_en, one.caveat_en),
        (one.verification, one.formula_status, one.direction, one.descriptive),
        *((each.id, each.name_zh, each.name_en) for each in one.variants),
        *one.intervals,
    ]
    rule = digest(one.formulas(), one.first, one.last, one.succeeds)
    return Digests(rule, digest(told))


def digests_of_scope(scope: NamedCondition) -> Digests:
    return Digests(digest(scope.where), digest(scope.name_zh, scope.name_en))


def digest(*values: Any) -> str:
    """The digest of values: plain ones, sequences and the values of the catalogue."""
    return hashlib.sha256(json.dumps(_plain(values)).encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        named = [
            (one.name, getattr(value, one.name)) for one in fields(value) if one.name not in _NOT_OF_THE_RULE
        ]
        return [type(value).__name__, *([name, _plain(part)] for name, part in named)]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


__all__ = ["Digests", "digest", "digests_of", "digests_of_scope"]
