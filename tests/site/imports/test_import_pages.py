"""A file is received, looked at, mapped, recorded and repaired on the page; every row finds its place, nothing typed is lost."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import Province, found_province
from tests.site.imports.files import HEADS, form_of, row, table, upload
from tests.site_cast import signed_in
from xiezhi.project.wiring import JOBS
from xiezhi.record import jobs
from xiezhi.record.intake.models import Import, ImportRow, SavedMapping
from xiezhi.record.models import AuditEntry, Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files", "own_storage")]


@pytest.fixture
def province() -> Province:
    return found_province()


@pytest.fixture
def page(province: Province) -> Any:
    """The page of trial management of the river court."""
    return signed_in(province.river.trial_management)


def received(page: Any, contents: bytes, name: str = "案件.csv", source: str = "旧系统") -> str:
    answer = page.post("/data", {"file": upload(contents, name), "source": source})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def sent(page: Any, address: str, act: str, **changes: str) -> Any:
    return page.post(address, form_of(page.get(address)) | {"act": act} | changes)


def worked_off() -> None:
    while jobs.work_off(JOBS):
        pass


def recorded(page: Any, contents: bytes, **changes: str) -> str:
    """The file with its guessed mapping, recorded; the address of the import."""
    address = received(page, contents)
    started = sent(page, address, "start", **changes)
    assert started.status_code == 302, started.content.decode()
    worked_off()
    return str(started.url)


def standings(address: str) -> dict[int, str]:
    which = UUID(address.rstrip("/").split("/")[3])
    return dict(ImportRow.objects.filter(of=which).values_list("line", "standing"))


# --- receiving and looking


def test_the_page_says_what_the_file_is_and_guesses_its_columns(page: Any) -> None:
    address = received(page, table([row(1), row(2)], encoding="gb18030"))
    answer = page.get(address)
    shown = answer.content.decode()
    assert "GB 18030" in shown
    by_head = {column.head: column for column in answer.context["columns"]}
    assert by_head["案号"].field == "number"
    assert by_head["立案日期"].field == "filed_on"
    assert "列名“立案日期”" in by_head["立案日期"].why
    assert [words for _, words, wrong in by_head["立案日期"].becomes if not wrong] == ["2019年3月1日"]
    assert answer.context["checked"]["figures"][0][1] == 2


@pytest.mark.parametrize(
    ("contents", "name"),
    [(b"", "a.csv"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a.png"), (b"PK\x03\x04rubbish", "a.xlsx")],
)
def test_what_is_no_table_is_refused_in_words_and_the_source_stays_typed(
    page: Any, contents: bytes, name: str
) -> None:
    answer = page.post("/data", {"file": upload(contents, name), "source": "旧系统"})
    assert answer.status_code == 200
    assert "没有收下文件" in answer.content.decode()
    assert 'value="旧系统"' in answer.content.decode()
    assert not Import.objects.exists()


def test_without_a_file_or_a_source_nothing_is_received(page: Any) -> None:
    assert "请选择一个文件" in page.post("/data", {"source": "x"}).content.decode()
    assert (
        "来源代码不能为空"
        in page.post("/data", {"file": upload(table([row(1)])), "source": " "}).content.decode()
    )


def test_hostile_heads_and_cells_stay_text(page: Any) -> None:
    heads = ("<script>alert(1)</script>", '"><img src=x>', "field-0", "=cmd|'/c calc'!A1", "", "a" * 300)
    rows = [dict(zip(heads, ("<b>x</b>", "{{ 7*7 }}", "'; DROP TABLE", "\u202eevil", "1", "2")))]
    address = received(page, table(rows, heads))
    shown = page.get(address).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "<b>x</b>" not in shown
    assert "49" not in page.get(address).context["columns"][1].samples
    assert sent(page, address, "check").status_code == 200


def test_the_file_is_read_again_in_another_way(page: Any) -> None:
    address = received(page, table([row(1)], encoding="gb18030"))
    wrong = sent(page, address, "reread", encoding="cp1252")
    assert "案号" not in [column.head for column in wrong.context["columns"]]
    right = page.post(address, form_of(wrong) | {"act": "reread", "encoding": "gb18030"})
    assert [column.head for column in right.context["columns"]] == list(HEADS)


def test_a_sheet_is_chosen_in_a_workbook(page: Any) -> None:
    import io

    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, heads in (("说明", ["本表由旧系统导出", "x"]), ("案件", list(HEADS))):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            sheet.write_row(1, 0, [row(1).get(head, "1") for head in heads])
    address = received(page, stream.getvalue(), "案件.xlsx")
    first = page.get(address)
    assert first.context["sheets"] == ("说明", "案件")
    chosen = sent(page, address, "reread", sheet="案件")
    assert [column.head for column in chosen.context["columns"]] == list(HEADS)


# --- mapping


def test_a_change_is_tried_at_once_and_without_scripts_by_a_button(page: Any) -> None:
    address = received(page, table([row(1, 适用程序="小额审"), row(2)]))
    form = form_of(page.get(address))
    place = HEADS.index("适用程序")
    assert f"code-{place}-0" in form
    live = page.post(address, form, headers={"HX-Request": "true", "HX-Trigger-Name": f"code-{place}-0"})
    assert live.templates[0].name == "staff/import_live.html"
    assert "“小额审”没有对应的值" in live.content.decode()
    form[f"code-{place}-0"] = "civil.first.small_claims"
    live = page.post(address, form, headers={"HX-Request": "true", "HX-Trigger-Name": f"code-{place}-0"})
    assert "没有发现问题" in live.content.decode()
    checked = page.post(address, form | {"act": "check"})
    assert checked.context["checked"]["figures"][0][1] == 2
    assert form_of(checked)[f"code-{place}-0"] == "civil.first.small_claims"


def test_values_of_a_column_of_codes_are_listed_with_their_counts(page: Any) -> None:
    rows = [row(number, 适用程序="小额审" if number < 4 else "普通程序") for number in range(1, 6)]
    answer = page.get(received(page, table(rows)))
    column = answer.context["columns"][HEADS.index("适用程序")]
    assert [(code.value, code.count) for code in column.codes] == [("小额审", 3), ("普通程序", 2)]
    assert column.codes_unknown == 1


def test_days_in_two_possible_orders_wait_for_a_choice(page: Any) -> None:
    address = received(page, table([row(1, 立案日期="03/04/2019")]))
    column = page.get(address).context["columns"][HEADS.index("立案日期")]
    assert column.becomes[0][2], "it could be two days"
    chosen = sent(page, address, "check", order="dmy").context["columns"][HEADS.index("立案日期")]
    assert chosen.becomes[0][1] == "2019年4月3日"


def test_a_constant_fills_a_field_without_a_column(page: Any) -> None:
    heads = tuple(head for head in HEADS if head != "案由")
    address = received(page, table([row(1)], heads))
    refused = sent(page, address, "start")
    assert "案由" in refused.context["fault"]
    form = form_of(page.get(address)) | {
        "constant-field-0": "cause",
        "constant-kind-0": "constant",
        "constant-value-0": "离婚纠纷",
    }
    assert page.post(address, form | {"act": "start"}).status_code == 302
    worked_off()
    assert Case.objects.get().cause_name == "离婚纠纷"


def test_columns_of_one_field_are_joined(page: Any) -> None:
    heads = (*HEADS, "第二原告")
    address = received(page, table([row(1) | {"第二原告": "王强"}], heads))
    place = heads.index("第二原告")
    answer = sent(page, address, "check", **{f"field-{place}": "party.plaintiff"})
    column = answer.context["columns"][HEADS.index("原告")]
    assert column.becomes[0][1] == "马晓燕、王强"


def test_a_refused_mapping_keeps_every_choice(page: Any) -> None:
    address = received(page, table([row(1)]))
    place = HEADS.index("立案日期")
    refused = sent(page, address, "save", **{f"field-{place}": "", "note": "试一试"})
    assert refused.status_code == 200
    assert refused.context["fault"]
    assert form_of(refused)[f"field-{place}"] == ""
    assert form_of(refused)["note"] == "试一试"
    assert not SavedMapping.objects.exists()


def test_a_form_that_this_site_did_not_write_is_refused(page: Any) -> None:
    address = received(page, table([row(1)]))
    answer = sent(page, address, "start", heads='["evil"]:forged')
    assert answer.status_code == 200
    assert "重新打开" in answer.context["fault"]
    assert sent(page, address, "check", **{"field-0": "no_such_field"}).status_code == 200
    assert sent(page, address, "check", shape="nonsense").status_code == 200


def test_a_mapping_is_kept_in_versions_with_their_differences(page: Any) -> None:
    address = received(page, table([row(1, 适用程序="小额审")]))
    place = HEADS.index("适用程序")
    sent(page, address, "save", note="初版")
    sent(page, address, "save", **{f"code-{place}-0": "civil.first.small_claims"})
    sent(page, address, "save")
    first, second = SavedMapping.objects.order_by("version")
    assert (
        "初版" in page.get("/data/mappings").content.decode()
        or "第2版" in page.get("/data/mappings").content.decode()
    )
    shown = page.get(f"/data/mappings/{second.pk}")
    assert [(change.words, change.before, change.after) for change in shown.context["changes"]] == [
        ("适用程序 “小额审”", "", "civil.first.small_claims")
    ]
    assert page.get(f"/data/mappings/{first.pk}").status_code == 200


def test_the_next_file_of_a_source_uses_its_mapping_by_itself(page: Any) -> None:
    place = HEADS.index("适用程序")
    recorded(page, table([row(1, 适用程序="小额审")]), **{f"code-{place}-0": "civil.first.small_claims"})
    again = page.get(received(page, table([row(2, 适用程序="小额审")])))
    assert "第1版" in again.context["origin"]
    assert again.context["checked"]["figures"][0][1] == 1
    lacking = page.get(received(page, table([row(3)], HEADS[:-1])))
    assert [column for column, _ in lacking.context["lacking"]] == ["案件类型"]


# --- recording


def test_rows_become_cases_and_the_page_says_how_many(page: Any) -> None:
    address = recorded(page, table([row(1), row(2), row(3, 立案日期="2019-02-30")]))
    shown = page.get(address)
    figures = {one.words: one.rows for one in shown.context["counts"]}
    assert (figures["已登记"], figures["隔离"]) == (2, 1)
    assert Case.objects.count() == 2
    rows = page.get(f"{address}/rows?outcome=recorded")
    assert [one.case for one in rows.context["rows"]] == [
        "（2019）示0102民初90001号",
        "（2019）示0102民初90002号",
    ]
    assert page.get(rows.context["rows"][0].case_href).status_code == 200
    assert len(page.get(f"{address}/rows").context["rows"]) == 3
    assert len(page.get(f"{address}/rows?outcome=nonsense").context["rows"]) == 3


def test_an_import_is_found_again_and_its_bar_renews_itself(page: Any) -> None:
    address = received(page, table([row(1)]))
    started = sent(page, address, "start").url
    waiting = page.get(started)
    assert waiting.context["polling"]
    assert "排队中" in page.get("/data").content.decode()
    assert 'hx-trigger="every 2s"' in page.get(f"{started}/progress").content.decode()
    worked_off()
    ended = page.get(f"{started}/progress")
    assert ended.headers["HX-Refresh"] == "true"
    assert "已完成" in page.get("/data").content.decode()


def test_a_cancelled_import_goes_on_where_it_stopped(page: Any) -> None:
    address = received(page, table([row(1)]))
    started = sent(page, address, "start").url
    page.post(f"{started}/cancel")
    stopped = page.get(started)
    assert stopped.context["may_resume"]
    page.post(f"{started}/start")
    worked_off()
    assert Case.objects.count() == 1


def test_the_same_file_again_adds_nothing(page: Any) -> None:
    contents = table([row(1), row(2)])
    recorded(page, contents)
    address = recorded(page, contents)
    assert set(standings(address).values()) == {"same"}
    assert Case.objects.count() == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_result_is_taken_as_a_file_and_audited(page: Any, form: str) -> None:
    address = recorded(page, table([row(1), row(2, 受理法院="无此法院")]))
    answer = page.get(f"{address}/result.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if form == "csv":
        assert "无此法院" in answer.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(verb="import.result").count() == 1
    assert page.get(f"{address}/result.exe").status_code == 404


# --- quarantine


def test_the_same_mistake_is_repaired_in_all_its_rows_at_once(page: Any) -> None:
    rows = [row(number, 受理法院="临川法院" if number % 2 else row(1)["受理法院"]) for number in range(1, 7)]
    address = recorded(page, table(rows))
    shown = page.get(f"{address}/quarantine")
    (mistake,) = shown.context["groups"]
    assert (mistake.column, mistake.value, mistake.rows) == ("受理法院", "临川法院", 3)
    narrowed = page.get(f"{address}/quarantine?same={mistake.same}")
    assert len(narrowed.context["rows"]) == 3
    page.post(
        f"{address}/quarantine", {"column": "受理法院", "value": "临川法院", "instead": row(1)["受理法院"]}
    )
    assert page.get(f"{address}/quarantine").context["repaired"] == 3
    page.post(f"{address}/rerun")
    worked_off()
    assert set(standings(address).values()) == {"recorded"}
    assert Case.objects.count() == 6


def test_a_value_without_meaning_is_told_once_and_remembered(page: Any) -> None:
    address = recorded(page, table([row(1, 适用程序="小额审"), row(2, 适用程序="小额审"), row(3)]))
    (mistake,) = page.get(f"{address}/quarantine").context["groups"]
    instead = next(value for value, words in mistake.choices if "小额" in words)
    page.post(
        f"{address}/quarantine",
        {"column": "适用程序", "value": "小额审", "instead": instead, "remember": "on"},
    )
    page.post(f"{address}/rerun")
    worked_off()
    assert Case.objects.count() == 3
    newest = SavedMapping.objects.order_by("-version").first()
    assert newest is not None
    assert newest.version == 2
    assert "小额审" in newest.note


def test_a_replacement_that_changes_nothing_is_refused(page: Any) -> None:
    address = recorded(page, table([row(1, 受理法院="x"), row(2, 受理法院="x")]))
    answer = page.post(f"{address}/quarantine", {"column": "受理法院", "value": "x", "instead": "x"})
    assert "请填改成什么" in answer.content.decode()
    assert page.get(f"{address}/quarantine").context["repaired"] == 0


def test_after_a_change_of_the_staff_all_rows_are_tried_again(page: Any, province: Province) -> None:
    from tests.cast import appoint

    address = recorded(page, table([row(1, 承办法官="新来的"), row(2, 承办法官="新来的")]))
    assert set(standings(address).values()) == {"quarantined"}
    appoint(province.river, "新来的", "judge", "civil")
    page.post(f"{address}/rerun", {"every": "1"})
    worked_off()
    assert set(standings(address).values()) == {"recorded"}


def seen_of(answer: Any) -> dict[str, str]:
    form = answer.content.decode()
    begin = form.index('name="seen" value="') + len('name="seen" value="')
    return {"seen": form[begin : form.index('"', begin)]}


def cells_of(answer: Any) -> dict[str, str]:
    return {f"cell-{cell.place}": cell.value for cell in (*answer.context["wrong"], *answer.context["right"])}


def test_one_row_is_repaired_beside_its_reasons(page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30", **{"标的额（元）": "很多"}), row(2)]))
    opened = page.get(f"{address}/rows/2")
    assert {cell.head for cell in opened.context["wrong"]} == {"立案日期", "标的额（元）"}
    day, amount = HEADS.index("立案日期"), HEADS.index("标的额（元）")
    repaired = cells_of(opened) | seen_of(opened) | {f"cell-{day}": "2019-02-28", f"cell-{amount}": "12"}
    assert page.post(f"{address}/rows/2", repaired).status_code == 302
    page.post(f"{address}/rerun")
    worked_off()
    assert standings(address) == {2: "recorded", 3: "recorded"}
    assert page.get(f"{address}/rows/2").status_code == 302, "it has left the quarantine"
    assert page.get(f"{address}/rows/99").status_code == 404


def repaired(page: Any, address: str, line: int, **changes: str) -> None:
    """The row with other cells, by their heads; not recorded again yet."""
    opened = page.get(f"{address}/rows/{line}")
    places = {f"cell-{HEADS.index(head)}": value for head, value in changes.items()}
    assert page.post(f"{address}/rows/{line}", cells_of(opened) | seen_of(opened) | places).status_code == 302


def test_a_repaired_row_no_longer_says_what_was_wrong_before(page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30", **{"标的额（元）": "很多"}), row(2)]))
    repaired(page, address, 2, 立案日期="2019-02-28")
    (shown,) = page.get(f"{address}/rows?outcome=repaired").context["rows"]
    assert shown.reasons == ["诸葛清已改，等待重新登记", "立案日期：“2019-02-30”改为“2019-02-28”"]
    opened = page.get(f"{address}/rows/2")
    assert [cell.head for cell in opened.context["wrong"]] == ["标的额（元）"], "that one is still wrong"
    assert opened.content.decode().count("立案日期") == 2, (
        "the label, and the repair; not the field once more"
    )


def test_a_file_that_still_says_what_was_repaired_offers_the_repair_again(page: Any) -> None:
    good = [row(number) for number in range(4, 8)]
    wrong = table(
        [row(1, 立案日期="2019-02-30"), row(2, 立案日期="2019-02-31"), row(3, 立案日期="很久以前"), *good]
    )
    address = recorded(page, wrong)
    repaired(page, address, 2, 立案日期="2019-02-28")
    repaired(page, address, 3, 立案日期="2019-03-01")
    page.post(f"{address}/rerun")
    worked_off()
    again = recorded(page, wrong)
    assert page.get(f"{again}/quarantine").context["before"] == 2
    told = page.get(f"{again}/rows/2").content.decode()
    assert "由诸葛清在" in told
    assert "文件为“2019-02-30”，当时改为“2019-02-28”" in told
    assert "照上次改的改" not in page.get(f"{again}/rows/4").content.decode(), "it was never repaired"
    page.post(f"{again}/rows/2", {"as_before": "yes"})
    assert [standings(again)[line] for line in (2, 3, 4)] == ["repaired", "quarantined", "quarantined"]
    page.post(f"{again}/quarantine", {"as_before": "yes"})
    page.post(f"{again}/rerun")
    worked_off()
    assert [standings(again)[line] for line in (2, 3, 4)] == ["same", "same", "quarantined"]
    assert Case.objects.count() == 6


def test_a_repair_is_not_offered_for_what_the_file_says_otherwise_by_now(page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30"), row(2)]))
    repaired(page, address, 2, 立案日期="2019-02-28")
    page.post(f"{address}/rerun")
    worked_off()
    again = recorded(page, table([row(1, 立案日期="2019-02-29"), row(2)]))
    assert "照上次改的改" not in page.get(f"{again}/rows/2").content.decode()
    assert page.post(f"{again}/rows/2", {"as_before": "yes"}).status_code == 302
    assert standings(again) == {2: "quarantined", 3: "same"}


def test_a_row_that_is_cut_off_is_told_once(page: Any) -> None:
    contents = table([row(1)]) + "（2019）示0102民初90002号,河西市临川区人民法院\r\n".encode()
    address = recorded(page, contents)
    (shown,) = page.get(f"{address}/quarantine").context["rows"]
    assert shown.reasons == ["只有2个单元格，应有10列"]


def test_procedures_are_read_in_the_words_of_courts_and_in_the_branch_of_the_case(page: Any) -> None:
    criminal = {"案号": "（2019）示0102刑初8号", "案件类型": "刑事一审案件", "案由": "盗窃罪"}
    rows = [row(1, 适用程序="普通"), row(2, 适用程序="简易程序"), row(3, 适用程序="普通程序", **criminal)]
    recorded(page, table(rows))
    told = dict(Case.objects.values_list("number", "procedure"))
    assert told["（2019）示0102民初90001号"] == "civil.first.ordinary"
    assert told["（2019）示0102民初90002号"] == "civil.first.simplified"
    assert told["（2019）示0102刑初8号"] == "criminal.first.ordinary"


def test_a_cause_in_no_list_is_recorded_and_told(page: Any) -> None:
    address = recorded(
        page, table([row(1, 立案日期="2026-03-02", 案由="买买合同"), row(2, 立案日期="2026-03-02")])
    )
    assert set(standings(address).values()) == {"recorded"}
    assert any("1行的案由不在" in words for words in page.get(address).context["notices"])
    first, second = page.get(f"{address}/rows").context["rows"]
    assert any("“买买合同”不在立案日施行的案由名单里" in words for words in first.reasons)
    assert second.reasons == []


def test_what_is_too_long_is_refused_and_stays_typed(page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30"), row(2)]))
    opened = page.get(f"{address}/rows/2")
    answer = page.post(f"{address}/rows/2", cells_of(opened) | seen_of(opened) | {"cell-0": "x" * 20_001})
    assert answer.context["fault"]
    assert "x" * 20_001 in answer.content.decode()


def test_two_people_who_repair_the_same_row_compare(page: Any, province: Province) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30", 受理法院="x"), row(2)]))
    day, court, cause = HEADS.index("立案日期"), HEADS.index("受理法院"), HEADS.index("案由")
    mine = page.get(f"{address}/rows/2")
    theirs = page.get(f"{address}/rows/2")
    page.post(
        f"{address}/rows/2",
        cells_of(theirs) | seen_of(theirs) | {f"cell-{day}": "2019-02-27", f"cell-{cause}": "离婚纠纷"},
    )
    compared = page.post(
        f"{address}/rows/2",
        cells_of(mine)
        | seen_of(mine)
        | {f"cell-{day}": "2019-02-28", f"cell-{court}": "河西市临川区人民法院"},
    )
    shown = {difference.label: difference for _, difference, _ in compared.context["differences"]}
    assert set(shown) == {"立案日期", "受理法院", "案由"}
    assert (shown["立案日期"].before, shown["立案日期"].theirs, shown["立案日期"].yours) == (
        "2019-02-30",
        "2019-02-27",
        "2019-02-28",
    )
    assert province.river.trial_management.officer.name in compared.context["said"]
    chosen = (
        {f"cell-{place}": value for place, value in compared.context["kept"]}
        | seen_of(compared)
        | {"chosen": "1"}
    )
    chosen |= {f"take-{day}": "yours", f"take-{court}": "yours", f"take-{cause}": "theirs"}
    assert page.post(f"{address}/rows/2", chosen).status_code == 302
    cells = cells_of(page.get(f"{address}/rows/2"))
    assert (cells[f"cell-{day}"], cells[f"cell-{court}"], cells[f"cell-{cause}"]) == (
        "2019-02-28",
        "河西市临川区人民法院",
        "离婚纠纷",
    )


def test_a_forged_state_of_a_row_is_refused(page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30"), row(2)]))
    assert page.post(f"{address}/rows/2", {"seen": "forged", "cell-0": "x"}).status_code == 400


# --- rights


@pytest.mark.parametrize("who", ["judge", "president", "clerk", "system_administrator", "filing_officer"])
def test_others_see_why_they_may_not_import(province: Province, who: str) -> None:
    page = signed_in(getattr(province.river, who))
    answer = page.get("/data")
    assert answer.status_code == 200
    assert "审判管理人员" in answer.content.decode()
    assert 'type="file"' not in answer.content.decode()
    assert (
        "数据导入由审判管理人员办理"
        in page.post("/data", {"file": upload(table([row(1)])), "source": "x"}).content.decode()
    )
    assert not Import.objects.exists()
    assert page.get("/data/mappings").status_code == 200


def test_an_import_of_another_court_is_not_there(province: Province, page: Any) -> None:
    address = recorded(page, table([row(1, 立案日期="2019-02-30"), row(2)]))
    mapping = SavedMapping.objects.get().pk
    stranger, above = signed_in(province.hill.trial_management), signed_in(province.middle.trial_management)
    judge = signed_in(province.river.judge)
    for path in ("", "/mapping", "/rows", "/rows/2", "/quarantine", "/progress", "/result.csv"):
        assert stranger.get(address + path).status_code == 404, path
        assert judge.get(address + path).status_code == 404, path
        assert above.get(address + path).status_code == 200, path
    for path in ("/start", "/cancel", "/rerun", "/quarantine", "/rows/2", "/mapping"):
        assert stranger.post(address + path, {}).status_code == 404, path
    assert stranger.get(f"/data/mappings/{mapping}").status_code == 404
    assert address.split("/")[3] not in stranger.get("/data").content.decode()
    assert page.get(f"/data/imports/{uuid4()}").status_code == 404


def test_a_file_cannot_bring_cases_of_a_court_outside_the_scope(page: Any) -> None:
    address = recorded(page, table([row(1, 受理法院="河西市望山区人民法院")]))
    assert set(standings(address).values()) == {"quarantined"}
    assert not Case.objects.exists()


def test_the_pages_speak_english(page: Any) -> None:
    page.cookies["language"] = "en"
    address = recorded(page, table([row(1, 受理法院="x"), row(2, 受理法院="x")]))
    chinese_only = ("登记", "隔离", "对照")
    for path in ("", "/rows", "/quarantine", "/rows/2"):
        text = page.get(address + path).content.decode()
        assert "Quarantine" in text, path
        assert not [word for word in chinese_only if f">{word}<" in text], path
