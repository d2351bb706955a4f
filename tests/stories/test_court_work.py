"""A day of court work in the browser: a case is docketed, its clock stops and is given more time, a holiday notice moves dates.

What a person does is done on the pages; only the days that already went by are told through the ledger.
"""

import re
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DOCKETING, Province, Story, moment, sole
from xiezhi.project.wiring import JOBS
from xiezhi.record import jobs, ledger
from xiezhi.record.models import Case
from xiezhi.record.recorders import Feed
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import CaseInput
from xiezhi.work.deadlines.models import Deadline, Edition
from xiezhi.work.deadlines.panel import next_rung

pytestmark = WITH_BROWSER
ORDINARY = "civil.first.ordinary"


def before_the_judge(province: Province, filed_on: date) -> Story:
    """A civil case docketed some time ago, before a judge who sits alone with a clerk."""
    river = province.river
    written = ledger.open_case(
        river.court.id, "case.docketed", DOCKETING, occurred_on=filed_on, by=Feed("here"), at=moment(filed_on)
    )
    for kind, data in (
        ("case.assigned", {"division_id": river.division("civil"), "reporting_judge": river.judge.id, "way": "random"}),
        ("panel.formed", sole(river.judge, river.clerk)),
    ):  # fmt: skip
        written = ledger.append(
            written.case, kind, data, occurred_on=filed_on, by=Feed("here"), at=moment(filed_on)
        )
    return Story(river, written.case, written.state)


def due_of(case: Any) -> date | None:
    return Deadline.objects.get(case=case, kind="trial", subject="", superseded_at=None).due_on


def answer(filed_on: date, today: date) -> Any:
    return default_clock().compute(CaseInput(ORDINARY, filed_on, court_level="basic", as_of=today))


