"""Rows of the docket taken away, as a file or on paper: those of the list in its order, with its rights, and a trace of who took them."""

import csv
import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, appoint, docketed, found_province
from tests.docket_cases import TODAY, cases_in_every_state
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.models import AuditEntry, Conflict, Job
from xiezhi.site.staff.docket import exporting, listing, sheets, taking

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


def taken(
    who: Member | Client,
    form: str = "csv",
    query: str = "",
    purpose: str = "季度核对",
    follow: bool = False,
    **more: Any,
) -> Any:
    client = who if isinstance(who, Client) else signed_in(who)
    return client.post(
        "/docket/take",
        {"form": form, "query": query, "purpose": purpose, "which": "all", **more},
        follow=follow,
    )


def lines(answer: Any) -> list[list[str]]:
    """The rows between the two lines that say who took them."""
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert found[0] == found[-1]
    return found[:-1]


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
    assert mark.endswith("取得；用途：季度核对")
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
    assert page.count("<row ") == 2 + 7 + 1
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
    answer = taken(province.river.judge, "xlsx", query, purpose, follow=True)
    assert words in answer.content.decode()
    entry = AuditEntry.objects.get(verb="docket.exported")
    assert (entry.outcome, words in entry.reason) == ("denied", True)


def test_many_rows_are_looked_at_a_second_time(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NEEDS_A_LOOK", 5)
    client = signed_in(province.river.judge)
    look = taken(client, query="sort=number", purpose="核对<b>").content.decode()
    for words in (
        "取出6件之前，再看一眼",
        "案号、案由、当事人",
        "审计管理员看得到",
        "核对&lt;b&gt;",
        'name="looked" value="1"',
    ):
        assert words in look, words
    assert not AuditEntry.objects.filter(verb="docket.exported").exists()
    assert len(lines(taken(client, query="sort=number", looked="1"))) == 2 + 6
    assert len(lines(taken(client, query="view=over"))) == 2 + 1


def test_a_second_look_still_asks_for_a_purpose(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NEEDS_A_LOOK", 5)
    assert "请写明用途" in taken(province.river.judge, purpose=" ", looked="1", follow=True).content.decode()


def test_a_figure_that_lags_behind_lets_no_row_too_many_out(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NEEDS_A_LOOK", 5)
    monkeypatch.setattr(listing, "tallies", lambda viewer: {"open": 5})
    assert "取出6件之前" in taken(province.middle.president).content.decode()


def test_more_rows_than_anybody_takes_at_once_are_refused(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 4)
    answer = taken(province.river.judge, "paper", looked="1", follow=True).content.decode()
    assert "列表有6件，一次最多4件" in answer
    monkeypatch.setattr(taking, "MOST_ROWS", 5)
    answer = taken(province.river.judge, looked="1", follow=True).content.decode()
    assert "列表有6件，一次最多5件" in answer


def test_a_file_taken_is_audited_with_its_purpose(province: Province, cases: dict[str, Story]) -> None:
    taken(province.river.judge, query="view=over")
    entry = AuditEntry.objects.get(verb="docket.exported")
    assert (entry.outcome, entry.purpose, entry.service) == ("ok", "季度核对", "csv")
    assert json.loads(entry.details) == {"query": "view=over", "count": 1, "which": "all"}


def test_a_sheet_of_a_past_day_says_so(province: Province, cases: dict[str, Story]) -> None:
    sheet = lines(taken(province.river.judge, query="as_of=2019-04-10"))
    assert sheet[0][0].endswith("按2019-04-10 24时所知") or "按2019-04-10" in sheet[0][0]
    assert len(sheet) == 2 + 3


@pytest.mark.parametrize("form", ["pdf", "", "CSV", "../csv"])
def test_there_is_no_further_form(province: Province, form: str) -> None:
    assert taken(province.river.judge, form).status_code == 404


def test_looking_at_an_address_takes_nothing(province: Province) -> None:
    assert signed_in(province.river.judge).get("/docket/take").status_code == 405


# --- rows that were ticked


def test_the_ticked_rows_are_taken_in_the_order_of_the_list(
    province: Province, cases: dict[str, Story]
) -> None:
    ticked = [str(cases[name].case) for name in ("paused", "running", "past")]
    sheet = lines(taken(province.river.judge, query="sort=number", which="ticked", case=ticked))
    assert [line[0] for line in sheet[2:]] == [
        cases[name].state.number for name in ("running", "past", "paused")
    ]
    entry = AuditEntry.objects.get(verb="docket.exported")
    assert json.loads(entry.details) == {
        "query": "view=open&sort=number&order=asc",
        "count": 3,
        "which": "ticked",
    }


def test_every_row_has_its_box_but_a_protected_one(province: Province, cases: dict[str, Story]) -> None:
    shown = signed_in(province.river.president).get("/docket").content.decode()
    boxes = re.findall(r'name="case" value="([^"]+)" form="take"', shown)
    assert set(boxes) == {
        str(story.case) for name, story in cases.items() if name not in ("protected", "closed")
    }


def test_what_is_not_in_the_list_cannot_be_ticked(province: Province, cases: dict[str, Story]) -> None:
    foreign = docketed(province.hill)
    ticked = [str(cases[name].case) for name in ("protected", "closed", "past")]
    sheet = lines(
        taken(province.river.president, which="ticked", case=[*ticked, str(foreign.case), "nix", "'; --"])
    )
    assert [line[0] for line in sheet[2:]] == [cases["past"].state.number]


@pytest.mark.parametrize("ticked", [[], ["nix"]])
def test_nothing_ticked_is_said_so_and_what_was_typed_is_kept(
    province: Province, cases: dict[str, Story], ticked: list[str]
) -> None:
    answer = taken(province.river.judge, which="ticked", case=ticked, follow=True).content.decode()
    assert "一行也没有勾选" in answer
    assert 'name="purpose" value="季度核对"' in answer


def test_a_refused_purpose_keeps_the_ticks_and_the_place_in_the_list(
    province: Province, cases: dict[str, Story]
) -> None:
    case = str(cases["past"].case)
    answer = taken(
        province.river.judge, query="sort=filed&row=1", purpose="", which="ticked", case=[case], follow=True
    )
    assert re.search(f'value="{case}" form="take" aria-label="[^"]+" checked', answer.content.decode())
    assert "sort=filed&row=1" in answer.redirect_chain[0][0]


# --- on paper


def test_paper_bears_on_every_page_who_printed_it(province: Province, cases: dict[str, Story]) -> None:
    answer = taken(province.river.judge, "paper", "sort=number", purpose="开会用")
    shown = answer.content.decode()
    assert shown.count("陆知衡于") == 2 and "用途：开会用" in shown
    assert re.search(r'class="watermark across".*陆知衡 \d{4}-', shown, re.DOTALL)
    heads = re.findall(r'<th scope="col" class="in-(\w+)', shown)
    assert heads == [
        "number",
        "cause",
        "parties",
        "procedure",
        "judge",
        "filed",
        "due",
        "progress",
        "left",
        "next",
    ]
    assert shown.count('<td class="in-number') == 6
    entry = AuditEntry.objects.get(verb="docket.printed")
    assert (entry.outcome, entry.purpose, json.loads(entry.details)["count"]) == ("ok", "开会用", 6)


def test_a_workbook_bears_its_marks_on_every_printed_page(
    province: Province, cases: dict[str, Story]
) -> None:
    with zipfile.ZipFile(io.BytesIO(taken(province.river.judge, "xlsx").content)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert re.search(r"<oddHeader>&amp;C.*&amp;36&amp;KD9D9D9陆知衡 \d{4}", page, re.DOTALL)
    assert "季度核对" in re.search("<oddFooter>(.*)</oddFooter>", page, re.DOTALL)[1]
    assert "$1:$2" in names, "the mark and the heads stand on every page"


# --- files that the worker writes


@pytest.fixture
def storage(settings, tmp_path: Path) -> Path:
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return tmp_path


@pytest.fixture
def asked(
    province: Province, cases: dict[str, Story], storage: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Client, str]:
    """The judge has asked for more rows than are written at once."""
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    monkeypatch.setattr(exporting, "PAGE", 4)
    client = signed_in(province.river.judge)
    answer = taken(client, query="sort=number", looked="1")
    assert answer.status_code == 302
    return client, answer["Location"]


def work() -> bool:
    return jobs.work_off({exporting.EXPORT: exporting.run})


def test_a_long_file_is_written_by_the_worker_and_fetched_by_its_asker(
    province: Province, asked: tuple[Client, str], storage: Path
) -> None:
    client, place = asked
    assert "排队中" in client.get(place).content.decode()
    assert client.get(f"{place}/file").status_code == 404
    assert work()
    shown = client.get(place, headers={"HX-Request": "true"}).content.decode()
    assert f"{place}/file" in shown and "<html" not in shown
    sheet = lines(client.get(f"{place}/file"))
    numbers = [line[0] for line in sheet[2:]]
    shown = client.get("/docket?sort=number").content.decode()
    places = [shown.index(f">{number}<") for number in numbers]
    assert len(numbers) == 6 and places == sorted(places)
    assert sheet[1][:3] == ["案号", "案由", "当事人"]
    told = AuditEntry.objects.filter(verb__in=["docket.exported", "docket.export_fetched"]).order_by("entry")
    assert [(entry.verb, json.loads(entry.details)["count"]) for entry in told[:2]] == [
        ("docket.exported", 6),
        ("docket.export_fetched", 6),
    ]
    for file in storage.rglob("*"):
        assert not file.is_file() or "买卖合同".encode() not in file.read_bytes(), "it lies there encrypted"


def test_nobody_else_opens_it(province: Province, asked: tuple[Client, str]) -> None:
    _, place = asked
    work()
    for who in (province.river.president, province.hill.judge, province.river.system_administrator):
        for path in (place, f"{place}/file"):
            assert signed_in(who).get(path).status_code == 404
        assert signed_in(who).post(f"{place}/cancel").status_code == 404
        assert place not in signed_in(who).get("/docket/written").content.decode()


def test_another_post_of_ones_own_does_not_open_it(province: Province, asked: tuple[Client, str]) -> None:
    client, place = asked
    work()
    other = appoint(province.hill, "", "clerk", officer=province.river.judge.officer)
    session = client.session
    session["post"] = str(other.post.id)
    session.save()
    assert client.get(f"{place}/file").status_code == 404


def test_who_has_left_the_post_gets_nothing(province: Province, asked: tuple[Client, str]) -> None:
    judge = province.river.judge
    judge.post.last_on = date(2019, 9, 15)
    judge.post.save()
    work()
    job = Job.objects.get(kind=exporting.EXPORT)
    assert job.state == "failed" and "已不在申请导出时的岗位" in job.fault_zh


def test_a_case_that_may_no_longer_be_seen_is_not_written(
    province: Province, cases: dict[str, Story], asked: tuple[Client, str]
) -> None:
    client, place = asked
    Conflict.objects.create(
        case_id=cases["past"].case, officer=province.river.judge.officer, ground="近亲属", first_on=TODAY
    )
    work()
    sheet = client.get(f"{place}/file").content.decode("utf-8-sig")
    assert cases["past"].state.number not in sheet and cases["running"].state.number in sheet


def test_it_can_be_cancelled(asked: tuple[Client, str]) -> None:
    client, place = asked
    assert client.post(f"{place}/cancel").status_code == 302
    assert "已取消" in client.get(place).content.decode()
    assert not work()


def test_the_same_question_asked_twice_is_one_piece_of_work(
    province: Province, asked: tuple[Client, str]
) -> None:
    client, place = asked
    assert taken(client, query="sort=number", looked="1")["Location"] == place
    assert taken(client, "xlsx", query="sort=number", looked="1")["Location"] != place


def test_after_a_week_it_is_gone(asked: tuple[Client, str], storage: Path) -> None:
    client, place = asked
    work()
    later = timezone.now() + timedelta(days=8)
    assert exporting.forget(later) == 1
    assert exporting.forget(later) == 0
    assert client.get(f"{place}/file").status_code == 404
    assert not [file for file in storage.rglob("*") if file.is_file()]


def test_a_file_of_a_list_with_protected_cases_does_not_name_them(
    province: Province, cases: dict[str, Story], storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    client = signed_in(province.river.president)
    place = taken(client, "xlsx", looked="1")["Location"]
    work()
    with zipfile.ZipFile(io.BytesIO(client.get(f"{place}/file").content)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<row ") == 2 + 6 + 1
    assert "受保护，不显示" in page
    assert cases["protected"].state.number not in page and "秘密案由" not in page


@pytest.mark.parametrize("query", ["cause=%00", "cause=a%00b", "view=%00", "judge=%00", "as_of=%00"])
def test_signs_that_no_text_has_take_nothing_away(
    province: Province, cases: dict[str, Story], query: str
) -> None:
    client = signed_in(province.river.president)
    answer = taken(client, query=query)
    assert answer.status_code in (200, 302)
    assert "马晓燕" not in answer.content.decode("utf-8-sig")
