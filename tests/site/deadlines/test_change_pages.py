"""What an edition of the law data would move: the list, who decides, the sheet, the form of a holiday notice."""

import io
import re
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import Member, Province, Story, moment
from tests.site_cast import signed_in
from tests.watch_pages import figures, rows, shown, text
from tests.watched_cases import TODAY, told
from xiezhi.record.models import AuditEntry, Job
from xiezhi.work.deadlines.changed_law import editions
from xiezhi.work.deadlines.models import Change, Edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
NOW = moment(TODAY)


@pytest.fixture
def edition(province: Province, cases: dict[str, Story]) -> Edition:
    """A staged edition that moves two dates of the river court and one of the hill court; it has been compared."""
    far = told(province.hill, province.hill.judge, 8, 1)
    Edition.objects.create(
        digest="a" * 64,
        files={},
        title_zh="现行",
        title_en="now",
        standing=Edition.IN_FORCE,
        staged_at=NOW,
        decided_at=NOW,
    )
    staged = Edition.objects.create(
        digest="b" * 64, files={}, title_zh="2020年放假安排（本院录入）", title_en="holidays in 2020", staged_at=NOW,
        staged_by=province.high.president.officer, compared_at=NOW, compared=15,
    )  # fmt: skip
    for story, after in (
        (cases["running"], date(2020, 2, 5)),
        (cases["warned"], date(2019, 10, 12)),
        (far, None),
    ):
        Change.objects.create(
            edition=staged, case_id=story.case, court=story.house.court, due_before=date(2020, 2, 3), due_after=after,
            provisional_before=True, status_before="running", status_after="running" if after else "paused",
        )  # fmt: skip
    return staged


def decide(who: Member, edition: Edition, act: str, words: str = "") -> str:
    return text(
        signed_in(who).post(
            f"/deadlines/changes/{edition.pk}/decide", {"act": act, "note": words}, follow=True
        )
    )


def test_without_a_staged_edition_nothing_waits(province: Province) -> None:
    assert "没有待决定的变更" in shown(province.river.president, "/deadlines/changes")


def test_everybody_sees_what_moves_in_his_own_scope_and_no_more(
    province: Province, cases: dict[str, Story], edition: Edition
) -> None:
    for who, count in (
        (province.high.president, 3),
        (province.middle.president, 3),
        (province.river.president, 2),
        (province.river.judge, 2),
        (province.river.second_judge, 0),
        (province.far.president, 0),
    ):
        page = shown(who, "/deadlines/changes")
        assert "2020年放假安排" in page
        assert f'aria-current="true">{count}</a>' in page
        assert rows(page.split('id="history"')[0]) == count


def test_a_change_says_before_after_and_by_how_many_days(
    province: Province, cases: dict[str, Story], edition: Edition
) -> None:
    page = shown(province.high.president, "/deadlines/changes")
    assert "2020年2月3日（暂定）" in page and "2020年2月5日" in page
    assert "+2" in page and "−114" in page and "扣除中" in page
    assert "<dd>15</dd>" in page  # of so many open clocks


def test_the_list_is_narrowed_to_a_court(province: Province, edition: Edition) -> None:
    page = shown(province.high.president, f"/deadlines/changes/{edition.pk}?court={province.hill.court.pk}")
    assert rows(page.split('id="history"')[0]) == 1


def test_only_the_heads_of_the_highest_court_decide_and_others_are_told_why_not(
    province: Province, edition: Edition
) -> None:
    for who in (province.river.president, province.river.judge, province.middle.president):
        page = shown(who, "/deadlines/changes")
        assert "由最高一级法院的院长或者审判管理办公室决定" in page and "/decide" not in page
        assert "没有决定" in decide(who, edition, "accept")
    edition.refresh_from_db()
    assert edition.standing == Edition.STAGED


def test_accepting_brings_it_into_force_and_asks_for_the_dates_to_be_moved(
    province: Province, edition: Edition
) -> None:
    assert "已接受" in decide(province.high.trial_management, edition, "accept", "照通知")
    edition.refresh_from_db()
    assert (edition.standing, edition.note) == (Edition.IN_FORCE, "照通知")
    assert Job.objects.filter(kind=editions.CARRY_OUT, subject=str(edition.pk)).exists()
    assert AuditEntry.objects.filter(verb="edition.decided", object_id=str(edition.pk)).count() == 1
    assert "没有决定：这一版法规数据已有决定" in decide(province.high.president, edition, "refuse")
    assert "按新版改写期限" in shown(province.high.president, f"/deadlines/changes/{edition.pk}")


def test_refusing_moves_nothing(province: Province, edition: Edition) -> None:
    assert "已决定不采用" in decide(province.high.president, edition, "refuse", "与通知不符")
    edition.refresh_from_db()
    assert edition.standing == Edition.REFUSED
    assert not Job.objects.filter(kind=editions.CARRY_OUT).exists()


