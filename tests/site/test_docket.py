"""The docket as its viewers meet it: which rows, which figures, what is kept, what is refused, and what the trail then says."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, appoint, docketed, found_province, sole
from tests.docket_cases import TODAY, cases_in_every_state
from tests.site_cast import signed_in
from xiezhi.record.models import Account, AuditEntry, Case, Conflict, CourtView
from xiezhi.site.staff.docket.listing import Listing, tallies
from xiezhi.work.deadlines.models import Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
BASELINE = Path(__file__).parents[1] / "baselines" / "query_counts.json"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 September 2019, whatever the machine says."""
    local = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: local(*moment) if moment else TODAY)


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    return cases_in_every_state(province)


def text(answer: Any) -> str:
    return answer.content.decode()


def listed(who: Member, query: str = "", client: Client | None = None) -> Any:
    return (client or signed_in(who)).get(f"/docket{query}")


def numbers(answer: Any) -> list[str]:
    """The numbers of the rows; — for a protected one."""
    rows = re.findall(r'<td class="in-number whole"[^>]*>(.*?)</td>', text(answer), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", row) for row in rows]


def of(cases: dict[str, Story], *names: str) -> set[str]:
    return {cases[name].state.number for name in names}


def kept(who: Member) -> dict[str, Any]:
    found: dict[str, Any] = Account.objects.get(officer=who.officer).preferences["docket"]
    return found


# --- which rows, which figures


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("over", {"past"}),
        ("hidden", {"hidden"}),
        ("suspended", {"suspended"}),
        ("paused", {"paused"}),
        ("closed", {"closed"}),
        ("long", set()),
    ],
)
def test_a_standing_view_lists_what_its_name_says(
    province: Province, cases: dict[str, Story], view: str, names: set[str]
) -> None:
    assert set(numbers(listed(province.river.judge, f"?view={view}"))) == of(cases, *names)


@pytest.mark.parametrize(
    "who", ["judge", "clerk", "division_head", "president", "trial_management", "filing_officer"]
)
def test_every_figure_opens_a_list_of_exactly_that_many_rows(
    province: Province, cases: dict[str, Story], who: str
) -> None:
    member = getattr(province.river, who)
    client = signed_in(member)
    shown = text(listed(member, client=client))
    figures = re.findall(r'<a href="\?(view=[^"]+)"[^>]*>[^<]+<span class="count">([\d,]+)</span>', shown)
    assert figures
    for query, count in figures:
        opened = listed(member, f"?{query}", client)
        assert len(numbers(opened)) == int(count), query


def test_the_figures_of_several_courts_open_as_many_rows(province: Province, cases: dict[str, Story]) -> None:
    docketed(province.hill, 8, 2)
    client = signed_in(province.middle.president)
    shown = text(client.get("/docket"))
    assert 'class="count">7<' in shown
    assert len(numbers(client.get("/docket?view=open"))) == 7
    assert len(numbers(client.get(f"/docket?court={province.hill.court.pk}"))) == 1


def test_a_conflict_or_another_post_changes_the_kept_figures_of_several_courts_at_once(
    province: Province, cases: dict[str, Story]
) -> None:
    president = province.middle.president
    assert tallies(president.looks(TODAY))["open"] == 6
    Conflict.objects.create(
        case_id=cases["running"].case, officer=president.officer, ground="近亲属", first_on=TODAY
    )
    assert tallies(president.looks(TODAY))["open"] == 5
    elsewhere = appoint(province.high, "", "president", officer=president.officer)
    docketed(province.far, 8, 2)
    assert tallies(replace(president, post=elsewhere.post).looks(TODAY))["open"] == 6


def test_a_provisional_day_is_found_and_flagged(province: Province, cases: dict[str, Story]) -> None:
    Deadline.objects.filter(case=cases["running"].case, superseded_at=None).update(provisional=True)
    shown = listed(province.river.judge, "?view=provisional")
    assert set(numbers(shown)) == of(cases, "running")
    assert "暂定" in text(shown)


