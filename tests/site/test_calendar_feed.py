"""The page that makes calendar links, and the calendar behind a link, as a program without a session asks for it."""

import re

import pytest
from django.test import Client

from tests.cast import docketed, found_province
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry, Post
from xiezhi.work.deadlines.models import FeedKey

PAGE = "/calendar-feed"
pytestmark = pytest.mark.usefixtures("plain_files")


@pytest.fixture
def river(db):
    return found_province().river


@pytest.fixture
def story(river):
    return docketed(river).assigned(river.judge)


def make(client, scope="own"):
    """The link that the page shows after making it."""
    page = client.post(PAGE, {"scope": scope, "act": "make"}).content.decode()
    found = re.search(r'value="(http://testserver/feeds/[^"]+)"', page)
    assert found, page
    return found[1].removeprefix("http://testserver")


def test_without_signing_in_one_makes_no_link(db):
    assert Client().get(PAGE).status_code == 302


def test_a_link_is_made_shown_once_and_read_without_a_session(river, story):
    client = signed_in(river.judge)
    assert "还没有链接" in client.get(PAGE).content.decode()
    link = make(client)
    assert link not in client.get(PAGE).content.decode()
    answer = Client().get(link)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "max-age=300" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert story.row.number in answer.content.decode().replace("\r\n ", "")
    assert not answer.cookies
    assert "上次读取" in client.get(PAGE).content.decode()


def test_the_same_calendar_is_not_sent_twice(river, story):
    link = make(signed_in(river.judge))
    first = Client().get(link)
    again = Client().get(link, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert Client().get(link, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal")
    moved = Client().get(link, headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200 and moved["ETag"] != first["ETag"]


def test_the_language_is_that_of_the_maker_or_of_the_address(river, story):
    link = make(signed_in(river.judge))
    assert "审限届满" in Client().get(link).content.decode()
    english = Client().get(f"{link}?lang=en")
    assert "trial limit ends" in english.content.decode()
    assert english["ETag"] != Client().get(link)["ETag"]
    assert "审限届满" in Client().get(f"{link}?lang=xx").content.decode()


def test_an_english_page_makes_an_english_link(river, story):
    client = signed_in(river.judge)
    client.cookies["language"] = "en"
    assert "trial limit ends" in Client().get(make(client)).content.decode()


@pytest.mark.parametrize("token", ["x", "a.b", "..", "%2e%2e%2fetc%2fpasswd", "a" * 3000, "令牌"])
def test_whatever_is_no_link_is_simply_not_there(db, token):
    answer = Client().get(f"/feeds/{token}.ics")
    assert answer.status_code == 404
    assert "BEGIN" not in answer.content.decode()


def test_renewed_revoked_and_ended_links_are_simply_not_there(river, story):
    client = signed_in(river.judge)
    old = make(client)
    new = make(client)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert client.post(PAGE, {"scope": "own", "act": "end"}).status_code == 302
    assert Client().get(new).status_code == 404
    newest = make(client)
    Post.objects.filter(pk=river.judge.post.id).update(last_on="2020-01-01")
    assert Client().get(newest).status_code == 404


def test_a_link_is_only_read(river, story):
    assert Client().post(make(signed_in(river.judge))).status_code == 405


def test_a_judge_is_not_offered_the_calendar_of_the_division_and_gets_none(river):
    client = signed_in(river.judge)
    assert "全庭案件" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"scope": "division", "act": "make"}).status_code == 302
    assert "庭长、副庭长订阅" in client.get(PAGE).content.decode()
    assert not FeedKey.objects.exists()


def test_a_head_makes_one_for_the_division(river, story):
    client = signed_in(river.division_head)
    assert "全庭案件" in client.get(PAGE).content.decode()
    assert story.row.number in Client().get(make(client, "division")).content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("scope", ["", "court", "own ", "../own"])
def test_no_other_scope_exists(river, scope):
    assert signed_in(river.judge).post(PAGE, {"scope": scope, "act": "make"}).status_code == 404


def test_who_has_no_post_is_told_why(river):
    Post.objects.filter(pk=river.judge.post.id).update(last_on="2020-01-01")
    page = signed_in(river.judge).get(PAGE).content.decode()
    assert "今天没有岗位" in page and "生成链接" not in page


def test_reading_is_noted_once_a_day_with_the_address_it_came_from(river, story):
    link = make(signed_in(river.judge))
    for _ in range(3):
        Client().get(link)
    entry = AuditEntry.objects.get(verb="feed.read")
    assert (entry.officer, entry.ip) == (river.judge.officer.id, "127.0.0.1")
