"""The pages of the situation in a real browser: accessible, within the window, and walked by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import Province
from tests.site.situation.conftest import Kept, kept_facts

pytestmark = WITH_BROWSER

PAGES = (
    "/situation/?period=2019Q3",
    "/situation/health?period=2019Q3",
    "/situation/indicator/ops.mean_days?period=2019Q3",
    "/situation/indicator/cn2024.in_limit?period=2019Q3",
    "/situation/cases?figure=flow.new&period=2019Q3",
    "/situation/times?period=2019Q3",
    "/situation/age?period=2019Q3",
    "/situation/cohorts?period=2019Q3",
    "/situation/balance?period=2019",
    "/situation/limits?period=2019Q3",
    "/situation/enforcement?period=2019Q3",
    "/situation/workload?period=2019Q3",
    "/situation/forecast",
    "/situation/planning",
    "/situation/report?period=2019Q3",
    "/situation/meetings?period=2019Q3",
    "/situation/open-data?period=2019Q3",
)


@pytest.fixture
def facts(served_province: Province, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return kept_facts(served_province, tmp_path, monkeypatch)


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_every_page_is_accessible(
    served_province: Province, facts: Kept, reader: Opens, language: str, scheme: str
) -> None:
    management = reader(served_province.high.trial_management, language=language, color_scheme=scheme)
    for path in PAGES:
        assert violations(management.opens(path)) == [], path
    judge = reader(served_province.river.judge, language=language, color_scheme=scheme)
    for path in ("/situation/?period=2019Q3", "/situation/workload?period=2019Q3"):
        assert violations(judge.opens(path)) == [], path
    administrator = reader(served_province.river.system_administrator, language=language, color_scheme=scheme)
    assert violations(administrator.opens("/situation/")) == []


@pytest.mark.parametrize(("width", "language"), [(390, "zh"), (1366, "en")])
def test_nothing_is_wider_than_the_window(
    served_province: Province, facts: Kept, reader: Opens, width: int, language: str
) -> None:
    management = reader(served_province.high.trial_management, width=width, language=language)
    for path in PAGES:
        page = management.opens(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [390, 1366])
def test_the_current_tab_is_in_sight_and_numbers_stand_beside_long_names(
    served_province: Province, facts: Kept, reader: Opens, width: int
) -> None:
    management = reader(served_province.high.trial_management, width=width, language="en")
    tabs = management.opens("/situation/open-data?period=2019Q3").locator(".tabs")
    expect(tabs.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)
    if width > 899:
        assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth"), "all of them wrapped"
    page = management.opens("/situation/workload?period=2019Q3")
    name, number = (
        page.locator(f"table.narrow tbody tr > :nth-child({place})").first.bounding_box() for place in (1, 3)
    )
    assert name and number
    assert name["width"] <= 0.45 * width and number["x"] + number["width"] <= width


def test_a_number_is_reached_and_opened_by_keyboard(
    served_province: Province, facts: Kept, reader: Opens
) -> None:
    page = reader(served_province.river.president).opens("/situation/age?period=2019Q3")
    said = page.locator("td a.num.count").first.text_content()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('td a.num.count')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(f"{said}件")
    expect(page.locator("main")).to_contain_text("与所点数字一致")


def test_tables_behind_drawings_open_by_keyboard(
    served_province: Province, facts: Kept, reader: Opens
) -> None:
    page = reader(served_province.river.president).opens("/situation/?period=2019Q3")
    page.locator("details.data > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.data table").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("details.data table").first).to_be_hidden()