def test_a_case_filed_a_year_ago_is_long_pending(province: Province, cases: dict[str, Story]) -> None:
    Case.objects.filter(pk=cases["running"].case).update(filed_on=date(2018, 9, 16))
    Case.objects.filter(pk=cases["paused"].case).update(filed_on=date(2018, 9, 17))
    assert set(numbers(listed(province.river.judge, "?view=long"))) == of(cases, "running")


def test_a_judge_of_another_court_sees_none_of_them(province: Province, cases: dict[str, Story]) -> None:
    shown = text(listed(province.hill.judge))
    assert "没有未结案件" in shown
    assert not any(story.state.number in shown for story in cases.values())


def test_a_conflict_takes_a_case_out_of_list_and_figures(province: Province, cases: dict[str, Story]) -> None:
    head = province.river.division_head
    before = len(numbers(listed(head)))
    Conflict.objects.create(
        case_id=cases["running"].case, officer=head.officer, ground="近亲属", first_on=TODAY
    )
    shown = listed(head)
    assert cases["running"].state.number not in text(shown)
    assert len(numbers(shown)) == before - 1
    assert f'class="count">{before - 1}<' in text(shown)


@pytest.mark.parametrize("who", ["system_administrator", "discipline"])
def test_a_post_without_docket_is_told_so(province: Province, cases: dict[str, Story], who: str) -> None:
    member = getattr(province.river, who)
    assert "这个职务不看案件" in text(listed(member))
    taken = signed_in(member).post("/docket/take", {"form": "csv", "purpose": "核对", "which": "all"})
    assert taken.status_code == 404


def test_without_a_post_nothing_is_listed(province: Province, cases: dict[str, Story]) -> None:
    judge = province.river.judge
    judge.post.last_on = date(2019, 9, 1)
    judge.post.save()
    assert "您今天没有职务" in text(listed(judge))


# --- protected cases


def test_a_protected_case_is_counted_but_not_named(province: Province, cases: dict[str, Story]) -> None:
    shown = listed(province.river.president)
    secret = cases["protected"].state
    assert len(numbers(shown)) == 6
    assert numbers(shown).count("受保护，不显示") == 1
    for words in (secret.number, "秘密案由纠纷", str(cases["protected"].case)):
        assert words not in text(shown)
    assert secret.number in text(listed(province.river.judge))


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_neither_place_nor_address_betrays_the_number_of_a_protected_case(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    docketed(province.river, 8, 7).assigned(province.river.judge, 8, 7)
    client = signed_in(province.river.president)
    monkeypatch.setattr(Listing, "page", lambda self, mark: self.line.page(mark, 2))
    pages = [client.get(f"/docket?sort=number&order={order}")]
    while link := re.search(r'<a href="(\?[^"]+)" rel="next"', text(pages[-1])):
        pages.append(client.get("/docket" + link[1].replace("&amp;", "&")))
    shown = [number for page in pages for number in numbers(page)]
    assert len(shown) == 7
    assert shown[-1] == "受保护，不显示"
    secret = cases["protected"].row
    for page in pages:
        assert secret.number_key not in unquote(text(page)) and secret.number not in text(page)


def test_the_place_of_a_protected_case_is_one_to_turn_pages_from(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    docketed(province.river, 8, 7, secrecy="protected").assigned(province.river.judge, 8, 7)
    client = signed_in(province.river.president)
    whole = numbers(client.get("/docket?sort=number"))
    monkeypatch.setattr(Listing, "page", lambda self, mark: self.line.page(mark, 3))
    pages = [client.get("/docket?sort=number")]
    while link := re.search(r'<a href="(\?[^"]+)" rel="next"', text(pages[-1])):
        pages.append(client.get("/docket" + link[1].replace("&amp;", "&")))
    assert [number for page in pages for number in numbers(page)] == whole
    back = re.search(r'<a href="(\?[^"]+)" rel="prev"', text(pages[-1]))
    assert back and numbers(client.get("/docket" + back[1].replace("&amp;", "&"))) == numbers(pages[-2])


def test_a_filter_by_cause_does_not_betray_a_protected_case(
    province: Province, cases: dict[str, Story]
) -> None:
    assert numbers(listed(province.river.president, "?cause=秘密")) == []
    assert set(numbers(listed(province.river.judge, "?cause=秘密"))) == of(cases, "protected")


def test_a_case_sealed_today_is_not_named_on_a_past_day(province: Province, cases: dict[str, Story]) -> None:
    cases["running"].on(9, 2, "record.sealed", ground="未成年人", order="决定")
    shown = listed(province.river.president, "?as_of=2019-08-31")
    assert cases["running"].state.number not in text(shown)
    assert len(numbers(shown)) == 6


# --- filters


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("stage=suspended", {"suspended"}),
        ("branch=criminal", set()),
        ("procedure=civil.first.simplified", {"past"}),
        ("filed_from=2019-08-01&filed_to=2019-08-04", {"running"}),
        ("due_to=2019-09-15", {"past"}),
        ("level=past", {"past"}),
        ("level=none", {"suspended", "paused"}),
        ("cause=买卖", {"running", "past", "hidden", "suspended", "paused"}),
    ],
)
def test_filters_narrow_the_list(
    province: Province, cases: dict[str, Story], query: str, names: set[str]
) -> None:
    assert set(numbers(listed(province.river.judge, f"?{query}"))) == of(cases, *names)


