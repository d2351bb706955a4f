"""The docket in a real browser: keyboard, narrow and wide, light and dark, both languages, with nothing broken on it."""

import pytest

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, docketed
from tests.docket_cases import cases_in_every_state

pytestmark = WITH_BROWSER

LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"
PAGES = (
    "/docket",
    "/docket?view=hidden",
    "/docket?view=closed",
    "/docket?stage=suspended&cause=买卖&filed_from=2019-01-01",
    "/docket?stage=x",
    "/docket?cause=无",
    "/docket?as_of=2019-04-10",
    "/search?q=示范",
    "/search?q=无此人",
)


@pytest.fixture
def cases(served_province: Province) -> dict[str, Story]:
    parties = [{**PLAINTIFF, "name": LONG_NAME}, {**DEFENDANT, "name": LONG_NAME[::-1]}]
    docketed(served_province.river, 8, 20, parties=parties).assigned(served_province.river.judge, 8, 20)
    return cases_in_every_state(served_province)


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_every_page_is_accessible(
    served_province: Province, cases: dict[str, Story], reader: Opens, language: str, scheme: str
) -> None:
    president = reader(served_province.river.president, language=language, color_scheme=scheme)
    for path in PAGES:
        assert violations(president.opens(path)) == [], path
    nobody = reader(served_province.river.system_administrator, language=language, color_scheme=scheme)
    assert violations(nobody.opens("/docket")) == []
    assert violations(reader(None, language=language, color_scheme=scheme).opens("/sign-in")) == []


def test_open_menus_are_accessible(served_province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(served_province.river.president).opens("/docket")
    for place in range(page.locator("main details.menu").count()):
        page.evaluate("place => document.querySelectorAll('main details.menu')[place].open = true", place)
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 768, 1366, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_window(
    served_province: Province, cases: dict[str, Story], reader: Opens, width: int, language: str
) -> None:
    president = reader(served_province.river.president, width=width, language=language)
    for path in PAGES:
        page = president.opens(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_keyboard_walks_rows_search_and_suggestions(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens("/docket")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-rows] tbody a.number").first
    assert page.evaluate("document.activeElement.textContent") == first.text_content()
    page.keyboard.press("/")
    page.keyboard.type("马晓燕")
    page.wait_for_selector(".found a")
    page.keyboard.press("ArrowDown")
    assert "/cases/" in page.evaluate("document.activeElement.href")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator(".found a").count() == 0


def test_a_view_is_saved_and_found_again(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens("/docket?stage=suspended")
    page.click(".docket-views summary")
    page.fill("#view-name", "中止的")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tabs [aria-current]:has-text('中止的')")
    page.click(".tabs a:has-text('未结')")
    page.click(".tabs a:has-text('中止的')")
    assert page.locator("[data-rows] tbody tr").count() == 1


def test_a_file_is_taken_with_a_purpose(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens("/docket?view=open")
    page.click("#export summary")
    page.fill("#purpose", "季度核对")
    with page.expect_download() as download:
        page.click("#export button:has-text('.csv')")
    assert download.value.suggested_filename.endswith(".csv")


def test_the_list_works_without_scripts(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge, java_script_enabled=False).opens("/docket")
    page.click(".chips summary:has-text('案由')")
    page.fill("#cause-words", "秘密")
    page.keyboard.press("Enter")
    page.wait_for_url("**cause=**")
    assert page.locator("[data-rows] tbody tr").count() == 1


def test_paper_shows_the_chosen_view_and_who_printed_it(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens("/docket?view=suspended")
    page.emulate_media(media="print")
    assert page.locator(".tabs a:visible").all_text_contents() == ["中止1"]
    assert "陆知衡打印于" in page.locator(".on-paper").inner_text()
    assert not page.locator(".chips").is_visible()
