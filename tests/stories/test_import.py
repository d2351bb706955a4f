"""Trial management brings in a spreadsheet of another system with twenty kinds of mistakes, and repairs them on the pages until every row is a case."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import Province, docketed
from xiezhi.project.wiring import JOBS
from xiezhi.record import jobs
from xiezhi.record.intake.models import ImportRow, SavedMapping
from xiezhi.record.models import Case
from xiezhi.record.reading import happenings_of
from xiezhi.record.visibility import file_for

pytestmark = WITH_BROWSER

COURT = "河西市临川区人民法院"
HEADS = (
    "案号",
    "受理法院",
    "案由",
    "原告",
    "被告",
    "立案日期",
    "适用程序",
    "承办法官",
    "标的额（元）",
    "案件类型",
    "结案日期",
    "结案方式",
)
SOUND: dict[str, Any] = {
    "受理法院": COURT, "案由": "买卖合同纠纷", "原告": "马晓燕", "被告": "示范建材有限公司", "立案日期": date(2019, 3, 1),
    "适用程序": "普通程序", "承办法官": "", "标的额（元）": 1200, "案件类型": "民事一审案件", "结案日期": "", "结案方式": "",
}  # fmt: skip


@pytest.fixture
def plain_files(settings: Any, tmp_path: Path) -> None:
    settings.INTAKE_PROCESSES = 1
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def number(serial: int) -> str:
    return f"（2019）示0102民初{serial}号"


def row(serial: int, **changes: Any) -> dict[str, Any]:
    return SOUND | {"案号": number(serial)} | changes


# What is wrong with each row, and how it is set right: column and value; None, where the mapping or a replacement does it.
MISTAKES: list[tuple[dict[str, Any], dict[str, str] | None]] = [
    (row(801, 受理法院="临川法院"), None),  # a court under a short name, in three rows
    (row(802, 受理法院="临川法院"), None),
    (row(803, 受理法院="临川法院"), None),
    (row(804, 承办法官="陆知衡（已调离）"), None),  # a judge nobody knows, in two rows
    (row(805, 承办法官="陆知衡（已调离）"), None),
    (row(806, 适用程序="小额速裁"), None),  # a procedure under a name of theirs, in two rows
    (row(807, 适用程序="小额速裁"), None),
    (
        row(808, 结案日期=date(2019, 5, 6), 结案方式="结了"),
        {"结案方式": "判决"},
    ),  # an outcome that means nothing
    (row(809, 立案日期="2019-02-30"), {"立案日期": "2019-02-28"}),  # a day there never was
    (row(810, 立案日期="03/04/2019"), {"立案日期": "2019-04-03"}),  # two days at once
    (row(811, 立案日期="去年三月"), {"立案日期": "二〇一九年三月八日"}),  # no day at all
    (row(812, 立案日期="2091-03-01"), {"立案日期": "2019-03-01"}),  # a day to come
    (row(813, 立案日期=""), {"立案日期": "2019.3.9"}),  # no day
    (
        row(814, 结案日期=date(2019, 2, 1), 结案方式="判决"),
        {"结案日期": "2019-04-01"},
    ),  # closed before it was filed
    (row(815, **{"标的额（元）": "十二万"}), {"标的额（元）": "120000"}),  # an amount in words
    (row(816, 案号=""), {"案号": number(816)}),  # no number
    (row(817, 案号="（2019）民初字"), {"案号": number(817)}),  # half a number
    (row(818, 案由=""), {"案由": "离婚纠纷"}),  # no cause
    (row(819, 案件类型="第三类"), {"案件类型": "民事一审案件"}),  # a type of case there is not
    (
        row(820, 受理法院="河西市望山区人民法院"),
        {"受理法院": COURT},
    ),  # a court outside the scope of this post
    (row(821, 原告="马\x07晓燕"), {"原告": "马晓燕"}),  # a sign no name has
    (row(900, 案由="离婚纠纷"), {"案号": number(901)}),  # the number of a case that is in the record already
    (row(701, 案由="离婚纠纷"), {"案号": number(822)}),  # the number of a row above, with another content
]
GOOD = [
    row(701),
    row(702, 立案日期="2019年3月4日"),
    row(703, 立案日期="２０１９－０３－０５"),
    row(704, 原告="=HYPERLINK(\"x\")", 被告="王强、李梅"),
    row(701),  # the same row twice
]  # fmt: skip


def spreadsheet() -> bytes:
    """A cover sheet first; a title above the heading; merged cells; a formula; days as days and as texts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        cover = book.add_worksheet("说明")
        cover.write_row(0, 0, ["导出说明", "由旧系统生成"])
        cover.write_row(1, 0, ["联系人", "信息科"])
        sheet = book.add_worksheet("案件")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "2019年收案一览", book.add_format())
        sheet.write_row(1, 0, [*HEADS, "合计"])
        for line, cells in enumerate([*GOOD, *(cells for cells, _ in MISTAKES)], 2):
            for place, head in enumerate(HEADS):
                value = cells[head]
                if isinstance(value, date):
                    sheet.write_datetime(line, place, value, days)
                elif value != "":
                    sheet.write(line, place, value)
            sheet.write_formula(line, len(HEADS), f"=I{line + 1}*2", None, 2400)
    return stream.getvalue()


