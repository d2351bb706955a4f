"""The search box: what is found by which spelling, and that nothing shows what may not be seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import DEFENDANT, PLAINTIFF, Member, Province, Story, docketed, found_province
from tests.site_cast import signed_in
from xiezhi.record.models import AuditEntry, Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
BASELINE = Path(__file__).parents[1] / "baselines" / "query_counts.json"


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def story(province: Province) -> Story:
    """（2019）示0102民初1号: 马晓燕 v. 示范建材有限公司, a sale; with a neighbour of another cause."""
    found = docketed(province.river).assigned(province.river.judge)
    other = [{**PLAINTIFF, "name": "阿依古丽·买买提"}, {**DEFENDANT, "name": "白马集团"}]
    docketed(province.river, 3, 2, parties=other, cause={"name": "民间借贷纠纷"}).assigned(
        province.river.judge
    )
    return found


def searched(who: Member, words: str, **headers: str) -> Any:
    return signed_in(who).get("/search", {"q": words}, headers=headers)


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "（2019）示0102民初1号",
        "(2019)示0102民初1号",
        "2019示0102民初1",
        "〔2019〕 示 0102 民初 1 号",
        "（２０１９）示０１０２民初１号",
        "示0102民初1号",
        "民初1号",
    ],
)
def test_a_number_in_any_spelling_goes_straight_to_the_case(
    province: Province, story: Story, words: str
) -> None:
    answer = searched(province.river.judge, words)
    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{story.case}"


@pytest.mark.parametrize(
    "words", ["马晓", "晓燕", "示范建材", "买卖合同", "马晓燕 买卖", "马晓燕　买卖合同纠纷"]
)
def test_a_party_or_a_cause_finds_the_case(province: Province, story: Story, words: str) -> None:
    shown = text(searched(province.river.judge, words))
    assert story.state.number in shown
    assert "民间借贷" not in shown


@pytest.mark.parametrize("words", ["阿依古丽买买提", "阿依古丽·买", "古丽•买买提"])
def test_the_dot_in_a_name_may_be_left_out(province: Province, story: Story, words: str) -> None:
    assert "民间借贷纠纷" in text(searched(province.river.judge, words.replace("•", "·")))


@pytest.mark.parametrize("words", ["燕马", "马燕", "示范材建", "合同纠买", "0102民初9", "马晓燕 借贷"])
def test_pairs_that_stand_apart_do_not_make_a_word(province: Province, story: Story, words: str) -> None:
    assert "您能看到的案件里没有找到" in text(searched(province.river.judge, words))


@pytest.mark.parametrize("words", ["", " ", "马", "马晓燕 买", "（）", "·"])
def test_a_single_character_is_not_searched(province: Province, story: Story, words: str) -> None:
    assert "请至少输入两个字" in text(searched(province.river.judge, words))


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE record_case; --", "a'b\\c", "%%", "马\\晓", "(2019", "&|!:*"]
)
def test_signs_of_other_languages_are_just_words(province: Province, story: Story, words: str) -> None:
    assert searched(province.river.judge, words).status_code == 200


def test_a_serial_number_comes_before_numbers_that_contain_it(province: Province, story: Story) -> None:
    for number in ("（2019）示0102民初12号", "（2019）示0102民初112号"):
        docketed(province.river, 3, 3, number=number).assigned(province.river.judge)
    shown = text(searched(province.river.judge, "12"))
    assert shown.index("民初12号") < shown.index("民初112号")


def test_who_may_not_list_a_case_does_not_find_it(province: Province, story: Story) -> None:
    unseen = text(searched(province.hill.judge, story.state.number))
    unknown = text(searched(province.hill.judge, "（2019）示0102民初987号"))
    told = [
        shown[shown.index("<main") :].replace(serial, "")
        for shown, serial in ((unseen, "1号"), (unknown, "987号"))
    ]
    assert told[0] == told[1]


def test_a_conflict_hides_a_case_from_the_search(province: Province, story: Story) -> None:
    head = province.river.division_head
    Conflict.objects.create(case_id=story.case, officer=head.officer, ground="近亲属", first_on="2019-03-01")
    assert "没有找到" in text(searched(head, story.state.number))


@pytest.mark.parametrize("words", ["（2019）示0102民初3号", "秘密", "诸葛隐"])
def test_a_protected_case_is_found_by_its_own_judge_only(
    province: Province, story: Story, words: str
) -> None:
    river = province.river
    parties = [{**PLAINTIFF, "name": "诸葛隐"}, DEFENDANT]
    secret = docketed(river, 3, 9, secrecy="protected", cause={"name": "秘密纠纷"}, parties=parties)
    secret.assigned(river.judge, 3, 9).on(
        3, 10, "panel.formed", form="sole", members=[{"officer": river.judge.id, "role": "reporting_judge"}]
    )
    for who in (river.president, river.division_head, province.high.president):
        assert str(secret.case) not in text(searched(who, words))
        assert str(secret.case) not in text(searched(who, words, **{"HX-Request": "true"}))
    found = searched(river.judge, words)
    by_name = words == "诸葛隐"
    assert (str(secret.case) in (found.headers.get("Location") or text(found))) is not by_name


def test_while_one_types_a_few_cases_are_suggested(province: Province, story: Story) -> None:
    shown = text(searched(province.river.judge, "马晓", **{"HX-Request": "true"}))
    assert f"/cases/{story.case}" in shown
    assert "<html" not in shown
    assert text(searched(province.hill.judge, "马晓", **{"HX-Request": "true"})).count("<li>") == 0


def test_searches_are_audited_with_words_and_count(province: Province, story: Story) -> None:
    searched(province.river.judge, "马晓燕")
    searched(province.river.judge, "马晓", **{"HX-Request": "true"})
    searched(province.river.judge, "马", **{"HX-Request": "true"})
    found = AuditEntry.objects.filter(verb__startswith="search").order_by("entry")
    assert [(entry.verb, json.loads(entry.details)) for entry in found] == [
        ("search.made", {"query": "马晓燕", "count": 1}),
        ("search.suggested", {"query": "马晓", "count": 1}),
    ]


def test_only_the_latest_fifty_are_listed(province: Province) -> None:
    for _ in range(52):
        docketed(province.river).assigned(province.river.judge)
    shown = text(searched(province.river.judge, "买卖合同"))
    assert shown.count("<tr>") == 1 + 50
    assert "只列出最近立案的50件" in shown


def test_the_number_of_queries_does_not_grow_with_the_rows(province: Province, story: Story) -> None:
    counts = []
    for _ in range(2):
        client = signed_in(province.river.judge)
        with CaptureQueriesContext(connection) as queries:
            client.get("/search", {"q": "买卖合同"})
        counts.append(len(queries))
        for _ in range(12):
            docketed(province.river).assigned(province.river.judge)
    assert counts[0] == counts[1] <= json.loads(BASELINE.read_text(encoding="utf-8"))["search"]


# --- words in any order, names by their sound


@pytest.fixture
def road(province: Province) -> Story:
    """A road accident; 单小田 v. 重庆银行股份有限公司, with a third party that no label names."""
    parties = [
        {**PLAINTIFF, "name": "单小田", "name_latin": "Shan Xiaotian"},
        {**DEFENDANT, "name": "重庆银行股份有限公司"},
        {**PLAINTIFF, "no": 3, "role": "third_party", "name": "公孙旁"},
    ]
    return docketed(province.river, 3, 5, parties=parties, cause={"name": "机动车交通事故责任纠纷"}).assigned(
        province.river.judge, 3, 5
    )


@pytest.mark.parametrize(
    "words",
    [
        "交通事故纠纷",
        "责任机动车",
        "单小田机动车",
        "单小田诉重庆银行",
        "重庆银行交通事故案",
        "ｊｉ 交通".replace("ｊｉ", "机动"),
    ],
)
def test_words_of_a_text_without_blanks_are_found_in_any_order(
    province: Province, story: Story, road: Story, words: str
) -> None:
    shown = text(searched(province.river.judge, words))
    assert road.state.number in shown
    assert story.state.number not in shown


@pytest.mark.parametrize(
    "words",
    [
        "shanxiaotian",
        "danxiaotian",
        "Shan Xiaotian",
        "SXT",
        "sxt",
        "xiaotian",
        "shanxiao",
        "shan'xiaotian",
        "山晓甜",
        "单晓田",
        "zhongqingyinhang".replace("zhong", "chong"),
        "cqyh",
        "崇庆银杭",
    ],
)
def test_a_name_is_found_by_its_sound(province: Province, story: Story, road: Story, words: str) -> None:
    shown = text(searched(province.river.judge, words))
    assert road.state.number in shown
    assert story.state.number not in shown


def test_what_only_sounds_alike_stands_last_and_says_so(
    province: Province, story: Story, road: Story
) -> None:
    twin = docketed(province.river, 3, 20, parties=[{**PLAINTIFF, "name": "单晓田"}, DEFENDANT])
    twin.assigned(province.river.judge, 3, 20)
    shown = text(searched(province.river.judge, "单小田"))
    assert shown.index(road.state.number) < shown.index(twin.state.number)
    assert "1件按当事人姓名的读音找到" in shown


@pytest.mark.parametrize("words", ["s", "shanxiaotiann", "tianxiao", "xt", "zhong qing", "王小田", "shan1"])
def test_what_does_not_sound_alike_is_not_found(
    province: Province, story: Story, road: Story, words: str
) -> None:
    assert road.state.number not in text(searched(province.river.judge, words))


@pytest.mark.parametrize("words", ["公孙旁", "公孙", "gongsunpang", "gsp", "公孙旁 交通事故", "攻孙旁"])
def test_who_stands_in_no_label_is_found_by_those_alone_who_read_the_file(
    province: Province, road: Story, words: str
) -> None:
    river = province.river
    for who in (river.president, river.division_head, river.trial_management, province.high.president):
        for headers in ({}, {"HX-Request": "true"}):
            assert str(road.case) not in text(searched(who, words, **headers))
    assert road.state.number in text(searched(river.judge, words))


def test_a_party_who_left_no_longer_finds_the_case_for_those_who_see_its_heading(
    province: Province, road: Story
) -> None:
    road.on(4, 1, "party.left", party_no=1, reason="撤回起诉")
    assert "没有找到" in text(searched(province.river.president, "单小田"))
    assert road.state.number in text(searched(province.river.judge, "单小田"))


def test_those_who_see_the_heading_find_the_two_sides(province: Province, road: Story) -> None:
    for who in (province.river.president, province.river.vice_president, province.middle.trial_management):
        assert road.state.number in text(searched(who, "sxt"))


@pytest.mark.parametrize("words", ["诸葛隐", "zhugeyin", "zgy", "朱葛隐"])
def test_the_sound_does_not_betray_a_protected_case(province: Province, words: str) -> None:
    parties = [{**PLAINTIFF, "name": "诸葛隐"}, DEFENDANT]
    secret = docketed(province.river, 3, 9, secrecy="protected", parties=parties)
    secret.assigned(province.river.judge, 3, 9)
    for who in (province.river.president, province.river.judge):
        assert str(secret.case) not in text(searched(who, words))


def test_the_words_typed_stay_words(province: Province, story: Story) -> None:
    for words in ("a:*", "ab:*", "'ab", "ma'", "'''", "maxiao:*", "诉", "诉诉", "的案", "ma\\"):
        assert searched(province.river.judge, words).status_code == 200
