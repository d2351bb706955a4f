"""The pages of limits and the desk in a real browser: accessible, as wide as the window, in both languages, without JavaScript too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, moment
from tests.watched_cases import TODAY, cases_at_every_level, told, with_hearings
from xiezhi.work.deadlines.models import Absence, Change, Edition
from xiezhi.work.deadlines.reminders import scan

pytestmark = WITH_BROWSER
LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"
PAGES = (
    "/desk",
    "/desk?kind=limit",
    "/deadlines",
    "/deadlines?branch=x",
    "/deadlines/month",
    "/deadlines/overruns",
    "/deadlines/suspensions",
    "/deadlines/reminders",
    "/deadlines/changes",
    "/deadlines/changes/notice",
    "/deadlines/absences",
    "/deadlines/list/beside",
    "/deadlines/list/hearings?on=2019-09-16",
    "/status",
)


@pytest.fixture
def cases(served_province: Province) -> dict[str, Story]:
    """The cases of every level, one with the longest of names, a staged edition, somebody on leave."""
    river, high = served_province.river, served_province.high
    parties = [{**PLAINTIFF, "name": LONG_NAME}, {**DEFENDANT, "name": LONG_NAME[::-1]}]
    told(river, river.judge, 3, 20, parties=parties, cause={"name": LONG_NAME[:60]})
    found = cases_at_every_level(served_province)
    with_hearings(found, served_province)
    scan(TODAY)
    now = moment(TODAY)
    staged = Edition.objects.create(
        digest="b" * 64, files={}, title_zh="2020年放假安排（本院录入）", title_en="holidays in 2020 (entered by the court)",
        staged_at=now, staged_by=high.president.officer, compared_at=now, compared=15,
    )  # fmt: skip
    Change.objects.create(
        edition=staged,
        case_id=found["running"].case,
        court=river.court,
        due_before=TODAY,
        due_after=TODAY + timedelta(days=2),
    )
    Absence.objects.create(
        officer=river.second_judge.officer, stand_in=river.judge.officer, court=river.court, first_on=TODAY,
        last_on=TODAY, entered_by=river.president.officer, entered_at=now,
    )  # fmt: skip
    return found


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 September 2019, whatever the machine says."""
    local = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: local(*moment) if moment else TODAY)


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_every_page_is_accessible(
    served_province: Province, cases: dict[str, Story], reader: Opens, language: str, scheme: str
) -> None:
    for who in (
        served_province.river.judge,
        served_province.high.president,
        served_province.river.system_administrator,
    ):
        looks = reader(who, language=language, color_scheme=scheme)
        for path in PAGES:
            assert violations(looks.opens(path)) == [], path


@pytest.mark.parametrize(("width", "language"), [(390, "zh"), (390, "en"), (768, "en"), (1366, "zh")])
def test_nothing_is_wider_than_the_window(
    served_province: Province, cases: dict[str, Story], reader: Opens, width: int, language: str
) -> None:
    for who in (
        served_province.river.judge,
        served_province.river.president,
        served_province.high.trial_management,
    ):
        looks = reader(who, width=width, language=language)
        for path in PAGES:
            page = looks.opens(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_every_row_of_the_desk_can_be_pressed(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge, width=390).opens("/desk")
    boxes = [link.bounding_box() for link in page.locator(".desk-act a").all()]
    assert boxes and all(box["height"] >= 40 and box["x"] + box["width"] <= 390 for box in boxes)


def test_a_reminder_is_acknowledged_by_keyboard_without_javascript(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    page = reader(served_province.river.judge, java_script_enabled=False).opens("/deadlines/reminders")
    before = page.locator("tbody tr").count()
    page.locator("tbody input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("备注（可不填）").fill("本周宣判")
    page.keyboard.press("Enter")
    page.get_by_text("已确认1条提醒").wait_for()
    assert page.locator("tbody tr").count() == before - 1


def test_leave_is_entered_on_the_page(
    served_province: Province, cases: dict[str, Story], reader: Opens
) -> None:
    river = served_province.river
    page = reader(river.division_head).opens("/deadlines/absences")
    page.get_by_label("离岗的人").select_option(label=river.clerk.officer.name)
    page.get_by_label("代办人").select_option(label=river.judge_assistant.officer.name)
    page.get_by_label("第一日").fill("2019-09-20")
    page.get_by_label("最后一日").fill("2019-09-27")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("已登记离岗").wait_for()
    assert page.locator("tbody tr").filter(has_text=river.clerk.officer.name).count() == 1