def test_a_filter_by_judge_or_division_is_named(province: Province, cases: dict[str, Story]) -> None:
    judge = province.river.judge
    shown = text(
        listed(province.river.president, f"?judge={judge.id}&division={province.river.division('civil')}")
    )
    assert "取消：陆知衡" in shown
    assert "取消：民事审判庭" in shown


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("stage=x", "阶段“x”：没有这一项"),
        ("filed_from=2019-13-01", "立案日（起）“2019-13-01”"),
        ("judge=7", "承办人“7”：没有这一项"),
        ("as_of=2031-01-01", "晚于今天"),
        ("as_of=0001-01-01&view=long", "1900至2199年间"),
        ("filed_from=2019-05-01&filed_to=2019-04-01", "起日晚于止日"),
        ("view=nix", "视图“nix”：没有这一项"),
        ("sort=cause", "排序“cause”：没有这一项"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(
    province: Province, cases: dict[str, Story], query: str, words: str
) -> None:
    assert words in text(listed(province.river.judge, f"?{query}"))


@pytest.mark.parametrize(
    "query", ["after=x", "after=2019-99-01~nix", "before=~", "row=-4", "after=2019-01-01~7", "row=９"]
)
def test_a_place_nobody_wrote_is_the_first_page(
    province: Province, cases: dict[str, Story], query: str
) -> None:
    assert len(numbers(listed(province.river.judge, f"?{query}"))) == 6


def test_a_place_after_the_last_row_is_an_empty_page(province: Province, cases: dict[str, Story]) -> None:
    shown = listed(province.river.judge, f"?sort=number&after=龘~{uuid4()}")
    assert (shown.status_code, numbers(shown)) == (200, [])


# --- pages


@pytest.mark.parametrize(
    "order", ["sort=due&order=asc", "sort=due&order=desc", "sort=filed&order=asc", "sort=number&order=desc"]
)
def test_turning_pages_meets_every_case_once_and_comes_back(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    whole = numbers(listed(province.river.judge, f"?{order}"))
    monkeypatch.setattr(Listing, "page", lambda self, mark: self.line.page(mark, 2))
    client = signed_in(province.river.judge)
    pages = [client.get(f"/docket?{order}")]
    while link := re.search(r'<a href="(\?[^"]+)" rel="next"', text(pages[-1])):
        pages.append(client.get("/docket" + link[1].replace("&amp;", "&")))
    assert [number for page in pages for number in numbers(page)] == whole
    back = [pages[-1]]
    while link := re.search(r'<a href="(\?[^"]+)" rel="prev"', text(back[-1])):
        back.append(client.get("/docket" + link[1].replace("&amp;", "&")))
    assert [numbers(page) for page in reversed(back)] == [numbers(page) for page in pages]


def test_cases_without_a_last_day_come_last(province: Province, cases: dict[str, Story]) -> None:
    shown = numbers(listed(province.river.judge, "?sort=due&order=desc"))
    assert set(shown[-2:]) == of(cases, "suspended", "paused")


# --- as known on a past day


def test_a_past_day_shows_what_was_known_then(province: Province, cases: dict[str, Story]) -> None:
    shown = listed(province.river.judge, "?as_of=2019-04-10")
    assert set(numbers(shown)) == of(cases, "past", "hidden", "closed")
    assert "按2019年4月10日24时所知显示" in text(shown)
    assert "扣除中" in text(shown)
    assert set(numbers(listed(province.river.judge, "?as_of=2019-03-01"))) == of(cases, "past")


def test_a_past_day_grants_no_rights_of_that_day(province: Province, cases: dict[str, Story]) -> None:
    assert numbers(listed(province.hill.judge, "?as_of=2019-04-10")) == []


# --- what a reader keeps


def test_chosen_columns_and_close_rows_are_remembered(province: Province, cases: dict[str, Story]) -> None:
    client = signed_in(province.river.judge)
    client.post("/docket/columns", {"view": "open", "column": ["court", "amount", "nix"], "query": ""})
    client.post("/docket/columns", {"compact": "1", "query": "view=open"})
    shown = text(client.get("/docket"))
    heads = re.findall(r'<th scope="col" class="in-(\w+)', shown)
    assert heads == ["tick", "number", "court", "amount"]
    assert "docket compact" in shown
    assert "in-cause" in text(client.get("/docket?view=over"))
    client.post("/docket/columns", {"view": "open", "usual": "", "column": ["court"], "query": ""})
    assert "in-cause" in text(client.get("/docket"))


def test_a_view_of_ones_own_is_saved_renamed_and_removed(province: Province, cases: dict[str, Story]) -> None:
    judge = province.river.judge
    client = signed_in(judge)
    query = "view=open&stage=suspended&row=51&after=2019-01-01~x"
    answer = client.post("/docket/views", {"act": "save", "name": " 中止 的 ", "query": query}, follow=True)
    assert "已保存视图“中止 的”" in text(answer)
    assert kept(judge)["views"] == [{"id": "1", "name": "中止 的", "query": "view=open&stage=suspended"}]
    assert set(numbers(client.get("/docket?view=open&stage=suspended&saved=1"))) == of(cases, "suspended")
    client.post("/docket/views", {"act": "rename", "saved": "1", "name": "停着的"})
    assert kept(judge)["views"][0]["name"] == "停着的"
    client.post("/docket/views", {"act": "remove", "saved": "1"})
    assert kept(judge)["views"] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"act": "save", "name": "一样"}, "已有名为“一样”的视图"),
        ({"act": "save", "name": "  "}, "请给视图起个名字"),
        ({"act": "save", "name": "长" * 21}, "名字不超过20个字"),
        ({"act": "rename", "name": "别的", "saved": "9"}, "这个视图已经不在了"),
    ],
)
def test_a_refused_view_says_why_and_keeps_what_was_typed(
    province: Province, typed: dict[str, str], words: str
) -> None:
    client = signed_in(province.river.judge)
    client.post("/docket/views", {"act": "save", "name": "一样", "query": "view=over"})
    shown = text(client.post("/docket/views", {**typed, "query": "view=over"}, follow=True))
    assert words in shown
    assert f'name="name" value="{typed["name"][:20]}"' in shown or not typed["name"].strip()


