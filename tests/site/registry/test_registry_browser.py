"""The registry's form in a real browser: it follows the type, tells the first date, and dockets with the keyboard alone."""

import re

import pytest

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import Province
from xiezhi.record.models import Case

pytestmark = WITH_BROWSER


def test_a_case_is_docketed(served_province: Province, reader: Opens):
    page = reader(served_province.river.filing_officer).opens("/registry/new")
    due = page.locator(".registry-due").inner_text()
    page.focus("#id_type")
    page.select_option("#id_type", "0308")
    page.wait_for_selector("option[value='civil.first.third_party_revocation']", state="attached")
    assert page.evaluate("document.activeElement.id") == "id_type"
    page.select_option("#id_type", "0301")
    page.wait_for_selector("option[value='civil.first.simplified']", state="attached")
    page.locator("#id_cause").press_sequentially("买卖合同")
    page.wait_for_selector("#causes option[value='买卖合同纠纷']", state="attached")
    page.fill("#id_cause", "买卖合同纠纷")
    page.select_option("#id_procedure", "civil.first.ordinary")
    page.wait_for_function("before => document.querySelector('.registry-due').innerText !== before", arg=due)
    assert page.input_value("#id_cause") == "买卖合同纠纷"
    page.fill("#id_parties-1-name", "马晓燕")
    page.fill("#id_parties-2-name", "示范建材有限公司")
    page.click("text=再加当事人")
    page.wait_for_selector("#id_parties-4-name")
    assert page.input_value("#id_parties-1-name") == "马晓燕"
    page.click("button[value=docket]")
    page.wait_for_url(re.compile("/cases/"))
    assert "已立案" in page.locator(".notes").inner_text()
    assert Case.objects.get().procedure == "civil.first.ordinary"


def test_enter_in_a_field_dockets_nothing(served_province: Province, reader: Opens):
    page = reader(served_province.river.filing_officer).opens("/registry/new")
    page.fill("#id_cause", "买卖合同纠纷")
    page.fill("#id_parties-1-name", "马晓燕")
    page.press("#id_parties-1-name", "Enter")
    page.wait_for_load_state()
    assert page.input_value("#id_parties-1-name") == "马晓燕"
    assert not Case.objects.exists()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_every_page_of_the_registry_is_accessible(
    served_province: Province, reader: Opens, language, width, scheme
):
    page = reader(
        served_province.river.filing_officer, width=width, language=language, color_scheme=scheme
    ).opens("/registry/new")
    assert violations(page) == []
    page.fill("#id_cause", "x" * 10)
    page.click("button[value=docket]")
    page.wait_for_selector(".refusal")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(page.url.replace("/registry/new", "/registry/receive"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
