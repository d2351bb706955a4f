"""Deadlines follow events: every answer of the clock stays, the newest is current."""

from datetime import date
from typing import Any

import pytest

from tests.cast import DOCKETING, ELSEWHERE, Story, docketed, found_province, moment
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.models import Event
from xiezhi.record.models.shared import new_id
from xiezhi.record.state import CaseState
from xiezhi.work.deadlines.models import Deadline


@pytest.fixture
def river(db):
    return found_province().river


LIMIT = {"subject": "", "kind": "trial"}


def current(story):
    return Deadline.objects.get(case=story.case, superseded_at=None, **LIMIT)


def test_a_civil_case_in_ordinary_procedure_is_due_six_months_after_its_docketing(river):
    """1 September 2019 is a Sunday: the limit ends on the Monday."""
    deadline = current(docketed(river))
    assert (deadline.rule, deadline.anchor_on, deadline.due_on) == (
        "civil.first.ordinary",
        date(2019, 3, 1),
        date(2019, 9, 2),
    )
    assert (deadline.status, deadline.closed_on, deadline.extensions) == ("running", None, 0)


def test_a_case_without_a_procedure_has_no_deadline(river):
    docketed(river, procedure=None)
    assert not Deadline.objects.filter(**LIMIT).exists()


def test_a_deduction_moves_the_deadline_and_the_answer_before_stays(river):
    story = docketed(river)
    first = current(story)
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(5, 1, "deduction.ended", span_no=1)
    deadline = current(story)
    assert deadline.deducted_days > 0 and deadline.due_on > first.due_on
    assert deadline.base_on == first.due_on  # beyond it lies the hidden overrun
    first.refresh_from_db()
    assert first.superseded_at == Event.objects.get(case=story.case, seq=2).recorded_at
    assert Deadline.objects.filter(case=story.case, **LIMIT).count() == 3


def test_a_suspension_stops_the_clock_until_the_cause_ends(river):
    story = docketed(river).on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    deadline = current(story)
    assert (deadline.status, deadline.stopped_on, deadline.due_on) == ("suspended", date(2019, 4, 1), None)
    story.on(6, 1, "suspension.ended", span_no=1)
    assert current(story).status == "running" and current(story).due_on > date(2019, 9, 2)


def test_a_granted_extension_counts_and_a_refused_one_does_not(river):
    story = docketed(river)
    asked: dict[str, Any] = {
        "months": 6,
        "approver": "president",
        "ground": "special_circumstances",
        "reason": "鉴定未完",
    }
    story.on(8, 1, "extension.requested", request_no=1, **asked)
    story.on(8, 5, "extension.refused", request_no=1, approver="president", reason="理由不足")
    assert (current(story).extensions, current(story).due_on) == (0, date(2019, 9, 2))
    story.on(8, 6, "extension.requested", request_no=2, **asked)
    story.on(8, 9, "extension.granted", request_no=2, months=6, approver="president")
    assert current(story).extensions == 1
    assert current(story).due_on >= date(2020, 3, 1)


def test_a_closing_says_whether_it_was_in_time(river):
    in_time, late = docketed(river).closed(9, 2), docketed(river).closed(9, 3)
    assert (current(in_time).closed_on, current(in_time).in_time) == (date(2019, 9, 2), True)
    assert current(late).in_time is False


def test_a_correction_of_the_docketing_moves_the_deadline(river):
    story = docketed(river)
    data = {**DOCKETING, "number": story.row.number, "procedure": "civil.first.simplified"}
    story.on(3, 9, "correction.recorded", corrects=1, action="replace", reason="程序有误", data=data)
    assert current(story).rule == "civil.first.simplified"


def test_what_does_not_touch_the_clock_gives_no_new_deadline(river):
    story = docketed(river).on(3, 9, "note.recorded", text="阅卷").assigned(river.judge, 3, 10)
    assert Deadline.objects.filter(case=story.case, **LIMIT).count() == 1