def test_more_than_a_dozen_views_are_refused(province: Province) -> None:
    client = signed_in(province.river.judge)
    for number in range(13):
        answer = client.post("/docket/views", {"act": "save", "name": f"视图{number}"}, follow=True)
    assert "最多保存12个视图" in text(answer)


# --- the trail


def test_a_list_is_audited_as_question_and_count(province: Province, cases: dict[str, Story]) -> None:
    listed(province.river.judge, "?view=suspended&branch=civil")
    entry = AuditEntry.objects.get(verb="docket.listed")
    assert json.loads(entry.details) == {"query": "view=suspended&branch=civil", "count": 1}
    assert entry.outcome == "ok"


# --- speed


@pytest.mark.parametrize("name", ["docket.open", "docket.closed", "docket.as_of", "docket.wide"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    province: Province, cases: dict[str, Story], name: str
) -> None:
    river = province.river
    member = province.middle.president if name == "docket.wide" else river.president
    query = {"docket.closed": "?view=closed", "docket.as_of": "?as_of=2019-09-10"}.get(name, "?view=open")
    client = signed_in(member)
    counts = []
    for _ in range(2):
        client.get(f"/docket{query}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/docket{query}")
        counts.append(len(queries))
        for number in range(12):
            story = docketed(river, 8, 8, parties=[PLAINTIFF, {**DEFENDANT, "name": f"第{number}公司"}])
            story.assigned(river.second_judge, 8, 9).on(
                8, 10, "panel.formed", **sole(river.second_judge, river.clerk)
            )
            if name == "docket.closed":
                story.closed(8, 20)
    assert counts[0] == counts[1]
    assert counts[1] <= json.loads(BASELINE.read_text(encoding="utf-8"))[name]


# --- both languages

NAMES = r"马晓燕|示范建材有限公司|买卖合同纠纷|民事审判庭|陆知衡|欧阳靖远|无|（\d+）示\d+民初\d+号|示\d+|中文"


@pytest.mark.parametrize(
    "query", ["", "?view=hidden", "?view=closed", "?stage=x", "?view=long", "?cause=无", "?as_of=2019-05-01"]
)
def test_english_is_whole(province: Province, cases: dict[str, Story], query: str) -> None:
    client = signed_in(province.river.president)
    client.cookies["language"] = "en"
    shown = re.sub(NAMES, "", text(client.get(f"/docket{query}")))
    people = re.compile(
        r"<details class=\"menu\"><summary>(Judge|Division|Procedure)</summary>.*?</details>", re.DOTALL
    )
    assert re.findall("[一-鿿]+", people.sub("", shown)) == []


# --- views of the court


def kept_for_court(who: Member, name: str = "本院超期", query: str = "view=over") -> Any:
    typed = {"act": "save", "name": name, "query": query, "for_court": "1"}
    return signed_in(who).post("/docket/views", typed, follow=True)


def test_a_view_of_the_court_stands_before_everybody_in_it(
    province: Province, cases: dict[str, Story]
) -> None:
    made = kept_for_court(province.river.president, query="view=open&stage=suspended&after=x~y")
    assert "已设立本院视图“本院超期”，全院可见" in text(made)
    shown = text(listed(province.river.judge))
    assert "本院：本院超期" in shown
    place = re.search(r'href="\?(view=open&amp;stage=suspended&amp;saved=c\d+)"', shown)
    assert place
    assert set(numbers(listed(province.river.judge, "?" + place[1].replace("&amp;", "&")))) == of(
        cases, "suspended"
    )
    assert "本院超期" not in text(listed(province.hill.judge))
    assert "本院超期" not in text(listed(province.middle.president))
    assert AuditEntry.objects.filter(verb="docket.court_view_made").count() == 1


@pytest.mark.parametrize("who", ["president", "vice_president", "division_head", "trial_management"])
def test_heads_and_trial_management_make_one(province: Province, who: str) -> None:
    assert "已设立本院视图" in text(kept_for_court(getattr(province.river, who)))


@pytest.mark.parametrize("who", ["judge", "clerk", "filing_officer", "archives"])
def test_others_are_told_who_makes_one(province: Province, who: str) -> None:
    assert "由院庭长和审判管理人员设立" in text(kept_for_court(getattr(province.river, who)))
    assert not CourtView.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("本院超期", "已有名为“本院超期”的视图"), (" ", "请给视图起个名字"), ("长" * 21, "名字不超过20个字")],
)
def test_a_view_of_the_court_has_a_name_of_its_own(province: Province, name: str, words: str) -> None:
    kept_for_court(province.river.president)
    assert words in text(kept_for_court(province.river.trial_management, name))
    assert CourtView.objects.count() == 1


