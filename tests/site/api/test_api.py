"""The interface for programs: what is read, recorded, foreseen and refused there, with the rights of the person signed in."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import DEFENDANT, DOCKETING, PLAINTIFF, Province, Story, docketed, found_province
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry, Case, Event
from xiezhi.rules.procedure.catalogue import load_procedure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

PHONE = "13912345678"
PERSON = {**PLAINTIFF, "sensitive": {"phone": PHONE}}
CHANGING = [
    ("/api/cases", "post"),
    ("/api/cases/{}/events", "post"),
    ("/api/cases/{}/events/preview", "post"),
]
HOSTILE = ["<script>alert(1)</script>", "' OR 1=1 --", "\u202e反转", "𠮷" * 40, "{{7*7}}", "%s%n"]


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def story(province: Province) -> Story:
    """A civil case of the river court, with a judge."""
    return docketed(province.river, parties=[PERSON, DEFENDANT]).assigned(province.river.judge)


def ask(who: Client, path: str, body: Any = None, **headers: Any) -> tuple[int, Any]:
    """The status and the answer; with a body it is a POST."""
    if body is None:
        answer = who.get(path, **headers)
    else:
        text = body if isinstance(body, (str, bytes)) else json.dumps(body, ensure_ascii=False)
        answer = who.post(path, text, content_type="application/json", **headers)
    return answer.status_code, answer.json()


def note_of(text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "note.recorded", "occurred_on": "2019-04-01", "data": {"text": text}, **more}


# --- reading


def test_the_catalogue_comes_with_a_schema_for_every_kind(province):
    status, answer = ask(signed_in(province.river.clerk), "/api/kinds")
    assert status == 200
    assert [kind["name"] for kind in answer["kinds"]] == list(load_procedure().kinds)
    docketing = next(kind for kind in answer["kinds"] if kind["name"] == "case.docketed")
    assert set(docketing["content"]["required"]) == {"number", "type", "branch", "instance", "cause"}
    assert docketing["content"]["properties"]["branch"]["enum"][0] == "civil"
    assert docketing["title"] == "立案"


def test_the_language_is_that_of_the_header_or_the_address(province):
    clerk = signed_in(province.river.clerk)
    assert (
        ask(clerk, "/api/kinds", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")[1]["kinds"][0]["title"]
        == "Case received"
    )
    assert ask(clerk, "/api/kinds?lang=en")[1]["kinds"][0]["title"] == "Case received"
    assert ask(clerk, "/api/kinds?lang=zh", HTTP_ACCEPT_LANGUAGE="en")[1]["kinds"][0]["title"] == "收案"
    assert ask(clerk, "/api/kinds?lang=xx", HTTP_ACCEPT_LANGUAGE="fr;;,,")[1]["kinds"][0]["title"] == "收案"


def test_the_judge_reads_the_case_with_its_limit_and_events(province, story):
    status, answer = ask(signed_in(province.river.judge), f"/api/cases/{story.case}")
    assert status == 200
    assert answer["number"] == story.state.number
    assert answer["contents"]
    assert answer["reporting_judge"]["name"] == "陆知衡"
    assert answer["last_seq"] == 2
    assert answer["limit"]["due_on"] == "2019-09-02"
    assert answer["limit"]["derivation"][-1]["articles"]
    assert [event["kind"] for event in answer["events"]] == ["case.docketed", "case.assigned"]
    assert answer["events"][0]["data"]["parties"][0]["name"] == "马晓燕"


def test_what_could_harm_a_person_is_never_answered(province, story):
    assert PHONE not in json.dumps(ask(signed_in(province.river.judge), f"/api/cases/{story.case}")[1])


def test_a_head_without_a_purpose_gets_metadata_only(province, story):
    status, answer = ask(signed_in(province.river.president), f"/api/cases/{story.case}")
    assert (status, answer["contents"], answer["events"]) == (200, False, None)
    assert answer["limit"]["due_on"] == "2019-09-02"


def test_minutes_of_the_panel_are_answered_to_the_panel_only(province):
    story = docketed(province.river).assigned(province.river.judge)
    story.on(4, 1, "minutes.recorded", text="合议庭评议笔录", of="评议", by=province.river.judge)
    assert "评议笔录" in json.dumps(
        ask(signed_in(province.river.judge), f"/api/cases/{story.case}")[1], ensure_ascii=False
    )
    closed = story.on(5, 6, "case.closed", outcome="judgment", way="pronounced")
    answer = ask(signed_in(province.river.archives), f"/api/cases/{closed.case}")[1]
    assert "评议笔录" not in json.dumps(answer, ensure_ascii=False)


def test_the_number_of_a_case_that_is_not_open_stays_unsaid(province):
    secret = docketed(province.far)
    story = docketed(
        province.river, links=[{"kind": "enforcement_of", "number": secret.state.number}]
    ).assigned(province.river.judge)
    answer = ask(signed_in(province.river.judge), f"/api/cases/{story.case}")[1]
    assert answer["events"][0]["data"]["links"] == [{"kind": "enforcement_of"}]
    assert secret.state.number not in json.dumps(answer, ensure_ascii=False)


def test_a_case_is_found_by_its_number_however_written(province, story):
    clerk = signed_in(province.river.trial_management)
    written = story.state.number.replace("（", "(").replace("）", ") ")
    assert [case["id"] for case in ask(clerk, f"/api/cases?number={written}")[1]["cases"]] == [
        str(story.case)
    ]
    assert ask(signed_in(province.far.judge), f"/api/cases?number={story.state.number}")[1] == {"cases": []}
    for words in HOSTILE:
        assert ask(clerk, f"/api/cases?number={words}")[1] == {"cases": []}


def test_a_protected_case_is_not_found_and_not_told(province):
    story = docketed(province.river, secrecy="protected")
    management = signed_in(province.river.trial_management)
    assert ask(management, f"/api/cases?number={story.state.number}")[1] == {"cases": []}
    status, answer = ask(management, f"/api/cases/{story.case}")
    assert status == 403
    assert story.state.number not in json.dumps(answer, ensure_ascii=False)


def test_every_reading_stands_in_the_trail(province, story):
    ask(signed_in(province.river.judge), f"/api/cases/{story.case}")
    ask(signed_in(province.river.judge), f"/api/cases?number={story.state.number}")
    ask(signed_in(province.far.judge), f"/api/cases/{story.case}")
    entries = list(AuditEntry.objects.order_by("at").values_list("verb", "outcome"))
    assert entries == [("case.read", "ok"), ("api.searched", "ok"), ("case.read", "denied")]


# --- recording


def test_a_filing_officer_opens_a_case(province):
    filing = signed_in(province.river.filing_officer)
    status, answer = ask(
        filing, "/api/cases", {"kind": "case.docketed", "occurred_on": "2019-03-01", "data": DOCKETING}
    )
    assert status == 201
    assert answer["number"] == "（2019）示0102民初1号"
    assert Case.objects.get(pk=answer["case"]).court == province.river.court


def test_the_same_reference_opens_one_case_in_each_court(province):
    asked = {"kind": "case.docketed", "occurred_on": "2019-03-01", "data": DOCKETING, "ref": "A-1"}
    river, hill = signed_in(province.river.filing_officer), signed_in(province.hill.filing_officer)
    first, again, other = (
        ask(river, "/api/cases", asked),
        ask(river, "/api/cases", asked),
        ask(hill, "/api/cases", asked),
    )
    assert (first[0], again[0], other[0]) == (201, 200, 201)
    assert again[1] == {**first[1], "repeated": True}
    assert other[1]["case"] != first[1]["case"]
    received = ask(river, "/api/cases", {**asked, "kind": "case.received", "data": {}})
    assert received[0] == 409
    assert Case.objects.count() == 2


def test_an_event_is_recorded_and_the_same_reference_records_it_once(province, story):
    judge, path = signed_in(province.river.judge), f"/api/cases/{story.case}/events"
    status, first = ask(judge, path, note_of("阅卷", ref="B-7", seen=2))
    assert (status, first["seq"]) == (201, 3)
    status, again = ask(judge, path, note_of("阅卷", ref="B-7", seen=2))
    assert (status, again) == (200, {**first, "repeated": True})
    assert Event.objects.filter(case=story.case).count() == 3
    assert Event.objects.get(case=story.case, seq=3).officer == province.river.judge.officer
    taken = ask(
        judge,
        path,
        {
            **note_of("x", ref="B-7"),
            "kind": "hearing.scheduled",
            "data": {"hearing_no": 1, "starts_at": "2019-04-20T09:30"},
        },
    )
    assert taken[0] == 409


def test_a_reference_used_for_other_words_is_refused_and_nothing_is_dropped_unsaid(province, story):
    judge, path = signed_in(province.river.judge), f"/api/cases/{story.case}/events"
    assert ask(judge, path, note_of("阅卷", ref="B-7"))[0] == 201
    for other in (note_of("电话通知", ref="B-7"), note_of("阅卷", ref="B-7") | {"occurred_on": "2019-04-02"}):
        status, answer = ask(judge, path, other)
        assert (status, answer["error"]["field"]) == (409, "ref")
        assert "另一个参考号" in answer["error"]["zh"] and "correction.recorded" in answer["error"]["en"]
    assert Event.objects.filter(case=story.case).count() == 3


def test_a_correction_sent_again_is_recorded_once(province, story):
    judge, path = signed_in(province.river.judge), f"/api/cases/{story.case}/events"
    ask(judge, path, note_of("阅卷"))
    data = {"corrects": 3, "action": "replace", "reason": "笔误", "data": {"text": " 阅卷两次 "}}
    asked = {"kind": "correction.recorded", "occurred_on": "2019-04-02", "data": data, "ref": "C-1"}
    assert [ask(judge, path, asked)[0] for _ in range(2)] == [201, 200]
    asked["data"] = {**data, "data": {"text": "阅卷三次"}}
    assert ask(judge, path, asked)[0] == 409


def test_a_docketing_with_other_parties_is_not_taken_for_the_same(province):
    filing = signed_in(province.river.filing_officer)
    asked = {"kind": "case.docketed", "occurred_on": "2019-03-01", "data": DOCKETING, "ref": "A-1"}
    assert ask(filing, "/api/cases", asked)[0] == 201
    assert ask(filing, "/api/cases", {**asked, "data": {**DOCKETING, "parties": [PERSON]}})[0] == 409
    assert Case.objects.count() == 1


def test_the_number_of_a_case_sealed_since_is_not_repeated(province):
    filing = signed_in(province.river.filing_officer)
    asked = {"kind": "case.docketed", "occurred_on": "2019-03-01", "data": DOCKETING, "ref": "A-1"}
    first = ask(filing, "/api/cases", asked)[1]
    Case.objects.filter(pk=first["case"]).update(secrecy="sealed")
    assert ask(filing, "/api/cases", asked) == (200, {**first, "number": "", "repeated": True})


def test_who_was_overtaken_is_told_what_he_missed(province, story):
    story.on(4, 1, "note.recorded", text="另一人的工作记录")
    status, answer = ask(
        signed_in(province.river.judge), f"/api/cases/{story.case}/events", note_of("阅卷", seen=2)
    )
    assert status == 409
    assert (answer["error"]["seen"], answer["error"]["now"]) == (2, 3)


def test_a_preview_writes_nothing_and_tells_both_limits_and_advice(province, story):
    asked = {
        "kind": "deduction.started",
        "occurred_on": "2019-04-01",
        "data": {"span_no": 1, "ground": "appraisal"},
    }
    status, answer = ask(signed_in(province.river.judge), f"/api/cases/{story.case}/events/preview", asked)
    assert status == 200
    assert answer["before"]["due_on"] == "2019-09-02"
    assert (answer["after"]["due_on"], answer["after"]["status"]) == (None, "paused")
    assert [one["code"] for one in answer["advice"]] == ["deduction_document", "recorded_late"]
    assert answer["advice"][0]["field"] == "document"
    assert Event.objects.filter(case=story.case).count() == 2


def test_a_document_is_sent_then_filed(province, story):
    judge = signed_in(province.river.judge)
    sent = judge.post("/api/documents", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 petition")})
    assert sent.status_code == 201
    kept = sent.json()
    assert kept["media_type"] == "application/pdf"
    filing = {"document_no": 1, "name": "起诉状.pdf", "file": "main", **kept}
    asked = {"kind": "document.filed", "occurred_on": "2019-04-01", "data": filing}
    assert ask(judge, f"/api/cases/{story.case}/events", asked)[0] == 201
    asked["data"] = filing | {"document_no": 2, "sha256": "0" * 64}
    status, answer = ask(judge, f"/api/cases/{story.case}/events", asked)
    assert (status, answer["error"]["field"]) == (422, "sha256")
    for digest in ("../../etc/passwd", "x", 7, None):
        asked["data"] = filing | {"document_no": 2, "sha256": digest}
        assert ask(judge, f"/api/cases/{story.case}/events", asked)[0] == 422


def test_nothing_at_all_is_no_document(province):
    judge = signed_in(province.river.judge)
    assert judge.post("/api/documents", {"file": SimpleUploadedFile("a.pdf", b"")}).status_code == 422
    assert judge.post("/api/documents", {}).status_code == 422
    assert (
        signed_in(province.river.discipline)
        .post("/api/documents", {"file": SimpleUploadedFile("a.pdf", b"x")})
        .status_code
        == 403
    )


def test_a_reference_tells_nothing_to_a_post_that_may_not_record_it(province, story):
    path = f"/api/cases/{story.case}/events"
    assert ask(signed_in(province.river.judge), path, note_of("阅卷", ref="B-7"))[0] == 201
    ruling = {"kind": "suspension.ordered", "occurred_on": "2019-04-01", "ref": "B-7"}
    data = {"span_no": 1, "ground": "party_death"}
    status, answer = ask(signed_in(province.river.filing_officer), path, {**ruling, "data": data})
    assert status in (403, 404)
    assert "B-7" not in str(answer) and "note" not in str(answer)


def test_into_a_sealed_case_nothing_is_recorded(province, story):
    Case.objects.filter(pk=story.case).update(secrecy="sealed")
    status, answer = ask(signed_in(province.river.judge), f"/api/cases/{story.case}/events", note_of("阅卷"))
    assert (status, "number" in answer) == (403, False)


# --- refused


@pytest.mark.parametrize(
    "path", ["/api/kinds", "/api/cases?number=x", "/api/cases/01a21713-0731-7728-bf5a-6b6e0630efb4"]
)
def test_nobody_reads_without_signing_in(db, path):
    status, answer = ask(Client(), path)
    assert status == 401
    assert answer["error"]["zh"] == "请先登录"


@pytest.mark.parametrize(("path", "method"), CHANGING)
def test_nothing_is_written_without_the_token(province, story, path, method):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(province.river.judge).cookies
    status, answer = ask(strict, path.format(story.case), note_of("阅卷"))
    assert status == 403
    assert "CSRF" in answer["error"]["en"]
    assert Event.objects.filter(case=story.case).count() == 2


def test_with_the_token_it_is_written(province, story):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(province.river.judge).cookies
    strict.cookies["csrftoken"] = "a" * 32
    assert (
        ask(strict, f"/api/cases/{story.case}/events", note_of("阅卷"), HTTP_X_CSRFTOKEN="a" * 32)[0] == 201
    )


@pytest.mark.parametrize("path", ["/api/cases/{}", "/api/cases/{}/events", "/api/cases/{}/events/preview"])
def test_a_foreign_case_is_answered_like_an_unknown_one(province, story, path):
    stranger = signed_in(province.far.judge)
    body = note_of("阅卷") if "events" in path else None
    foreign, unknown = ask(stranger, path.format(story.case), body), ask(stranger, path.format(uuid4()), body)
    assert foreign == unknown
    assert foreign[0] == 404
    assert ask(stranger, path.format("not-a-uuid"), body)[0] in (404, 422)


def test_the_wrong_post_is_told_which_one_records_it(province, story):
    status, answer = ask(
        signed_in(province.river.trial_management), f"/api/cases/{story.case}/events", note_of("阅卷")
    )
    assert status == 403
    assert "登记" in answer["error"]["zh"]
    status, _ = ask(
        signed_in(province.river.judge),
        "/api/cases",
        {"kind": "case.docketed", "occurred_on": "2019-03-01", "data": DOCKETING},
    )
    assert status == 403


def test_who_holds_no_post_any_more_is_refused(province, story):
    judge = signed_in(province.river.judge)
    type(province.river.judge.post).objects.filter(officer=province.river.judge.officer).update(
        last_on=date(2019, 1, 1)
    )
    assert ask(judge, f"/api/cases/{story.case}")[0] == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "no.such"}, "kind"),
        ({"kind": 7}, "kind"),
        ({"occurred_on": "2019-02-30"}, "occurred_on"),
        ({"occurred_on": "1.4.2019"}, "occurred_on"),
        ({"occurred_on": 1554076800}, "occurred_on"),
        ({"occurred_on": "0001-01-01"}, "occurred_on"),
        ({"occurred_on": "2999-01-01"}, "occurred_on"),
        ({"data": {}}, "text"),
        ({"data": {"text": 5}}, "text"),
        ({"data": {"text": "阅卷\x00"}}, "text"),
        ({"data": {"text": "x" * 20_001}}, "text"),
        ({"data": {"text": "阅卷", "more": 1}}, "more"),
        ({"data": ["阅卷"]}, "data"),
        ({"data": None}, "data"),
        ({"seen": "2"}, "seen"),
        ({"seen": -1}, "seen"),
        ({"seen": 2**40}, "seen"),
        ({"ref": "x" * 201}, "ref"),
        ({"ref": "x\x00"}, "ref"),
        ({"more": 1}, "more"),
    ],
)
def test_what_does_not_fit_is_told_with_its_field(province, story, change, field):
    status, answer = ask(
        signed_in(province.river.judge), f"/api/cases/{story.case}/events", note_of("阅卷") | change
    )
    assert status == 422
    assert field in (answer["error"]["field"] or "")
    assert answer["error"]["zh"]
    assert answer["error"]["en"]
    assert Event.objects.filter(case=story.case).count() == 2


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"[" * 100_000, b"1e999"])
def test_what_is_no_object_is_refused(province, story, body):
    for path in (f"/api/cases/{story.case}/events", "/api/cases"):
        assert ask(signed_in(province.river.judge), path, body)[0] in (400, 422)


def test_a_huge_body_is_refused(province, story):
    status, answer = ask(
        signed_in(province.river.judge), f"/api/cases/{story.case}/events", note_of("x" * 3_000_000)
    )
    assert status in (400, 413)
    assert answer["error"]["zh"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_they_are(province, story, words):
    judge = signed_in(province.river.judge)
    assert ask(judge, f"/api/cases/{story.case}/events", note_of(words))[0] == 201
    assert ask(judge, f"/api/cases/{story.case}")[1]["events"][-1]["data"]["text"] == words


# --- described


def test_everything_is_declared_and_nothing_comes_from_elsewhere(db):
    described = Client().get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/kinds", "/api/cases", "/api/cases/{case_id}", "/api/cases/{case_id}/events", "/api/cases/{case_id}/events/preview",
        "/api/documents", "/api/situation/courts", "/api/situation/scopes", "/api/situation/indicators",
        "/api/situation/indicators/{indicator}", "/api/situation/snapshots", "/api/situation/figures", "/api/situation/series",
        "/api/situation/cases", "/api/situation/open-data",
    }  # fmt: skip
    recording = described["paths"]["/api/cases/{case_id}/events"]["post"]["responses"]
    assert {"200", "201", "403", "404", "409", "413", "422"} <= set(recording)
    assert Client().get("/api/docs").status_code == 404
