"""What has no earlier period to stand beside, and what has no division: neither is told as nought nor left without its list."""

import re
from html import unescape

import pytest

from tests.facts_cases import keep_facts
from tests.site.situation.conftest import Kept, facts_of_the_record, kept_facts
from tests.site_cast import signed_in
from xiezhi.site.staff.situation.asking import may_narrow
from xiezhi.work.situation import snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

WITHOUT = 7


def test_the_overview_compares_the_first_months_of_the_data_with_nothing(province, snapshot):
    page = signed_in(province.high.trial_management).get("/situation/?period=2019Q1")
    found = page.context["found"]
    assert (found.before, found.previous) == (None, None) and found.flow.new.numerator
    assert "相比）" not in page.content.decode()
    assert [month.period.name for month in found.months] == ["2019-01", "2019-02", "2019-03"]
    later = signed_in(province.high.trial_management).get("/situation/?period=2019Q2").context["found"]
    assert later.before is None and later.previous.new.numerator == found.flow.new.numerator


@pytest.fixture
def some_without(province, tmp_path, monkeypatch):
    """The facts of the record, of which some cases of a basic court have no division yet."""
    kept = kept_facts(province, tmp_path, monkeypatch)
    rows = facts_of_the_record(province)
    river = [row for row in rows if row["court_id"] == str(province.river.court.pk)]
    for row in river[:WITHOUT]:
        row["division_id"] = None
    of = Kept(keep_facts(rows, tmp_path, monkeypatch), kept.known_at)
    monkeypatch.setattr(snapshots, "latest", lambda: of)
    monkeypatch.setattr(snapshots, "of_id", lambda key: of if key == of.id else None)
    return of


def test_cases_without_a_division_open_from_the_workload(province, some_without):
    client = signed_in(province.river.president)
    page = client.get("/situation/workload?period=2019").content.decode()
    line = page[page.index('<th scope="row">不在任何庭室</th>') :].partition("</tr>")[0]
    opened = {unescape(link): int(words) for link, words in re.findall(r'href="([^"]*)"[^>]*>(\d+)<', line)}
    assert opened and WITHOUT in opened.values()
    for link, words in opened.items():
        listed = client.get(link)
        assert listed.context["total"] == words and "审判部门：未填" in listed.content.decode()


def test_cases_are_narrowed_to_no_division_but_not_to_one_by_a_filter(province, snapshot):
    civil = province.river.division("civil")
    assert may_narrow("division_id", "") and not may_narrow("division_id", civil)
    page = signed_in(province.river.president).get(f"/situation/?period=2019&where=division_id:{civil}")
    assert page.context["asked"].where == () and "没有采用" in page.content.decode()
