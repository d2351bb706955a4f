"""The docket in a real browser: keyboard, narrow and wide, light and dark, both languages, with nothing broken on it."""

import pytest

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, docketed
from tests.docket_cases import cases_in_every_state
from xiezhi.site.staff.docket import taking

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
    "/search?q=mxy",
    "/docket?sort=parties",
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


def test_ticked_rows_are_printed(served_province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(served_province.river.judge).opens("/docket?sort=number")
    page.locator(".docket .in-tick input[name=case]").nth(1).check()
    page.locator(".docket .in-tick input[name=case]").nth(3).check()
    page.click("#export summary")
    assert page.locator("#take [value=ticked]").is_checked()
    assert page.inner_text("[data-ticked]") == "(2)"
    page.fill("#purpose", "庭务会")
    page.click("#export button:has-text('打印')")
    page.wait_for_selector("table.paper")
    assert page.locator("table.paper tbody tr").count() == 2
    assert violations(page) == []
    page.emulate_media(media="print")
    assert page.locator("tr.taken:visible").count() == 2
    assert not page.locator(".heading .actions").is_visible()


def test_the_head_of_the_column_ticks_the_page_and_nothing_ticked_means_all(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens("/docket")
    page.check("th.in-tick input")
    page.click("#export summary")
    assert page.inner_text("[data-ticked]") == f"({page.locator('.docket tbody tr').count()})"
    page.uncheck("th.in-tick input")
    assert page.locator("#take [value=all]").is_checked()


def test_rows_are_ticked_and_taken_without_scripts(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge, java_script_enabled=False).opens("/docket")
    page.locator(".docket .in-tick input[name=case]").nth(0).check()
    page.click("#export summary")
    page.check("#take [value=ticked]")
    page.fill("#purpose", "庭务会")
    with page.expect_download() as download:
        page.click("#export button:has-text('.xlsx')")
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh", "light", 390), ("en", "dark", 1366)])
def test_a_second_look_and_the_files_of_the_worker_are_accessible(
    served_province: Province,
    cases: dict[str, Story],
    reader: Opens,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    scheme: str,
    width: int,
) -> None:
    monkeypatch.setattr(taking, "NEEDS_A_LOOK", 3)
    monkeypatch.setattr(taking, "AT_ONCE", 4)
    president = reader(served_province.river.president, width=width, language=language, color_scheme=scheme)
    page = president.opens("/docket")
    page.click("#export summary")
    page.fill("#purpose", "quarterly check")
    page.click("#export button[value=csv]")
    page.wait_for_selector(".look")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("main button[name=form]")
    page.wait_for_selector(".progress")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(president.opens("/docket/written")) == []
