"""Hidden overruns, open suspensions, cases without a next step: lists, grounds, and the forms they lead to."""

from typing import Any

import pytest

from tests.cast import Province, Story
from tests.site_cast import signed_in
from tests.watch_pages import opens_as_many, rows, shown, text
from tests.watched_cases import told
from xiezhi.work.deadlines.models import Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


def test_a_hidden_overrun_shows_net_and_gross_days_and_what_moved_its_date(
    province: Province, cases: dict[str, Story]
) -> None:
    """Docketed on 5 March: 195 days to 16 September, of which 80 of the appraisal do not count."""
    page = shown(province.river.president, "/deadlines/overruns")
    assert rows(page) == 1 and cases["hidden"].state.number in page
    assert "净115日，自然195日" in page
    assert "鉴定80日" in page


def test_a_ground_opens_the_cases_whose_dates_it_moved(province: Province, cases: dict[str, Story]) -> None:
    client = signed_in(province.river.president)
    page = text(client.get("/deadlines/overruns"))
    assert "ground=deduct.appraisal" in page
    assert rows(text(client.get("/deadlines/overruns?ground=deduct.appraisal"))) == 1
    assert (
        rows(text(client.get("/deadlines/overruns?ground=deduct.notice"))) == 1
    )  # no such ground here: all of them


def test_an_extension_is_a_way_to_overrun_too(province: Province) -> None:
    river = province.river
    story = told(river, river.judge, 3, 4)
    asked: dict[str, Any] = {
        "request_no": 1,
        "months": 3,
        "approver": "president",
        "ground": "special_circumstances",
    }
    story.on(8, 5, "extension.requested", by=river.judge, reason="案情复杂", **asked)
    story.on(8, 12, "extension.granted", **asked)
    page = shown(river.president, "/deadlines/overruns")
    assert "延长3个月" in page and rows(page) == 1


def test_a_protected_overrun_keeps_its_grounds_to_itself(province: Province) -> None:
    story = told(
        province.river, province.river.judge, 3, 5, secrecy="protected", cause={"name": "秘密案由纠纷"}
    )
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(6, 20, "deduction.ended", span_no=1)
    page = shown(province.river.president, "/deadlines/overruns")
    assert rows(page) == 1
    assert "秘密案由" not in page and story.state.number not in page and "鉴定80日" not in page


def test_a_suspension_unseen_for_three_months_leads_to_its_form(
    province: Province, cases: dict[str, Story]
) -> None:
    case = cases["suspended"]
    for who, records in (
        ("judge", True),
        ("division_head", True),
        ("president", True),
        ("trial_management", False),
    ):
        page = shown(getattr(province.river, who), "/deadlines/suspensions")
        assert rows(page) == 1 and case.state.number in page
        assert (f"/cases/{case.case}/record/suspension.reviewed" in page) is records
    case.on(9, 16, "suspension.reviewed", span_no=1, reason="另案尚未审结")
    assert "没有要核查的中止案件" in shown(province.river.judge, "/deadlines/suspensions")


def test_cases_without_a_next_step_are_counted_on_the_status_page_and_open(
    province: Province, cases: dict[str, Story]
) -> None:
    Deadline.objects.exclude(kind="trial").delete()
    client = signed_in(province.river.president)
    status = text(client.get("/status"))
    assert '/deadlines/list/adrift">1件</a>' in status
    assert opens_as_many(client, status) == 1
    listed = text(client.get("/deadlines/list/adrift"))
    assert cases["without_procedure"].state.number in listed
    assert '/deadlines/list/adrift">0件</a>' in text(signed_in(province.hill.president).get("/status"))


def test_whose_post_lists_nothing_is_told_no_number_on_the_status_page(
    province: Province, cases: dict[str, Story]
) -> None:
    assert "/deadlines/list/adrift" not in shown(province.river.system_administrator, "/status")


def test_a_long_list_is_turned_page_by_page(province: Province) -> None:
    for place in range(52):
        told(province.river, province.river.judge, 8, 1 + place % 20, procedure=None)
    Deadline.objects.all().delete()
    client = signed_in(province.river.president)
    first, second = (text(client.get(f"/deadlines/list/adrift?page={page}")) for page in (1, 2))
    assert (rows(first), rows(second)) == (50, 2)
    assert "<b>52</b>" in first and "<b>52</b>" in second
    for page in ("0", "-1", "x", "99999999", "²"):
        assert client.get(f"/deadlines/list/adrift?page={page}").status_code == 200
