"""The docket in a real browser: keyboard, narrow and wide, light and dark, both languages, with nothing broken on it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, docketed, found_province
from tests.docket_cases import cases_in_every_state
from tests.site_cast import signed_in

# Playwright's loop runs in the thread of the tests, which makes Django take them for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

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


@pytest.fixture(autouse=True)
def plain_files(settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def province(transactional_db) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    parties = [{**PLAINTIFF, "name": LONG_NAME}, {**DEFENDANT, "name": LONG_NAME[::-1]}]
    docketed(province.river, 8, 20, parties=parties).assigned(province.river.judge, 8, 20)
    return cases_in_every_state(province)


class Reader:
    """A browser page of somebody signed in, which remembers what went wrong on it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("request", self._stays_here)

    def _stays_here(self, request: Any) -> None:
        if not request.url.startswith(self.address):
            self.faults.append(f"asked another host: {request.url}")

    def opens(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page


Opens = Callable[..., Reader]


@pytest.fixture
def reader(live_server, browser) -> Iterator[Opens]:
    """`reader(member, width=…, language=…, color_scheme=…)`: a page of a browser in which that officer is signed in."""
    contexts, readers = [], []

    def sign_in(who: Member | None, width: int = 1366, language: str = "zh", **options: Any) -> Reader:
        context = browser.new_context(viewport={"width": width, "height": 768}, **options)
        cookies = {"language": language}
        if who is not None:
            cookies["sessionid"] = signed_in(who).cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        contexts.append(context)
        readers.append(Reader(context.new_page(), live_server.url))
        return readers[-1]

    yield sign_in
    for context in contexts:
        context.close()
    assert [fault for one in readers for fault in one.faults] == []


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_every_page_is_accessible(
    province: Province, cases: dict[str, Story], reader: Opens, language: str, scheme: str
) -> None:
    president = reader(province.river.president, language=language, color_scheme=scheme)
    for path in PAGES:
        assert violations(president.opens(path)) == [], path
    nobody = reader(province.river.system_administrator, language=language, color_scheme=scheme)
    assert violations(nobody.opens("/docket")) == []
    assert violations(reader(None, language=language, color_scheme=scheme).opens("/sign-in")) == []


def test_open_menus_are_accessible(province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(province.river.president).opens("/docket")
    for place in range(page.locator("main details.menu").count()):
        page.evaluate("place => document.querySelectorAll('main details.menu')[place].open = true", place)
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 768, 1366, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_window(
    province: Province, cases: dict[str, Story], reader: Opens, width: int, language: str
) -> None:
    president = reader(province.river.president, width=width, language=language)
    for path in PAGES:
        page = president.opens(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_keyboard_walks_rows_search_and_suggestions(
    province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(province.river.judge).opens("/docket")
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


def test_a_view_is_saved_and_found_again(province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(province.river.judge).opens("/docket?stage=suspended")
    page.click(".docket-views summary")
    page.fill("#view-name", "中止的")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tabs [aria-current]:has-text('中止的')")
    page.click(".tabs a:has-text('未结')")
    page.click(".tabs a:has-text('中止的')")
    assert page.locator("[data-rows] tbody tr").count() == 1


def test_a_file_is_taken_with_a_purpose(province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(province.river.judge).opens("/docket?view=open")
    page.click("#export summary")
    page.fill("#purpose", "季度核对")
    with page.expect_download() as download:
        page.click("#export button:has-text('.csv')")
    assert download.value.suggested_filename.endswith(".csv")


def test_the_list_works_without_scripts(province: Province, cases: dict[str, Story], reader: Opens) -> None:
    page = reader(province.river.judge, java_script_enabled=False).opens("/docket")
    page.click(".chips summary:has-text('案由')")
    page.fill("#cause-words", "秘密")
    page.keyboard.press("Enter")
    page.wait_for_url("**cause=**")
    assert page.locator("[data-rows] tbody tr").count() == 1


def test_paper_shows_the_chosen_view_and_who_printed_it(
    province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(province.river.judge).opens("/docket?view=suspended")
    page.emulate_media(media="print")
    assert page.locator(".tabs a:visible").all_text_contents() == ["中止1"]
    assert "陆知衡打印于" in page.locator(".on-paper").inner_text()
    assert not page.locator(".chips").is_visible()
