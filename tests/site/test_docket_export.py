"""The docket as a file: the rows of the list in its order, with its rights, and a trace of who took them."""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, docketed, found_province
from tests.docket_cases import TODAY, cases_in_every_state
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry
from xiezhi.site.staff.docket import listing, sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def surroundings(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain assets; 16 September 2019, whatever the machine says."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    local = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: local(*moment) if moment else TODAY)


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    return cases_in_every_state(province)


def taken(who: Member, form: str = "csv", query: str = "", purpose: str = "季度核对") -> Any:
    return signed_in(who).get(f"/docket/export.{form}?{query}&purpose={purpose}")


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_sheet_has_the_rows_of_the_list_in_its_order(province: Province, cases: dict[str, Story]) -> None:
    judge = province.river.judge
    shown = signed_in(judge).get("/docket?sort=number&order=desc").content.decode()
    sheet = lines(taken(judge, query="sort=number&order=desc"))
    numbers = [line[0] for line in sheet[2:]]
    places = [shown.index(f">{number}<") for number in numbers]
    assert len(numbers) == 6
    assert places == sorted(places)
    assert sheet[1] == ["案号", "案由", "当事人", "程序", "承办", "立案", "届满日", "剩余日", "下一步"]


def test_a_sheet_says_who_took_it_when_and_why(province: Province, cases: dict[str, Story]) -> None:
    answer = taken(province.river.judge)
    (mark,) = lines(answer)[0]
    assert mark.startswith("演示数据；陆知衡于")
    assert mark.endswith("导出；用途：季度核对")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="docket-20190916.csv"'


def test_a_protected_case_stays_closed_in_a_sheet(province: Province, cases: dict[str, Story]) -> None:
    content = taken(province.river.president).content.decode()
    assert "受保护，不显示" in content
    assert cases["protected"].state.number not in content
    assert "秘密案由" not in content


def test_nothing_in_a_sheet_is_taken_for_a_formula(province: Province) -> None:
    for number, name in enumerate(("=1+1", "+cmd", "-2", "@SUM(A1)"), 1):
        docketed(province.river, 8, number, parties=[{**PLAINTIFF, "name": name}, DEFENDANT])
    sheet = lines(taken(province.river.president, purpose="=核对"))
    assert sheet[0][0].startswith("演示数据")
    assert sorted(line[2] for line in sheet[2:]) == [
        f"'{name} 诉 示范建材有限公司" for name in ("+cmd", "-2", "=1+1", "@SUM(A1)")
    ]
    assert sheets.harmless("\t=1") == "'\t=1"


def test_a_workbook_holds_days_and_figures_and_no_formula(
    province: Province, cases: dict[str, Story]
) -> None:
    docketed(province.river, 8, 9, parties=[{**PLAINTIFF, "name": "=HYPERLINK(1)"}, DEFENDANT])
    answer = taken(province.river.president, "xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "季度核对" in page
    assert page.count("<row ") == 2 + 7
    filed = (date(2019, 8, 1) - date(1899, 12, 30)).days
    assert f"<v>{filed}</v>" in page


@pytest.mark.parametrize(
    ("query", "purpose", "words"),
    [
        ("", "", "请写明用途"),
        ("", "长" * 61, "请写明用途"),
        ("stage=x", "核对", "条件有误"),
    ],
)
def test_a_refused_file_says_why_and_leaves_a_trace(
    province: Province, cases: dict[str, Story], query: str, purpose: str, words: str
) -> None:
    client = signed_in(province.river.judge)
    answer = client.get(f"/docket/export.xlsx?{query}&purpose={purpose}", follow=True)
    assert words in answer.content.decode()
    entry = AuditEntry.objects.get(verb="docket.exported")
    assert (entry.outcome, words in entry.reason) == ("denied", True)


def test_more_rows_than_one_person_may_take_are_refused(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    client = signed_in(province.river.judge)
    answer = client.get("/docket/export.csv?purpose=核对", follow=True).content.decode()
    assert "列表有6件，一次最多5件" in answer
    assert "再多须另行批准" in answer
    assert len(lines(client.get("/docket/export.csv?purpose=核对&view=over"))) == 3


def test_a_figure_that_lags_behind_lets_no_row_too_many_out(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    monkeypatch.setattr(listing, "tallies", lambda viewer: {"open": 5})
    answer = signed_in(province.middle.president).get("/docket/export.csv?purpose=核对", follow=True)
    assert "列表有6件，一次最多5件" in answer.content.decode()


def test_a_file_taken_is_audited_with_its_purpose(province: Province, cases: dict[str, Story]) -> None:
    taken(province.river.judge, query="view=over")
    entry = AuditEntry.objects.get(verb="docket.exported")
    assert (entry.outcome, entry.purpose, entry.service) == ("ok", "季度核对", "csv")
    assert '"count": 1' in entry.details


def test_a_sheet_of_a_past_day_says_so(province: Province, cases: dict[str, Story]) -> None:
    sheet = lines(taken(province.river.judge, query="as_of=2019-04-10"))
    assert sheet[0][0].endswith("按2019-04-10 24时所知") or "按2019-04-10" in sheet[0][0]
    assert len(sheet) == 2 + 3


def test_there_is_no_third_form(province: Province) -> None:
    assert signed_in(province.river.judge).get("/docket/export.pdf?purpose=核对").status_code == 404
