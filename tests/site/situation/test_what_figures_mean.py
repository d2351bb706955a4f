"""Pages say what their figures are of: no sum of what is hidden, no figure of a definition out of force, nothing of days before the data."""

import re

import pytest

from tests.site.situation.test_situation_pages import posts
from tests.site_cast import signed_in
from xiezhi.rules.indicators.catalogue import indicators

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


def words_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    "page",
    ["", "health", "times", "age", "cohorts", "balance", "limits", "enforcement", "indicator/flow.new"],
)
def test_a_period_before_all_data_is_not_told_as_nought(province, snapshot, page):
    client = signed_in(province.river.president)
    text = words_of(client.get(f"/situation/{page}?period=2015Q3"))
    assert "数据自2019年1月起" in text and '<svg class="chart' not in text
    link = re.search(r'class="button small main" href="([^"]+)"', text)[1].replace("&amp;", "&")
    assert "period" not in link and "此期没有数据" not in words_of(client.get(link))


@pytest.mark.parametrize("page", ["planning", "forecast"])
def test_a_page_that_looks_ahead_does_not_mind_the_period(province, snapshot, page):
    client = signed_in(province.river.president)
    assert "此期没有数据" not in words_of(client.get(f"/situation/{page}?period=2015Q3"))


def test_an_indicator_out_of_force_has_no_figure(province, snapshot):
    gone = next(
        one for one in indicators().values() if one.last is None and one.first and one.first.year > 2019
    )
    client = signed_in(province.river.president)
    text = words_of(client.get(f"/situation/indicator/{gone.id}?period=2019Q3"))
    assert "本期未施行" in text and "big-value" not in text


@pytest.mark.parametrize("page", ["balance", "age", "planning"])
def test_what_is_hidden_is_not_added_up(province, snapshot, page):
    client = signed_in(province.river.president)
    assert '<svg class="chart' in words_of(client.get(f"/situation/{page}?period=2019"))
    text = words_of(signed_in(posts(province)["research"]).get(f"/situation/{page}?period=2019"))
    assert "不显示" in text and not re.search(r"未结0件|月均结案0件", text)


def test_the_oldest_cases_are_blocks_on_a_narrow_screen(province, snapshot):
    text = words_of(signed_in(province.river.president).get("/situation/age?period=2019"))
    assert 'class="compact narrow cards"' in text.partition("最久的未结")[2]
