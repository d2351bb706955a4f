"""The catalogue and the calendar as arrays, so that a column of cases is answered by look-ups.

Built once for a clock, from the single clock's own functions. A `form` is one wording of a rule with the base that applies (its
own, or that of a variant): rule and anchor day lead to a form, form and day to the end of the limit. Days are ordinals and index
the tables as they are; only the pages that are read cost memory. Called by the rest of the bulk clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from xiezhi.rules.errors import InputError, OutsideValidity
from xiezhi.rules.limits.bulk.coding import UNKNOWN, Codes
from xiezhi.rules.limits.bulk.columns import INVALID, NO_DAY, NOT_SAID, RUNNING, STATUSES, Column
from xiezhi.rules.limits.catalogue import LadderStep, Length, Rule, RuleVersion, Variant
from xiezhi.rules.limits.clock import Clock
from xiezhi.rules.limits.conditions import HOURS_A_DAY, approver_fits, lifted_status, rolls
from xiezhi.rules.limits.model import APPROVERS, COURT_LEVELS

FIRST_YEAR, LAST_YEAR = date.min.year, date.max.year
LAST_DAY = date.max.toordinal()
NOWHERE = -(1 << 30)  # a day that the calendar cannot tell
NEVER = 1 << 30

OUTSIDE, UNNAMED, UNANCHORED = range(3)  # forms that are no wording of any rule
OUTSIDE_VALIDITY = len(STATUSES)  # the status of a question the data cannot answer
ROLLS = 8  # the bit beside the status in `Tables.standing`
SIDES = 32  # custody × court level × foreign element, rounded up
FITS, BARRED = 1, 2  # a ground fits; it fits, but not always
ANCHOR_DAY, ELECTION_DAY, NOTICE_END = range(3)
REQUIRED = ("any", "president", "superior", "high", "high_or_spc", "spc")


class Months:
    """R-MONTH and R-MONTH-CR over columns: where every month begins, and the month of every day."""

    def __init__(self) -> None:
        months = np.arange(f"{FIRST_YEAR:04}-01", f"{LAST_YEAR:04}-12", dtype="datetime64[M]")
        begins = months.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()
        self.begins = np.concatenate((begins, [LAST_DAY - 30, LAST_DAY + 1])).astype(np.int32)
        self.lengths = np.diff(self.begins)
        self.of_day = np.concatenate(
            ([0], np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths))
        )

    def add(self, last_to_last: ArrayLike, day: Column, months: ArrayLike) -> Column:
        """The day so many months later, NOWHERE beyond the calendar; `last_to_last` where R-MONTH-CR governs."""
        month = self.of_day.take(day, mode="clip")
        target = month + np.asarray(months, np.int32)
        number = day - self.begins.take(month)
        last = self.lengths.take(target, mode="clip") - 1
        from_last = (number == self.lengths.take(month) - 1) & last_to_last
        moved = self.begins.take(target, mode="clip") + np.where(from_last, last, np.minimum(number, last))
        return np.where(target < len(self.lengths), moved, NOWHERE).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a rule with the base and the ladder that apply."""

    version: RuleVersion
    base: Length
    soft: Length | None
    ladder: str | None


