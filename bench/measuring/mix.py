"""A realistic mix of cases, in columns and as objects: 30 % with one to four deductions or suspensions, 10 % extended,
5 % converted; procedures in about the shares of a basic court's docket. All invented, the same for every run.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from xiezhi.rules.limits.bulk import BulkCases, BulkEvents, Codes
from xiezhi.rules.limits.bulk.columns import CONVERSION, DEDUCTION, EXTENSION, NO_DAY, SUSPENSION, Column
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import (
    APPROVERS,
    COURT_LEVELS,
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    Suspension,
)

FIRST_ANCHOR, LAST_ANCHOR = date(2019, 1, 2), date(2025, 6, 30)
TODAY = date(2025, 12, 31)
WITH_EXCLUSIONS, EXTENDED, CONVERTED = 0.30, 0.10, 0.05
SUSPENDED, STILL_OPEN, CLOSED = 0.2, 0.03, 0.8


class Procedure(NamedTuple):
    """A procedure of the mix: its share, what befalls it, and how it is extended."""

    rule: str
    share: float
    deduction: str
    suspension: str
    extended_after: int
    months: int
    approver: str
    ground: str | None
    converted_to: str | None


ORDINARY, CRIMINAL = "civil.first.ordinary", "criminal.first.ordinary"
PROCEDURES = (
    Procedure(ORDINARY, 0.20, "appraisal", "other_case", 150, 6, "president", None, None),
    Procedure(
        "civil.first.simplified", 0.27, "jurisdiction", "party_death", 60, 1, "president", None, ORDINARY
    ),
    Procedure(
        "civil.first.small_claims", 0.10, "settlement", "party_death", 40, 1, "president", None, ORDINARY
    ),
    Procedure("civil.appeal.judgment", 0.06, "appraisal", "other_case", 60, 3, "president", None, None),
    Procedure("enforcement.first", 0.25, "auction", "applicant_defers", 150, 3, "president", None, None),
    Procedure(CRIMINAL, 0.05, "psychiatric", "accused_ill", 60, 3, "superior", "incidental_civil", None),
    Procedure("criminal.first.simplified", 0.04, "psychiatric", "accused_ill", 0, 0, "", None, CRIMINAL),
    Procedure("administrative.first.ordinary", 0.03, "mediation", "other_case", 150, 3, "high", None, None),
)


def mixed(count: int, *, events: bool = True, seed: int = 1) -> tuple[BulkCases, BulkEvents]:
    """So many cases in columns."""
    draw, codes = np.random.default_rng(seed), Codes(default_clock().catalogue)
    which = draw.choice(len(PROCEDURES), count, p=[procedure.share for procedure in PROCEDURES])
    rules = np.array([codes.rule[procedure.rule] for procedure in PROCEDURES], np.int16)
    anchor = draw.integers(FIRST_ANCHOR.toordinal(), LAST_ANCHOR.toordinal(), count, dtype=np.int32)
    closed_on = np.where(draw.random(count) < CLOSED, anchor + draw.integers(10, 180, count), NO_DAY)
    cases = BulkCases.of(
        rules[which],
        anchor,
        court_level=0,
        in_custody=draw.integers(-1, 2, count, dtype=np.int8),
        max_sentence_years=draw.choice(np.array([np.nan, 1, 2, 5]), count),
        as_of=TODAY.toordinal(),
        closed_on=closed_on,
    )
    return cases, _events(draw, codes, which, anchor) if events else BulkEvents.none(count)


def _events(draw: np.random.Generator, codes: Codes, which: Column, anchor: Column) -> BulkEvents:
    count = len(which)
    extendable = np.array([bool(procedure.months) for procedure in PROCEDURES])[which]
    convertible = np.array([procedure.converted_to is not None for procedure in PROCEDURES])[which]
    exclusions = np.where(draw.random(count) < WITH_EXCLUSIONS, draw.integers(1, 5, count), 0)
    extended = extendable & (draw.random(count) < EXTENDED / extendable.mean())
    converted = convertible & (draw.random(count) < CONVERTED / convertible.mean())
    numbers = exclusions + extended + converted
    offsets = np.concatenate(([0], np.cumsum(numbers)))
    case = np.repeat(np.arange(count), numbers)
    place = np.arange(len(case)) - offsets[case]
    suspended = draw.random(len(case)) < SUSPENDED
    kind = np.where(place < exclusions[case], np.where(suspended, SUSPENSION, DEDUCTION), CONVERSION)
    kind[(place == exclusions[case]) & extended[case]] = EXTENSION
    return _columns(draw, codes, offsets, kind, which[case], anchor[case])


def _columns(
    draw: np.random.Generator, codes: Codes, offsets: Column, kind: Column, which: Column, anchor: Column
) -> BulkEvents:
    def of_procedure(values: list[int]) -> Column:
        return np.array(values)[which]

    count = len(kind)
    start = anchor + draw.integers(2, 60, count)
    end = np.where(draw.random(count) < STILL_OPEN, NO_DAY, start + draw.integers(5, 60, count))
    decided = (
        anchor
        + of_procedure([procedure.extended_after for procedure in PROCEDURES])
        + draw.integers(0, 15, count)
    )
    code = np.select(
        [kind == DEDUCTION, kind == SUSPENSION, kind == EXTENSION],
        [
            of_procedure([codes.ground[procedure.deduction] for procedure in PROCEDURES]),
            of_procedure([codes.ground[procedure.suspension] for procedure in PROCEDURES]),
            of_procedure([codes.extension_ground(procedure.ground) for procedure in PROCEDURES]),
        ],
        of_procedure([codes.rule.get(procedure.converted_to or "", -1) for procedure in PROCEDURES]),
    )
    extension = kind == EXTENSION
    return BulkEvents.of(
        offsets,
        kind,
        code,
        np.where(extension, NO_DAY, start),
        np.where(kind <= SUSPENSION, end, NO_DAY),
        months=np.where(extension, of_procedure([procedure.months for procedure in PROCEDURES]), 0),
        approver=of_procedure(
            [APPROVERS.index(procedure.approver or APPROVERS[0]) for procedure in PROCEDURES]
        ),
        applied_on=np.where(extension, decided - 14, NO_DAY),
        decided_on=np.where(extension, decided, NO_DAY),
        approved=1,
        consent=True,
    )


def as_objects(cases: BulkCases, events: BulkEvents) -> list[CaseInput]:
    """The same cases as the single clock takes them."""
    codes = Codes(default_clock().catalogue)
    days = zip(cases.procedure, cases.anchor, cases.in_custody, cases.max_sentence_years, cases.closed_on)
    found = []
    for place, (procedure, anchor, custody, years, closed_on) in enumerate(days):
        own = range(int(events.offsets[place]), int(events.offsets[place + 1]))
        facts = Facts(
            None if custody < 0 else bool(custody),
            max_sentence_years=None if np.isnan(years) else float(years),
        )
        found.append(
            CaseInput(
                codes.rules[procedure],
                date.fromordinal(int(anchor)),
                COURT_LEVELS[0],
                facts,
                tuple(_event(codes, events, number) for number in own),
                TODAY,
                _day(int(closed_on)),
            )
        )
    return found


def _event(codes: Codes, events: BulkEvents, place: int) -> Event:
    kind, code, start, end = (
        int(column[place]) for column in (events.kind, events.code, events.start, events.end)
    )
    if kind == CONVERSION:
        return Conversion(codes.rules[code], date.fromordinal(start))
    if kind in (DEDUCTION, SUSPENSION):
        return (Deduction if kind == DEDUCTION else Suspension)(
            codes.grounds[code], date.fromordinal(start), _day(end)
        )
    ground = codes.extension_grounds[code // 2] if code % 2 else None
    applied_on, decided_on = _day(int(events.applied_on[place])), _day(int(events.decided_on[place]))
    approver = APPROVERS[int(events.approver[place])]
    return Extension(
        int(events.months[place]), None, approver, applied_on, decided_on, True, ground, parties_consent=True
    )


def _day(ordinal: int) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(ordinal)
