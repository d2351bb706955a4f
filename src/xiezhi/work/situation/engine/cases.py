"""The cases behind figures: those that a numerator counts, and those of a denominator, by the same conditions as the figures."""

from collections.abc import Sequence
from typing import NamedTuple

import ibis

from xiezhi.rules.indicators.model import Formula, Side
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.engine.rows import Rows, filled, form_of, shape_of
from xiezhi.work.situation.engine.scans import Measure, Scan, counted_in
from xiezhi.work.situation.facts.table import Facts
from xiezhi.work.situation.kept import Kept

NUMERATOR, DENOMINATOR = "numerator", "denominator"
_queries: Kept[str] = Kept(500)


class Behind(NamedTuple):
    """The identifiers behind both sides of a figure, each once, in order."""

    numerator: list[str]
    denominator: list[str]


def cases(facts: Facts, question: Question, formula: Formula, side: str) -> list[str]:
    """The identifiers behind the NUMERATOR or DENOMINATOR of a figure. A parameter has none. Raises InputError."""
    rows = Rows(shape_of(facts), question, [formula])
    wanted = formula.numerator if side == NUMERATOR else formula.denominator
    return _behind(wanted, _found(facts, rows, [(formula, wanted)]), rows, formula)


def all_cases(facts: Facts, question: Question, formulas: Sequence[Formula]) -> dict[str, Behind]:
    """The identifiers behind the figures of formulas that the facts allow, by key: one pass for each base. Raises InputError."""
    rows = Rows(shape_of(facts), question, formulas)
    sides = [(formula, side) for formula in formulas for side in (formula.numerator, formula.denominator)]
    found = _found(facts, rows, sides)
    return {
        formula.key: Behind(
            _behind(formula.numerator, found, rows, formula),
            _behind(formula.denominator, found, rows, formula),
        )
        for formula in formulas
    }


def _behind(side: Side | None, found: dict[Measure, set[str]], rows: Rows, formula: Formula) -> list[str]:
    if side is None or side.per:
        return []
    return sorted(set[str]().union(*(found[one] for one in counted_in(rows, formula, side))))


def _found(facts: Facts, rows: Rows, sides: Sequence[tuple[Formula, Side | None]]) -> dict[Measure, set[str]]:
    """What each base holds for each condition."""
    wanted = {
        measure: (formula, side)
        for formula, side in sides
        if side is not None and not side.per
        for measure in counted_in(rows, formula, side)
    }
    found: dict[Measure, set[str]] = {}
    for scan in dict.fromkeys(measure.scan for measure in wanted):
        found |= _of_scan(facts, rows, scan, {one: wanted[one] for one in wanted if one.scan == scan})
    return found


def _of_scan(
    facts: Facts, rows: Rows, scan: Scan, wanted: dict[Measure, tuple[Formula, Side]]
) -> dict[Measure, set[str]]:
    sides = tuple(wanted.values())
    query = _queries.get((rows.facts, form_of(rows.question), scan, sides), lambda: _query(rows, scan, sides))
    table = facts.engine.ask(filled(query, rows.question, facts.counted))
    cases_, *marks = (column.to_pylist() for column in table.columns)
    return {
        measure: {case for case, marked in zip(cases_, mark) if marked}
        for measure, mark in zip(wanted, marks)
    }


def _query(rows: Rows, scan: Scan, sides: Sequence[tuple[Formula, Side]]) -> str:
    """The identifiers in a base that count on any of the sides, and on which; written once for a form of questions."""
    (base,) = scan.bases
    standing = rows.of(base, scan.owner)
    counted = [rows.counted(standing, formula, side) for formula, side in sides]
    marks = {f"m{place}": condition for place, condition in enumerate(counted)}
    return rows.facts.text(standing.filter(ibis.or_(*counted)).select("case_id", **marks))