def test_an_edition_that_was_not_compared_cannot_be_accepted(province: Province, edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(compared_at=None)
    assert "前后对照还没有做完" in shown(province.high.president, "/deadlines/changes")
    assert "没有决定：前后对照尚未完成" in decide(province.high.president, edition, "accept")


def test_the_sheet_has_the_rows_of_the_list_under_who_took_them_and_why(
    province: Province, cases: dict[str, Story], edition: Edition
) -> None:
    answer: Any = signed_in(province.river.president).get(
        f"/deadlines/changes/{edition.pk}/export.xlsx?purpose=核对"
    )
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    mark = str(table[0][0])
    assert "用途：核对" in mark and province.river.president.officer.name in mark
    assert {row[1] for row in table[2:] if row[1]} == {
        cases[name].state.number for name in ("running", "warned")
    }
    assert AuditEntry.objects.get(verb="changes.exported").purpose == "核对"


def test_the_dates_that_move_are_told_from_those_that_are_only_no_longer_provisional(
    province: Province, cases: dict[str, Story], edition: Edition
) -> None:
    Change.objects.filter(case=cases["warned"].case).update(due_after=date(2020, 2, 3))
    client = signed_in(province.river.president)
    page = text(client.get(f"/deadlines/changes/{edition.pk}"))
    assert dict(figures(page)) == {
        f"/deadlines/changes/{edition.pk}": 2,
        f"/deadlines/changes/{edition.pk}?moved=1": 1,
    }
    moved = text(client.get(f"/deadlines/changes/{edition.pk}?moved=1"))
    assert rows(moved.split('id="history"')[0]) == 1 and cases["running"].state.number in moved


@pytest.mark.parametrize("purpose", ["", "x", "长" * 61])
def test_no_sheet_without_a_purpose(province: Province, edition: Edition, purpose: str) -> None:
    answer = signed_in(province.river.president).get(
        f"/deadlines/changes/{edition.pk}/export.xlsx?purpose={purpose}"
    )
    assert answer.status_code == 302
    assert AuditEntry.objects.get(verb="changes.exported").outcome == "denied"


# --- a holiday notice


def typed(year: int = 2028, days: str = "") -> dict[str, object]:
    return {"year": year, "days": days}


def test_a_notice_is_staged_and_compared_before_anybody_decides(province: Province) -> None:
    client = signed_in(province.high.trial_management)
    offered = re.search(
        r"<textarea[^>]*>(.*?)</textarea>", text(client.get("/deadlines/changes/notice")), re.DOTALL
    )
    assert offered is not None
    days = offered[1].strip().replace(",", "\t")  # as a table pastes it
    year = int(days.splitlines()[1][:4])
    said = text(client.post("/deadlines/changes/notice", typed(year, days), follow=True))
    assert "已列为待决定" in said and f"{year}年放假安排" in said and "比对在计的期限" in said
    assert Job.objects.filter(kind=editions.COMPARE).count() == 1
    again = client.post("/deadlines/changes/notice", typed(year, days))
    assert again.status_code == 422 and "已有待决定的法规数据" in again.content.decode()


def test_what_is_wrong_with_a_notice_is_said_with_its_line_and_nothing_typed_is_lost(
    province: Province,
) -> None:
    client = signed_in(province.high.trial_management)
    days = "日期,休班,名称\n2027-13-40,休,元旦\n2027-01-02,喝,元旦"
    answer = client.post("/deadlines/changes/notice", typed(2027, days))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第2行" in page and "第3行" in page and "2027-13-40,休,元旦" in page
    assert not Edition.objects.filter(standing=Edition.STAGED).exists()


@pytest.mark.parametrize(
    "given", [{}, {"year": "x", "days": "y"}, {"year": "2027"}, {"year": 1066, "days": "z"}]
)
def test_a_notice_half_filled_in_is_refused(province: Province, given: dict[str, object]) -> None:
    answer = signed_in(province.high.president).post("/deadlines/changes/notice", given)
    assert answer.status_code == 422 and "没有" in answer.content.decode()


def test_nobody_else_enters_a_notice(province: Province) -> None:
    for who in (province.river.president, province.middle.trial_management, province.high.judge):
        page = shown(who, "/deadlines/changes/notice")
        assert "您的职务不录入放假安排" in page and "<textarea" not in page
        answer = signed_in(who).post(
            "/deadlines/changes/notice", typed(2027, "日期,休班,名称\n2027-01-01,休,元旦")
        )
        assert answer.status_code == 422
    assert not Edition.objects.filter(standing=Edition.STAGED).exists()


def test_the_bar_renews_itself_until_the_work_is_done(province: Province, edition: Edition) -> None:
    Job.objects.create(
        kind=editions.COMPARE, subject=str(edition.pk), asked_at=NOW, state="running", done=5, total=10
    )
    client = signed_in(province.high.president)
    page = text(client.get("/deadlines/changes"))
    assert f"/deadlines/changes/{edition.pk}/progress" in page and "50.0%" in page
    assert "比对在计的期限" in text(client.get(f"/deadlines/changes/{edition.pk}/progress"))
    Job.objects.update(state="done")
    assert client.get(f"/deadlines/changes/{edition.pk}/progress")["HX-Refresh"] == "true"


def test_comparing_is_cancelled_by_those_who_decide(province: Province, edition: Edition) -> None:
    Job.objects.create(kind=editions.COMPARE, subject=str(edition.pk), asked_at=NOW)
    assert (
        signed_in(province.river.president).post(f"/deadlines/changes/{edition.pk}/cancel").status_code == 404
    )
    assert (
        signed_in(province.high.president).post(f"/deadlines/changes/{edition.pk}/cancel").status_code == 302
    )
    assert Job.objects.get().state == "cancelled"