def test_a_case_is_docketed_and_its_suspension_stops_the_clock(served_province: Province, reader: Opens):
    river = served_province.river
    page = reader(river.filing_officer).opens("/registry/new")
    page.select_option("#id_type", "0301")
    page.wait_for_selector("option[value='civil.first.ordinary']", state="attached")
    page.select_option("#id_procedure", ORDINARY)
    page.fill("#id_cause", "买卖合同纠纷")
    page.fill("#id_parties-1-name", "马晓燕")
    page.fill("#id_parties-2-name", "示范建材有限公司")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#id_procedure") == ORDINARY, (
        "what was chosen while an answer was under way stays"
    )
    page.click("button[value=docket]")

    page.wait_for_url(re.compile("/cases/"))
    case = Case.objects.get()
    assert case.number in page.locator(".notes").inner_text()
    assert due_of(case) == answer(timezone.localdate(), timezone.localdate()).deadline

    page.goto(page.url.split("/cases/")[0] + f"/cases/{case.pk}/record/case.assigned")
    page.select_option("[name=division_id]", river.division("civil"))
    page.select_option("[name=reporting_judge]", river.judge.id)
    with page.expect_response("**/preview"):
        page.select_option("[name=way]", "random")
    page.click("form#record button.main")
    page.wait_for_url(re.compile("/docket"))  # once assigned, the case is no longer the registry's
    ledger.append(
        case.pk, "panel.formed", sole(river.judge, river.clerk), occurred_on=timezone.localdate(),
        by=river.judge.recorder, at=timezone.now(),
    )  # fmt: skip

    page = reader(river.clerk).opens(f"/cases/{case.pk}")
    assert case.number in page.inner_text("h1")
    page.goto(page.url.split("?")[0] + "/record/suspension.ordered")
    page.select_option("[name=ground]", "party_death")
    page.locator("#foresight", has_text="停").wait_for()
    assert violations(page) == []
    page.set_input_files(
        "input[type=file]",
        {"name": "中止裁定书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 ruling"},
    )
    page.click("form#record button.main")
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+(\?.*)?(#.*)?$"))
    assert "停" in page.inner_text("main"), "the clock strip says that the clock stands"
    assert due_of(case) is None, "while the proceedings are suspended there is no last day"
    assert "中止裁定书" in page.inner_text("main")
    case.refresh_from_db()
    assert case.stage == "suspended"


def test_more_time_asked_on_the_last_lawful_day_is_granted_by_the_president(
    served_province: Province, reader: Opens
):
    river, today = served_province.river, timezone.localdate()
    # Where no case's last lawful day is today (it never is on some days), the next one.
    days = (today - timedelta(days) for days in range(120, 240))
    rungs = ((rung.apply_by, day) for day in days if (rung := next_rung(answer(day, today))))
    _, filed_on = min(pair for pair in rungs if pair[0] >= today)
    story = before_the_judge(served_province, filed_on)
    before = due_of(story.case)

    page = reader(river.judge).opens(f"/cases/{story.case}/record/extension.requested")
    assert page.input_value("[name=months]") == "6", "the ladder's length stands there already"
    with page.expect_response("**/preview"):
        page.fill("[name=reason]", "案情复杂，鉴定意见尚未出具")
    page.click("form#record button.main")
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+(\?.*)?(#.*)?$"))
    assert due_of(story.case) == before, "to ask changes nothing"

    page = reader(river.president).opens("/desk")
    assert story.state.number in page.inner_text("main"), "the request waits on the president's desk"
    assert violations(page) == []
    page.goto(f"{page.url.split('/desk')[0]}/cases/{story.case}/record/extension.granted")
    page.click("form#record button.main")
    page.wait_for_load_state()
    after = due_of(story.case)
    assert before is not None and after is not None
    assert after > before + timedelta(150)
    state = ledger.happenings(story.case)[-1]
    assert state.kind == "extension.granted"
    standing = Deadline.objects.get(case=story.case, kind="trial", subject="", superseded_at=None)
    assert (standing.extensions, standing.issues) == (1, ""), "asked in time, granted by whom the law names"
    assert Deadline.objects.filter(case=story.case, kind="trial").count() > 1, "the answer before it stays"

    page = reader(river.clerk).opens(f"/cases/{story.case}")
    assert f"{after.year}年{after.month}月{after.day}日" in page.inner_text("main")


def test_a_holiday_notice_moves_no_date_before_it_is_accepted(served_province: Province, reader: Opens):
    """A notice makes the day on which a limit ends a day of rest; the list says so, and the date follows the acceptance."""
    high, today = served_province.high, timezone.localdate()
    story, due = next(
        (filed_on, found.deadline)
        for filed_on in (today - timedelta(days) for days in range(170))
        if (found := answer(filed_on, today)).provisional
        and found.deadline == found.nominal_deadline
        and found.deadline.weekday() < 5
        and found.deadline.year == default_clock().calendar.published_through.year + 1
    )
    told = before_the_judge(served_province, story)
    assert due_of(told.case) == due

    page = reader(high.trial_management).opens("/deadlines/changes/notice")
    assert violations(page) == []
    statutory = page.input_value("[name=days]")
    page.fill("[name=days]", f"{statutory}\n{due},休,春节")
    page.click("main form button.main")
    page.wait_for_url(re.compile("/deadlines/changes"))
    assert due_of(told.case) == due, "a staged notice moves nothing"
    work_off_all()
    page.goto(page.url)
    assert told.state.number in page.inner_text("main")
    assert violations(page) == []
    assert due_of(told.case) == due, "nor does the list of what it would move"
    page.fill("[name=note]", "按国务院办公厅通知")
    page.click("button[value=accept]")
    page.wait_for_load_state()
    work_off_all()
    moved = Deadline.objects.get(case=told.case, kind="trial", subject="", superseded_at=None)
    assert moved.due_on is not None and moved.due_on > due
    assert moved.change is not None and moved.change.edition.decided_by == high.trial_management.officer
    assert Edition.objects.get(standing=Edition.IN_FORCE).note == "按国务院办公厅通知"


def work_off_all() -> None:
    while jobs.work_off(JOBS):
        pass