def sees(page: Any) -> str:
    assert violations(page) == [], page.url
    return str(page.inner_text("main"))


def worked_off() -> None:
    while jobs.work_off(JOBS):
        pass


def standings() -> dict[str, int]:
    found: dict[str, int] = {}
    for standing in ImportRow.objects.values_list("standing", flat=True):
        found[standing] = found.get(standing, 0) + 1
    return found


def test_a_spreadsheet_with_twenty_kinds_of_mistakes_is_repaired(
    served_province: Province, reader: Opens, tmp_path: Path
) -> None:
    river = served_province.river
    docketed(river, number=number(900))
    file = tmp_path / "2019年收案.xlsx"
    file.write_bytes(spreadsheet())
    page = reader(river.trial_management).opens("/data")

    # the file is received, the right sheet chosen, and what was found is told
    page.set_input_files("#id_file", file)
    page.fill("#id_source", "旧审判系统")
    page.click("text=收下，看里面有什么")
    page.click(".reread > summary")
    page.select_option("#id_sheet", "案件")
    page.click("text=按此重读")
    told = sees(page)
    assert "Excel" in told
    assert "表头在第2行" in told
    assert "公式" in told

    # what a value means is chosen, and the trial answers at once
    chosen = page.locator(".columns > li:has(.head b[title='适用程序']) .codes select").first
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        chosen.select_option("civil.first.small_claims")
    page.wait_for_function("!document.querySelector('#checked').innerText.includes('小额速裁')")
    assert "临川法院" in page.inner_text("#checked")

    # the rows are recorded; the page that waits finds the result by itself
    page.click("text=保存并开始登记")
    page.wait_for_url("**/data/imports/*")
    assert "排队中" in sees(page)
    worked_off()
    page.wait_for_selector("text=看隔离的行")
    assert standings() == {"recorded": 6, "same": 1, "quarantined": 21}
    page.click("text=看隔离的行")

    # the same mistake is repaired in all its rows at once
    sees(page)
    for value, instead in (("临川法院", COURT), ("陆知衡（已调离）", "陆知衡")):
        mistake = page.locator(f".mistakes > li:has(input[name=value][value='{value}'])")
        mistake.locator("[name=instead]").fill(instead)
        mistake.locator("button").click()
        page.wait_for_load_state()
    assert "已改5行" in sees(page)

    # the others row by row; what is typed wrong again is quarantined again, with everything as it was typed
    remedies = {cells["案号"] + cells["案由"]: remedy for cells, remedy in MISTAKES if remedy}
    assert len(remedies) == 16
    first = len(GOOD) + 3
    for line, (_, remedy) in enumerate(MISTAKES, first):
        if remedy is None:
            continue
        page.goto(page.url.split("/data/")[0] + f"/data/imports/{which()}/rows/{line}")
        if line == first + 7:
            sees(page)
        if page.locator(".other-cells:not([open]) > summary").count():
            page.click(".other-cells > summary")
        for head, value in remedy.items():
            page.locator(f".field:has(label:has-text('{head}')) input").first.fill(value)
        page.click("text=改好这一行")
        page.wait_for_load_state()
    page.goto(page.url.split("/data/")[0] + f"/data/imports/{which()}/quarantine")
    page.click("text=重新登记已改的行")
    page.wait_for_load_state()
    worked_off()
    left = {row.line: row.reasons for row in ImportRow.objects.filter(standing="quarantined")}
    assert left == {}
    assert standings() == {"recorded": 27, "same": 1}

    # every row has its case, in the words that were typed, entered as the other system's
    assert Case.objects.filter(source="旧审判系统").count() == 27
    page.goto(page.url.split("/data/")[0] + f"/data/imports/{which()}/rows")
    assert "（2019）示0102民初822号" in sees(page)
    repaired = Case.objects.get(number=number(815))
    assert repaired.amount_fen == 12_000_000
    assert Case.objects.get(number=number(804)).reporting_judge == river.judge.officer
    assert Case.objects.get(number=number(806)).procedure == "civil.first.small_claims"
    events = happenings_of(file_for(river.president.looks(), Case.objects.get(number=number(704)).pk, "看看"))
    assert [party["name"] for party in events[0].data["parties"]] == ['=HYPERLINK("x")', "王强", "李梅"]
    with page.expect_download() as taken:
        page.click("text=结果 .xlsx")
    assert taken.value.suggested_filename.endswith(".xlsx")

    # the mapping stays with the source for its next file
    page.goto(page.url.split("/data/")[0] + "/data/mappings")
    assert "旧审判系统" in sees(page)
    assert SavedMapping.objects.count() == 1


def which() -> Any:
    from xiezhi.record.intake.models import Import

    return Import.objects.get().pk
