"""What an address asks for: a division with its court, the quarter that is meant without a period; and the trail of what is refused."""

import re
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from tests.cast import appoint, moment
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry
from xiezhi.site.staff.situation import asking
from xiezhi.site.staff.situation.door import ASKED
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.horizon import may_pin
from xiezhi.work.situation.sight import sight_of

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


# --- who lists no cases


def research_of(province):
    return signed_in(appoint(province.river, "花千重", "research"))


def test_who_lists_no_cases_looks_at_periods_that_are_over(province, snapshot):
    """Of one that goes on, the difference to the day before would be one day's cases."""
    client = research_of(province)
    for period, shown in (("2019-11", "2019-11"), ("2019Q3", "2019Q3"), ("2019-12", "2019Q3"), ("2019", "2019Q3"), ("2019Q4", "2019Q3")):  # fmt: skip
        answer = client.get(f"/situation/?period={period}")
        assert answer.context["asked"].period.name == shown
        assert ("已经结束的整月" in answer.content.decode()) == (period != shown)
        offered = re.findall('<option value="([^"]+)"', answer.content.decode())
        assert {"2019-11", "2019Q3"} <= set(offered) and not {"2019-12", "2019Q4", "2019"} & set(offered)
        status = 200 if period == shown else 422
        assert client.get(f"/api/situation/figures?indicator=flow.new&period={period}").status_code == status


def test_who_lists_no_cases_looks_back_to_ends_of_months_only(province, snapshot, monkeypatch):
    made = []

    def as_known(day):
        made.append(day)
        return replace(snapshot, known_at=moment(day + timedelta(days=1), 0), kind="as_known")

    monkeypatch.setattr(snapshots, "as_known", as_known)
    client = research_of(province)
    assert client.get("/situation/?as_of=2019-10-31").context["asked"].as_of == date(2019, 10, 31)
    page = client.get("/situation/?as_of=2019-10-30")
    assert page.context["asked"].as_of is None and "某月最后一日24时" in page.content.decode()
    assert client.get("/api/situation/figures?indicator=flow.new&as_of=2019-10-31").status_code == 200
    assert client.get("/api/situation/figures?indicator=flow.new&as_of=2019-10-30").status_code == 422
    assert set(made) == {date(2019, 10, 31)}
    assert asked(province.river.president, "as_of=2019-10-30").as_of == date(2019, 10, 30)


def test_who_lists_no_cases_pins_no_snapshot_but_the_newest_and_those_of_ends_of_months(
    province, snapshot, monkeypatch
):
    keys = {
        name: f"00000000-0000-0000-0000-{place:012}" for place, name in enumerate(("older", "month", "day"))
    }
    others = {
        keys["older"]: replace(snapshot, id=keys["older"], known_at=moment(date(2019, 11, 12))),
        keys["month"]: replace(
            snapshot, id=keys["month"], kind="as_known", known_at=moment(date(2019, 11, 1), 0)
        ),
        keys["day"]: replace(
            snapshot, id=keys["day"], kind="as_known", known_at=moment(date(2019, 11, 2), 0)
        ),
    }
    monkeypatch.setattr(asking, "snapshots", SimpleNamespace(latest=lambda: snapshot, of_id=others.get))
    sight, wide = (
        sight_of(one.looks())
        for one in (appoint(province.river, "花千重", "research"), province.river.president)
    )
    for key, found in others.items():
        allowed = key == keys["month"]
        address = QueryDict(f"snapshot={key}")
        assert asking._snapshot(address, sight, date(2019, 12, 1), []).id == (key if allowed else snapshot.id)
        assert asking._snapshot(address, wide, date(2019, 12, 1), []).id == key
        assert may_pin(sight, found) == allowed and may_pin(wide, found)
    assert may_pin(sight, snapshot)


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
