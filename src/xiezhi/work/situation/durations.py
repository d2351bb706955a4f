"""How long from filing to closing, the open cases counted: what was filed in a window, followed to its end (handbook, section 5.1).

Closed by the end of the window: it ended. Merged, transferred or still open: followed so far and no further. Days of the calendar, nothing
deducted. The curves are computed by the worker (`computed`); the counts beside them open to their cases.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np

from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.model import OWN
from xiezhi.rules.indicators.periods import Period, between
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation.codes import in_order
from xiezhi.work.situation.computed import Answer, Progress
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.engine.rows import Rows, run, shape_of
from xiezhi.work.situation.looking import Look, Shown, by_key, facts_for, figures_for, question_for
from xiezhi.work.situation.page_counts import LEFT_KINDS, ends
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.suppression import FEWEST_SHOWN, hidden_among, in_fives, is_small

if TYPE_CHECKING:
    from xiezhi.work.situation.statistics.survival import Curve

TIMES = "times"
WINDOWS = (12, 24, 36)  # months
BY = ("", "case_class", "instance", "procedure")
WHOLE = ""
FEWEST_FOLLOWED = thresholds().few_cases  # cases under which a curve says nothing
MARKS = thresholds().ended_days
MOST_POINTS = 240  # of a curve: a drawing shows no more
COARSE = 30  # days between the points shown to who lists no cases: single closings are not read off
_LINES = ("days", "share", "low", "high", "at_risk")  # of a curve: one value for each of its days
_SHARES = ("share", "low", "high")
_MEDIANS = ("median", "median_low", "median_high")
_DAYS, _END, _GONE, _GROUP, _CASES = "lasted", "ended", "gone", "told_group", "cases"

BESIDE = ("flow.new", "flow.closed", "flow.pending", "ops.median_days", "cepej.disposition_time")


class Followed(NamedTuple):
    """Cases of one group that lasted equally long: how they ended (None = followed no further: open, or `gone` elsewhere), how many."""

    lasted: int
    end: str | None
    gone: bool
    cases: int


def window(period: Period, months: int) -> Period:
    """So many months up to the end of a period."""
    return between(add_months(period.end + timedelta(days=1), -months), period.end)


def counts_beside(sight: Sight, look: Look, by: str) -> dict[str | None, dict[str, Shown]]:
    """Of what was filed in the look's period: closed, left, open, by group and key; and what the figures of closings say of the same
    days. Without groups, and for who lists no cases, under ""."""
    parts = ends()
    formulas = [*(one.formula for one in parts), *by_key(BESIDE)]
    found: dict[str | None, dict[str, Shown]] = defaultdict(dict)
    for one in figures_for(sight, look, formulas, by=(by,) if by and sight.lists else ()):
        found[one.group[0] if one.group else WHOLE][one.key] = one
    return {
        group: told_together(sight, figures, [one.key for one in parts]) for group, figures in found.items()
    }


def times(sight: Sight, look: Look, choices: Mapping[str, str], told: Progress) -> Answer:
    """The curves by group (choices["by"], "" = none) and of all together, as plain values. Job TIMES."""
    from xiezhi.work.situation.statistics import survival

    by = choices.get("by", WHOLE) if sight.lists else WHOLE
    groups = _followed(sight, look, by)
    whole: dict[tuple[int, str | None, bool], int] = defaultdict(int)
    for one in (one for followed in groups.values() for one in followed):
        whole[one.lasted, one.end, one.gone] += one.cases
    listed: list[tuple[str | None, list[Followed]]] = [
        (None, [Followed(*key, count) for key, count in whole.items()])
    ]
    if by:
        listed += [(group, groups[group]) for group in in_order(by, groups)]
    curves = []
    for place, (group, followed) in enumerate(listed):
        told(place, len(listed))
        if _cases(followed) >= FEWEST_FOLLOWED:
            curve = _curve(group, followed, coarse=not sight.lists)
            curves += [curve] if sight.lists else _without_small(curve)
    test = _test(survival, groups) if by else None
    return {"curves": curves, "test": test}


def _followed(sight: Sight, look: Look, by: str) -> dict[str | None, list[Followed]]:
    """By group: cases by days and end. Aggregated by the engine: a million cases are a few thousand rows."""
    facts, question = facts_for(sight, look.snapshot), question_for(sight, look, by=(by,) if by else ())
    if question.courts == ():
        return {}
    formula = formula_of("flow.new")
    assert formula is not None
    rows = Rows(shape_of(facts), question, [formula, *(one.formula for one in ends())])
    filed = rows.of("filed_on", OWN)
    filed = filed.filter(rows.counted(filed, formula, formula.numerator))
    lives = filed.mutate(**_lives(filed, look.period), **{_GROUP: filed[by] if by else ibis.null("string")})
    table = run(facts, question, lives.group_by(_GROUP, _DAYS, _END, _GONE).agg(**{_CASES: lives.count()}))
    found: dict[str | None, list[Followed]] = defaultdict(list)
    columns = (table[name].to_pylist() for name in (_GROUP, _DAYS, _END, _GONE, _CASES))
    for group, lasted, end, gone, count in sorted(zip(*columns), key=str):
        found[group].append(Followed(int(lasted), end, bool(gone), int(count)))
    return found


def _lives(filed: ir.Table, period: Period) -> dict[str, ir.Value]:
    """How long each case lasted within the period, and how it ended if it did."""
    last = ibis.date(period.end)
    done = filed.closed_on.notnull() & (filed.closed_on <= last)
    until = ibis.ifelse(done, filed.closed_on, last)
    days = ibis.greatest(until.delta(filed.filed_on, unit="day"), 0)
    gone = (done & filed.closed_kind.isin(LEFT_KINDS)).fill_null(False)
    end = ibis.ifelse(done & ~gone, filed.closed_kind.fill_null(""), None)
    return {_DAYS: days, _END: end, _GONE: gone}


def _curve(group: str | None, followed: list[Followed], *, coarse: bool) -> dict[str, Any]:
    from xiezhi.work.situation.statistics.survival import competing, survival

    lasted, named = _each(followed, "lasted", "float64"), _each(followed, "end", "object")
    curve = survival(lasted, [end is not None for end in named])
    kept = list(_kept(curve.days, coarse=coarse))
    return {
        "group": group,
        "curve": asdict(curve) | {name: [getattr(curve, name)[place] for place in kept] for name in _LINES},
        "closed_only": _middle(followed),
        "left": sum(one.cases for one in followed if one.gone),
        "ends": [
            [one.end, one.cases, [_at(one.days, one.share, day) for day in MARKS]] for one in competing(lasted, named)
        ],
    }  # fmt: skip


def _cases(followed: list[Followed]) -> int:
    return sum(one.cases for one in followed)


def _each(followed: list[Followed], name: str, kind: str) -> Any:
    """What is told of the cases, case by case, in an array."""
    return np.repeat(
        np.array([getattr(one, name) for one in followed], kind), [one.cases for one in followed]
    )


def _without_small(told: dict[str, Any]) -> list[dict[str, Any]]:
    """For who lists no cases: no small count, and nothing from which one could be read off. Counts in fives, medians in tens of days; points
    at each thirty days as far as FEWEST_FOLLOWED cases are followed, shares as coarse as counts; none at all where a few were closed, or
    a few were not."""
    curve = told["curve"]
    cases = curve["cases"]
    if is_small(curve["closed"]) or is_small(cases - curve["closed"]):
        return []
    kept = [place for place, count in enumerate(curve["at_risk"]) if count >= FEWEST_FOLLOWED]
    lines = {name: [curve[name][place] for place in kept] for name in _LINES}
    days = [COARSE * math.ceil(day / COARSE) for day in lines["days"]]
    # In steps of what is closed, so that a few closings are told as none.
    closed = {name: _coarse_shares([1 - share for share in lines[name]], cases) for name in _SHARES}
    shares = {name: [round(1 - share, 2) for share in closed[name]] for name in _SHARES}
    whole = curve | shares | {name: _tens(curve[name]) for name in _MEDIANS} | {
        "days": days, "at_risk": [_fives(count) for count in lines["at_risk"]], "cases": _fives(cases), "closed": _fives(curve["closed"]),
        "longest": days[-1] or 1, "lasting_longest": 0,
    }  # fmt: skip
    hidden = hidden_among([count for _, count, _ in told["ends"]])
    ends = [
        [end, None, None] if place in hidden else [end, _fives(count), _coarse_shares(ended, cases)]
        for place, (end, count, ended) in enumerate(told["ends"])
    ]
    return [{"group": told["group"], "curve": whole, "closed_only": None, "left": None, "ends": ends}]


def _fives(count: int) -> int:
    return int(in_fives(count) or 0)


def _tens(days: float | None) -> float | None:
    return None if days is None else 10.0 * round(days / 10)


def _coarse_shares(shares: list[float], cases: int) -> list[float]:
    """Shares in steps of as many cases as counts are rounded to, and in whole per cent."""
    step = FEWEST_SHOWN / cases
    return [round(min(1.0, step * round(share / step)), 2) for share in shares]


def curve_of(told: Mapping[str, Any]) -> "Curve":
    """The curve of an answer."""
    from xiezhi.work.situation.statistics.survival import Curve

    values: dict[str, Any] = {name: tuple(value) if name in _LINES else value for name, value in told.items()}
    return Curve(**values)


def _kept(days: tuple[float, ...], *, coarse: bool) -> Iterator[int]:
    """The places of a curve that are drawn: the last on or before each of equal steps."""
    step = max(COARSE if coarse else 1, days[-1] / MOST_POINTS)
    yield 0
    for place in range(1, len(days)):
        if place + 1 == len(days) or math.ceil(days[place] / step) != math.ceil(days[place + 1] / step):
            yield place


def _at(days: tuple[float, ...], shares: tuple[float, ...], day: float) -> float:
    return next((share for one, share in zip(reversed(days), reversed(shares)) if one <= day), 0.0)


def _middle(followed: list[Followed]) -> float | None:
    """The median of the closed ones alone: of an even count the mean of the middle two."""
    lasted = sorted((one.lasted, one.cases) for one in followed if one.end is not None)
    total = sum(count for _, count in lasted)
    if not total:
        return None
    return (_nth(lasted, (total - 1) // 2) + _nth(lasted, total // 2)) / 2


def _nth(lasted: list[tuple[int, int]], place: int) -> int:
    for days, count in lasted:
        if place < count:
            return days
        place -= count
    raise AssertionError("fewer cases than places")


def _test(survival: Any, groups: Mapping[str | None, list[Followed]]) -> dict[str, float] | None:
    """Whether the curves differ by more than chance: of groups with enough cases."""
    large = {group: followed for group, followed in groups.items() if _cases(followed) >= FEWEST_FOLLOWED}
    if len(large) < 2:
        return None
    spread = [one for followed in large.values() for one in followed]
    names = np.repeat([group or "" for group in large], [_cases(followed) for followed in large.values()])
    closed = [end is not None for end in _each(spread, "end", "object")]
    found = survival.compare(_each(spread, "lasted", "float64"), closed, names)
    return None if found is None else {"statistic": found.statistic, "degrees": found.degrees, "p": found.p}