def test_a_bad_value_in_a_view_of_the_court_is_named_like_any_other(
    province: Province, cases: dict[str, Story]
) -> None:
    kept_for_court(province.river.president, query="view=open&stage=x&level=nix")
    view = CourtView.objects.get()
    shown = text(listed(province.river.judge, f"?{view.query}&saved=c{view.pk}"))
    assert "阶段“x”：没有这一项" in shown and "提醒档“nix”：没有这一项" in shown


def ended(who: Member, view: CourtView) -> Any:
    return signed_in(who).post("/docket/views", {"act": "remove", "saved": f"c{view.pk}"}, follow=True)


def test_its_maker_or_his_successor_ends_it(province: Province) -> None:
    river = province.river
    kept_for_court(river.division_head)
    view = CourtView.objects.get()
    for other in (river.judge, river.president, river.trial_management):
        assert "由设立人（马文渊）或者其继任者结束" in text(ended(other, view))
    assert "这个视图已经不在了" in text(ended(province.hill.division_head, view))
    elsewhere = appoint(river, "柳如风", "division_head", "criminal")
    assert "由设立人（马文渊）" in text(ended(elsewhere, view))
    successor = appoint(river, "谢听雨", "division_head", "civil")
    assert "已结束本院视图“本院超期”" in text(ended(successor, view))
    assert "本院：本院超期" not in text(listed(river.judge))
    assert CourtView.objects.get().ended_by == successor.officer
    assert "这个视图已经不在了" in text(ended(successor, view))
    assert "已设立" in text(kept_for_court(river.president)), "its name is free again"


