"""Trial management looks at the situation in the browser: does the stock grow, which cases are behind a number, the report of the quarter;
and a closing that is entered afterwards moves the figures of now, never those a link or a report rests on.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docx import Document

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import DOCKETING, ELSEWHERE, JUDGMENT, TODAY, Member, Province, moment
from xiezhi.project import recurring
from xiezhi.project.wiring import JOBS
from xiezhi.record import jobs
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.models import Case
from xiezhi.record.models.shared import new_id
from xiezhi.work.situation.models import Report, Snapshot

pytestmark = [*WITH_BROWSER, pytest.mark.usefixtures("facts_folder")]

QUARTER = "2019Q3"
LAST_DAY = date(2019, 9, 30)
CASES = 90
PATIENCE = 90_000  # milliseconds: the first figures of a process import their engine


@pytest.fixture
def facts_folder(settings: Any, tmp_path: Path) -> None:
    settings.FACTS = tmp_path / "facts"


def a_docket(province: Province) -> None:
    """Cases of two basic courts and their intermediate court from February to October: more come in than are closed."""
    rng = Random(5)
    loaded = append_many(
        [a_case(province, rng, number) for number in range(CASES)], by=ELSEWHERE, at=moment(TODAY)
    )
    assert not loaded.rejected, loaded.rejected[0].fault.en


def a_case(province: Province, rng: Random, number: int) -> IncomingCase:
    house = rng.choice((province.river, province.hill, province.middle))
    filed = date(2019, 2 + rng.randrange(9), 1 + rng.randrange(28))
    told = {**DOCKETING, "number": f"（2019）{house.court.code}民初{number + 1}号"}
    members = [
        {"officer": house.judge.id, "role": "reporting_judge"},
        {"officer": house.clerk.id, "role": "clerk"},
    ]
    events = [
        IncomingEvent("case.docketed", filed, told),
        IncomingEvent(
            "case.assigned", filed,
            {"division_id": house.division("civil"), "reporting_judge": house.judge.id, "way": "random"},
        ),
        IncomingEvent("panel.formed", filed, {"form": "sole", "members": members}),
    ]  # fmt: skip
    closed = filed + timedelta(days=30 + rng.randrange(200))
    if closed < TODAY:
        events.append(IncomingEvent("case.closed", closed, JUDGMENT))
    return IncomingCase(new_id(), house.court.id, "", events)


def pending(courts: tuple[Any, ...]) -> int:
    """Open as the quarter ends, as the record has it."""
    filed = Case.objects.filter(court__in=courts, filed_on__lte=LAST_DAY)
    return filed.exclude(closed_on__lte=LAST_DAY).count()


def worked_off() -> None:
    while jobs.work_off(JOBS):
        pass


def sees(page: Any) -> str:
    assert violations(page) == [], page.url
    return str(page.inner_text("main"))


def number_of(page: Any, key: str) -> tuple[int, Any]:
    """A number on the page that opens the cases of a figure in the quarter, and its link."""
    link = page.locator(f"main table a[href*='figure={key}'][href*='period={QUARTER}']").first
    return int(link.text_content().replace(",", "")), link


def rows_behind(page: Any, link: Any) -> int:
    """How many rows the list of a number has, over all its pages."""
    page.goto(page.url.split("/situation")[0] + link.get_attribute("href"))
    rows = 0
    while True:
        rows += page.locator("main table tbody tr").count()
        further = page.locator("a[rel=next]")
        if not further.count():
            return rows
        further.first.click()
        page.wait_for_load_state()


def open_situation(page: Any) -> None:
    """From wherever one is: the entry of the rail, then the quarter."""
    page.click("a:has-text('态势')")
    page.wait_for_url("**/situation/**")
    page.select_option("select[name=period]", QUARTER)
    page.wait_for_url(f"**period={QUARTER}**")


def quarterly_report(page: Any) -> Report:
    """Ask for the report of what is looked at, wait for it as a person does, and take it."""
    page.click("a:has-text('报告')")
    page.wait_for_url("**/situation/report**")
    page.fill("#recipients", "院领导\n审判委员会")
    page.click("button:has-text('生成：')")
    page.wait_for_load_state()
    worked_off()
    page.reload()
    assert "第三季度审判运行态势分析报告" in sees(page)
    return Report.objects.order_by("-made_at")[0]


def words_of(page: Any, folder: Path) -> str:
    """The newest report as Word, read from its first line to its last table."""
    with page.expect_download() as taken:
        page.locator("#reports a:text-is('Word')").first.click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def closes(reader: Opens, judge: Member, case: Case, on: date) -> None:
    """The judge enters on the page of his case that it was closed."""
    page = reader(judge).opens(f"/cases/{case.pk}/record/case.closed")
    page.select_option("[name=outcome]", "judgment")
    page.select_option("[name=way]", "pronounced")
    page.fill("[name=occurred_on]", on.isoformat())
    with page.expect_response("**/preview"):
        page.press("[name=occurred_on]", "Tab")
    page.click("form#record button.main")
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+(\?.*)?(#.*)?$"))
    case.refresh_from_db()
    assert case.closed_on == on


def test_the_quarter_from_the_stock_to_the_report_and_a_closing_entered_late(
    served_province: Province, reader: Opens, tmp_path: Path
) -> None:
    province = served_province
    middle, river = province.middle, province.river
    courts = (middle.court, river.court, province.hill.court)
    a_docket(province)
    recurring.refresh_facts()

    # the stock grows: the page says so in its first sentence, and every number opens exactly its cases
    page = reader(middle.trial_management).opens("/desk")
    page.set_default_timeout(PATIENCE)
    open_situation(page)
    told = sees(page)
    stock, link = number_of(page, "flow.pending")
    opening, _ = number_of(page, "flow.opening")
    assert stock == pending(courts) and stock > opening
    assert f"未结比期初增加{stock - opening}件" in told
    seen = page.url
    assert rows_behind(page, link) == stock
    page.goto(seen)

    # the report of the quarter rests on the same facts
    report = quarterly_report(page)
    told = words_of(page, tmp_path)
    assert report.period == QUARTER and report.recipients == ["院领导", "审判委员会"]
    assert str(stock) in told and "院领导" in told

    # a closing of the quarter is entered today: the next facts have it, nobody's link or report has
    case = Case.objects.filter(court=river.court, closed_on=None, filed_on__lt=date(2019, 8, 1))[0]
    closes(reader, river.judge, case, date(2019, 9, 20))
    newest = f"{page.url.split('/situation')[0]}/situation/?period={QUARTER}"
    pinned = f"{newest}&snapshot={report.snapshot_id}"
    assert Snapshot.objects.count() == 1
    recurring.refresh_facts()
    assert Snapshot.objects.count() == 2
    page.goto(newest)
    assert number_of(page, "flow.pending")[0] == stock - 1 == pending(courts)
    closed, link = number_of(page, "flow.closed")
    rows_behind(page, link)
    assert case.number in page.content()
    page.goto(pinned)
    assert number_of(page, "flow.pending")[0] == stock
    before, link = number_of(page, "flow.closed")
    assert before == closed - 1 == rows_behind(page, link)

    # made again as known then, the report says what it said
    page.goto(seen)
    page.click("a:has-text('报告')")
    page.click("button:has-text('按当时数据重新生成')")
    page.wait_for_load_state()
    worked_off()
    page.reload()
    again = Report.objects.order_by("-made_at")[0]
    assert (again.snapshot_id, again.pk) != (None, report.pk) and again.snapshot_id == report.snapshot_id
    words = words_of(page, tmp_path)
    assert "数据、口径都与那份相同" in words
    assert re.sub("本报告按.*?都与那份相同。", "", words) == told
