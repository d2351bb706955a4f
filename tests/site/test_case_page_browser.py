"""The case page in a real browser: walked with mouse and keyboard, wide and narrow, light and dark, with nothing broken on it."""

import pytest
from django.urls import reverse

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, collegial, docketed

pytestmark = WITH_BROWSER

TABS = ("events", "parties", "hearings", "documents", "requests", "integrity", "readers")
LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"
"""Forty characters."""


@pytest.fixture
def story(served_province: Province) -> Story:
    """Thirty parties with long names, a deduction, a correction, many notes, a hearing, minutes."""
    river = served_province.river
    person = {
        **PLAINTIFF,
        "sensitive": {"phone": "13912345678", "address": "示范省河西市临川区柳堰路8号3单元"},
    }
    crowd = [
        {"no": number, "role": "defendant", "kind": "organisation", "name": f"{LONG_NAME}{number}"}
        for number in range(3, 31)
    ]
    told = docketed(river, parties=[person, DEFENDANT, *crowd]).assigned(river.judge)
    told.on(
        3, 5, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    for number in range(25):
        told.on(3, 6, "note.recorded", by=river.clerk, text=f"第{number}次联系当事人")
    told.on(4, 1, "deduction.started", by=river.judge, span_no=1, ground="appraisal")
    told.on(4, 22, "deduction.ended", by=river.clerk, span_no=1)
    told.on(4, 23, "correction.recorded", by=river.clerk, corrects=4, action="withdraw", reason="误录")
    told.on(
        5, 6, "hearing.scheduled", by=river.clerk, hearing_no=1, starts_at="2019-05-20T09:30", room="第三法庭"
    )
    return told.on(5, 21, "minutes.recorded", by=river.clerk, text="多数意见认为应予支持", of="第一次评议")


def address(story: Story) -> str:
    return reverse("staff:case", args=[story.case])


def test_every_tab_is_accessible(served_province: Province, story: Story, reader: Opens) -> None:
    judge = reader(served_province.river.judge)
    for tab in TABS:
        assert violations(judge.opens(f"{address(story)}?tab={tab}")) == [], tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_are_accessible(
    served_province: Province, story: Story, reader: Opens, scheme: str
) -> None:
    assert violations(reader(served_province.river.judge, color_scheme=scheme).opens(address(story))) == []


def test_the_closed_file_and_a_past_day_are_accessible(
    served_province: Province, story: Story, reader: Opens
) -> None:
    head = reader(served_province.river.division_head)
    assert violations(head.opens(address(story))) == []
    judge = reader(served_province.river.judge)
    for query in ("?as_of=2019-05-01", "?as_of=2019-01-01", "?sheet"):
        assert violations(judge.opens(address(story) + query)) == [], query


@pytest.mark.parametrize("width", [390, 768, 1366, 1920])
def test_nothing_is_wider_than_the_window(
    served_province: Province, story: Story, reader: Opens, width: int
) -> None:
    judge = reader(served_province.river.judge, width=width)
    for tab in TABS:
        page = judge.opens(f"{address(story)}?tab={tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab


def test_tabs_change_in_place_and_the_way_back_works(
    served_province: Province, story: Story, reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens(address(story))
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="当事人30").click()
    page.get_by_text("证件号码、电话、地址平时遮蔽").wait_for()
    assert page.evaluate("window.kept")
    assert "tab=parties" in page.url
    assert page.evaluate("document.activeElement.textContent") == "当事人"
    page.go_back()
    page.get_by_text("右列：谁何时登记").wait_for()


def test_a_masked_value_opens_in_place(served_province: Province, story: Story, reader: Opens) -> None:
    page = reader(served_province.river.judge).opens(f"{address(story)}?tab=parties")
    page.get_by_role("button", name="显示 马晓燕 电话").click()
    page.get_by_text("13912345678").wait_for()
    page.reload()
    assert page.get_by_text("13912345678").count() == 0


def test_everything_works_without_javascript(served_province: Province, story: Story, reader: Opens) -> None:
    page = reader(served_province.river.judge, java_script_enabled=False).opens(address(story))
    page.get_by_role("link", name="当事人30").click()
    page.get_by_role("button", name="显示 马晓燕 电话").click()
    assert page.get_by_text("13912345678").count() == 1


def test_a_purpose_opens_the_file_with_the_keyboard_alone(
    served_province: Province, story: Story, reader: Opens
) -> None:
    page = reader(served_province.river.division_head).opens(address(story))
    page.get_by_label("目的").focus()
    page.keyboard.type("审核延长审限的申请")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="当事人30").focus()
    page.keyboard.press("Enter")
    page.get_by_text("打开的目的").first.wait_for()


def test_paper_holds_heading_clock_and_derivation_on_one_page(
    served_province: Province, story: Story, reader: Opens
) -> None:
    page = reader(served_province.river.judge).opens(f"{address(story)}?as_of=2019-05-01")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="届满日怎样算出").is_visible()
    assert not page.locator("#case-tabs").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") + page.pdf(format="A4").count(b"/Type /Page ") <= 1
