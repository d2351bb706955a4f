"""The clocks beside the trial limit, and the limit of each accused: begun, fulfilled, dropped by the events of the case."""

from datetime import date, timedelta
from operator import attrgetter
from random import Random
from typing import Any

import pytest

from tests.cast import DEFENDANT, DOCKETING, ELSEWHERE, PLAINTIFF, docketed, found_province, moment
from tests.random_lives import RandomLife
from tests.record.lives import docketed as in_story
from xiezhi.record import ledger
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.models.shared import new_id
from xiezhi.record.recorders import Feed
from xiezhi.record.state import acting, fold
from xiezhi.work.deadlines.clocks import UNTOLD, filing_due
from xiezhi.work.deadlines.law_in_force import law_of
from xiezhi.work.deadlines.models import Deadline, Question

ACCUSED: list[dict[str, Any]] = [
    {"no": 1, "role": "accused", "kind": "person", "name": "某甲", "in_custody": True},
    {"no": 2, "role": "accused", "kind": "person", "name": "某乙", "in_custody": False},
]
CRIMINAL: dict[str, Any] = {"type": "0201", "branch": "criminal", "procedure": "criminal.first.ordinary", "cause": {"name": "盗窃罪"}}  # fmt: skip
COMPLAINT: dict[str, Any] = {"paper": "起诉状副本、应诉通知书", "way": "direct"}


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def river(province):
    return province.river


def standing(case, kind, subject=""):
    """The answer of a clock that stands, or None."""
    return Deadline.objects.filter(case=case, kind=kind, subject=subject, superseded_at=None).first()


def received(house, month, day):
    return ledger.open_case(
        house.court.id, "case.received", {"received_from": "当事人"}, occurred_on=date(2019, month, day), by=Feed("here"),
        at=moment(date(2019, month, day)),
    ).case  # fmt: skip


def docket(case, month, day, **changes):
    happened = date(2019, month, day)
    ledger.append(
        case,
        "case.docketed",
        {**DOCKETING, **changes},
        occurred_on=happened,
        by=Feed("here"),
        at=moment(happened),
    )


# --- docketing


def test_from_the_receipt_on_the_seven_days_to_docket_run(river):
    """27 February 2019 and seven days: 6 March, a Wednesday."""
    case = received(river, 2, 27)
    assert standing(case, "registry.civil.docket").due_on == date(2019, 3, 6)


def test_the_docketing_fulfils_the_clock_and_says_whether_in_time(river):
    case = received(river, 2, 27)
    docket(case, 3, 7)
    clock = standing(case, "registry.civil.docket")
    assert (clock.closed_on, clock.in_time) == (date(2019, 3, 7), False)


def test_what_kind_of_case_it_is_is_known_when_it_is_docketed(river):
    case = received(river, 2, 27)
    docket(case, 3, 7, **CRIMINAL, parties=[{**PLAINTIFF, "role": "private_prosecutor"}, ACCUSED[1]])
    assert standing(case, "registry.civil.docket") is None
    assert (
        standing(case, "registry.private_prosecution.docket") is None
    )  # fifteen days: in time, never seen running


def test_the_file_goes_to_the_division_within_three_days(river):
    story = docketed(river, 3, 1)
    assert standing(story.case, "registry.transfer_to_division").due_on == date(2019, 3, 4)
    story.assigned(river.judge, 3, 4)
    clock = standing(story.case, "registry.transfer_to_division")
    assert (clock.closed_on, clock.in_time) == (date(2019, 3, 4), True)


# --- papers and hearings


def test_the_complaint_is_served_when_the_last_defendant_has_it(river):
    third = {**DEFENDANT, "no": 3, "name": "另一被告"}
    story = docketed(river, 3, 1, parties=[PLAINTIFF, DEFENDANT, third])
    story.on(3, 4, "service.sent", party_no=2, **COMPLAINT)
    assert standing(story.case, "secondary.serve_complaint").closed_on is None
    story.on(3, 6, "service.completed", party_no=3, **COMPLAINT)
    assert standing(story.case, "secondary.serve_complaint").closed_on == date(2019, 3, 6)


def test_another_paper_fulfils_nothing(river):
    story = docketed(river, 3, 1).on(3, 4, "service.sent", party_no=2, paper="鉴定意见", way="post")
    assert standing(story.case, "secondary.serve_complaint").closed_on is None


