"""The board as its viewers meet it: columns, figures that open, scopes, what is not said."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Province, Story
from tests.site_cast import signed_in
from tests.watch_pages import figures, opens_as_many, rows, shown, text
from tests.watched_cases import TODAY, told
from xiezhi.record.models import AuditEntry, Conflict, Post
from xiezhi.work.deadlines.models import Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
BASELINE = Path(__file__).parents[2] / "baselines" / "query_counts.json"
POSTS = (
    "judge",
    "second_judge",
    "clerk",
    "division_head",
    "president",
    "vice_president",
    "trial_management",
    "filing_officer",
)


@pytest.mark.parametrize("who", POSTS)
@pytest.mark.parametrize("path", ["/deadlines", "/deadlines/month", "/deadlines/overruns", "/desk"])
def test_every_number_opens_a_list_of_exactly_that_many_rows(
    province: Province, cases: dict[str, Story], who: str, path: str
) -> None:
    client = signed_in(getattr(province.river, who))
    page = text(client.get(path))
    found = opens_as_many(client, page)
    assert found or who in ("second_judge", "filing_officer", "judge", "clerk")


def test_the_numbers_of_several_courts_open_as_many_rows(province: Province, cases: dict[str, Story]) -> None:
    told(province.hill, province.hill.judge, 3, 20)
    client = signed_in(province.middle.president)
    hill = province.hill.court.pk
    for path in (
        "/deadlines",
        "/deadlines/month",
        f"/deadlines?court={hill}",
        "/deadlines?branch=criminal",
        f"/deadlines/month?court={hill}",
    ):
        assert opens_as_many(client, text(client.get(path))), path


@pytest.mark.parametrize("query", ["?mine=1", "?branch=civil", "?branch=criminal", "?mine=1&branch=civil"])
def test_the_numbers_of_a_narrower_scope_open_as_many_rows(
    province: Province, cases: dict[str, Story], query: str
) -> None:
    client = signed_in(province.river.division_head)
    page = text(client.get(f"/deadlines{query}"))
    assert opens_as_many(client, page) or query == "?mine=1&branch=civil" or "没有未结案件" in page


def test_a_division_of_the_court_is_chosen_by_its_chip(province: Province, cases: dict[str, Story]) -> None:
    client = signed_in(province.river.president)
    division = province.river.divisions["criminal"].pk
    page = text(client.get(f"/deadlines?division={division}"))
    assert opens_as_many(client, page)
    assert cases["fast_old"].state.number in page and cases["near"].state.number not in page


def test_the_columns_show_the_nearest_cases_with_their_days(
    province: Province, cases: dict[str, Story]
) -> None:
    page = shown(province.river.president, "/deadlines")
    assert page.index(cases["simplified_past"].state.number) < page.index(cases["past"].state.number)
    for name in ("past", "due_today", "near", "warned", "suspended", "paused"):
        assert cases[name].state.number in page
    assert cases["running"].state.number not in page.split('id="others"')[0]
    assert "超5" in page and ">今日<" in page


def test_a_case_of_another_court_stands_on_no_board(province: Province, cases: dict[str, Story]) -> None:
    page = shown(province.hill.president, "/deadlines")
    assert "没有未结案件" in page and not any(number for _, number in figures(page))
    assert not any(story.state.number in page for story in cases.values())
    asked = shown(province.hill.president, f"/deadlines?court={province.river.court.pk}")
    assert not any(story.state.number in asked for story in cases.values()) and not any(
        n for _, n in figures(asked)
    )


def test_a_protected_case_is_counted_and_not_named(province: Province) -> None:
    story = told(
        province.river, province.river.judge, 3, 25, secrecy="protected", cause={"name": "秘密案由纠纷"}
    )
    page = shown(province.river.president, "/deadlines")
    assert "受保护，不显示" in page and "秘密案由" not in page and story.state.number not in page
    assert str(story.case) not in page
    assert story.state.number in shown(province.river.judge, "/deadlines")


def test_a_conflict_takes_a_case_out_of_board_and_figures(
    province: Province, cases: dict[str, Story]
) -> None:
    head = province.river.division_head
    Conflict.objects.create(case_id=cases["near"].case, officer=head.officer, ground="近亲属", first_on=TODAY)
    page = shown(head, "/deadlines")
    assert cases["near"].state.number not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [("?branch=nowhere", "类别“nowhere”"), ("?division=x", "庭室“x”"), ("?court=%27", "法院“&#x27;”")],
)
def test_a_filter_that_is_no_filter_is_named_and_left_out(
    province: Province, cases: dict[str, Story], query: str, words: str
) -> None:
    page = shown(province.river.president, f"/deadlines{query}")
    assert words in page and cases["near"].state.number in page


@pytest.mark.parametrize("who", ["archives", "discipline", "system_administrator"])
@pytest.mark.parametrize(
    "path", ["/deadlines", "/deadlines/month", "/deadlines/overruns", "/deadlines/suspensions", "/deadlines/reminders",
             "/deadlines/changes", "/deadlines/changes/notice", "/deadlines/list/adrift", "/desk"]
)  # fmt: skip
def test_a_post_without_pending_cases_is_told_so(
    province: Province, cases: dict[str, Story], who: str, path: str
) -> None:
    page = shown(getattr(province.river, who), path)
    assert "这个职务" in page
    assert not any(story.state.number in page for story in cases.values())


def test_without_a_post_there_is_no_board(province: Province, cases: dict[str, Story]) -> None:
    Post.objects.filter(officer=province.river.judge.officer).update(last_on=TODAY.replace(day=1))
    client = signed_in(province.river.judge)
    for path in ("/deadlines", "/deadlines/month", "/desk", "/deadlines/absences", "/deadlines/list/beside"):
        assert "您今天没有职务" in text(client.get(path))


def test_nobody_reads_a_board_without_signing_in(client: Any, db: None) -> None:
    for path in ("/deadlines", "/deadlines/month", "/desk", "/deadlines/list/beside", "/deadlines/absences"):
        assert client.get(path)["Location"].startswith("/sign-in")


def test_a_look_at_the_board_leaves_an_entry_with_its_scope(
    province: Province, cases: dict[str, Story]
) -> None:
    shown(province.river.president, "/deadlines?branch=civil")
    entry = AuditEntry.objects.get(verb="deadlines.listed")
    assert json.loads(entry.details) == {"query": {"branch": "civil"}, "count": 12}


def test_other_clocks_open_by_their_urgency(province: Province, cases: dict[str, Story]) -> None:
    client = signed_in(province.river.president)
    page = text(client.get("/deadlines"))
    urgent = [(href, n) for href, n in figures(page) if "/list/beside" in href]
    assert sum(n for _, n in urgent) == Deadline.objects.filter(superseded_at=None, closed_on=None).exclude(
        kind="trial"
    ).exclude(case=cases["closed"].case).count() + sum(
        1
        for _ in Deadline.objects.filter(
            case=cases["closed"].case, superseded_at=None, closed_on=None
        ).exclude(kind="trial")
    )
    for href, n in urgent:
        assert rows(text(client.get(href))) == n


@pytest.mark.parametrize(
    "path",
    ["/deadlines/list/nowhere", "/deadlines/list/", "/deadlines/changes/12345", "/deadlines/changes/x"],
)
def test_what_is_not_there_is_not_there(province: Province, path: str) -> None:
    assert signed_in(province.river.president).get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "who", "path"),
    [
        ("deadlines.board", "president", "/deadlines"),
        ("deadlines.month", "president", "/deadlines/month"),
        ("deadlines.overruns", "president", "/deadlines/overruns"),
        ("desk.president", "president", "/desk"),
        ("desk.judge", "judge", "/desk"),
    ],
)
def test_a_page_asks_no_more_of_the_database_than_agreed(
    province: Province, cases: dict[str, Story], name: str, who: str, path: str
) -> None:
    """More cases must not mean more queries; a higher count is changed in the baseline, with a reason, or not at all."""
    client = signed_in(getattr(province.river, who))
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path)
    assert len(asked) <= json.loads(BASELINE.read_text(encoding="utf-8"))[name], len(asked)
