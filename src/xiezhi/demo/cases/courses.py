"""The course of every case in time: how long it is worked on, what stops the clock, who grants more time, when it closes.

Planned times are fitted into the limits and ladders of rules/data/limits, so that most cases close in time, some only by
deductions and extensions (hidden overruns), and a few late. One call plans all cases of one generation.
"""

import numpy as np
import numpy.typing as npt

from xiezhi.demo.cases.columns import (
    GRANTED,
    LAPSED,
    NEVER,
    REFUSED,
    WITHDRAWN,
    WRONG_APPROVER,
    Columns,
    Ints,
)
from xiezhi.demo.cases.kinds import Pace, categories, grounds, outcomes, paces, procedure_index, span_lengths
from xiezhi.demo.cases.time import Horizon
from xiezhi.rules.limits.catalogue import LadderStep, Length
from xiezhi.rules.limits.clock import default_clock

Mask = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]

_SENTENCE = "max_sentence_years"
_WORKED_SHARE = 0.97  # of the limit, for those that just make it
_ANSWERS = (GRANTED, REFUSED, WITHDRAWN, LAPSED, WRONG_APPROVER)
_ANSWER_SUMS = np.cumsum([0.855, 0.07, 0.03, 0.02, 0.025])
_FROM_YEAR_END = 0.90  # of the cases that would close early next year and are closed before the year ends
_EARLY_NEXT_YEAR = 85
_BEFORE_YEAR_END = 45
_FESTIVAL_LAG = 3


