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
    Smalls,
)
from xiezhi.demo.cases.kinds import Pace, categories, grounds, outcomes, paces, procedure_index, span_lengths
from xiezhi.demo.cases.limits import Limits
from xiezhi.demo.cases.time import WAYS, Floats, Horizon
from xiezhi.rules.limits.catalogue import LadderStep

Mask = npt.NDArray[np.bool_]

NOTICE_LAG = 6  # days from the filing to the public notice of a special procedure
_SENTENCES = {0.5: 0.34, 1.0: 0.26, 2.0: 0.18, 3.0: 0.14, 5.0: 0.06, 10.0: 0.02}  # years, and how often

# How the work fills the limit.
_JUST_IN_TIME = 0.97  # of the limit, for those that just make it
_LATE_BY = 26  # days on average, for those that do not
_LONG_LATE, _LONG_LATE_BY = 0.08, 180
_AFTER_CONVERSION = (8, 12)

# Requests for more time: what becomes of them.
_ANSWERS = {GRANTED: 0.855, REFUSED: 0.07, WITHDRAWN: 0.03, LAPSED: 0.02, WRONG_APPROVER: 0.025}
_ASKED_LATE = 0.06
_ASKED_AGAIN = 0.12
_LATE_AFTER_REFUSAL = 0.12
_AS_GRANTED = 90.0  # days, where the ladder names no length

_LEAST_ROOM = 16  # days of work in which a deduction finds place

# The end of the year.
_FROM_YEAR_END = 0.90  # of the cases that would close early next year and are closed before the year ends
_EARLY_NEXT_YEAR = 85
_BEFORE_YEAR_END = 45
_TOO_YOUNG = 9
# And of the month: of the cases that would close in its first days, how many are closed before the former one ends.
_FROM_MONTH_END, _EARLY_IN_MONTH, _BEFORE_MONTH_END = 0.45, 6, 8

# What makes stock: cases that wait for years, and courts in which work takes longer than it did.
_LONG_WAIT, _LONG_WAIT_MEAN = 0.30, 420  # of the suspensions, and days on average that are added to them
_STUCK, _STUCK_MEAN = 0.05, 500  # of the cases that run over, and the same
_STRAINED = (7, 3)  # every seventh court, from the third on
_STRAIN, _STRAIN_SINCE = 0.9, 540  # how much longer at the end, and the days over which that came about


class Planner:
    """Plans the courses of one generation of cases after the other."""

    def __init__(self, horizon: Horizon, draws: np.random.Generator) -> None:
        self.horizon, self.draws = horizon, draws
        self.limits = Limits(horizon)
        self.year_ends = np.array([*horizon.year_ends(), NEVER])
        self.month_ends = np.array([*horizon.month_ends(), NEVER])

    def plan(self, cases: Columns) -> None:
        """Draw procedure, outcome and every day of the course; days after today are left, for the teller to stop at."""
        for place, category in enumerate(categories()):
            rows = np.flatnonzero(cases.category == place)
            if len(rows):
                procedures = {procedure_index()[key]: share for key, share in category.procedures.items()}
                cases.procedure[rows] = self.choose(procedures, len(rows))
                ends = {outcomes().index(key): share for key, share in category.outcomes.items()}
                cases.outcome[rows] = self.choose(ends, len(rows))
                if category.branch == "criminal":
                    years, shares = list(_SENTENCES), list(_SENTENCES.values())
                    cases.years[rows] = self.draws.choice(years, len(rows), p=shares)
        for place, pace in enumerate(paces()):
            rows = np.flatnonzero(cases.procedure == place)
            if len(rows):
                _Course(self, cases, rows.astype(np.int32), pace).run()
        self._on_working_days(cases)

    def choose(self, weights: dict[int, float], count: int) -> Smalls:
        """So many draws of the keys by their weights."""
        keys, sums = np.array(list(weights), dtype=np.int16), np.cumsum(list(weights.values()))
        places = np.searchsorted(sums, self.draws.random(count) * sums[-1], side="right")
        chosen: Smalls = keys[places.clip(max=len(keys) - 1)]
        return chosen

    def _on_working_days(self, cases: Columns) -> None:
        """Things happen on working days, never before the filing; what lies beyond the horizon never happened."""
        size, way = len(self.horizon.back), cases.root % WAYS
        for column in (
            cases.closed, cases.converted, cases.deducted_from, cases.deducted_to, cases.suspended_from, cases.suspended_to,
            cases.asked, cases.decided, cases.asked_again, cases.decided_again, cases.investigated_from, cases.investigated_to, cases.notice_to,
        ):  # fmt: skip
            near = column < size
            column[~near] = NEVER
            column[near] = np.maximum(self.horizon.spread[way[near], column[near]], cases.filed[near])


