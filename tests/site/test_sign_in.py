"""Signing in, being refused, and the pages for what went wrong."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.cast import Province, found_province
from xiezhi.record.models import Account, AuditEntry
from xiezhi.rules.language import speak_to
from xiezhi.site import errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def account(db) -> Account:
    judge: Province = found_province()
    return Account.objects.create(
        username="judge", password=make_password("xiezhi-demo"), officer=judge.river.judge.officer
    )


def test_signing_in_leads_to_the_docket(account: Account) -> None:
    answer = Client().post("/sign-in", {"username": "judge", "password": "xiezhi-demo"})
    assert answer["Location"] == "/desk"


def test_a_wrong_password_keeps_the_name(account: Account) -> None:
    shown = Client().post("/sign-in", {"username": "judge", "password": "x"}).content.decode()
    assert "没有登录" in shown
    assert 'name="username" value="judge"' in shown


def test_signing_in_and_out_and_failing_to_leave_entries_in_the_trail(account: Account) -> None:
    client = Client()
    client.post("/sign-in", {"username": "judge", "password": "x"})
    client.post("/sign-in", {"username": "judge", "password": "xiezhi-demo"})
    client.post("/sign-out")
    told = list(AuditEntry.objects.order_by("entry").values_list("verb", "outcome", "officer", "object_id"))
    assert told == [
        ("session.signed_in", "denied", None, "judge"),
        ("session.signed_in", "ok", account.officer_id, ""),
        ("session.signed_out", "ok", account.officer_id, ""),
    ]


def test_too_many_failures_lock_for_a_while(account: Account) -> None:
    client = Client()
    for _ in range(10):
        answer = client.post("/sign-in", {"username": "judge", "password": "x"})
    assert answer.status_code == 429
    assert "暂时不能登录" in answer.content.decode()
    assert (
        "暂时不能登录"
        in client.post("/sign-in", {"username": "judge", "password": "xiezhi-demo"}).content.decode()
    )


def test_a_name_longer_than_any_is_simply_wrong(account: Account) -> None:
    answer = Client().post("/sign-in", {"username": "马" * 10_000, "password": "x"})
    assert answer.status_code == 200
    assert "没有登录" in answer.content.decode()


def test_with_invented_data_the_cast_is_listed_court_by_court(account: Account, settings) -> None:
    shown = Client().get("/sign-in").content.decode()
    assert "河西市临川区人民法院" in shown
    assert 'data-sign-in="judge"' in shown
    settings.DEMONSTRATION = False
    assert "data-sign-in" not in Client().get("/sign-in").content.decode()


def test_whoever_is_not_signed_in_is_asked_to(db) -> None:
    for path in ("/docket", "/search?q=马晓燕", "/docket/written", "/docket/views", "/docket/columns"):
        assert Client().get(path)["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_our_own_faults_needs_no_database(db, language: str) -> None:
    with speak_to(language), CaptureQueriesContext(connection) as queries:
        answer = errors.failed(RequestFactory().get("/docket"))
    assert (answer.status_code, len(queries)) == (500, 0)
    assert ("程序出了问题" in answer.content.decode()) is (language == "zh")


def test_a_stale_form_says_what_to_do(db) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "judge", "password": "x"})
    assert answer.status_code == 403
    assert "页面打开得太久" in answer.content.decode()


def test_an_unknown_address_is_told_like_a_forbidden_one(account: Account) -> None:
    shown = Client().get("/nowhere")
    assert shown.status_code == 404
    assert "这里没有您能看的内容" in shown.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/docket?cause=%00",
        "/search?q=a%00b",
        "/docket/written?purpose=%00ab",
        "/law?%00=1",
        "/data/series/of/a%00b",
    ],
)
def test_signs_that_no_text_has_are_refused_before_anything_is_asked(account: Account, path: str) -> None:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == 400
    assert "无法读取" in answer.content.decode()
    assert client.post("/docket/views", {"name": "a\0", "query": "view=open"}).status_code == 400


def test_a_session_that_nobody_here_gave_out_is_no_fault_of_ours(db) -> None:
    client = Client()
    client.cookies["sessionid"] = "\0abcdefghijklmnop"
    assert client.get("/docket").status_code == 400


def test_a_form_too_large_is_refused_in_plain_words(account: Account) -> None:
    answer = Client().post("/sign-in", {str(number): "" for number in range(1200)})
    assert answer.status_code == 400
    assert "无法读取" in answer.content.decode()


def test_a_form_opened_by_hand_says_that_it_is_one(account: Account) -> None:
    answer = Client().get("/choose/post")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "不能这样打开" in answer.content.decode()


@pytest.mark.parametrize("path", ["/docket", "/search?q=马晓燕", "/status", "/law", "/nowhere"])
def test_no_cache_keeps_what_a_viewer_was_shown(account: Account, path: str) -> None:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    kept = client.get(path)["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_changes_of_the_law_from_the_first_day_of_all_days(account: Account) -> None:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    answer = client.get("/law/changes?to=0001-01-01")
    assert answer.status_code == 200
    assert "1900至2199年间" in answer.content.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh;q=0.3,en-GB;q=0.7", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.2", "en"),
        ("en;q=0,fr", "zh"),
        ("", "zh"),
        ("*", "zh"),
        ("en;q=x,,;;=,zh-", "zh"),
        ("e" * 5000, "zh"),
    ],
)
def test_before_one_chose_the_browser_says_the_language(db, accepted: str, language: str) -> None:
    shown = Client(headers={"accept-language": accepted}).get("/sign-in").content.decode()
    assert ('<html lang="en"' in shown) is (language == "en")


def test_what_one_chose_comes_before_what_the_browser_says(account: Account) -> None:
    client = Client(headers={"accept-language": "en-US"})
    client.post("/choose/language", {"language": "zh", "next": "/sign-in"})
    assert '<html lang="zh-CN"' in client.get("/sign-in").content.decode()
    client.cookies["language"] = "xx"
    assert '<html lang="en"' in client.get("/sign-in").content.decode()