@pytest.mark.parametrize("saved", ["c999", "c", "cx", "c-1", "cc1"])
def test_a_view_nobody_made_is_gone(province: Province, saved: str) -> None:
    answer = signed_in(province.river.president).post(
        "/docket/views", {"act": "remove", "saved": saved}, follow=True
    )
    assert "这个视图已经不在了" in text(answer)


def test_more_than_a_dozen_views_of_a_court_are_refused(province: Province) -> None:
    for number in range(13):
        answer = kept_for_court(province.river.president, f"视图{number}")
    assert "本院视图最多12个" in text(answer)


# --- names in their order


def test_parties_and_judges_sort_by_pinyin(province: Province) -> None:
    river = province.river
    names = ["朱一", "单二", "阿依古丽", "马三", "曾四"]
    for place, name in enumerate(names, 1):
        docketed(river, 8, place, parties=[{**PLAINTIFF, "name": name}, DEFENDANT])
    secret = [{**PLAINTIFF, "name": "阿秘"}, DEFENDANT]
    docketed(river, 8, 9, secrecy="protected", parties=secret)
    docketed(river, 8, 10, parties=[])
    for order, wanted in (("asc", "阿马单曾朱"), ("desc", "朱曾单马阿")):
        shown = listed(river.president, f"?sort=parties&order={order}")
        parties = re.findall(r'<td class="in-parties[^"]*"[^>]*>(.)', text(shown))
        assert "".join(parties[:5]) == wanted
        assert parties[5:] == ["—", "—"], "a protected case has no place, nor one without parties"


def test_turning_pages_by_parties_meets_every_case_once(
    province: Province, cases: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    for sort in ("parties", "judge"):
        whole = numbers(listed(province.river.president, f"?sort={sort}"))
        client = signed_in(province.river.president)
        with monkeypatch.context() as patch:
            patch.setattr(Listing, "page", lambda self, mark: self.line.page(mark, 2))
            pages = [client.get(f"/docket?sort={sort}")]
            while link := re.search(r'<a href="(\?[^"]+)" rel="next"', text(pages[-1])):
                pages.append(client.get("/docket" + link[1].replace("&amp;", "&")))
        assert [number for page in pages for number in numbers(page)] == whole


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("president", "view=closed&sort=parties"),
        ("president", "as_of=2019-05-01&sort=parties"),
        ("middle", "sort=judge"),
    ],
)
def test_names_do_not_sort_what_has_no_index_for_them(province: Province, who: str, query: str) -> None:
    member = province.middle.president if who == "middle" else province.river.president
    assert "排序“" in text(listed(member, f"?{query}"))