def test_a_bulk_load_gives_the_deadlines_that_single_events_give(river):
    steps = [
        ("case.docketed", date(2019, 3, 1), {**DOCKETING, "number": "（2019）示0102民初9号"}),
        ("deduction.started", date(2019, 4, 1), {"span_no": 1, "ground": "appraisal"}),
        ("deduction.ended", date(2019, 5, 1), {"span_no": 1}),
        ("case.closed", date(2019, 9, 20), {"outcome": "judgment", "way": "pronounced"}),
    ]
    case = IncomingCase(
        new_id(), river.court.id, "", [IncomingEvent(*step, recorded_at=moment(step[1])) for step in steps]
    )
    append_many([case], by=ELSEWHERE, at=moment(date(2019, 12, 1)))
    story = docketed(river).on(4, 1, "deduction.started", span_no=1, ground="appraisal")
    story.on(5, 1, "deduction.ended", span_no=1).closed(9, 20)
    names = [field.attname for field in Deadline._meta.fields if field.name not in ("id", "case", "event")]
    told = [
        list(Deadline.objects.filter(case=one, **LIMIT).order_by("known_from").values(*names))
        for one in (case.id, story.case)
    ]
    assert told[0] == told[1] and len(told[0]) == 4


SERVICE = {"kind": "secondary.serve_complaint", "superseded_at": None}


def loaded(river, *, on, **service):
    """A case of 1 March 2019 out of a list that another system sent on a day; `service`: the complaint served, if it tells of that."""
    docketing = IncomingEvent(
        "case.docketed", date(2019, 3, 1), {**DOCKETING, "number": "（2019）示0102民初77号"}
    )
    events = [
        docketing,
        *([IncomingEvent("service.completed", date(2019, 3, 4), service)] if service else []),
    ]
    case = IncomingCase(new_id(), river.court.id, "77", events)
    assert not append_many([case], by=ELSEWHERE, at=moment(on)).rejected
    return Story(river, case.id, CaseState())


def test_what_had_run_out_before_the_load_and_no_event_tells_of_is_not_overdue(river):
    loaded(river, on=date(2019, 12, 1))
    clock = Deadline.objects.get(**SERVICE)
    assert (clock.status, clock.due_on, clock.base_on) == ("untold", None, date(2019, 3, 6))
    assert Deadline.objects.get(**LIMIT).due_on == date(2019, 9, 2), (
        "the limit of the case is reckoned all the same"
    )


def test_what_still_runs_at_the_load_is_watched(river):
    loaded(river, on=date(2019, 3, 5))
    clock = Deadline.objects.get(**SERVICE)
    assert (clock.status, clock.due_on) == ("running", date(2019, 3, 6))


def test_a_source_that_tells_of_services_answers_for_those_it_leaves_out(river):
    loaded(river, on=date(2019, 12, 1), party_no=1, paper="传票", way="direct")
    assert Deadline.objects.get(**SERVICE).due_on == date(2019, 3, 6)


def test_what_was_not_told_stays_so_until_it_is_recorded_here(river):
    story = loaded(river, on=date(2019, 12, 1))
    story.on(12, 2, "note.recorded", text="续报").on(
        12, 2, "service.sent", party_no=1, paper="传票", way="post"
    )
    assert Deadline.objects.get(**SERVICE).status == "untold"
    story.on(12, 3, "service.sent", party_no=2, paper="起诉状副本", way="post")
    assert not Deadline.objects.filter(**SERVICE, closed_on=None).exists()


def test_a_case_that_loses_its_procedure_has_no_deadline_any_more(river):
    story = docketed(river)
    data = {name: value for name, value in DOCKETING.items() if name != "procedure"}
    data["number"] = story.row.number
    story.on(3, 9, "correction.recorded", corrects=1, action="replace", reason="程序未定", data=data)
    assert not Deadline.objects.filter(case=story.case, superseded_at=None, **LIMIT).exists()