class Limits:
    """Base lengths and ladders of the procedures, as planning needs them."""

    def __init__(self, horizon: Horizon) -> None:
        self.horizon = horizon
        self.catalogue = default_clock().catalogue

    def base_end(self, procedure: str, filed: Ints, years: Doubles) -> Ints | None:
        """The last day of the base limit for cases filed on these days; None where there is no limit."""
        rule = self.catalogue.rules.get(procedure)
        if rule is None:
            return None
        version = rule.version(self.horizon.today)
        if version.status != "limit":
            return None
        end = self.reach(filed, version.base)
        for variant in reversed(version.variants):
            if variant.fact == _SENTENCE and variant.above is not None:
                end = np.where(years > variant.above, self.reach(filed, variant.base), end)
        return end.astype(np.int32)

    def reach(self, days: Ints, length: Length) -> Ints:
        """The day a length leads to; working days and hours in calendar days."""
        whole = (
            length.days
            + length.working_days * 7 // 5
            + max(1, length.hours // 24 if length.hours else 0) * bool(length.hours)
        )
        moved = self.horizon.months_on(days, length.months) if length.months else days
        return (moved + whole).astype(np.int32)

    def step(self, procedure: str, used: int) -> LadderStep | None:
        """The step of the ladder that comes after so many grants, as the law stands today."""
        rule = self.catalogue.rules.get(procedure)
        ladder = rule.version(self.horizon.today).ladder if rule else None
        version = self.catalogue.ladders[ladder].version(self.horizon.today) if ladder else None
        return version.step(used) if version else None


class Planner:
    """Plans the courses of one generation of cases after the other."""

    def __init__(self, horizon: Horizon, draws: np.random.Generator) -> None:
        self.horizon, self.draws = horizon, draws
        self.limits = Limits(horizon)
        self.ends = np.array([*horizon.year_ends(), NEVER])

    def plan(self, cases: Columns) -> None:
        """Draw procedure, outcome and every day of the course; days after today are left, for the teller to stop at."""
        for place, category in enumerate(categories()):
            rows = np.flatnonzero(cases.category == place)
            if len(rows):
                cases.procedure[rows] = self._choose(
                    {procedure_index()[key]: weight for key, weight in category.procedures.items()}, len(rows)
                )
                names = {outcomes().index(key): weight for key, weight in category.outcomes.items()}
                cases.outcome[rows] = self._choose(names, len(rows))
                if category.branch == "criminal":
                    cases.years[rows] = self.draws.choice(
                        [0.5, 1.0, 2.0, 3.0, 5.0, 10.0], len(rows), p=[0.34, 0.26, 0.18, 0.14, 0.06, 0.02]
                    )
        for place, pace in enumerate(paces()):
            rows = np.flatnonzero(cases.procedure == place)
            if len(rows):
                self._course(cases, rows.astype(np.int32), pace)
        self._on_working_days(cases)

    def _choose(self, weights: dict[int, float], count: int) -> npt.NDArray[np.int16]:
        keys = np.array(list(weights), dtype=np.int16)
        sums = np.cumsum(list(weights.values()))
        places = np.searchsorted(sums, self.draws.random(count) * sums[-1], side="right")
        chosen: npt.NDArray[np.int16] = keys[places.clip(max=len(keys) - 1)]
        return chosen

    def _course(self, cases: Columns, rows: Ints, pace: Pace) -> None:
        """The course of the cases of one procedure."""
        filed, count = cases.filed[rows], len(rows)
        if pace.notice_months:
            cases.notice_to[rows] = self.horizon.months_on(filed + 6, pace.notice_months)
            filed = cases.notice_to[rows]
        worked = np.exp(self.draws.normal(np.log(pace.median), pace.spread, count))
        end = self.limits.base_end(pace.procedure, filed, cases.years[rows].astype(np.float64))
        if end is None:
            cases.closed[rows] = (filed + np.maximum(1, worked)).astype(np.int32)
            self._year_end_push(cases, rows)
            return
        limit = (end - filed).astype(np.float64)
        over = self.draws.random(count) < pace.overrun
        converts = self.draws.random(count) < pace.converted
        self._convert(cases, rows[converts], pace, end[converts])
        plain = ~converts
        limit = np.where(plain, limit, self._limit_after_conversion(cases, rows, filed, limit))
        ready = (np.where(plain, filed, np.where(self._restarts(pace), cases.converted[rows], filed))).astype(
            np.int32
        )
        worked = np.where(plain, worked, np.maximum(worked, cases.converted[rows] - ready + 8) + 12)
        investigates = self.draws.random(count) < pace.investigated
        ready = self._investigate(cases, rows, investigates, ready)
        worked = self._fit(worked, limit, over)
        asks = (self.draws.random(count) < pace.extended) & ~over & plain
        worked = self._extend(cases, rows[asks], pace, asks, worked, limit, ready)
        deducted = self._spans(cases, rows, pace, worked, limit, ready)
        self._shift_requests(cases, rows, deducted)
        cases.closed[rows] = (ready + np.maximum(1, worked) + deducted).astype(np.int32)
        quiet = ~(asks | over | converts | investigates) & (deducted == 0)
        self._year_end_push(cases, rows[quiet])

    def _restarts(self, pace: Pace) -> bool:
        """Criminal conversions let the limit start afresh."""
        return pace.procedure.startswith("criminal")

    def _convert(self, cases: Columns, rows: Ints, pace: Pace, end: Ints) -> None:
        if not len(rows):
            return
        limit = end - cases.filed[rows]
        day = cases.filed[rows] + limit * self.draws.uniform(0.35, 0.92, len(rows))
        late = self.draws.random(len(rows)) < 0.015  # a conversion after the limit had run out
        cases.converted[rows] = np.where(late, end + 4, day).astype(np.int32)
        targets = np.array([procedure_index()[to] for to in pace.convert_to], dtype=np.int16)
        cases.converted_to[rows] = targets[self.draws.integers(0, len(targets), len(rows))]

    def _limit_after_conversion(self, cases: Columns, rows: Ints, filed: Ints, limit: Doubles) -> Doubles:
        found = limit.copy()
        for place in np.unique(cases.converted_to[rows]):
            if place < 0:
                continue
            to = paces()[place].procedure
            chosen = cases.converted_to[rows] == place
            start = np.where(self._restarts(paces()[place]), cases.converted[rows], filed).astype(np.int32)
            end = self.limits.base_end(
                to, np.where(chosen, start, filed).astype(np.int32), cases.years[rows].astype(np.float64)
            )
            if end is not None:
                found = np.where(chosen, end - start, found)
        return found

    def _investigate(self, cases: Columns, rows: Ints, chosen: Mask, ready: Ints) -> Ints:
        """Supplementary investigation: the limit starts afresh when the case comes back."""
        count = len(rows)
        start = ready + self.draws.integers(12, 34, count)
        back = start + self.draws.integers(14, 30, count)
        cases.investigated_from[rows] = np.where(chosen, start, NEVER)
        cases.investigated_to[rows] = np.where(chosen, back, NEVER)
        return np.where(chosen, back, ready).astype(np.int32)

    def _fit(self, worked: Doubles, limit: Doubles, over: Mask) -> Doubles:
        """Most of what would run over is closed in the last third of the limit; the chosen few run over indeed."""
        count = len(worked)
        squeezed = limit * (_WORKED_SHARE - 0.45 * self.draws.random(count) ** 2)
        late = limit + 2 + self.draws.exponential(24, count) + limit * 0.02
        long_late = self.draws.random(count) < 0.06
        late = np.where(long_late, late + self.draws.exponential(180, count), late)
        return np.where(over, late, np.where(worked > limit * _WORKED_SHARE, squeezed, worked))

    def _extend(
        self, cases: Columns, rows: Ints, pace: Pace, asks: Mask, worked: Doubles, limit: Doubles, ready: Ints
    ) -> Doubles:
        """Requests for more time before the limit ends, what becomes of them, and how long the case takes then."""
        step = self.limits.step(pace.procedure, 0)
        if step is None or not len(rows):
            return worked
        count = len(rows)
        own_limit, own_ready = limit[asks], ready[asks]
        before = np.maximum(1, np.minimum(self.draws.integers(16, 27, count), own_limit * 0.45)).astype(
            np.int32
        )
        late = self.draws.random(count) < 0.06
        before = np.where(late & (own_limit > 40), self.draws.integers(9, 14, count), before)
        asked = own_ready + own_limit.astype(np.int32) - before
        decided = asked + np.maximum(1, np.minimum(self.draws.integers(2, 9, count), before - 1))
        answer = np.array(_ANSWERS)[
            np.searchsorted(_ANSWER_SUMS, self.draws.random(count)).clip(max=len(_ANSWERS) - 1)
        ]
        cases.asked[rows], cases.decided[rows], cases.answer[rows] = asked, decided, answer
        more = (
            (self.limits.reach(own_ready, step.length) - own_ready).astype(np.float64)
            if step.length
            else np.full(count, 90.0)
        )
        length = own_limit + more * self.draws.beta(1.6, 1.5, count) * _WORKED_SHARE
        second = self.limits.step(pace.procedure, 1)
        if second is not None:
            again = (answer == GRANTED) & (self.draws.random(count) < 0.12)
            whole = own_limit + more
            asked_again = own_ready + whole.astype(np.int32) - self.draws.integers(16, 25, count)
            cases.asked_again[rows] = np.where(again, asked_again, NEVER)
            cases.decided_again[rows] = np.where(again, asked_again + self.draws.integers(3, 9, count), NEVER)
            further = (
                (self.limits.reach(own_ready, second.length) - own_ready).astype(np.float64)
                if second.length
                else np.full(count, 90.0)
            )
            length = np.where(again, whole + further * self.draws.uniform(0.1, 0.93, count), length)
        in_vain = own_limit - self.draws.uniform(0, 1, count) * np.minimum(4, own_limit * 0.1)
        over = self.draws.random(count) < 0.12
        in_vain = np.where(
            over | (answer == WRONG_APPROVER), own_limit + 3 + self.draws.exponential(20, count), in_vain
        )
        worked = worked.copy()
        worked[asks] = np.where(answer == GRANTED, length, in_vain)
        return worked

    def _spans(
        self, cases: Columns, rows: Ints, pace: Pace, worked: Doubles, limit: Doubles, ready: Ints
    ) -> Ints:
        """Deductions and suspensions inside the time worked; the days they add."""
        count = len(rows)
        inside = np.minimum(worked, limit)
        added = np.zeros(count, dtype=np.int32)
        room = (inside > 16) & (cases.converted[rows] == NEVER)
        deducted = room & (self.draws.random(count) * 100 < sum(pace.deductions.values()))
        if deducted.any():
            ground = self._choose(
                {grounds().index(key): share for key, share in pace.deductions.items()}, count
            )
            start = ready + (inside * self.draws.uniform(0.15, 0.55, count)).astype(np.int32)
            stop = start + self._lengths(ground)
            cases.deduction[rows] = np.where(deducted, ground, -1)
            cases.deducted_from[rows] = np.where(deducted, start, NEVER)
            cases.deducted_to[rows] = np.where(deducted, stop, NEVER)
            added = np.where(deducted, stop - start, 0).astype(np.int32)
        suspended = room & (self.draws.random(count) < pace.suspended)
        if suspended.any():
            ground = self._choose(
                {grounds().index(key): share for key, share in pace.suspensions.items()}, count
            )
            start = ready + added + (inside * self.draws.uniform(0.6, 0.72, count)).astype(np.int32)
            stop = start + self._lengths(ground)
            cases.suspension[rows] = np.where(suspended, ground, -1)
            cases.suspended_from[rows] = np.where(suspended, start, NEVER)
            cases.suspended_to[rows] = np.where(suspended, stop, NEVER)
            added = (added + np.where(suspended, stop - start, 0)).astype(np.int32)
        return added

    def _lengths(self, ground: npt.NDArray[np.int16]) -> Ints:
        medians = np.array([median for median, _ in span_lengths().values()])[ground]
        spreads = np.array([spread for _, spread in span_lengths().values()])[ground]
        return np.maximum(3, np.exp(self.draws.normal(np.log(medians), spreads))).astype(np.int32)

    def _shift_requests(self, cases: Columns, rows: Ints, added: Ints) -> None:
        """Days that do not count move the end of the limit, and with it the last day to ask."""
        for column in (cases.asked, cases.decided, cases.asked_again, cases.decided_again):
            days = column[rows]
            column[rows] = np.where(days == NEVER, NEVER, days + added)

    def _year_end_push(self, cases: Columns, rows: Ints) -> None:
        """What would close early next year is closed before this year ends, as far as that can be done."""
        closed, filed = cases.closed[rows], cases.filed[rows]
        end = self.ends[np.searchsorted(self.ends, closed, side="left") - 1]
        early = (
            (closed > end)
            & (closed <= end + _EARLY_NEXT_YEAR)
            & (filed < end - 9)
            & (cases.notice_to[rows] == NEVER)
        )
        chosen = early & (self.draws.random(len(rows)) < _FROM_YEAR_END)
        pushed = end - 1 - _BEFORE_YEAR_END * self.draws.random(len(rows)) ** 1.3
        cases.closed[rows] = np.where(chosen, np.maximum(pushed, filed + 5), closed).astype(np.int32)

    def _on_working_days(self, cases: Columns) -> None:
        """Things happen on working days, never before the filing; what lies beyond the horizon never happened."""
        size = len(self.horizon.back)
        for column in (
            cases.closed, cases.converted, cases.deducted_from, cases.deducted_to, cases.suspended_from, cases.suspended_to,
            cases.asked, cases.decided, cases.asked_again, cases.decided_again, cases.investigated_from, cases.investigated_to, cases.notice_to,
        ):  # fmt: skip
            near = column < size
            column[~near] = NEVER
            column[near] = np.maximum(self.horizon.back[column[near]], cases.filed[near])
