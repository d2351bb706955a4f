"""The same mistake in many rows: what quarantined rows have in common, so that it can be repaired once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet

from xiezhi.record.intake.mapping.fields import field_of, spellings
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.models import ImportRow
from xiezhi.record.intake.raw_rows import open_row
from xiezhi.rules.language import tr
from xiezhi.site.staff.imports.drawn import label_of
from xiezhi.site.staff.imports.targets import Choices, code_choices

LOOKED_AT = 20_000  # quarantined rows gone through
MOST = 40
LONGEST_SHOWN = 40


class _Key(NamedTuple):
    """What makes mistakes the same: the column with the value, or without a column the words."""

    column: str
    value: str
    zh: str


@dataclass
class Mistake:
    """A mistake of several rows. `same` names one of them: line and place of its reason. `choices`: what the value can be instead."""

    words: str
    column: str
    value: str
    same: str
    coded: bool = False
    replaceable: bool = False
    choices: Choices = field(default_factory=list)
    rows: int = 0
    typed: str = ""

    @property
    def shown(self) -> str:
        return self.value if len(self.value) <= LONGEST_SHOWN else f"{self.value[:LONGEST_SHOWN]}…"


def mistakes_in(rows: QuerySet[ImportRow], mapping: Mapping, *, at_least: int = 2) -> list[Mistake]:
    """The mistakes that rows of the quarantine share, the most frequent first."""
    found: dict[_Key, Mistake] = {}
    for row in rows[:LOOKED_AT].iterator(500):
        cells = open_row(bytes(row.raw)) if row.raw else {}
        seen: set[_Key] = set()
        for place, reason in enumerate(row.reasons):
            if reason.get("note"):
                continue
            column = column_of(str(reason["field"]), mapping, cells)
            key = _Key(column or str(reason["field"]), _value(cells.get(column)), str(reason["zh"]))
            if key not in seen:
                seen.add(key)
                found.setdefault(key, _mistake(key, column, reason, f"{row.line}.{place}", mapping)).rows += 1
    shared = [mistake for mistake in found.values() if mistake.rows >= at_least]
    return sorted(shared, key=lambda mistake: -mistake.rows)[:MOST]


def _value(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def column_of(name: str, mapping: Mapping, columns: Collection[str]) -> str:
    """The column a fault lies in: named by its head, or by the field that one column fills; empty where several do, or none."""
    if name in columns:
        return name
    rule = mapping.rule(name)
    return (
        rule.columns[0] if rule is not None and len(rule.columns) == 1 and rule.columns[0] in columns else ""
    )


def _mistake(key: _Key, column: str, reason: dict[str, str], same: str, mapping: Mapping) -> Mistake:
    words = tr(reason["zh"], reason["en"])
    if not column:
        return Mistake(words, label_of(key.column) if key.column else "", key.value, same)
    choices = choices_of(column, mapping)
    return Mistake(words, column, key.value, same, bool(choices), True, choices)


def choices_of(column: str, mapping: Mapping) -> Choices:
    """What a column of codes can hold instead: the name of a value where that means it, else the value itself."""
    rule = next(
        (rule for rule in mapping.rules if column in rule.columns and field_of(rule.field).kind == "code"),
        None,
    )
    if rule is None:
        return []
    known = spellings(field_of(rule.field).choices)
    return [
        (words if known.get(words.lower()) == value else value, words)
        for value, words in code_choices(field_of(rule.field).choices)
    ]


def with_code(mapping: Mapping, column: str, value: str, instead: str) -> Mapping | None:
    """The mapping with a value of a column of codes told what it means; None where the column holds no codes."""
    rules = list(mapping.rules)
    for place, rule in enumerate(rules):
        known = field_of(rule.field)
        if column in rule.columns and known.kind == "code" and instead.lower() in spellings(known.choices):
            codes = {**rule.codes, value: spellings(known.choices)[instead.lower()]}
            rules[place] = rule.model_copy(update={"codes": codes})
            return mapping.model_copy(update={"rules": tuple(rules)})
    return None
