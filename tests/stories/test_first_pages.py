"""A clerk finds a case and sees why it is due when it is due; whoever has no business with it finds nothing."""

from typing import Any

import pytest

from tests.browsing import WITH_BROWSER, violations
from tests.cast import Member, docketed, sole
from xiezhi.record.models import Account

pytestmark = WITH_BROWSER

PASSWORD = "a long and quiet password"


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def account(username: str, who: Member) -> None:
    made = Account(username=username, officer=who.officer)
    made.set_password(PASSWORD)
    made.save()


def signs_in(browser: Any, address: str, username: str, password: str = PASSWORD) -> Any:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    return page


def test_a_clerk_signs_in_finds_a_case_and_sees_why_it_is_due(browser, live_server, served_province) -> None:
    river = served_province.river
    case = docketed(river).assigned(river.judge)
    case.on(3, 6, "panel.formed", **sole(river.judge, river.clerk))
    account("clerk", river.clerk)
    page = signs_in(browser, live_server.url, "clerk")
    assert violations(page) == []
    number = case.state.number
    page.goto(f"{live_server.url}/docket")
    page.get_by_role("link", name=number).first.click()
    page.wait_for_load_state()
    assert number in page.inner_text("h1")
    derivation = page.inner_text("main")
    assert "起算" in derivation, "the derivation begins with the day the clock starts"
    assert "《民事诉讼法》" in derivation, "and names the articles"
    assert page.locator("svg").count() > 0, "the clock strip is drawn"
    assert violations(page) == []
    page.goto(f"{live_server.url}/docket")
    page.fill("[data-search]", number.replace("（", "(").replace("）", ")"))
    page.press("[data-search]", "Enter")
    page.wait_for_url("**/cases/**")
    assert number in page.inner_text("h1"), "a number in any spelling goes straight to its case"


def test_a_judge_of_another_court_gets_the_answer_of_an_unknown_address(
    browser, live_server, served_province
) -> None:
    river = served_province.river
    case = docketed(river).assigned(river.judge)
    account("stranger", served_province.far.judge)
    page = signs_in(browser, live_server.url, "stranger")
    foreign = page.goto(f"{live_server.url}/cases/{case.case}")
    foreign_words = page.inner_text("main")
    unknown = page.goto(f"{live_server.url}/cases/00000000-0000-7000-8000-000000000000")
    assert foreign is not None and unknown is not None
    assert foreign.status == unknown.status == 404
    assert page.inner_text("main") == foreign_words
    assert violations(page) == []
    found = page.goto(f"{live_server.url}/search?q={case.state.number}")
    assert found is not None and found.status == 200
    assert page.locator('a[href^="/cases/"]').count() == 0, "nor does the search give it away"


def test_a_wrong_password_is_told_plainly_and_nothing_typed_is_lost(
    browser, live_server, served_province
) -> None:
    account("judge", served_province.river.judge)
    page = signs_in(browser, live_server.url, "judge", "wrong")
    assert "/sign-in" in page.url
    assert page.input_value("[name=username]") == "judge"
    assert violations(page) == []


def test_the_status_page_says_whether_everything_is_sealed(browser, live_server, served_province) -> None:
    docketed(served_province.river)
    account("judge", served_province.river.judge)
    page = signs_in(browser, live_server.url, "judge")
    page.goto(f"{live_server.url}/status")
    assert "待封缄" in page.inner_text("main")
    assert violations(page) == []


@pytest.mark.parametrize(
    "path", ["/law", "/law/changes", "/law/rules/civil.first.ordinary", "/law/texts/cpl", "/components"]
)
def test_the_law_and_the_components_are_accessible(browser, live_server, served_province, path: str) -> None:
    account("judge", served_province.river.judge)
    page = signs_in(browser, live_server.url, "judge")
    answer = page.goto(live_server.url + path)
    assert answer.status == 200
    assert violations(page) == []