class _Course:
    """The cases of one procedure: `ready` = the day the limit starts to run, `limit` and `worked` in days from it,
    `added` = days that do not count."""

    def __init__(self, planner: Planner, cases: Columns, rows: Ints, pace: Pace) -> None:
        self.planner, self.draws, self.limits = planner, planner.draws, planner.limits
        self.cases, self.rows, self.pace, self.count = cases, rows, pace, len(rows)
        self.ready = cases.filed[rows]
        self.years = cases.years[rows].astype(np.float64)
        self.worked = np.exp(self.draws.normal(np.log(pace.median), pace.spread, self.count)) * self._strain()
        self.added: Ints = np.zeros(self.count, dtype=np.int32)
        self.plain: Mask = np.ones(self.count, dtype=bool)

    def run(self) -> None:
        """Fill in the columns."""
        if self.pace.notice_months:
            self.ready = self.limits.horizon.months_on(self.ready + NOTICE_LAG, self.pace.notice_months)
            self.cases.notice_to[self.rows] = self.ready
        end = self.limits.base_end(self.pace.procedure, self.ready, self.years)
        if end is not None:
            self.limit = (end - self.ready).astype(np.float64)
            self._convert()
            self._investigate()
            self._fit()
            self._extend()
            self._deduct()
            self._suspend()
            self._shift_requests()
        closed = self.ready + np.maximum(1, self.worked) + self.added
        self.cases.closed[self.rows] = closed.astype(np.int32)
        self._push_before_year_end()
        self._push_before_month_end()

    def _strain(self) -> Floats:
        """How much longer work takes in some courts, more so the later the filing."""
        every, first = _STRAINED
        strained = self.cases.court[self.rows] % every == first
        since = self.planner.horizon.last - _STRAIN_SINCE
        grown = ((self.ready - since) / _STRAIN_SINCE).clip(0, 1)
        return np.where(strained, 1 + _STRAIN * grown, 1.0)

    def _happens(self, share: float) -> Mask:
        return self.draws.random(self.count) < share

    def _set(self, column: npt.NDArray[np.generic], chosen: Mask, values: npt.NDArray[np.generic]) -> None:
        column[self.rows[chosen]] = values[chosen]

    def _convert(self) -> None:
        """Into another procedure: its limit runs from the filing, in criminal cases afresh from the conversion."""
        converts = self._happens(self.pace.converted)
        if not converts.any():
            return
        day = self.ready + self.limit * self.draws.uniform(0.35, 0.92, self.count)
        after_expiry = self._happens(0.015)
        day = np.where(after_expiry, self.ready + self.limit + 4, day).astype(np.int32)
        self._set(self.cases.converted, converts, day)
        afresh = self.pace.procedure.startswith("criminal")
        into = self.draws.integers(0, len(self.pace.convert_to), self.count)
        start = np.where(converts & afresh, day, self.ready).astype(np.int32)
        for place, target in enumerate(self.pace.convert_to):
            chosen = converts & (into == place)
            self._set(
                self.cases.converted_to,
                chosen,
                np.full(self.count, procedure_index()[target], dtype=np.int16),
            )
            end = self.limits.base_end(target, start, self.years)
            if end is not None:
                self.limit = np.where(chosen, end - start, self.limit)
        least, further = _AFTER_CONVERSION
        done = np.maximum(self.worked, day - start + least) + further
        self.worked = np.where(converts, done, self.worked)
        self.ready, self.plain = start, self.plain & ~converts

    def _investigate(self) -> None:
        """Supplementary investigation: the limit starts afresh when the case comes back."""
        chosen = self._happens(self.pace.investigated)
        begun = self.ready + self.draws.integers(12, 34, self.count)
        back = begun + self.draws.integers(14, 30, self.count)
        self._set(self.cases.investigated_from, chosen, begun)
        self._set(self.cases.investigated_to, chosen, back)
        self.ready = np.where(chosen, back, self.ready).astype(np.int32)
        self.plain = self.plain & ~chosen

    def _fit(self) -> None:
        """Most of what would run over is closed in the last part of the limit; the chosen few run over indeed."""
        in_time = self.limit * (_JUST_IN_TIME - 0.45 * self.draws.random(self.count) ** 2)
        worked = np.where(self.worked > self.limit * _JUST_IN_TIME, in_time, self.worked)
        late = self.limit + 2 + self.draws.exponential(_LATE_BY, self.count)
        late = late + self._happens(_LONG_LATE) * self.draws.exponential(_LONG_LATE_BY, self.count)
        late = late + self._happens(_STUCK) * self.draws.exponential(_STUCK_MEAN, self.count)
        self.over = self._happens(self.pace.overrun)
        self.worked = np.where(self.over, late, worked)
        self.plain = self.plain & ~self.over

    def _extend(self) -> None:
        """Requests for more time before the limit ends, what becomes of them, and how long the case takes then."""
        step = self.limits.step(self.pace.procedure, 0)
        asks = self._happens(self.pace.extended) & self.plain
        if step is None or not asks.any():
            return
        early = np.minimum(self.draws.integers(16, 27, self.count), self.limit * 0.45)
        too_late = self._happens(_ASKED_LATE) & (self.limit > 40)
        before = np.maximum(1, np.where(too_late, self.draws.integers(9, 14, self.count), early)).astype(
            np.int32
        )
        asked = self.ready + self.limit.astype(np.int32) - before
        decided = asked + np.maximum(1, np.minimum(self.draws.integers(3, 12, self.count), before - 1))
        answer = self.planner.choose(_ANSWERS, self.count)
        granted = asks & (answer == GRANTED)
        for column, values in (
            (self.cases.asked, asked), (self.cases.decided, decided), (self.cases.answer, answer),
        ):  # fmt: skip
            self._set(column, asks, values)
        more = self._granted(step)
        longer = self.limit + more * self.draws.beta(1.6, 1.5, self.count) * _JUST_IN_TIME
        longer = self._extend_again(granted, self.limit + more, longer)
        self.worked = np.where(granted, longer, np.where(asks, self._in_vain(answer), self.worked))
        self.plain = self.plain & ~asks

    def _granted(self, step: LadderStep) -> Floats:
        """The days a step of the ladder gives."""
        if step.length is None:
            return np.full(self.count, _AS_GRANTED)
        return (self.limits.reach(self.ready, step.length) - self.ready).astype(np.float64)

    def _extend_again(self, granted: Mask, limit: Floats, worked: Floats) -> Floats:
        step = self.limits.step(self.pace.procedure, 1)
        if step is None:
            return worked
        again = granted & self._happens(_ASKED_AGAIN)
        asked = self.ready + limit.astype(np.int32) - self.draws.integers(16, 25, self.count)
        self._set(self.cases.asked_again, again, asked)
        self._set(self.cases.decided_again, again, asked + self.draws.integers(3, 9, self.count))
        further = self._granted(step) * self.draws.uniform(0.1, 0.93, self.count)
        return np.where(again, limit + further, worked)

    def _in_vain(self, answer: Smalls) -> Floats:
        """Without more time most cases are closed on the last days of the limit, some late."""
        last_days = self.limit - self.draws.random(self.count) * np.minimum(4, self.limit * 0.1)
        late = self._happens(_LATE_AFTER_REFUSAL) | (answer == WRONG_APPROVER)
        return np.where(late, self.limit + 3 + self.draws.exponential(20, self.count), last_days)

    def _deduct(self) -> None:
        """Days that do not count, in the first half of the work."""
        shares = {grounds().index(key): share for key, share in self.pace.deductions.items()}
        self._span(
            shares, sum(shares.values()) / 100, (0.15, 0.55),
            self.cases.deduction, self.cases.deducted_from, self.cases.deducted_to,
        )  # fmt: skip

    def _suspend(self) -> None:
        """The clock stands by ruling, in the second half."""
        shares = {grounds().index(key): share for key, share in self.pace.suspensions.items()}
        self._span(
            shares, self.pace.suspended, (0.60, 0.72),
            self.cases.suspension, self.cases.suspended_from, self.cases.suspended_to, _LONG_WAIT,
        )  # fmt: skip

    def _span(
        self,
        shares: dict[int, float],
        share: float,
        part: tuple[float, float],
        ground: Smalls,
        first: Ints,
        last: Ints,
        long: float = 0.0,
    ) -> None:
        inside = np.minimum(self.worked, self.limit)
        chosen = self._happens(share) & (inside > _LEAST_ROOM) & (self.cases.converted[self.rows] == NEVER)
        if not chosen.any():
            return
        why = self.planner.choose(shares, self.count)
        begun = self.ready + self.added + (inside * self.draws.uniform(*part, self.count)).astype(np.int32)
        days = self._lengths(why)
        if long:
            days = days + (self._happens(long) * self.draws.exponential(_LONG_WAIT_MEAN, self.count)).astype(
                np.int32
            )
        self._set(ground, chosen, why)
        self._set(first, chosen, begun)
        self._set(last, chosen, begun + days)
        self.added = (self.added + np.where(chosen, days, 0)).astype(np.int32)

    def _lengths(self, why: Smalls) -> Ints:
        medians, spreads = np.array(list(span_lengths().values()))[why].T
        days: Ints = np.maximum(3, np.exp(self.draws.normal(np.log(medians), spreads))).astype(np.int32)
        return days

    def _shift_requests(self) -> None:
        """Days that do not count move the end of the limit, and with it the last day to ask."""
        cases = self.cases
        for column in (cases.asked, cases.decided, cases.asked_again, cases.decided_again):
            days = column[self.rows]
            column[self.rows] = np.where(days == NEVER, NEVER, days + self.added)

    def _push_before_year_end(self) -> None:
        """What would close early next year is closed before this year ends, as far as that can be done."""
        closed, filed = self.cases.closed[self.rows], self.cases.filed[self.rows]
        ends = self.planner.year_ends
        end = ends[np.searchsorted(ends, closed, side="left") - 1]
        early = (end < closed) & (closed <= end + _EARLY_NEXT_YEAR) & (filed < end - _TOO_YOUNG)
        quiet = self.plain & (self.added == 0) & (self.cases.notice_to[self.rows] == NEVER)
        chosen = early & quiet & self._happens(_FROM_YEAR_END)
        pushed = end - 1 - _BEFORE_YEAR_END * self.draws.random(self.count) ** 1.3
        self.cases.closed[self.rows] = np.where(chosen, np.maximum(pushed, filed + 5), closed).astype(
            np.int32
        )

    def _push_before_month_end(self) -> None:
        """What would close in the first days of a month is closed in the last ones of the month before, often enough to be seen."""
        closed, filed = self.cases.closed[self.rows], self.cases.filed[self.rows]
        ends = self.planner.month_ends
        end = ends[np.searchsorted(ends, closed, side="left") - 1]
        early = (end < closed) & (closed <= end + _EARLY_IN_MONTH) & (filed < end - _TOO_YOUNG)
        quiet = self.plain & (self.added == 0) & (self.cases.notice_to[self.rows] == NEVER)
        chosen = early & quiet & self._happens(_FROM_MONTH_END)
        pushed = end - (_BEFORE_MONTH_END * self.draws.random(self.count)).astype(np.int32)
        self.cases.closed[self.rows] = np.where(chosen, np.maximum(pushed, filed + 5), closed).astype(
            np.int32
        )