class Forms:
    """Every form with its traits in columns, and the form that governs a rule on a day."""

    def __init__(self, clock: Clock, codes: Codes, months: Months) -> None:
        self.clock = clock
        self.versions = tuple(
            version for name in codes.rules for version in clock.catalogue.rules[name].versions
        )
        self.list: list[Form | None] = [None] * 3
        self.variants: list[tuple[int, tuple[Variant, ...]]] = []
        self.first_of = {id(version): self._add(version) for version in self.versions}
        self._lay_periods(codes)
        self._lay_traits(codes)
        self._lay_reaches(months)

    def _add(self, version: RuleVersion) -> int:
        """The place of a version's own form; those of its variants follow it."""
        place = len(self.list)
        self.list.append(Form(version, version.base, version.soft, version.ladder))
        self.list.extend(
            Form(version, variant.base, variant.soft, variant.ladder or version.ladder)
            for variant in version.variants
        )
        if version.variants:
            self.variants.append((place, version.variants))
        return place

    def _lay_periods(self, codes: Codes) -> None:
        """Days fall into periods between changes of law; period 0 stands for a missing anchor."""
        clock, after = self.clock, self.clock.catalogue.known_through.toordinal() + 1
        edges = {version.first.toordinal() for version in self.versions} | {after}
        edges |= {version.last.toordinal() + 1 for version in self.versions}
        self.first_day, self.last_day = min(edges), after - 1
        begins = [1, *sorted(edge for edge in edges if edge <= after)]
        self.period_of = np.zeros(after + 1, np.uint8)
        for period, begin in enumerate(begins, 1):
            self.period_of[begin:] = period
        self.period_bits = len(begins).bit_length()
        self.governing = np.zeros((len(codes.rules) + 1, 1 << self.period_bits), np.intp)
        for code, name in enumerate(codes.rules):
            rule = clock.catalogue.rules[name]
            self.governing[code, 0] = self._without_anchor(rule)
            for period, begin in enumerate(begins, 1):
                self.governing[code, period] = self._on(name, begin)
        self.governing[UNKNOWN] = UNNAMED
        self.starts_by = np.array(
            [*(self._start(clock.catalogue.rules[name]) for name in codes.rules), ANCHOR_DAY], np.uint8
        )

    def _without_anchor(self, rule: Rule) -> int:
        newest = rule.versions[-1]
        return self.first_of[id(newest)] if newest.status in ("no_limit", "exempt") else UNANCHORED

    def _on(self, rule: str, day: int) -> int:
        try:
            return self.first_of[id(self.clock.version(rule, day))]
        except OutsideValidity:
            return OUTSIDE

    @staticmethod
    def _start(rule: Rule) -> int:
        if rule.versions[-1].status == "before_day":
            return ELECTION_DAY
        return NOTICE_END if rule.versions[-1].anchor == "notice_period_end" else ANCHOR_DAY

    def _lay_traits(self, codes: Codes) -> None:
        versions = [form.version if form else None for form in self.list]
        bases = [form.base if form else Length() for form in self.list]
        place = {id(version): number for number, version in enumerate(self.versions)}
        ladders = {name: number for number, name in enumerate(sorted(self.clock.catalogue.ladders), 1)}
        self.version = np.array([place[id(version)] if version else -1 for version in versions], np.int16)
        self.rule = np.array(
            [codes.rule[version.rule] if version else UNKNOWN for version in versions], np.int16
        )
        self.begins = np.array(
            [version.first.toordinal() if version else NO_DAY for version in versions], np.int32
        )
        self.ladder = np.array(
            [ladders.get(form.ladder or "", 0) if form else 0 for form in self.list], np.int16
        )
        self.last_to_last = np.array(
            [version is not None and version.month_rule != "corresponding_day" for version in versions]
        )
        self.before_day = np.array(
            [version is not None and version.status == "before_day" for version in versions]
        )
        self.from_notice = np.array(
            [version is not None and version.anchor == "notice_period_end" for version in versions]
        )
        self.varied = np.zeros(len(versions), np.bool_)
        self.varied[[first for first, _ in self.variants]] = True
        self.months = np.array([base.months for base in bases], np.int32)
        self.days = np.array([base.days - (-base.hours // HOURS_A_DAY) for base in bases], np.int32)
        self.working = np.array([base.working_days > 0 for base in bases])
        self.standing = np.array(
            [[self._stands(number, side) for side in range(SIDES)] for number in range(len(versions))],
            np.uint8,
        )

    def _stands(self, number: int, side: int) -> int:
        """The status a clock of this form opens with, and whether its last day rolls, for one kind of case."""
        form = self.list[number]
        if form is None:
            return OUTSIDE_VALIDITY if number == OUTSIDE else INVALID
        custody, level, foreign = side % 3 - 1, side // 3 % 5 - 1, side // 15 == 1
        status = lifted_status(form.version, COURT_LEVELS[level] if level != NOT_SAID else None, foreign)
        in_custody = None if custody == NOT_SAID else custody == 1
        rolled = rolls(form.version, form.base, in_custody, self.clock.readings.unknown_custody)
        return (RUNNING if status is None else STATUSES.index(status)) | rolled * ROLLS

    def _lay_reaches(self, months: Months) -> None:
        """day × length: where every base and soft length leads from every day, equal lengths sharing a row."""
        days = np.arange(self.first_day, self.last_day + 1, dtype=np.int32)
        rows: dict[tuple[str, Length], int] = {}

        def row(form: Form | None, length: Length | None) -> int:
            if form is None or length is None:
                return -1
            return rows.setdefault((form.version.month_rule, length), len(rows))

        bases = [row(form, form.base if form else None) for form in self.list]
        softs = [row(form, form.soft if form else None) for form in self.list]
        self.reach = np.concatenate([self._reaches(months, *key, days) for key in rows])
        self.base_row, self.soft_row = (
            np.array(found) * len(days) - self.first_day for found in (bases, softs)
        )
        self.has_soft = np.array(softs) >= 0

    def _reaches(self, months: Months, month_rule: str, length: Length, days: Column) -> Column:
        if length.working_days:
            return self._after_working_days(days, length.working_days)
        moved = months.add(month_rule != "corresponding_day", days, length.months)
        return moved + np.int32(length.days - (-length.hours // HOURS_A_DAY))

    def _after_working_days(self, days: Column, count: int) -> Column:
        calendar = self.clock.calendar
        working = calendar.origin + np.flatnonzero(np.frombuffer(calendar.working, np.uint8))
        place = np.searchsorted(working, days, side="right") + count - 1
        known = (place < len(working)) & (days + 1 >= calendar.origin)
        return np.where(known, working.take(place, mode="clip"), NOWHERE).astype(np.int32)


class Calendar:
    """The roll of every day, and whether judging it met an unpublished year."""

    def __init__(self, clock: Clock) -> None:
        calendar = clock.calendar
        first, last = calendar.origin, calendar.origin + len(calendar.roll_to)
        self.rolled = np.zeros(last + 1, np.int32)
        self.rolled[first:last] = calendar.roll_to
        self.judged = np.zeros(last + 1, np.bool_)
        self.judged[first:last] = np.frombuffer(calendar.roll_provisional, np.bool_)
        self.published_through = calendar.published_through.toordinal()
        judged = np.flatnonzero(self.judged)
        self.first_judged = int(judged[0]) if len(judged) else NEVER

    def roll(self, day: Column, rolls: Column) -> Column:
        """The day itself, or the next working day where the last day rolls; NO_DAY or less where the calendar cannot tell."""
        return np.where(rolls, self.rolled.take(day, mode="clip"), day)


class Ladders:
    """Every step of every ladder in columns, and the step open on a day after so many grants; step 0 is none."""

    def __init__(self, clock: Clock, codes: Codes) -> None:
        ladders = [clock.catalogue.ladders[name] for name in sorted(clock.catalogue.ladders)]
        edges = {
            day for ladder in ladders for version in ladder.versions for day in (version.first, version.last)
        }
        begins = {
            first
            for ladder in ladders
            for first in (version.first.toordinal() for version in ladder.versions)
        }
        ends = {day.toordinal() + 1 for day in edges}
        self.edges = np.array(sorted(begins | ends), np.int32)
        self.steps: list[LadderStep | None] = [None]
        self.first = np.zeros((len(ladders) + 1, len(self.edges) + 1), np.int32)
        self.count = np.zeros_like(self.first)
        self.repeatable = np.zeros_like(self.first, np.bool_)
        for number, ladder in enumerate(ladders, 1):
            for version in ladder.versions:
                among = slice(
                    self.period(version.first.toordinal()), self.period(version.last.toordinal()) + 1
                )
                self.first[number, among], self.count[number, among] = len(self.steps), len(version.steps)
                self.repeatable[number, among] = bool(version.steps) and version.steps[-1].repeatable
                self.steps.extend(version.steps)
        self._lay_traits(clock, codes)

    def period(self, day: ArrayLike) -> Column:
        return np.asarray(np.searchsorted(self.edges, day, side="right"))

    def step(self, ladder: Column, decided: Column, used: Column) -> Column:
        period = self.period(decided)
        count, first = self.count[ladder, period], self.first[ladder, period]
        there = (used < count) | (self.repeatable[ladder, period] & (count > 0))
        return np.where(there, first + np.minimum(used, count - 1), 0)

    def _lay_traits(self, clock: Clock, codes: Codes) -> None:
        steps = self.steps
        delegates = clock.readings.president_delegates
        self.approver = np.array([REQUIRED.index(step.approver) if step else 0 for step in steps], np.int8)
        self.approver_fits = np.array(
            [
                [
                    [approver_fits(need, given, level, delegates) for given in APPROVERS]
                    for level in (*COURT_LEVELS, None)
                ]
                for need in REQUIRED
            ]
        )
        self.length = Lengths(step.length if step else None for step in steps)
        self.minimum = Lengths(step.minimum if step else None for step in steps)
        self.total = Lengths(step.total if step else None for step in steps)
        self.consent = np.array([bool(step and step.consent_required) for step in steps])
        self.filing = np.array([bool(step and step.filing_required) for step in steps])
        self.apply_by = np.array(
            [step.apply_by_days if step and step.apply_by_days is not None else NEVER for step in steps],
            np.int64,
        )
        self.ground_fits = np.ones((len(steps), 2 * len(codes.extension_grounds) + 1), np.bool_)
        for number, step in enumerate(steps):
            if step and step.grounds:
                self.ground_fits[number] = False
                self.ground_fits[number, [codes.extension_ground(ground) for ground in step.grounds]] = True


class Lengths:
    """A column of lengths in months and days; `given` where there is one."""

    def __init__(self, lengths: Iterable[Length | None]) -> None:
        known = list(lengths)
        if any(length and (length.working_days or length.hours) for length in known):
            zh, en = "延长的长度只能以月或者日计", "the length of an extension is in months or days only"
            raise InputError(zh, en, field="ladders")
        self.given = np.array([length is not None for length in known])
        self.months = np.array([length.months if length else 0 for length in known], np.int32)
        self.days = np.array([length.days if length else 0 for length in known], np.int32)


class Grounds:
    """Which ground fits which form in which kind of event, from when to when not, and its cap."""

    def __init__(self, clock: Clock, codes: Codes, forms: Forms) -> None:
        grounds = [clock.catalogue.grounds[name] for name in codes.grounds]
        self.cap = Lengths([*(clock.caps[name] for name in codes.grounds), None])
        self.rows, self.forms = len(grounds) + 1, len(forms.list)
        self.fits = np.zeros((2, self.rows, self.forms), np.uint8)
        self.gaps = [(number, gap) for number, ground in enumerate(grounds) for gap in ground.excluded]
        rules = [
            form.version.rule if form and form.version.status != "before_day" else "" for form in forms.list
        ]
        for number, ground in enumerate(grounds):
            barred = {rule for gap in ground.excluded for rule in gap.rules}
            kind = int(ground.kind == "suspension")
            self.fits[kind, number] = [
                FITS * (rule in ground.rules) + (rule in ground.rules & barred) for rule in rules
            ]
        self.among = [np.array([rule in gap.rules for rule in rules]) for _, gap in self.gaps]

    def fit(self, kind: Column, ground: Column, form: Column, start: Column) -> Column:
        """Whether a span of this ground may start that day under that form; an unknown ground fits nothing."""
        found = self.fits.take((kind.astype(np.intp) * self.rows + ground) * self.forms + form)
        fits = found >= FITS
        barred = np.flatnonzero(found == BARRED)
        if barred.size:
            ground, form, start = ground[barred], form[barred], start[barred]
            for (number, gap), among in zip(self.gaps, self.among):
                within = (gap.first.toordinal() <= start) & (start <= gap.last.toordinal())
                fits[barred[(ground == number) & among.take(form) & within]] = False
        return np.asarray(fits)


class Turns:
    """Conversions (pair of rules → effect), restarts (reason × rule) and supplementary investigations."""

    NOT_APPLICABLE, CONTINUOUS, RESTARTING = range(3)

    def __init__(self, clock: Clock, codes: Codes) -> None:
        catalogue = clock.catalogue
        rules = len(codes.rules) + 1
        self.effect = np.zeros((rules, rules), np.int8)
        for (one, other), conversion in catalogue.conversions.items():
            restart = conversion.effect == "restart"
            self.effect[codes.rule[one], codes.rule[other]] = self.RESTARTING if restart else self.CONTINUOUS
        self.restarts = np.zeros((len(codes.reasons) + 1, rules), np.bool_)
        for number, name in enumerate(codes.reasons):
            self.restarts[number, _places(catalogue.restarts[name].rules, codes.rule)] = True
        self.investigated = np.zeros(rules, np.bool_)
        self.investigated[_places(catalogue.supplementary.rules, codes.rule)] = True
        self.most_investigations = catalogue.supplementary.most_times
        self.investigation_cap = catalogue.supplementary.cap


def _places(rules: Iterable[str], places: dict[str, int]) -> Sequence[int]:
    return [places[rule] for rule in rules]


class Tables:
    """All tables of one clock."""

    def __init__(self, clock: Clock) -> None:
        if clock.readings.extension_order != "months_first":
            zh, en = (
                "批量计算只支持“先加月数、后加扣除”的读法",
                "the bulk clock knows the reading months_first only; use the single clock",
            )
            raise InputError(zh, en, field="extension_order")
        self.clock = clock
        self.codes = Codes(clock.catalogue)
        self.months = Months()
        self.forms = Forms(clock, self.codes, self.months)
        self.calendar = Calendar(clock)
        self.ladders = Ladders(clock, self.codes)
        self.grounds = Grounds(clock, self.codes, self.forms)
        self.turns = Turns(clock, self.codes)
        self.inclusive = clock.readings.excluded_span == "inclusive"


@lru_cache(maxsize=4)
def tables_of(clock: Clock) -> Tables:
    """The tables of a clock, built when first asked for. Raises InputError for readings the bulk clock does not know."""
    return Tables(clock)
