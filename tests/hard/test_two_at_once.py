"""Two people at once on one case: both are recorded, one after the other, or one is refused. Nothing is overwritten."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from tests.cast import DOCKETING, ELSEWHERE, JUDGMENT, Story, docketed, found_province, moment
from xiezhi.record import ledger
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.errors import InputError
from xiezhi.record.models import Case, Event
from xiezhi.record.models.shared import new_id
from xiezhi.record.rebuild import check
from xiezhi.record.verification import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)
JUNE_3 = date(2019, 6, 3)


@pytest.fixture
def river():
    return found_province().river


def together(*acts):
    """Each act in a thread of its own, let go in the same moment. Gives what each returned, or the refusal."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return one_of_two(act)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def one_of_two(act):
    """What an act gives, or its refusal."""
    try:
        return act()
    except InputError as refusal:
        return refusal


def append(story, kind, **data):
    return ledger.append(story.case, kind, data, occurred_on=JUNE_3, by=ELSEWHERE, at=moment(JUNE_3))


def refused(outcomes):
    return sum(isinstance(outcome, InputError) for outcome in outcomes)


def in_order():
    return check().differing == 0 and verify_chain().sound


def test_everything_that_many_record_at_once_is_recorded_one_after_the_other(river, hard):
    story = docketed(river)
    turns, people = (200, 8) if hard else (8, 4)

    def record(who):
        for turn in range(turns):
            append(story, "note.recorded", text=f"{who}-{turn}")

    together(*(lambda who=who: record(who) for who in range(people)))
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, turns * people + 2)
    )
    texts = [happening.data["text"] for happening in ledger.happenings(story.case)[1:]]
    assert sorted(texts) == sorted(f"{who}-{turn}" for who in range(people) for turn in range(turns))
    assert in_order()


@pytest.mark.parametrize(
    "kind, data",
    [
        ("case.closed", JUDGMENT),
        ("hearing.scheduled", {"hearing_no": 1, "starts_at": "2019-07-01T09:30"}),
        ("deduction.started", {"span_no": 1, "ground": "appraisal"}),
        ("party.joined", {"party": {"no": 3, "role": "third_party", "kind": "person", "name": "丹增"}}),
        ("record.sealed", {"ground": "未成年人", "order": "令"}),
    ],
)
def test_of_two_who_do_the_same_one_is_refused(river, kind, data):
    story = docketed(river)
    outcomes = together(*[lambda: append(story, kind, **data)] * 2)
    assert refused(outcomes) == 1
    assert Story(river, story.case, story.state).row.last_seq == 2
    assert in_order()


def test_two_who_move_different_things_both_stay(river):
    story = docketed(river)
    outcomes = together(
        lambda: append(story, "deduction.started", span_no=1, ground="appraisal"),
        lambda: append(story, "hearing.scheduled", hearing_no=1, starts_at="2019-07-01T09:30"),
    )
    assert refused(outcomes) == 0
    state = ledger.append(
        story.case, "note.recorded", {"text": "记"}, occurred_on=JUNE_3, by=ELSEWHERE, at=moment(JUNE_3)
    ).state
    assert len(state.spans) == len(state.hearings) == 1
    assert story.row.next_hearing_at is not None
    assert in_order()


def test_after_a_closing_nobody_slips_in(river):
    """Whoever comes second sees the closing: what may no longer follow is refused."""
    for _ in range(5):
        story = docketed(river)
        together(
            lambda story=story: append(story, "case.closed", **JUDGMENT),
            lambda story=story: append(story, "case.merged", into_number="（2019）示0102民初99号"),
        )
        kinds = [happening.kind for happening in ledger.happenings(story.case)]
        assert kinds in (
            ["case.docketed", "case.closed", "case.merged"],
            ["case.docketed", "case.merged", "case.closed"],
        )
    assert in_order()


def test_the_same_number_is_never_given_twice(river, hard):
    turns = 30 if hard else 4

    def by_the_series():
        given = 0
        while given < turns:
            given += not isinstance(one_of_two(lambda: docketed(river)), InputError)

    def brought_along():
        for serial in range(1, turns + 1):
            one_of_two(lambda: docketed(river, number=f"（2019）示0102民初{serial}号"))  # noqa: B023

    together(by_the_series, by_the_series, brought_along)
    numbers = Counter(Case.objects.values_list("number", flat=True))
    assert set(numbers.values()) == {1}
    assert sum(numbers.values()) >= 2 * turns
    assert in_order()


def test_a_bulk_load_beside_single_entries_disturbs_nobody(river):
    story = docketed(river)
    cases = [
        IncomingCase(new_id(), river.court.id, "", [IncomingEvent("case.docketed", JUNE_3, {**DOCKETING, "number": f"（2018）示0102民初{serial}号"})])
        for serial in range(1, 101)
    ]  # fmt: skip

    def record():
        for turn in range(10):
            append(story, "note.recorded", text=str(turn))
            docketed(river)

    together(record, lambda: append_many(cases, by=ELSEWHERE, at=moment(JUNE_3)))
    assert Case.objects.count() == 111
    assert in_order()
