"""Values of few cases as a page shows them: grey, without colour, with the reach of chance, and in words what a strip draws."""

import re
from datetime import date

import pytest

from tests.facts_cases import a_fact, keep_facts
from tests.site.situation.conftest import Kept
from tests.site_cast import signed_in
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation import snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

ROW = re.compile(
    r"<tr([^>]*)><th scope=\"row\"><a class=\"plain\" href=\"/situation/indicator/([^\"?]+)[^>]*>.*?</tr>",
    re.DOTALL,
)


def rows(page: str) -> dict[str, str]:
    """The lines of the health check by indicator."""
    return {found[2]: found[0] for found in ROW.finditer(page)}


@pytest.fixture
def check(province, snapshot) -> str:
    client = signed_in(province.river.president)
    return client.get(f"/situation/health?period=2019Q3&snapshot={snapshot.id}").content.decode()


def test_a_median_of_few_cases_is_grey_and_said_to_be_of_few(check):
    line = rows(check)["ops.median_days"]
    assert "few-cases" in line and "件数少" in line and "num few" in line


def test_a_strip_says_in_words_what_it_draws(check):
    told = re.findall(r"</svg><span class=\"unseen\">(近\d期：[^<]+)</span>", check)
    assert told
    assert all(re.match(r"近\d期：20\d\dQ\d ", one) for one in told)
    assert any("95%区间" in one for one in told)


def test_the_page_names_the_threshold_of_the_data(check):
    assert f"依据案件不足{thresholds().few_cases}件的只作参考" in check


def test_an_indicator_of_few_cases_tells_the_reach_of_chance_in_text_and_table(province, snapshot):
    client = signed_in(province.river.president)
    page = client.get(
        f"/situation/indicator/flow.closing_rate?period=2019Q3&snapshot={snapshot.id}"
    ).content.decode()
    assert re.search(r"依据案件不足\d+件，只作参考。95%区间[\d.]+%至[\d.]+%。", page)
    assert re.search(r"<th scope=\"col\" class=\"right\">95%区间（不足\d+件）</th>", page)


def test_a_grown_stock_is_told_in_numbers_and_not_by_a_tint(province, snapshot):
    page = (
        signed_in(province.high.trial_management)
        .get(f"/situation/?period=2019Q3&snapshot={snapshot.id}")
        .content.decode()
    )
    assert re.search(r"本期[+−]\d", page)
    assert "grew" not in page and "底色" not in page


def test_the_last_days_of_a_month_on_the_page_of_balance_are_its_last_ten_day_part(province, snapshot):
    page = (
        signed_in(province.river.president)
        .get(f"/situation/balance?period=2019Q3&snapshot={snapshot.id}")
        .content.decode()
    )
    assert "其中下旬" in page and "月末" not in page


def test_the_evenness_of_a_handful_of_closings_is_no_heading_of_the_overview(
    province, snapshot, tmp_path, monkeypatch
):
    closed = [date(2019, 8, day) for day in (5, 6, 7)]
    rows = [a_fact(province.river, date(2019, 1, 7), day) for day in closed]
    kept = Kept(keep_facts(rows, tmp_path, monkeypatch), snapshot.known_at)
    monkeypatch.setattr(snapshots, "latest", lambda: kept)
    page = signed_in(province.river.president).get("/situation/?period=2019Q3").content.decode()
    assert "<h2>均衡结案度（" in page
    assert re.search(r"只结3件，不足\d+件，−\d\.\d\d只作参考。", page)


def test_the_map_has_a_key_and_one_for_its_dashes_where_there_are_any(province, snapshot):
    page = signed_in(province.high.trial_management).get("/situation/?period=2019Q3")
    assert "大字：期末未结件数" in page.content.decode()
    dashed = any(one.few for one in page.context["areas"])
    assert (f"虚线框：未结不足{thresholds().few_cases}件" in page.content.decode()) == dashed
