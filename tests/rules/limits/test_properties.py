"""What holds for every case, whatever its days: unions, order, lengthening, rolls, refusals, month ends.

The cases are drawn anew on every run; the comparisons are counted here by plain means (sets of days, a walk over the
calendar), not by the clock's own arithmetic.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.limits.bulk import compute_cases
from xiezhi.rules.limits.clock import compute, default_clock
from xiezhi.rules.limits.model import (
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    Issue,
    NoticePeriod,
    Outcome,
    Restart,
    Status,
    SupplementaryInvestigation,
    Suspension,
)

CALENDAR = load_calendar()
CATALOGUE = default_clock().catalogue
ORDINARY = "civil.first.ordinary"
CRIMINAL = "criminal.first.ordinary"
FREE, CUSTODY = Facts(in_custody=False), Facts(in_custody=True)
LIMITED = sorted(
    rule.id
    for rule in CATALOGUE.rules.values()
    if rule.versions[-1].status == "limit" and rule.versions[-1].anchor != "notice_period_end"
)
ROLLING = [
    rule
    for rule in LIMITED
    if CATALOGUE.rules[rule].versions[-1].roll == "always"
    and not CATALOGUE.rules[rule].versions[-1].base.hours
]
MONTHS_OF = {
    ORDINARY: 6,
    "civil.first.simplified": 3,
    "civil.appeal.judgment": 3,
    "administrative.first.ordinary": 6,
    "enforcement.first": 6,
    "compensation.committee": 3,
    "maritime.first.collision": 12,
}
MONTHS_OF_CRIMINAL = {
    CRIMINAL: 3,
    "criminal.appeal": 2,
    "criminal.retrial": 3,
    "criminal.first.private.free": 6,
}

anchors = st.dates(date(2018, 5, 1), date(2026, 6, 30))
recent = st.dates(date(2024, 1, 1), date(2026, 6, 30))
unhurried = settings(max_examples=60, deadline=None)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@st.composite
def spans(draw: st.DrawFn, kinds: tuple[tuple[type, str], ...]) -> Callable[[date], Event]:
    """A span within the first five months, so that it always begins in time; placed once the anchor is known."""
    kind, ground = draw(st.sampled_from(kinds))
    start, length = draw(st.integers(0, 150)), draw(st.integers(0, 70))
    return lambda anchor: kind(ground, anchor + days(start), anchor + days(start + length))


DEDUCTIONS = (
    (Deduction, "appraisal"),
    (Deduction, "jurisdiction"),
    (Deduction, "audit_valuation"),
    (Deduction, "settlement"),
)
SUSPENSIONS = ((Suspension, "party_death"), (Suspension, "other_case"), (Suspension, "force_majeure"))
deductions = spans(DEDUCTIONS)
suspensions = spans(SUSPENSIONS)
any_spans = st.lists(spans(DEDUCTIONS + SUSPENSIONS), max_size=5)


def asked(rule: str, anchor: date, *events: Event, facts: Facts = FREE, level: str = "basic") -> Outcome:
    return compute(CaseInput(rule, anchor, level, facts, events), steps=False)


def placed(anchor: date, several: list[Callable[[date], Event]]) -> tuple[Event, ...]:
    return tuple(place(anchor) for place in several)


def grant(decided: date, months: int = 6, approver: str = "president") -> Extension:
    return Extension(months, None, approver, decided - days(40), decided, True)


def days_of(events: tuple[Event, ...]) -> set[date]:
    """Every day after the start up to and including the end, as a set: the plainest union."""
    covered: set[date] = set()
    for event in events:
        assert isinstance(event, Deduction | Suspension)
        assert event.end is not None
        covered |= {event.start + days(place) for place in range(1, (event.end - event.start).days + 1)}
    return covered


def needed(day: date | None) -> date:
    assert day is not None
    return day


# --- deductions and suspensions


@unhurried
@given(anchors, st.integers(0, 150), any_spans)
def test_a_deduction_that_ends_on_the_day_it_begins_changes_nothing(
    anchor: date, place: int, others: list
) -> None:
    events, day = placed(anchor, others), anchor + days(place)
    with_empty = asked(ORDINARY, anchor, *events, Deduction("appraisal", day, day))
    assert with_empty._replace(spans=()) == asked(ORDINARY, anchor, *events)._replace(spans=())


@unhurried
@given(anchors, any_spans)
def test_every_calendar_day_is_taken_out_once(anchor: date, several: list) -> None:
    events = placed(anchor, several)
    outcome = asked(ORDINARY, anchor, *events)
    assert outcome.deducted_days == len(days_of(events))
    plain = needed(asked(ORDINARY, anchor).nominal_deadline)
    assert outcome.nominal_deadline == plain + days(len(days_of(events)))
    assert not outcome.issues


@unhurried
@given(anchors, any_spans)
def test_spans_entered_twice_count_once(anchor: date, several: list) -> None:
    events = placed(anchor, several)
    twice, once = asked(ORDINARY, anchor, *events, *events), asked(ORDINARY, anchor, *events)
    assert twice._replace(spans=()) == once._replace(spans=())


@unhurried
@given(anchors, any_spans, deductions)
def test_a_deduction_never_shortens(anchor: date, others: list, one_more: Callable[[date], Event]) -> None:
    events = placed(anchor, others)
    longer = asked(ORDINARY, anchor, *events, one_more(anchor))
    assert needed(longer.deadline) >= needed(asked(ORDINARY, anchor, *events).deadline)


@unhurried
@given(anchors, any_spans, suspensions)
def test_a_suspension_never_shortens(anchor: date, others: list, one_more: Callable[[date], Event]) -> None:
    events = placed(anchor, others)
    longer = asked(ORDINARY, anchor, *events, one_more(anchor))
    assert needed(longer.deadline) >= needed(asked(ORDINARY, anchor, *events).deadline)


@unhurried
@given(anchors, any_spans, st.integers(1, 6), st.integers(60, 175))
def test_an_extension_never_shortens(anchor: date, others: list, months: int, decided: int) -> None:
    events = placed(anchor, others)
    extended = asked(ORDINARY, anchor, *events, grant(anchor + days(decided), months))
    assert set(extended.issues) <= {Issue.EXTENSION_APPLIED_LATE}
    assert needed(extended.nominal_deadline) > needed(asked(ORDINARY, anchor, *events).nominal_deadline)


@unhurried
@given(anchors, any_spans)
def test_net_days_and_excluded_days_make_the_gross_days(anchor: date, several: list) -> None:
    events = placed(anchor, several)
    case = CaseInput(ORDINARY, anchor, "basic", FREE, events, closed_on=anchor + days(400))
    outcome = compute(case, steps=False)
    assert outcome.gross_days == 400
    assert outcome.net_days == 400 - outcome.deducted_days


@unhurried
@given(anchors, any_spans, st.integers(0, 140), st.dates(date(2018, 1, 1), date(2027, 6, 1)))
def test_an_open_suspension_leaves_no_deadline_and_today_changes_nothing(
    anchor: date, others: list, place: int, as_of: date
) -> None:
    stop = anchor + days(place)
    events = (*placed(anchor, others), Suspension("other_case", stop, None))
    case = CaseInput(ORDINARY, anchor, "basic", FREE, events)
    outcome = compute(case, steps=False)
    assert outcome.status is Status.SUSPENDED
    assert (outcome.deadline, outcome.nominal_deadline, outcome.provisional) == (None, None, False)
    before = {day for day in days_of(events[:-1]) if day <= stop}
    plain = needed(asked(ORDINARY, anchor).nominal_deadline)
    assert outcome.remaining_days == (plain - stop).days + len(before)
    today = compute(replace(case, as_of=as_of), steps=False)
    assert (today.status, today.remaining_days) == (outcome.status, outcome.remaining_days)


@unhurried
@given(anchors, st.integers(0, 100), st.integers(1, 90), st.integers(1, 60))
def test_an_exclusion_still_running_at_a_restart_counts_from_that_day_on(
    anchor: date, start: int, length: int, restart: int
) -> None:
    begin, on = anchor + days(min(start, 80)), anchor + days(restart)
    end = begin + days(length)
    events = (Suspension("accused_ill", begin, end), Restart("jurisdiction_changed", on))
    outcome = asked(CRIMINAL, anchor, *events, facts=CUSTODY)
    assert outcome.anchor_date == on
    assert outcome.deducted_days == len({day for day in days_of(events[:1]) if day > on})


# --- the order of entry


def mixed_events(anchor: date) -> st.SearchStrategy[tuple[Event, ...]]:
    """Events of every kind around an anchor, fitting or not."""
    near = st.integers(-20, 260).map(lambda place: anchor + days(place))
    ends = st.none() | near
    kinds = st.one_of(
        st.builds(
            Deduction,
            st.sampled_from(("appraisal", "notice", "evidence_adjournment", "psychiatric", "gossip")),
            near,
            ends,
        ),
        st.builds(
            Suspension, st.sampled_from(("other_case", "party_death", "accused_ill", "other")), near, ends
        ),
        st.builds(
            Extension,
            st.integers(1, 9),
            st.none(),
            st.sampled_from(("president", "superior", "high", "spc", "division_head")),
            near,
            near,
            st.sampled_from((True, True, True, False, None)),
            st.sampled_from((None, "incidental_civil")),
            st.booleans(),
            st.booleans(),
        ),
        st.builds(Conversion, st.sampled_from((ORDINARY, "civil.first.simplified", CRIMINAL)), near),
        st.builds(SupplementaryInvestigation, near, ends),
        st.builds(Restart, st.sampled_from(("jurisdiction_changed", "cross_application")), near),
        st.builds(NoticePeriod, near, ends),
    )
    return st.lists(kinds, max_size=6).map(tuple)


mixed_cases = st.builds(
    lambda rule, anchor, facts: (rule, anchor, facts),
    st.sampled_from(
        (
            ORDINARY,
            "civil.first.simplified",
            "civil.first.small_claims",
            CRIMINAL,
            "criminal.first.simplified",
            "enforcement.first",
        )
    ),
    anchors,
    st.sampled_from((FREE, CUSTODY)),
).flatmap(
    lambda asks: mixed_events(asks[1]).map(
        lambda events: CaseInput(asks[0], asks[1], "basic", asks[2], events, date(2026, 11, 24))
    )
)


def told(outcome: Outcome) -> Outcome:
    return outcome._replace(
        issues=tuple(sorted(outcome.issues)),
        spans=(),
        steps=(),
        readings=(),
        anchor_date=None,
        extensions=(),
        ladder=None,
    )


@settings(max_examples=150, deadline=None)
@given(mixed_cases, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(case: CaseInput, random: object) -> None:
    shuffled = list(case.events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = replace(case, events=tuple(shuffled))
    assert told(compute(other, steps=False)) == told(compute(case, steps=False))


@settings(max_examples=60, deadline=None)
@given(st.lists(mixed_cases, min_size=1, max_size=5))
def test_the_bulk_clock_answers_as_the_clock_of_one_case(cases: list[CaseInput]) -> None:
    for case, outcome in zip(cases, compute_cases(cases, default_clock()), strict=True):
        assert isinstance(outcome, Outcome)
        assert told(outcome) == told(compute(case, steps=False)), case


# --- refusals


def refused_events(anchor: date, deadline: date) -> list[tuple[Event, Issue]]:
    later = deadline + days(1)
    inside = anchor + days(30)
    plain = Extension(6, None, "president", inside, inside, True)
    return [
        (Deduction("appraisal", inside, inside - days(1)), Issue.EVENT_END_BEFORE_START),
        (Deduction("gossip", inside, inside + days(9)), Issue.GROUND_NOT_IN_CATALOGUE),
        (Deduction("psychiatric", inside, inside + days(9)), Issue.GROUND_NOT_APPLICABLE),
        (Suspension("accused_ill", inside, None), Issue.GROUND_NOT_APPLICABLE),
        (Deduction("appraisal", anchor - days(9), anchor), Issue.DEDUCTION_BEFORE_DOCKET),
        (Deduction("appraisal", later, None), Issue.EVENT_AFTER_EXPIRY),
        (Suspension("other_case", later, later + days(9)), Issue.EVENT_AFTER_EXPIRY),
        (plain._replace(approved=False), Issue.EXTENSION_NOT_APPROVED),
        (plain._replace(approved=None), Issue.EXTENSION_PENDING),
        (plain._replace(approver="superior"), Issue.EXTENSION_WRONG_APPROVER),
        (plain._replace(months=7), Issue.EXTENSION_OVER_LADDER),
        (plain._replace(decided_on=later), Issue.EXTENSION_AFTER_EXPIRY),
        (Conversion("civil.first.unheard_of", inside), Issue.UNKNOWN_PROCEDURE),
        (Conversion("criminal.first.ordinary", inside), Issue.CONVERSION_NOT_APPLICABLE),
        (SupplementaryInvestigation(inside, None), Issue.GROUND_NOT_APPLICABLE),
        (Restart("cross_application", inside), Issue.GROUND_NOT_APPLICABLE),
        (NoticePeriod(inside, inside + days(30)), Issue.GROUND_NOT_APPLICABLE),
    ]


@unhurried
@given(anchors, any_spans, st.data())
def test_a_refused_event_says_why_and_never_moves_the_date(
    anchor: date, others: list, data: st.DataObject
) -> None:
    events = placed(anchor, others)
    plain = asked(ORDINARY, anchor, *events)
    event, issue = data.draw(st.sampled_from(refused_events(anchor, needed(plain.deadline))))
    assert asked(ORDINARY, anchor, *events, event) == plain._replace(issues=(issue,))


# --- months, rolls, provisional days


def corresponding_day(anchor: date, months: int) -> date:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


@unhurried
@given(anchors, st.sampled_from(sorted(MONTHS_OF)))
def test_months_end_on_the_same_number_or_the_last_day(anchor: date, rule: str) -> None:
    assert asked(rule, anchor).nominal_deadline == corresponding_day(anchor, MONTHS_OF[rule])


@unhurried
@given(anchors, st.sampled_from(sorted(MONTHS_OF_CRIMINAL)))
def test_criminal_months_go_from_last_day_to_last_day(anchor: date, rule: str) -> None:
    reached = needed(asked(rule, anchor, facts=CUSTODY).nominal_deadline)
    if anchor.day == monthrange(anchor.year, anchor.month)[1]:
        assert reached.day == monthrange(reached.year, reached.month)[1]
        assert (reached.year * 12 + reached.month) - (anchor.year * 12 + anchor.month) == MONTHS_OF_CRIMINAL[
            rule
        ]
    else:
        assert reached == corresponding_day(anchor, MONTHS_OF_CRIMINAL[rule])


@pytest.mark.parametrize("rule", sorted(MONTHS_OF | MONTHS_OF_CRIMINAL))
@pytest.mark.parametrize("anchor", [date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29)])
def test_a_leap_day_starts_a_clock_like_any_other_day(rule: str, anchor: date) -> None:
    nominal = needed(asked(rule, anchor, facts=CUSTODY).nominal_deadline)
    last = monthrange(nominal.year, nominal.month)[1]
    assert nominal.day == (last if rule in MONTHS_OF_CRIMINAL else min(29, last))


@unhurried
@given(anchors)
def test_a_simplified_criminal_month_and_a_half_is_a_month_and_fifteen_days(anchor: date) -> None:
    facts = Facts(in_custody=True, max_sentence_years=5)
    month = needed(asked("criminal.commutation.short", anchor, facts=CUSTODY).nominal_deadline)
    assert asked("criminal.first.simplified", anchor, facts=facts).nominal_deadline == month + days(15)


@unhurried
@given(recent, st.sampled_from(ROLLING))
def test_a_limit_rolls_once_to_the_first_working_day(anchor: date, rule: str) -> None:
    outcome = asked(rule, anchor)
    nominal, deadline = needed(outcome.nominal_deadline), needed(outcome.deadline)
    assert CALENDAR.is_working(deadline)
    assert not any(CALENDAR.is_working(nominal + days(place)) for place in range((deadline - nominal).days))


@unhurried
@given(recent, st.sampled_from([rule for rule in LIMITED if rule.startswith("criminal.")]))
def test_custody_never_gives_a_later_day_and_no_flag_counts_as_custody(anchor: date, rule: str) -> None:
    held, free, unknown = (asked(rule, anchor, facts=Facts(in_custody=flag)) for flag in (True, False, None))
    assert held.deadline == held.nominal_deadline == free.nominal_deadline
    assert needed(held.deadline) <= needed(free.deadline)
    assert unknown == held


@unhurried
@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sampled_from((ORDINARY, CRIMINAL, "civil.special.general")),
    st.booleans(),
)
def test_provisional_means_a_day_of_an_unpublished_year_was_judged(
    anchor: date, rule: str, custody: bool
) -> None:
    outcome = asked(rule, anchor, facts=Facts(in_custody=custody))
    judged = not (custody and rule == CRIMINAL)
    assert outcome.provisional == (judged and needed(outcome.deadline) > CALENDAR.published_through)


@pytest.mark.parametrize("rule", LIMITED)
@pytest.mark.parametrize("facts", [FREE, CUSTODY], ids=["free", "custody"])
def test_a_later_start_never_ends_earlier(rule: str, facts: Facts) -> None:
    """Within one version of the law; every day of two years."""
    ends = [needed(asked(rule, date(2024, 1, 1) + days(place), facts=facts).deadline) for place in range(730)]
    assert all(before <= after for before, after in pairwise(ends))


@unhurried
@given(anchors, any_spans, st.integers(0, 60))
def test_a_later_start_with_the_same_exclusions_after_it_never_ends_earlier(
    anchor: date, several: list, shift: int
) -> None:
    later = anchor + days(shift)
    events = tuple(event for event in placed(anchor, several) if event.start >= later)  # type: ignore[union-attr]
    assert needed(asked(ORDINARY, anchor, *events).deadline) <= needed(
        asked(ORDINARY, later, *events).deadline
    )


@unhurried
@given(recent, st.sampled_from([rule for rule in LIMITED if CATALOGUE.rules[rule].versions[-1].foreign]))
def test_no_date_is_made_up_where_the_foreign_element_lifts_the_limit(anchor: date, rule: str) -> None:
    outcome = asked(
        rule,
        anchor,
        Deduction("gossip", anchor, None),
        facts=Facts(foreign_related=True),
        level="intermediate",
    )
    assert outcome.status in (Status.EXEMPT, Status.NO_LIMIT)
    assert (outcome.deadline, outcome.nominal_deadline, outcome.remaining_days, outcome.issues) == (
        None,
        None,
        None,
        (),
    )


@unhurried
@given(anchors, st.integers(1, 85))
def test_a_civil_conversion_keeps_the_start_and_the_exclusions(anchor: date, on: int) -> None:
    events = (Deduction("appraisal", anchor + days(20), anchor + days(40)),)
    simplified = asked("civil.first.simplified", anchor, *events, Conversion(ORDINARY, anchor + days(on)))
    ordinary = asked(ORDINARY, anchor, *events)
    assert (simplified.deadline, simplified.deducted_days) == (ordinary.deadline, ordinary.deducted_days)
    assert simplified.rule == ORDINARY
