"""The forms in a real browser: the dates answer while one types, everything works by keyboard and without JavaScript, axe finds nothing."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, docketed, sole
from tests.site.recording.conftest import address
from xiezhi.record.models import Event

pytestmark = WITH_BROWSER


@pytest.fixture
def told(served_province: Province) -> Story:
    """A case before a judge who sits alone, with a hearing to come and a deduction that runs."""
    river = served_province.river
    story = docketed(river, parties=[PLAINTIFF, DEFENDANT]).assigned(river.judge)
    story.on(3, 5, "panel.formed", **sole(river.judge, river.clerk))
    story.on(4, 1, "deduction.started", by=river.clerk, span_no=1, ground="appraisal")
    return story.on(5, 6, "hearing.scheduled", by=river.clerk, hearing_no=1, starts_at="2019-05-20T09:30")


def test_the_dates_answer_while_one_types(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.clerk).opens(address(told, "suspension.ordered"))
    answer = page.locator("#foresight")
    expect(answer).to_contain_text("现在的审限")
    page.select_option("#id_ground", "other_case")
    page.fill("#id_occurred_on", "2019-06-03")
    expect(answer).to_contain_text("登记前后")
    expect(answer).to_contain_text("迟录")
    page.select_option("#id_ground", "other")
    expect(answer).to_contain_text("须写明理由")
    page.fill("#id_reason", "等待上级法院答复")
    expect(answer).not_to_contain_text("须写明理由")
    page.keyboard.press("Control+a")
    expect(page.locator("#id_reason")).to_be_focused()  # the answer never takes the place of what one types


def test_typing_fast_leaves_no_fault_in_the_console_and_the_latest_answer_stands(
    served_province: Province, told: Story, reader: Opens
) -> None:
    visitor = reader(served_province.river.clerk)
    page = visitor.opens(address(told, "suspension.ordered"))
    page.select_option("#id_ground", "other")
    page.fill("#id_occurred_on", "2019-06-03")
    for _ in range(6):  # each pause is long enough for one more question, not for its answer
        page.locator("#id_reason").press_sequentially("等候", delay=20)
        page.wait_for_timeout(620)
    page.select_option("#id_ground", "other_case")
    page.fill("#id_occurred_on", "2019-06-04")
    expect(page.locator("#foresight a[href*='on=2019-06-04']").first).to_be_visible()
    assert visitor.faults == []


def test_a_chosen_file_takes_the_warning_away(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.clerk).opens(address(told, "deduction.ended"))
    answer = page.locator("#foresight")
    page.fill("#id_occurred_on", "2019-04-22")
    expect(answer).to_contain_text("没有写明依据的文书")
    page.set_input_files(
        "#id_upload", {"name": "鉴定意见.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1 x"}
    )
    expect(answer).not_to_contain_text("没有写明依据的文书")
    page.locator("#record .actions .main").click()
    expect(page.locator(".note")).to_contain_text("已登记：扣除结束")
    expect(page.locator(".events .what:target")).to_contain_text("扣除止：鉴定")


def test_enter_records_and_adds_no_row(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.clerk).opens(address(told, "party.joined"))
    page.locator("[name='party.role']").select_option("third_party")
    page.locator("[name='party.name']").fill("李文")
    page.locator("[name='party.name']").press("Enter")
    expect(page.locator(".note")).to_contain_text("已登记：当事人加入")


def test_the_whole_way_without_javascript(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.clerk, java_script_enabled=False).opens(f"/cases/{told.case}")
    page.get_by_role("link", name="全部", exact=True).click()
    page.get_by_role("link", name="变更审判组织").click()
    page.select_option("#id_form", "collegial")
    for person, part in (("presiding_judge", "presiding_judge"), ("assessor", "assessor")):
        page.get_by_role("button", name="再加一行").click()
        row = page.locator(".rows .row").last
        row.locator("select").nth(0).select_option(getattr(served_province.river, person).id)
        row.locator("select").nth(1).select_option(part)
    page.fill("#id_occurred_on", "2019-06-03")
    page.get_by_role("button", name="登记", exact=True).last.click()
    expect(page.locator(".note")).to_contain_text("已登记：变更审判组织")
    assert Event.objects.filter(case=told.case).latest("seq").kind == "panel.changed"


def test_withdrawing_hides_what_replaces(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.clerk).opens(f"/cases/{told.case}")
    page.locator("#event-4 ~ .record .correct, li:has(#event-4) .correct").first.click()
    expect(page.locator(".replacement")).to_be_visible()
    page.get_by_label("撤销：这件事没有发生").check()
    expect(page.locator(".replacement")).to_be_hidden()
    page.fill("#id_reason", "误录")
    page.get_by_role("button", name="登记", exact=True).last.click()
    expect(page.locator(".note")).to_contain_text("届满日：停止计算 → 2019年9月2日")


KINDS = (
    "", "panel.changed", "party.joined", "case.closed", "extension.requested", "deduction.ended", "hearing.adjourned", "custody.changed",
    "correction.recorded", "document.filed", "case.archived",
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(1366, "zh", "light"), (390, "en", "dark"), (1366, "en", "light")]
)
def test_the_forms_are_open_to_everybody(
    served_province: Province, told: Story, reader: Opens, width: int, language: str, scheme: str
) -> None:
    visitor = reader(served_province.river.judge, width=width, language=language, color_scheme=scheme)
    for kind in KINDS:
        page = visitor.opens(address(told, kind))
        if kind == "case.archived":
            visitor.faults.clear()  # not its time: the browser counts the status as a fault
        assert violations(page) == [], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind


def test_a_refused_form_is_open_to_everybody(served_province: Province, told: Story, reader: Opens) -> None:
    page = reader(served_province.river.judge).opens(address(told, "panel.changed"))
    page.select_option("#id_form", "collegial")
    page.get_by_role("button", name="登记", exact=True).last.click()
    expect(page.locator(".refusal")).to_be_focused()
    expect(page.locator(".rows .fault")).to_contain_text("审判长")
    assert violations(page) == []


def test_two_people_at_once_see_each_other(served_province: Province, told: Story, reader: Opens) -> None:
    river = served_province.river
    first: Any = reader(river.clerk).opens(address(told, "note.recorded"))
    second: Any = reader(river.judge).opens(address(told, "note.recorded"))
    for page, words in ((first, "一"), (second, "二")):
        page.fill("#id_text", words)
        page.get_by_role("button", name="登记", exact=True).last.click()
    expect(second.locator(".meanwhile")).to_contain_text("叶澜")
    assert violations(second) == []
    second.get_by_role("button", name="看过了，照样登记").click()
    expect(second.locator(".note")).to_contain_text("已登记：工作记录")


def test_what_changed_stays_in_view_at_the_new_event(
    served_province: Province, told: Story, reader: Opens
) -> None:
    for number in range(15):
        told.on(5, 7, "note.recorded", text=f"第{number}次联系当事人")
    page = reader(served_province.river.clerk).opens(address(told, "deduction.ended"))
    page.fill("#id_occurred_on", "2019-04-22")
    page.get_by_role("button", name="登记", exact=True).last.click()
    expect(page.locator(".events .what:target")).to_be_in_viewport()
    expect(page.locator(".note")).to_be_in_viewport()
    expect(page.locator(".note")).to_contain_text("届满日：停止计算 → 2019年9月23日")
