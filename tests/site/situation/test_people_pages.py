"""What pages, API and report show of figures that divide by judges: what stands below, said and opening nothing; not of a part of a court."""

import re

import pytest

from tests.site_cast import signed_in
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import speak_to
from xiezhi.site.staff.situation.workload import per_head
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.definitions import Repeated
from xiezhi.work.situation.report.values import Basis, Place, Places, plain
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.workload import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

PAGE = "/situation/indicator/flow.per_judge"


def page_of(member, address):
    answer = signed_in(member).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_how_many_judges_and_how_they_were_counted(province, snapshot):
    page = page_of(province.river.president, f"{PAGE}?period=2019&lang=zh&snapshot={snapshot.id}")
    (judges,) = set(re.findall(r'<(\w+) class="num[^"]*"[^>]*>5名法官<', page))
    assert judges == "span", "they open no list"
    assert "件/人" in page and "以任职记录的现状为准" in page
    assert "折算人力5.0" in page, "the variant"


def test_the_check_has_them_where_they_are_in_force(province, snapshot):
    page = page_of(province.river.president, f"/situation/health?period=2019&lang=zh&snapshot={snapshot.id}")
    assert "/situation/indicator/flow.per_judge" in page and "5名法官" in page
    assert "/situation/indicator/cn2024.per_judge" not in page


def test_a_court_of_one_judge_has_no_figure_of_him(province, snapshot):
    page = page_of(province.far.president, f"{PAGE}?period=2019&lang=zh&snapshot={snapshot.id}")
    assert "人数不足或者不详" in page and "1名法官" not in page and "件/人" not in page


@pytest.mark.parametrize(
    "query", ["where=case_class:civil", "division={division}"], ids=["narrowed", "a division"]
)
def test_of_a_part_of_a_court_there_is_none(province, snapshot, query):
    river = province.river
    asked = query.format(division=river.division("civil"))
    court = f"court={river.court.pk}&period=2019&lang=zh&snapshot={snapshot.id}&{asked}"
    page = page_of(river.president, f"{PAGE}?{court}")
    assert "名法官" not in page and "只按整个法院计" in page
    assert "名法官" not in page_of(river.division_head, f"{PAGE}?period=2019&lang=zh&snapshot={snapshot.id}")


def test_programs_get_them_with_what_stands_below(province, snapshot):
    asked = f"indicator=flow.per_judge&period=2019&snapshot={snapshot.id}"
    client = signed_in(province.river.president)
    (found,) = client.get(f"/api/situation/figures?{asked}").json()["figures"]
    assert found["denominator"] == 5 and found["value"] == found["numerator"] / 5
    assert found["cases"]["numerator"] and found["cases"]["denominator"] is None
    far = signed_in(province.far.president).get(f"/api/situation/figures?{asked}").json()["figures"]
    assert [(one["value"], one["denominator"], one["state"]) for one in far] == [(None, None, "people")]
    judge = signed_in(province.river.judge).get(f"/api/situation/figures?{asked}").json()
    assert judge["absent"] == ["flow.per_judge"]


def test_the_report_tells_them_and_made_again_whether_posts_have_changed(province, snapshot):
    river = province.river
    sight, key = sight_of(river.president.looks()), str(river.court.pk)
    basis = Basis(snapshot.id, snapshot.known_at, "all", read_period("2019"), (key,))
    places = Places(river.court.name, (Place(key, river.court.name),))
    made_on = snapshot.known_at.date()

    def report(then=None):
        repeated = Repeated(snapshot.known_at, then) if then is not None else None
        with speak_to("zh"):
            return contents_of(sight, basis, places, made_on=made_on, repeated=repeated)

    first = report()
    (check,) = (table for table in first.tables() if table.name == "体检表")
    (row,) = (row for row in check.rows if row[0].words == "法官人均结案数")
    assert row[2].words.endswith("/5名法官") and row[2].link is None and row[1].link is not None
    assert any("以任职记录的现状为准" in note for section in first.sections for note in section.notes)
    assert "数据、口径都与那份相同" in plain(report(first.digests).sections[-1].sentences[-1])
    river.judge.post.delete()
    said = plain(report(first.digests).sections[-1].sentences[-1])
    assert "任职记录已变动：法官人数、折算人力" in said and "计算方法" not in said


# --- for each of how many


def test_there_is_no_workload_for_each_of_fewer_people_than_three(province):
    """It would be the rate of one of them; counts stand there all the same."""
    shown = {key: Shown(key, read_period("2019Q3"), (), 60, 60, None) for key in FLOW}
    for fte, told in ((0.0, ["—"] * 3), (1.0, ["—"] * 3), (2.9, ["—"] * 3), (3.0, ["6.6", "6.6", "20.0"])):
        cells = per_head(Unit(province.river.court, shown, {}, fte), 92, 1)
        assert [getattr(cell, "words", cell) for cell in cells] == told, fte
    rounded = per_head(Unit(province.river.court, shown, {}, 3.0), 92, 0)
    assert [getattr(cell, "words", cell) for cell in rounded] == ["7", "7", "20"]