def test_each_hearing_is_summoned_for_three_days_before(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:00")
    assert standing(story.case, "secondary.summon", "hearing/1").due_on == date(2019, 4, 17)
    story.on(4, 16, "service.completed", party_no=2, paper="开庭传票", way="direct")
    assert standing(story.case, "secondary.summon", "hearing/1").in_time is True


def test_the_simplified_procedure_is_free_of_the_days_for_summonses(river):
    story = docketed(river, procedure="civil.first.simplified").assigned(river.judge)
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:00")
    assert standing(story.case, "secondary.summon", "hearing/1") is None
    story.on(4, 2, "procedure.converted", to="civil.first.ordinary", reason="案情复杂")
    assert standing(story.case, "secondary.summon", "hearing/1").due_on == date(2019, 4, 17)


def test_a_hearing_that_is_put_off_asks_for_no_summons_any_more(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:00")
    story.on(4, 10, "hearing.adjourned", hearing_no=1, ground="证人未到庭")
    assert standing(story.case, "secondary.summon", "hearing/1") is None


def test_two_hearings_lie_at_most_a_month_apart(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-08T09:00")
    story.on(4, 8, "hearing.held", hearing_no=1)
    story.on(4, 8, "hearing.scheduled", hearing_no=2, starts_at="2019-05-20T09:00")
    assert standing(story.case, "secondary.hearing_gap", "hearing/1") is None
    assert standing(story.case, "secondary.hearing_gap", "hearing/2").due_on == date(2019, 5, 8)
    story.on(5, 20, "hearing.held", hearing_no=2)
    assert standing(story.case, "secondary.hearing_gap", "hearing/2").in_time is False


def test_a_correction_takes_back_what_it_fulfilled(river):
    story = docketed(river, 3, 1).on(3, 4, "service.sent", party_no=2, **COMPLAINT)
    story.on(3, 5, "correction.recorded", corrects=2, action="withdraw", reason="误录")
    assert standing(story.case, "secondary.serve_complaint").closed_on is None


def test_a_closing_drops_what_only_a_pending_case_is_asked_for(river):
    story = docketed(river, 3, 1).assigned(river.judge).closed(6, 3)
    assert standing(story.case, "secondary.serve_complaint") is None
    past = Deadline.objects.get(case=story.case, kind="secondary.serve_complaint")
    assert past.superseded_at is not None


# --- appeals


def test_a_petition_is_handed_on_within_five_days_and_the_file_after_the_defence(river):
    story = docketed(river).assigned(river.judge).closed(6, 3).on(6, 10, "appeal.filed", party_no=1)
    assert standing(story.case, "transfer.civil.appeal", "petition").due_on == date(2019, 6, 17)
    story.on(6, 12, "service.completed", party_no=2, paper="上诉状副本", way="direct")
    assert standing(story.case, "transfer.civil.appeal", "petition").in_time is True
    assert standing(story.case, "transfer.civil.appeal", "file").due_on == date(
        2019, 7, 2
    )  # 12 June, 15 days, 5 days
    story.on(7, 1, "appeal.forwarded")
    assert standing(story.case, "transfer.civil.appeal", "file").in_time is True


def test_a_criminal_file_goes_up_within_three_days_of_the_end_of_the_appeal_period(river):
    """Closed on 3 June: ten days to appeal, then three: Sunday 16 June rolls, the accused being at liberty."""
    story = docketed(river, **CRIMINAL, parties=[ACCUSED[1]]).assigned(
        river.criminal_judge, division="criminal"
    )
    story.closed(6, 3).on(6, 5, "appeal.filed", party_no=2)
    assert standing(story.case, "transfer.criminal.appeal").due_on == date(2019, 6, 17)
    story.on(6, 16, "appeal.withdrawn", party_no=2)
    assert standing(story.case, "transfer.criminal.appeal") is None


# --- the limit of each accused


def test_accused_who_differ_in_custody_have_a_limit_each(river):
    """Docketed on Friday 1 March 2019, three months: Saturday 1 June. Only who is at liberty gains the Monday."""
    story = docketed(river, **CRIMINAL, parties=ACCUSED)
    due = [standing(story.case, "trial", subject).due_on for subject in ("", "party/1", "party/2")]
    assert due == [date(2019, 6, 1), date(2019, 6, 1), date(2019, 6, 3)]
    story.on(4, 1, "custody.changed", party_no=1, in_custody=False)
    assert standing(story.case, "trial", "party/1") is None is standing(story.case, "trial", "party/2")
    assert standing(story.case, "trial").due_on == date(2019, 6, 3)


def test_accused_alike_in_custody_share_the_limit_of_the_case(river):
    story = docketed(river, **CRIMINAL, parties=[{**party, "in_custody": True} for party in ACCUSED])
    assert list(Deadline.objects.filter(case=story.case, kind="trial").values_list("subject", flat=True)) == [
        ""
    ]


# --- the question kept for recomputing


def test_a_pending_case_keeps_its_question_and_a_closed_one_does_not(river):
    story = docketed(river, **CRIMINAL, parties=ACCUSED)
    asks = Question.objects.get(case=story.case).asks
    assert asks["procedure"] == "criminal.first.ordinary" and asks["accused"] == {"1": True, "2": False}
    story.assigned(river.criminal_judge, division="criminal").closed()
    assert not Question.objects.exists()


# --- in bulk


def lives(river, count):
    for number in range(count):
        yield RandomLife(Random(number), river, f"（2019）示0102民初{number + 1}号").live(25)


def test_in_bulk_a_case_has_the_open_clocks_that_it_has_event_by_event(river):
    """Random lives, late entries and corrections included. What was fulfilled before the load is kept only where it was late."""
    read = attrgetter(
        "subject", "kind", "anchor_on", "due_on", "base_on", "provisional", "closed_on", "in_time"
    )
    for steps in lives(river, 30):
        by_one = None
        for step in steps:
            by, at = Feed("here"), step.recorded_at
            if by_one is None:
                by_one = ledger.open_case(
                    river.court.id, step.kind, step.data, occurred_on=step.occurred_on, by=by, at=at
                ).case
            else:
                ledger.append(by_one, step.kind, step.data, occurred_on=step.occurred_on, by=by, at=at)
        renamed = [step._replace(data=_renumbered(step.data)) for step in steps]
        events = [IncomingEvent(s.kind, s.occurred_on, s.data, recorded_at=s.recorded_at) for s in renamed]
        case = IncomingCase(new_id(), river.court.id, "", events)
        loaded = append_many([case], by=ELSEWHERE, at=moment(date(2021, 1, 1)))
        assert not loaded.rejected
        recorded, given = (
            list(Deadline.objects.filter(case=one, superseded_at=None).exclude(in_time=True))
            for one in (by_one, case.id)
        )
        untold = {(one.subject, one.kind, one.anchor_on) for one in given if one.status == UNTOLD}
        for one in recorded:
            if (
                one.subject,
                one.kind,
                one.anchor_on,
            ) in untold:  # run out long before the load, and nothing tells of it
                one.due_on, one.provisional = None, False
        assert {read(one) for one in recorded} == {read(one) for one in given}


def _renumbered(data):
    """The same case under another number."""
    other = {**data, "number": data["number"].replace("民初", "民初9")} if "number" in data else dict(data)
    if isinstance(other.get("data"), dict):
        other["data"] = _renumbered(other["data"])
    return other


def test_dates_beyond_the_law_data_give_no_clock_and_no_fault(river):
    far = date(2019, 3, 1) + timedelta(days=365 * 13)
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at=f"{far}T09:00")
    assert standing(story.case, "secondary.summon", "hearing/1").due_on == far - timedelta(days=3)


# --- the last day for filing, as the facts ask for it


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, date(2019, 3, 8)),
        (CRIMINAL | {"parties": [{"no": 1, "role": "private_prosecutor", "kind": "person", "name": "某丙"}]}, date(2019, 3, 18)),
        (CRIMINAL, date(2019, 3, 8)),
        ({"links": [{"kind": "transferred_from", "number": "（2018）示0103民初9号"}]}, date(2019, 3, 4)),
        ({"type": "0302", "instance": "second", "procedure": "civil.appeal.judgment"}, date(2019, 3, 6)),
        ({"type": "1104", "branch": "other", "instance": "other"}, None),
    ],
    ids=["civil", "private prosecution, on a Saturday", "public prosecution", "from another court, on a Monday", "appeal", "other"],
)  # fmt: skip
def test_the_last_day_for_filing_is_that_of_the_kind_of_case(changes, expected):
    life = in_story(**{"received_on": "2019-03-01", **changes})
    assert filing_due(law_of(None), life.state, acting(life.state), "basic") == expected


def test_without_a_day_of_receipt_there_is_none():
    life = in_story()
    assert filing_due(law_of(None), life.state, acting(life.state), "basic") is None


def test_the_last_day_for_filing_is_the_one_on_the_board(river):
    case = received(river, 3, 1)
    docket(case, 3, 12)
    state = fold(ledger.happenings(case))
    due = filing_due(law_of(None), state, acting(state), "basic")
    assert due == standing(case, "registry.civil.docket").due_on == date(2019, 3, 8)
