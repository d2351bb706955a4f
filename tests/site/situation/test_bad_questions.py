"""Addresses that nobody should write: each is answered with what is wrong with it, and the page stands."""

import pytest
from django.urls import reverse

from tests.cast import appoint
from tests.site_cast import signed_in
from xiezhi.site.staff.situation import asking
from xiezhi.site.staff.situation.frame import PAGES
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.looking import facts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

WITH_SNAPSHOTS_OF_THEIR_OWN = ("situation_reports", "situation_meetings", "situation_open_data")
NOT_TOLD = (
    "organised_crime:true", "four_types:sensitive", "broadcast:true", "hearing_public:true", "reversal_reason:law", "zb_checked_ok:true",
    "property_found:true",
)  # fmt: skip


def addresses() -> list[str]:
    pages = [reverse(f"staff:{name}") for name in PAGES if name not in WITH_SNAPSHOTS_OF_THEIR_OWN]
    return [*pages, "/situation/indicator/flow.new"]


def test_what_the_record_does_not_tell_is_no_filter(province, snapshot):
    client = signed_in(province.river.president)
    for where in NOT_TOLD:
        page = client.get(f"/situation/?period=2019Q3&where={where}")
        assert page.status_code == 200 and page.context["asked"].where == ()
        assert "没有采用" in page.content.decode(), where


def test_a_filter_that_older_facts_lack_is_named_and_left_out(province, snapshot, monkeypatch):
    from dataclasses import replace

    whole = facts_of(snapshot.id)
    monkeypatch.setattr(asking, "facts_of", lambda _: replace(whole, columns=whole.columns - {"procedure"}))
    page = signed_in(province.river.president).get("/situation/?period=2019Q3&where=procedure:ordinary")
    assert page.context["asked"].where == () and "这份数据快照没有这一栏" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("period=1900", "早于工作日历"), ("period=1900Q1", "早于工作日历"), ("period=1900S", "早于工作日历"), ("period=2003Q4", "早于工作日历"),
        ("from=1900-01-01&to=2099-12-31", "早于工作日历"), ("from=2009-01-01&to=2019-01-02", "过长"), ("from=9999-12-01&to=9999-12-31", "期间"),
    ],
)  # fmt: skip
def test_a_period_too_early_or_too_long_is_named_and_the_usual_one_shown(province, snapshot, typed, told):
    page = signed_in(province.high.trial_management).get(f"/situation/balance?{typed}")
    assert page.status_code == 200 and page.context["asked"].period.name == "2019Q3"
    assert told in page.content.decode()


@pytest.mark.parametrize(
    "typed", ["from=2004-01-01&to=2013-12-31", "from=2009-12-01&to=2019-11-30"], ids=["earliest", "longest"]
)
def test_the_earliest_and_the_longest_period_are_shown_on_every_page(province, snapshot, typed, hard):
    client = signed_in(province.high.trial_management)
    for address in (
        addresses() if hard else ("/situation/", "/situation/balance", "/situation/indicator/flow.new")
    ):
        answer = client.get(f"{address}?{typed}")
        assert answer.status_code == 200, address
        assert "有的条件没有看懂" not in answer.content.decode(), address


def test_facts_of_before_the_calendar_are_not_asked_for(province, snapshot):
    page = signed_in(province.river.president).get("/situation/?as_of=1990-01-01")
    assert page.status_code == 200 and "截至：早于工作日历" in page.content.decode()


@pytest.mark.parametrize(
    "fault", [PermissionError("no"), OSError(28, "no space left")], ids=["no right", "full"]
)
def test_a_past_day_whose_facts_cannot_be_written_is_told_so(province, snapshot, monkeypatch, fault):
    def refused(*_):
        raise fault

    monkeypatch.setattr(snapshots, "ensure", refused)
    client = signed_in(province.river.president)
    page = client.get("/situation/?as_of=2019-05-01")
    assert page.status_code == 503 and "现在生成不了" in page.content.decode()
    answer = client.get("/api/situation/figures?as_of=2019-05-01")
    assert answer.status_code == 503 and "cannot be made now" in answer.json()["error"]["en"]


def test_who_lists_no_cases_asks_programs_for_no_sliding_months(province, snapshot):
    client = signed_in(appoint(province.river, "花千重", "research"))
    for period, status in (
        ("2019-01-01..2019-02-28", 422), ("2019-02-01..2019-07-31", 422), ("2019S", 422), ("2019-01-01..2019-03-31", 200), ("2019H1", 200),
    ):  # fmt: skip
        answer = client.get(f"/api/situation/figures?indicator=flow.new&period={period}")
        assert answer.status_code == status, period
