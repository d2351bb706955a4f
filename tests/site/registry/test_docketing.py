"""Docketing a case on the registry's pages: what is offered, recorded, refused and warned of."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Province, docketed, found_province
from tests.site_cast import signed_in
from xiezhi.record import ledger
from xiezhi.record.models import Case, CaseDocument, Event
from xiezhi.record.state import fold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

NEW = "/registry/new"
LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限公司"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "{{7*7}}",
    "%(x)s {0}",
]


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def filing(province: Province) -> Client:
    """The filing officer of the river court, signed in."""
    return signed_in(province.river.filing_officer)


def today() -> str:
    return timezone.localdate().isoformat()


def typed(client: Client, act: str = "docket", **changes: Any) -> dict[str, Any]:
    """The form as a filing officer fills it in, with the token of a page opened before."""
    page = client.get(NEW).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    form = {
        "token": token[1], "typed_for": "0301", "type": "0301", "procedure": "civil.first.simplified", "cause": "买卖合同纠纷",
        "amount": "12.5万", "secrecy": "ordinary", "received_on": today(), "docketed_on": today(),
        "parties.rows": "2",
        "parties-1-role": "plaintiff", "parties-1-kind": "person", "parties-1-name": "马晓燕", "parties-1-phone": "13912345678",
        "parties-1-speaker": "苏和", "parties-1-speaker_kind": "lawyer", "parties-1-firm": "示范律师事务所",
        "parties-2-role": "defendant", "parties-2-kind": "organisation", "parties-2-name": "示范建材有限公司",
        "links.rows": "1", "act": act,
    }  # fmt: skip
    return {key: value for key, value in (form | changes).items() if value is not None}


def recorded(case: UUID) -> Any:
    return fold(ledger.happenings(case))


def only_case() -> Case:
    return Case.objects.get()


# --- who and where


def test_the_docket_leads_the_filing_officer_to_it_and_nobody_else(province, filing):
    assert NEW in filing.get("/docket").content.decode()
    assert NEW not in signed_in(province.river.judge).get("/docket").content.decode()


@pytest.mark.parametrize("path", [NEW, "/registry/receive"])
@pytest.mark.parametrize(
    "who", ["judge", "clerk", "president", "trial_management", "discipline", "system_administrator"]
)
def test_another_post_is_told_who_dockets(province, who, path):
    answer = signed_in(getattr(province.river, who)).get(path)
    assert answer.status_code == 403
    assert "立案人员" in answer.content.decode() or "立案" in answer.content.decode()
    assert signed_in(getattr(province.river, who)).post(path, {"act": "docket"}).status_code == 403
    assert not Case.objects.exists()


def test_nobody_dockets_without_signing_in(db):
    assert Client().get(NEW).status_code == 302


# --- the form


def test_it_begins_with_what_is_usual_at_the_level_of_the_court(province, filing):
    page = filing.get(NEW).content.decode()
    assert re.search(r'<option value="0301" selected>', page)
    assert re.search(r'<option value="civil.first.simplified" selected>', page)
    assert "…号" in page
    above = signed_in(province.middle.filing_officer).get(NEW).content.decode()
    assert re.search(r'<option value="0302" selected>', above)
    assert re.search(r'<option value="appellant" selected>', above)


def test_types_that_other_courts_deal_with_stand_folded_with_their_courts(filing):
    page = filing.get(NEW).content.decode()
    assert 'value="0210"' not in page
    assert re.search(r"死刑复核案件</dt><dd>由高级人民法院办理", page)
    opened = filing.post(NEW, typed(filing, "refresh", every_type="yes")).content.decode()
    assert 'value="0210"' in opened
    assert "由高级人民法院办理" not in opened
    chosen = filing.post(NEW, typed(filing, "refresh", type="0210", typed_for="0210")).content.decode()
    assert 'value="0210" selected' in chosen


def test_another_type_brings_its_procedures_and_parts_and_loses_no_word(filing):
    sent = typed(filing, "refresh", type="1002", **{"parties-2-name": ""})
    page = filing.post(NEW, sent).content.decode()
    assert re.search(r'<option value="enforcement.first" selected>', page)
    assert "civil.first.simplified" not in page
    assert re.search(r'<option value="enforcement_respondent" selected>', page)
    assert re.search(r'<option value="enforcement_of" selected>', page)
    for words in ("买卖合同纠纷", "马晓燕", "13912345678", "12.5万"):
        assert words in page
    assert 'role="alert"' not in page
    assert not Case.objects.exists()


def test_criminal_cases_ask_for_custody_and_the_sentence_where_the_limit_hangs_on_it(filing):
    page = filing.post(
        NEW, typed(filing, "refresh", type="0201", procedure="criminal.first.simplified", typed_for="0201")
    ).content.decode()
    assert "max_sentence_years" in page
    assert "in_custody" in page
    assert "in_custody" not in filing.get(NEW).content.decode()


def test_rows_are_added_without_a_script(filing):
    page = filing.post(NEW, typed(filing, "more_parties")).content.decode()
    assert 'name="parties-4-name"' in page
    assert 'name="parties.rows" value="4"' in page
    assert "马晓燕" in page
    page = filing.post(NEW, typed(filing, "more_links")).content.decode()
    assert 'name="links-2-number"' in page


def test_the_first_date_is_told_while_one_types(filing):
    sent = typed(filing, "preview", received_on="2026-03-02", docketed_on="2026-03-02")
    page = filing.post(NEW, sent).content.decode()
    assert "<html" not in page
    assert "2026年6月2日" in page
    assert "民事诉讼法" in page
    assert "registry-started" in page
    assert not Case.objects.exists()


def test_the_preview_takes_anything(filing):
    for changes in (
        {"type": "xxxx"},
        {"docketed_on": "2999-01-01"},
        {"docketed_on": "x"},
        {"cause": None},
        {"parties.rows": "99999999"},
        {"procedure": "no.such"},
    ):
        assert filing.post(NEW, typed(filing, "preview", **changes)).status_code == 200
    assert filing.post(NEW, {"act": "preview"}).status_code == 200
    assert filing.post(NEW, {}).status_code == 200


def test_causes_are_offered_by_their_words(filing):
    page = filing.get("/registry/causes?type=0301&cause=买卖合同").content.decode()
    assert 'value="买卖合同纠纷"' in page
    assert "盗窃" in filing.get("/registry/causes?type=0201&cause=盗窃").content.decode()
    assert "<option" not in filing.get("/registry/causes?type=0301&cause=<script>").content.decode()
    assert "<option" not in filing.get("/registry/causes").content.decode()


# --- recording


def test_a_case_is_docketed_with_number_parties_and_its_first_date(province, filing):
    answer = filing.post(NEW, typed(filing), follow=True)
    case = only_case()
    state = recorded(case.pk)
    year = timezone.localdate().year
    assert answer.redirect_chain == [(reverse("staff:case", args=[case.pk]), 302)]
    assert f"已立案：（{year}）示0102民初1号。审限届满日：" in answer.content.decode()
    assert (state.branch, state.instance, state.procedure) == ("civil", "first", "civil.first.simplified")
    assert state.amount_fen == 12_500_000
    assert state.cause_name == "买卖合同纠纷"
    first, second = state.parties
    assert (first["no"], first["name"], first["sensitive"]) == (1, "马晓燕", {"phone": "13912345678"})
    assert first["representatives"] == [{"name": "苏和", "kind": "lawyer", "firm": "示范律师事务所"}]
    assert (second["no"], second["kind"]) == (2, "organisation")
    assert Event.objects.get(case=case).officer == province.river.filing_officer.officer


def test_numbers_have_no_gap_though_a_form_was_refused(filing):
    filing.post(NEW, typed(filing))
    filing.post(NEW, typed(filing, docketed_on="2999-01-01"))
    filing.post(NEW, typed(filing, **{"parties-1-name": "另一人"}))
    numbers = sorted(number.rpartition("民初")[2] for number in Case.objects.values_list("number", flat=True))
    assert numbers == ["1号", "2号"]


def test_a_docketing_entered_late_or_of_an_unlisted_cause_is_pointed_out(filing):
    page = filing.post(
        NEW, typed(filing, "preview", cause="没有的案由", docketed_on="2026-03-02", received_on="2026-03-02")
    ).content.decode()
    assert "补记" in page
    assert "不在当日施行的名单里" in page


def test_the_same_form_sent_twice_dockets_once(filing):
    sent = typed(filing)
    filing.post(NEW, sent)
    answer = filing.post(NEW, sent, follow=True)
    assert "没有重复登记" in answer.content.decode()
    assert Case.objects.count() == 1


def test_the_complaint_goes_into_the_file_with_it(filing):
    complaint = SimpleUploadedFile("起诉状.pdf", b"%PDF-1.7 complaint", "application/pdf")
    filing.post(NEW, typed(filing, upload=complaint))
    paper = CaseDocument.objects.get(case=only_case())
    assert (paper.name, paper.title, paper.media_type, paper.file) == (
        "起诉状.pdf",
        "起诉状",
        "application/pdf",
        "main",
    )
    assert list(Event.objects.values_list("kind", flat=True).order_by("seq")) == [
        "case.docketed",
        "document.filed",
    ]


def test_a_refused_form_keeps_its_paper(filing):
    complaint = SimpleUploadedFile("起诉状.pdf", b"%PDF-1.7 complaint", "application/pdf")
    page = filing.post(NEW, typed(filing, upload=complaint, cause="")).content.decode()
    assert "起诉状.pdf" in page
    carried = re.search(r'name="kept" value="([^"]+)"', page)
    assert carried
    filing.post(NEW, typed(filing, kept=carried[1]))
    assert CaseDocument.objects.get(case=only_case()).name == "起诉状.pdf"


def test_a_paper_that_was_never_kept_here_is_not_filed(province, filing):
    other = signed_in(province.hill.filing_officer)
    page = other.post(
        NEW, typed(other, cause="", upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"))
    ).content.decode()
    carried = re.search(r'name="kept" value="([^"]+)"', page)
    assert carried
    for kept in (carried[1], "x", "a:b:c"):
        filing.post(NEW, typed(filing, kept=kept, **{"parties-1-name": kept[:20]}))
    assert not CaseDocument.objects.exists()


def test_an_empty_file_is_told_at_its_field(filing):
    page = filing.post(NEW, typed(filing, upload=SimpleUploadedFile("a.pdf", b""))).content.decode()
    assert 'id="id_upload_error"' in page
    assert not Case.objects.exists()


def test_an_earlier_case_is_linked_by_its_number(province, filing):
    mine, other = docketed(province.river), docketed(province.far)
    for number, found in ((mine.state.number, True), (other.state.number, False)):
        written = number.replace("（", "(").replace("）", ")")
        filing.post(
            NEW, typed(filing, cause=number[:10], **{"links-1-kind": "remand_of", "links-1-number": written})
        )
        state = recorded(Case.objects.latest("id").pk)
        assert state.links[0]["number"] == number
        assert ("case_id" in state.links[0]) == found


def test_fifty_parties_with_long_names(filing):
    rows: dict[str, Any] = {"parties.rows": "50"}
    for number in range(1, 51):
        rows |= {
            f"parties-{number}-role": "defendant",
            f"parties-{number}-kind": "organisation",
            f"parties-{number}-name": f"{LONG_NAME}{number}",
        }
    answer = filing.post(NEW, typed(filing, **rows), follow=True)
    assert answer.status_code == 200
    state = recorded(only_case().pk)
    assert len(state.parties) == 50
    assert state.parties[49]["name"] == f"{LONG_NAME}50"


def test_rows_left_empty_or_left_out_are_no_parties(filing):
    rows = {
        "parties.rows": "5",
        "parties-3-name": "不要的",
        "parties-3-drop": "on",
        "parties-3-role": "defendant",
        "parties-3-kind": "person",
    }
    filing.post(
        NEW,
        typed(
            filing,
            **rows,
            **{"parties-5-name": "第五行", "parties-5-role": "third_party", "parties-5-kind": "person"},
        ),
    )
    assert [(one["no"], one["name"]) for one in recorded(only_case().pk).parties] == [
        (1, "马晓燕"),
        (2, "示范建材有限公司"),
        (3, "第五行"),
    ]


def test_facts_and_days_bear_on_the_limit(filing):
    changes = {
        "type": "0201",
        "typed_for": "0201",
        "procedure": "criminal.first.simplified",
        "max_sentence_years": "5",
        "in_custody": "yes",
        "amount": "",
    }
    roles = {
        "parties-1-role": "prosecutor",
        "parties-2-role": "accused",
        "parties-2-in_custody": "yes",
        "anchor_on": today(),
    }
    filing.post(NEW, typed(filing, **changes, **roles))
    state = recorded(only_case().pk)
    assert state.facts == {"max_sentence_years": 5.0, "in_custody": True}
    assert state.parties[1]["in_custody"] is True
    assert state.anchor_on.isoformat() == today()


# --- refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cause": ""}, "id_cause"),
        ({"cause": "x" * 161}, "id_cause"),
        ({"type": ""}, "id_type"),
        ({"type": "9999"}, "id_type"),
        ({"docketed_on": ""}, "id_docketed_on"),
        ({"docketed_on": "2026-02-30"}, "id_docketed_on"),
        ({"docketed_on": "2999-01-01"}, "id_docketed_on"),
        ({"docketed_on": "1850-01-01"}, "id_docketed_on"),
        ({"docketed_on": "2019-03-01", "received_on": "2019-03-02"}, "id_received_on"),
        ({"amount": "很多"}, "id_amount"),
        ({"amount": "1.234"}, "id_amount"),
        ({"amount": "-5"}, "id_amount"),
        ({"amount": "NaN"}, "id_amount"),
        ({"amount": "Infinity"}, "id_amount"),
        ({"amount": "9" * 29}, "id_amount"),
        ({"secrecy": "sealed"}, "id_secrecy"),
        (
            {
                "parties-1-name": "",
                "parties-2-name": "",
                "parties-1-phone": "",
                "parties-1-speaker": "",
                "parties-1-firm": "",
            },
            "id_parties-1-name",
        ),
        ({"parties-1-name": ""}, "id_parties-1-name"),
        ({"parties-2-name": "x" * 201}, "id_parties-2-name"),
        ({"parties-2-role": "judge"}, "id_parties-2-role"),
        ({"parties-2-phone": "1" * 61}, "id_parties-2-phone"),
        ({"parties-2-firm": "示范律师事务所"}, "id_parties-2-speaker"),
        ({"parties-1-speaker_kind": "wizard"}, "id_parties-1-speaker_kind"),
        ({"links-1-number": "（2019）示0102民初1号"}, "id_links-1-kind"),
        ({"links-1-number": "x" * 61, "links-1-kind": "appeal_of"}, "id_links-1-number"),
        ({"parties-1-name": "马\u0007晓燕"}, "id_parties-1-name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_every_word_stays(filing, changes, field):
    page = filing.post(NEW, typed(filing, **changes)).content.decode()
    assert f'href="#{field}"' in page
    assert f'id="{field}_error"' in page
    assert "示范律师事务所" in page or changes.get("parties-1-firm") == ""
    assert not Case.objects.exists()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_and_shown_as_words(filing, words):
    page = filing.post(
        NEW, typed(filing, cause=words, **{"parties-1-name": words, "parties-2-role": "x"})
    ).content.decode()
    assert words not in page or "<" not in words
    filing.post(NEW, typed(filing, cause=words, **{"parties-1-name": words}))
    assert recorded(only_case().pk).parties[0]["name"] == words


def test_what_no_keyboard_sends_is_refused(filing):
    assert filing.post(NEW, typed(filing, cause="x\x00")).status_code == 400


# --- like cases


def test_the_same_parties_and_cause_are_pointed_out_before_docketing_again(filing):
    filing.post(NEW, typed(filing))
    first = only_case()
    page = filing.post(NEW, typed(filing)).content.decode()
    assert first.number in page
    assert "照样立案" in page
    assert Case.objects.count() == 1
    filing.post(NEW, typed(filing, seen_alike=str(first.pk)))
    assert Case.objects.count() == 2


def test_one_party_in_common_another_cause_or_another_court_is_no_warning(province, filing):
    filing.post(NEW, typed(filing))
    filing.post(NEW, typed(filing, **{"parties-2-name": "另一公司"}))
    filing.post(NEW, typed(filing, cause="借款合同纠纷"))
    other = signed_in(province.hill.filing_officer)
    other.post(NEW, typed(other))
    assert Case.objects.count() == 4


def test_a_protected_case_is_not_betrayed_by_the_warning(filing):
    filing.post(NEW, typed(filing, secrecy="protected"))
    filing.post(NEW, typed(filing))
    assert Case.objects.count() == 2


# --- received first


def receipt(client: Client, **changes: str) -> dict[str, str]:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/registry/receive").content.decode())
    assert token
    return {
        "token": token[1],
        "act": "receive",
        "received_on": today(),
        "received_from": "当事人本人",
        "material": "起诉状一份",
    } | changes


def test_a_receipt_starts_the_days_for_docketing(filing):
    answer = filing.post("/registry/receive", receipt(filing), follow=True)
    assert "已收案" in answer.content.decode()
    case = only_case()
    assert (case.stage, case.number) == ("received", "")
    assert reverse("staff:registry_docket", args=[case.pk]) in filing.get(NEW).content.decode()


def test_a_receipt_is_recorded_once_and_never_of_tomorrow(filing):
    sent = receipt(filing)
    filing.post("/registry/receive", sent)
    filing.post("/registry/receive", sent)
    page = filing.post("/registry/receive", receipt(filing, received_on="2999-01-01")).content.decode()
    assert 'id="id_received_on_error"' in page
    page = filing.post("/registry/receive", receipt(filing, material="x" * 1001)).content.decode()
    assert 'id="id_material_error"' in page
    assert Case.objects.count() == 1
    assert "<html" not in filing.post("/registry/receive", receipt(filing, act="preview")).content.decode()


def test_a_received_case_is_docketed_later_and_once(filing):
    filing.post("/registry/receive", receipt(filing))
    case = only_case()
    path = reverse("staff:registry_docket", args=[case.pk])
    page = filing.get(path).content.decode()
    assert 'name="received_on"' not in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen and seen[1] == "1"
    sent = typed(filing, received_on=None, seen="1")
    answer = filing.post(path, sent, follow=True)
    assert "已立案" in answer.content.decode()
    state = recorded(case.pk)
    assert (state.last_seq, state.received_on.isoformat()) == (2, today())
    filing.post(path, sent)
    assert filing.get(path).status_code == 302
    assert recorded(case.pk).last_seq == 2


def test_who_was_overtaken_while_docketing_is_told(province, filing):
    filing.post("/registry/receive", receipt(filing))
    case = only_case()
    path = reverse("staff:registry_docket", args=[case.pk])
    page = filing.post(path, typed(filing, received_on=None, seen="0")).content.decode()
    assert "又登记了1条记录" in page
    assert 'name="seen" value="1"' in page
    assert recorded(case.pk).last_seq == 1


def test_a_case_of_another_court_is_not_there(province, filing):
    filing.post("/registry/receive", receipt(filing))
    path = reverse("staff:registry_docket", args=[only_case().pk])
    stranger = signed_in(province.far.filing_officer)
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"act": "docket"}).status_code == 404
    assert signed_in(province.middle.filing_officer).get(path).status_code == 404
