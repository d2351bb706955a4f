"""The told cases: reproducible, numbered without gap, in an order the catalogue accepts, and nobody's."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.work.situation.slow_figures import value_of
from xiezhi.demo.cases.parties import _CHECKS, _WEIGHTS
from xiezhi.demo.province import generate
from xiezhi.record import schemas
from xiezhi.record.case_values import Happening
from xiezhi.record.clock_question import clock_input
from xiezhi.record.facts.columns import told_columns
from xiezhi.record.facts.row import Other, Place, fact
from xiezhi.record.standing import standing
from xiezhi.record.state import acting, apply, fold
from xiezhi.rules.case_number import parse_case_number
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import PRIOR
from xiezhi.rules.indicators.periods import between
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.model import Status
from xiezhi.rules.procedure.order import fault

TODAY = date(2026, 9, 16)  # that of the fixtures
RARE = ("cn2024.final_remanded",)  # a retrial that remands: not one in five thousand cases


def docketing(case):
    return next(event.data for event in case.events if event.kind == "case.docketed")


def states(province, told):
    levels = {court.id: court.level for court in province.courts}
    for case in told:
        state = fold(())
        for seq, event in enumerate(case.events, 1):
            state = apply(state, Happening(seq, event.kind, event.occurred_on, event.data, 1))
        yield levels[case.court_id], state


def test_the_same_seed_makes_the_same_cases(told):
    again = [case for batch in generate(7, 5000, TODAY).cases() for case in batch]
    assert again == told


def test_another_seed_makes_other_cases(told):
    other = next(generate(8, 5000, TODAY).cases())
    assert not {case.id for case in other} & {case.id for case in told}


def test_parts_make_up_the_whole(province, told):
    parts = [case for part in range(3) for batch in province.cases(part, 3) for case in batch]
    assert sorted(parts, key=lambda case: case.external_ref) == told


def test_numbers_run_without_gap_by_court_type_and_year_in_the_order_of_filing(told):
    series = defaultdict(list)
    for case in told:
        event = next(event for event in case.events if event.kind == "case.docketed")
        number = parse_case_number(event.data["number"])
        series[number.court, number.symbol, number.year].append((number.serial, event.occurred_on))
    assert len(series) > 300
    for numbered in series.values():
        numbered.sort()
        assert [serial for serial, _ in numbered] == list(range(1, len(numbered) + 1))
        days = [day for _, day in numbered]
        assert days == sorted(days)


def test_every_event_fits_its_kind_and_may_follow(told):
    for case in told:
        state = fold(())
        for seq, event in enumerate(case.events, 1):
            schemas.validate(event.kind, event.data)
            wrong = fault(
                event.kind,
                event.data,
                standing(state),
                event.occurred_on,
                recorded_on=event.recorded_at.date(),
            )
            assert wrong is None, (docketing(case)["number"], event, wrong)
            state = apply(state, Happening(seq, event.kind, event.occurred_on, event.data, 1))


def test_events_are_recorded_one_after_the_other_in_office_hours_by_today(told):
    for case in told:
        moments = [event.recorded_at for event in case.events]
        assert moments == sorted(moments)
        assert all(moment.utcoffset() == timedelta(hours=8) for moment in moments)
        assert moments[-1].date() <= TODAY
    hours = Counter(event.recorded_at.hour for case in told for event in case.events)
    assert sum(hours[hour] for hour in range(8, 18)) > 0.99 * sum(hours.values())


def test_most_is_recorded_the_same_day_and_some_late(told):
    delays = [(event.recorded_at.date() - event.occurred_on).days for case in told for event in case.events]
    late = sum(delay > 0 for delay in delays) / len(delays)
    assert 0.005 < late < 0.05
    assert min(delays) == 0
    assert max(delays) > 14


def test_about_eight_events_a_case(told):
    assert 6.5 < sum(len(case.events) for case in told) / len(told) < 9


def test_most_cases_close_in_time_some_hidden_over_and_a_few_late(province, told):
    counted: Counter[object] = Counter()
    for level, state in states(province, told):
        question = clock_input(state, level, TODAY)
        if question is None or question.closed_on is None:
            continue
        outcome = compute(question, steps=False)
        if outcome.in_time is None:
            continue
        base = compute(replace(question, events=()), steps=False)
        counted["hidden" if outcome.in_time and base.in_time is False else outcome.in_time] += 1
    closed = sum(counted.values())
    assert 0.015 < counted["hidden"] / closed < 0.09
    assert 0.002 < counted[False] / closed < 0.02


def test_some_judgments_are_pronounced_on_the_day_of_the_hearing(told):
    judged, at_once = 0, 0
    for case in told:
        closed = next((event for event in case.events if event.kind == "case.closed"), None)
        if closed is None or closed.data["outcome"] != "judgment" or docketing(case)["instance"] != "first":
            continue
        judged += 1
        heard = {event.occurred_on for event in case.events if event.kind == "hearing.held"}
        at_once += closed.data["way"] == "pronounced" and closed.occurred_on in heard
    assert 0.15 < at_once / judged < 0.45


def test_pending_cases_run_pause_and_stand(province, told):
    found: Counter[object] = Counter()
    for level, state in states(province, told):
        question = clock_input(state, level, TODAY)
        if question is not None and question.closed_on is None:
            found[compute(question, steps=False).status] += 1
    assert found[Status.RUNNING] > 100
    assert found[Status.PAUSED] > 5
    assert found[Status.SUSPENDED] > 0


def test_identity_numbers_fail_their_check_and_telephones_do_not_exist(told):
    people = [party for case in told for party in docketing(case)["parties"] if "sensitive" in party]
    numbers = [party["sensitive"]["identity_number"] for party in people if party["kind"] == "person"]
    assert len(numbers) > 3000
    for number in numbers:
        right = _CHECKS[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS)) % 11]
        assert len(number) == 18
        assert number.startswith("99")
        assert number[-1] != right
    phones = {party["sensitive"]["phone"] for party in people if "phone" in party["sensitive"]}
    assert all(len(phone) == 11 and phone.startswith("109") for phone in phones)


def test_cases_are_linked_to_cases_that_exist_and_share_their_dispute(told):
    by_id = {str(case.id): docketing(case) for case in told}
    kinds: Counter[str] = Counter()
    for data in by_id.values():
        for link in data.get("links", ()):
            other = by_id[link["case_id"]]
            assert other["number"] == link["number"]
            assert other["dispute_id"] == data["dispute_id"]
            kinds[link["kind"]] += 1
    assert set(kinds) >= {
        "appeal_of", "enforcement_of", "mediation_of", "preservation_of", "resumption_of", "retrial_of", "transferred_from",
    }  # fmt: skip


def test_an_appeal_goes_to_the_court_above(province, told):
    above = {court.id: court.parent_id for court in province.courts}
    courts = {str(case.id): case.court_id for case in told}
    for case in told:
        for link in docketing(case).get("links", ()):
            if link["kind"] == "appeal_of":
                assert case.court_id == above[courts[link["case_id"]]]


def test_what_became_of_decisions_is_found_in_later_cases(province, told):
    """Every figure counted for the court of a prior decision, of those that the facts of the record allow, counts some case."""
    places = {
        court.id: Place(str(court.id), court.code, court.level, None, None) for court in province.courts
    }
    named = {str(case.id): named_by_links(case) for case in told}
    rows = []
    for case in told:
        if docketing(case).get("links"):
            state = fold(
                Happening(seq, one.kind, one.occurred_on, one.data, 1)
                for seq, one in enumerate(case.events, 1)
            )
            row = fact(
                str(case.id), state, acting(state), places[case.court_id], None, lambda link: named[link["case_id"]], {}
            )  # fmt: skip
            rows.append(dict(zip(told_columns(), row)))
    period = between(date(1990, 1, 1), TODAY)
    sides = {
        key: formula.numerator for key, (_, formula) in formulas().items() if formula.numerator.owner == PRIOR
    }
    told_of = {key: side for key, side in sides.items() if side.columns <= set(told_columns())}
    assert "cn2024.civil_enforcement_requested" in told_of
    for key, side in told_of.items():
        (base,) = side.bases
        found = [
            row for row in rows if row["prior_court_id"] and row[base] and value_of(side.where, row, period)
        ]
        assert found or key in RARE, key


def named_by_links(case):
    """What the facts of another case see of this one."""
    links = docketing(case).get("links", ())
    reviews = next((link["case_id"] for link in links if link["kind"] == "retrial_of"), None)
    return Other(str(case.id), str(case.court_id), docketing(case)["instance"], reviews)


def test_juvenile_cases_are_protected_and_some_sealed():
    told = [case for batch in generate(7, 30_000, TODAY).cases(0, 2) for case in batch]
    juvenile = [case for case in told if docketing(case).get("secrecy") == "protected"]
    assert juvenile
    for case in juvenile:
        assert any(
            party["birth_year"] > docketing_year(case) - 18
            for party in docketing(case)["parties"]
            if "birth_year" in party
        )
    assert any(event.kind == "record.sealed" for case in juvenile for event in case.events)


def docketing_year(case):
    return parse_case_number(docketing(case)["number"]).year


@pytest.mark.parametrize("today", [date(2026, 2, 17), date(2024, 2, 29), date(2026, 11, 26)])
def test_any_last_day_will_do(today):
    told = [case for batch in generate(1, 300, today).cases() for case in batch]
    assert len(told) == 300
    assert max(event.recorded_at.date() for case in told for event in case.events) <= today
