"""The report of an audit in a real browser: whole without the net, harmless with hostile texts, usable on a phone."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.site.conftest import Xiezhi

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = '<img src=x onerror="window.struck=1"><script>window.struck=1</script>" onload="window.struck=1" {{7*7}}</title>'
SCREENS = [(1366, 768, "light"), (390, 844, "dark")]


@pytest.fixture
def report(xiezhi: Xiezhi, tmp_path: Path) -> Path:
    page = tmp_path / "report.html"
    assert xiezhi("judgments", "audit", "--demo", "--html", str(page), "--lang", "zh").status == 0
    return page


class Opened(NamedTuple):
    """A page with all it asked for and all it complained about."""

    tab: "Page"
    asked: list[str]
    faults: list[str]


def opened(
    browser: "Browser", page: Path, width: int = 1366, height: int = 768, scheme: str = "light"
) -> Opened:
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = Opened(tab, [], [])
    tab.on("request", lambda request: found.asked.append(request.url))
    tab.on("console", lambda message: found.faults.append(message.text))
    tab.on("pageerror", lambda fault: found.faults.append(str(fault)))
    tab.goto(page.as_uri())
    return found


@pytest.mark.parametrize(("width", "height", "scheme"), SCREENS)
def test_the_page_asks_for_nothing_and_fits_the_screen(
    browser: "Browser", report: Path, width: int, height: int, scheme: str
) -> None:
    tab, asked, faults = opened(browser, report, width, height, scheme)
    assert asked == [report.as_uri()]
    assert faults == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("details").count() == 10
    assert tab.locator("details svg").count() == 10
    tab.close()


def test_a_verdict_and_a_word_narrow_the_list(browser: "Browser", report: Path) -> None:
    tab = opened(browser, report).tab
    tab.click("[data-show=over_limit]")
    assert tab.locator("details:visible").count() == 1
    tab.click("[data-show=over_limit]")
    tab.fill(".find", "行初")
    assert tab.locator("details:visible").count() == 1
    tab.fill(".find", "")
    assert tab.text_content("#shown") == "10"
    tab.close()


def test_a_case_opens_by_keyboard_to_its_derivation(browser: "Browser", report: Path) -> None:
    tab = opened(browser, report).tab
    tab.locator("details summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details[open] ol li").count() >= 3
    assert "《" in tab.locator("details[open] .art").first.inner_text()
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_read_by_everyone(browser: "Browser", report: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = opened(browser, report, scheme=scheme).tab
    tab.evaluate("document.querySelectorAll('details').forEach(entry => entry.open = true)")
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    tab.close()


def test_a_hostile_text_stays_a_text(browser: "Browser", xiezhi: Xiezhi, tmp_path: Path) -> None:
    text = f"示范市人民法院{HOSTILE}\n民事判决书\n（2023）示01民初1号\n原告{HOSTILE}。\n"
    text += "本院于2023年3月6日立案。\n二〇二三年十月一日"
    lines = [{"doc_id": HOSTILE, "text": text}, {"doc_id": HOSTILE, "text": None}]
    page = tmp_path / "report.html"
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    assert xiezhi("judgments", "audit", "-", "--html", str(page), given=given).status == 1
    tab, asked, _ = opened(browser, page)
    tab.evaluate("document.querySelectorAll('details').forEach(entry => entry.open = true)")
    assert tab.evaluate("window.struck") is None
    assert tab.locator("img, details script").count() == 0
    assert asked == [page.as_uri()]
    tab.close()


def test_an_empty_report_says_so(browser: "Browser", xiezhi: Xiezhi, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    xiezhi("judgments", "audit", "-", "--html", str(page), "--lang", "en")
    tab, _, faults = opened(browser, page)
    assert "The file holds no judgment." in tab.inner_text("main")
    assert faults == []
    tab.close()
