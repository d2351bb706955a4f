"""What an address asks for: a division with its court, the quarter that is meant without a period; and the trail of what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cast import appoint, moment
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry
from xiezhi.site.staff.situation.door import ASKED
from xiezhi.work.situation import snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


def asked(member, query, page="/situation/"):
    answer = signed_in(member).get(f"{page}?{query}")
    assert answer.status_code == 200
    return answer.context["asked"]


# --- divisions


def test_a_division_stays_while_its_own_court_alone_is_looked_at(province, snapshot):
    middle, river = province.middle, province.river
    own, lower = middle.division("civil"), river.division("civil")
    for query, division in (
        (f"court={middle.court.id}.only&division={own}", own), (f"court={river.court.id}&division={lower}", lower),
    ):  # fmt: skip
        assert str(asked(province.high.trial_management, f"{query}&period=2019").division.pk) == division
    assert str(asked(river.president, f"division={lower}&period=2019").division.pk) == lower, (
        "his only court needs no naming"
    )


def test_a_division_goes_when_several_courts_are_chosen(province, snapshot):
    middle, river = province.middle, province.river
    own, lower = middle.division("civil"), river.division("civil")
    for query in (
        f"court=&division={lower}", f"court={middle.court.id}&division={own}", f"court={middle.court.id}&division={lower}",
    ):  # fmt: skip
        found = asked(province.high.trial_management, f"{query}&period=2019")
        assert found.division is None and found.one_court is None, query
        assert "division" not in dict(found.values())


def test_a_division_of_a_court_out_of_sight_is_not_there_whatever_else_is_chosen(province, snapshot):
    client = signed_in(province.middle.president)
    assert client.get(f"/situation/?division={province.far.division('civil')}").status_code == 404


# --- the usual period


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2019, 8, 15), "2019Q2"), (date(2019, 10, 2), "2019Q3"), (date(2019, 3, 31), "2019Q1")]
)  # fmt: skip
def test_without_a_period_the_page_and_the_interface_tell_of_the_same_quarter(
    province, snapshot, monkeypatch, day, quarter
):
    """The last one that was over on the day that the facts know, however long ago that is; none before they begin."""
    then = replace(snapshot, known_at=moment(day + timedelta(days=1), 0), kind="as_known")
    monkeypatch.setattr(snapshots, "as_known", lambda _: then)
    president = province.river.president
    page = asked(president, f"as_of={day}").period
    told = signed_in(president).get(f"/api/situation/figures?indicator=flow.new&as_of={day}").json()
    assert page.name == told["asked"]["period"]["name"] == quarter


# --- refusals


def refusals():
    entries = AuditEntry.objects.filter(verb=ASKED).order_by("at")
    return [(one.outcome, one.reason) for one in entries]


def test_foreign_courts_and_divisions_leave_an_entry_each(province, snapshot):
    client, far = signed_in(province.river.president), province.far
    queries = (f"court={far.court.id}", f"division={far.division('civil')}")
    for path in ("/situation/", "/situation/health", "/situation/cases", "/api/situation/figures"):
        for query in queries:
            assert client.get(f"{path}?{query}").status_code == 404, path
    assert refusals() == [("denied", "no such court"), ("denied", "no such division")] * 4
    entry = AuditEntry.objects.filter(verb=ASKED).earliest("at")
    assert (entry.officer, entry.court) == (province.river.president.officer.pk, province.river.court.pk)
    assert str(far.court.id) in entry.details


def test_a_post_without_figures_reports_or_open_data_leaves_an_entry(province, snapshot):
    for member, path, status, reason in (
        (province.river.system_administrator, "/situation/", 200, "your post has no figures of the situation"),
        (province.river.system_administrator, "/api/situation/figures", 403, "your post has no figures of the situation"),
        (province.river.judge, "/situation/report", 403, "reports and meetings are for presidents"),
        (province.river.judge, "/situation/meetings", 403, "reports and meetings are for presidents"),
        (province.river.president, "/situation/open-data?period=2019Q3", 403, "open data are made by posts"),
        (province.river.president, "/situation/open-data/package?period=2019Q3", 403, "open data are made by posts"),
        (province.river.president, "/api/situation/open-data?period=2019Q3", 403, "open data are made by posts"),
    ):  # fmt: skip
        before = len(refusals())
        assert signed_in(member).get(path).status_code == status, path
        assert [(outcome, said.startswith(reason)) for outcome, said in refusals()[before:]] == [
            ("denied", True)
        ], path


def test_a_list_for_who_lists_no_cases_leaves_an_entry(province, snapshot):
    research = signed_in(appoint(province.river, "花千重", "research"))
    assert research.get("/situation/cases?figure=flow.new&period=2019").status_code == 404
    assert refusals() == [("denied", "no such list")]


def test_what_is_seen_leaves_none(province, snapshot):
    client = signed_in(province.river.president)
    assert client.get("/situation/?period=2019").status_code == 200
    assert client.get("/situation/?period=yesterday").status_code == 200
    assert not refusals()


def test_open_data_of_a_period_that_has_none_say_why(province, snapshot):
    """That is nobody's right, so it is no refusal."""
    client = signed_in(province.high.trial_management)
    answer = client.get("/situation/open-data/package?period=2019-08")
    assert answer.status_code == 422 and "2019-08 不是整季" in answer.content.decode()
    assert not refusals()
