"""Signing in, being refused, and the pages for what went wrong."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from cast import Province, found_province
from xiezhi.record.models import Account, AuditEntry
from xiezhi.rules.language import speak_to
from xiezhi.site import errors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_files(settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def account(db) -> Account:
    judge: Province = found_province()
    return Account.objects.create(
        username="judge", password=make_password("xiezhi-demo"), officer=judge.river.judge.officer
    )


def test_signing_in_leads_to_the_docket(account: Account) -> None:
    answer = Client().post("/sign-in", {"username": "judge", "password": "xiezhi-demo"})
    assert answer["Location"] == "/docket"


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


def test_with_invented_data_the_cast_is_listed_court_by_court(account: Account, settings) -> None:
    shown = Client().get("/sign-in").content.decode()
    assert "河西市临川区人民法院" in shown
    assert 'data-sign-in="judge"' in shown
    settings.DEMONSTRATION = False
    assert "data-sign-in" not in Client().get("/sign-in").content.decode()


def test_whoever_is_not_signed_in_is_asked_to(db) -> None:
    for path in ("/docket", "/search?q=马晓燕", "/docket/export.csv", "/docket/views", "/docket/columns"):
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
