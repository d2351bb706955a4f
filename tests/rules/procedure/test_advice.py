"""What is said before an act is recorded: the caps, days, documents and approvers of the law, never a refusal."""

import shutil
from datetime import date
from typing import Any

import pytest

from tests.record.lives import DOCKETING, Life, closed, docketed
from xiezhi.record.state import CaseState, Happening, acting, apply, clock_input
from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.duties import load_closing_kinds
from xiezhi.rules.limits.model import Outcome
from xiezhi.rules.procedure.advice import CHECKS, Advice, advice
from xiezhi.rules.procedure.advising.closing import closing_day
from xiezhi.rules.procedure.advising.texts import load_advice
from xiezhi.rules.procedure.catalogue import load_procedure

YEAR = 2019
CRIMINAL = {"branch": "criminal", "type": "0201", "procedure": "criminal.first.ordinary"}
SIMPLIFIED = {"procedure": "civil.first.simplified"}


def limit(state: CaseState, on: date, level: str = "basic") -> Outcome | None:
    question = clock_input(state, level, on)
    return compute(question) if question else None


def said(
    life: Life, month: int, day: int, kind: str, *, recorded: date | None = None, **data: Any
) -> list[Advice]:
    """The advice before an act of 2019, as a page asks for it."""
    on = date(YEAR, month, day)
    after = apply(life.state, Happening(life.state.last_seq + 1, kind, on, data))
    return list(
        advice(
            kind, data, life.state, on, past=acting(life.state), outcome=limit(life.state, on), after=limit(after, on), court_level="basic",
            recorded_on=recorded or on,
        )
    )  # fmt: skip


def codes(*arguments: Any, **named: Any) -> list[str]:
    return [one.code for one in said(*arguments, **named)]


def one_of(code: str, *arguments: Any, **named: Any) -> Advice:
    return next(one for one in said(*arguments, **named) if one.code == code)


def articles(found: Advice) -> set[str]:
    return {f"{source.document} {source.article}" for source in found.articles}


def with_hearing(life: Life, number: int, month: int, day: int, announced: int = 1) -> Life:
    return life.on(
        month, announced, "hearing.scheduled", hearing_no=number, starts_at=f"2019-{month:02}-{day:02}T09:30"
    )


def adjourned(life: Life, times: int) -> Life:
    for number in range(1, times + 1):
        with_hearing(life, number, 4, 10 + number, announced=2)
        life.on(
            4,
            10 + number,
            "hearing.adjourned",
            hearing_no=number,
            ground="必须到庭的当事人有正当理由没有到庭",
        )
    return with_hearing(life, times + 1, 4, 25, announced=2)


# --- the data


def test_every_entry_has_its_check_and_every_check_its_entry():
    assert {entry.check for entry in load_advice()} == CHECKS.keys()


def test_every_entry_says_the_same_places_in_both_languages():
    for entry in load_advice():
        assert entry.zh.count("{") == entry.en.count("{"), entry.code


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('on = ["hearing.adjourned"]', 'on = ["hearing.postponed"]', "hearing.postponed"),
        ('duty = "secondary.hearing_gap"', 'duty = "secondary.gap"', "secondary.gap"),
        ('rules = ["civil.first.ordinary"]', 'rules = ["civil.first.small"]', "civil.first.small"),
        ('articles = ["ext19 5"]', 'articles = ["ext20 5"]', "ext20"),
        ('check = "rest_day"', 'chekc = "rest_day"', "check"),
    ],
)
def test_what_the_data_misspell_is_refused_by_its_key(tmp_path, old, new, named):
    file = tmp_path / "advice.toml"
    shutil.copy(DATA / "procedure" / "advice.toml", file)
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(RuleDataError, match=named):
        load_advice(file)


# --- hearings


def test_a_third_adjournment_in_the_ordinary_procedure_is_one_too_many():
    assert "adjournments_ordinary" not in codes(
        adjourned(docketed(), 1), 4, 25, "hearing.adjourned", hearing_no=2, ground="回避"
    )
    found = one_of(
        "adjournments_ordinary",
        adjourned(docketed(), 2),
        4,
        25,
        "hearing.adjourned",
        hearing_no=3,
        ground="回避",
    )
    assert found.zh == "这是第3次延期开庭；普通程序延期开庭不超过2次"
    assert "adjournment no. 3" in found.en
    assert articles(found) == {"ext19 3", "cpl 146"}
    assert found.field == "hearing_no"


def test_a_second_adjournment_in_the_simplified_procedure_is_one_too_many():
    simplified = docketed(**SIMPLIFIED)
    assert codes(adjourned(simplified, 1), 4, 25, "hearing.adjourned", hearing_no=2, ground="回避") == [
        "adjournments_simplified"
    ]


def test_criminal_trials_have_no_cap_on_adjournments():
    assert not codes(
        adjourned(docketed(**CRIMINAL), 4), 4, 25, "hearing.adjourned", hearing_no=5, ground="其他"
    )


@pytest.mark.parametrize("ground", ["other", "其他应当延期的情形", "Other circumstances"])
def test_the_ground_of_other_circumstances_needs_the_president(ground):
    life = with_hearing(docketed(), 1, 4, 11)
    assert (
        "院长批准"
        in one_of(
            "adjournment_other_ground", life, 4, 11, "hearing.adjourned", hearing_no=1, ground=ground
        ).zh
    )


def test_a_month_at_most_lies_between_two_hearings():
    life = with_hearing(docketed(), 1, 4, 11).on(4, 11, "hearing.held", hearing_no=1)
    assert not codes(life, 4, 12, "hearing.scheduled", hearing_no=2, starts_at="2019-05-10T09:30")
    found = one_of(
        "hearing_gap", life, 4, 12, "hearing.scheduled", hearing_no=2, starts_at="2019-05-14T09:30"
    )
    assert "2019年4月11日" in found.zh
    assert "2019年5月13日" in found.zh  # the eleventh is a Saturday


def test_the_hearing_adjourned_now_counts_as_the_last_one():
    life = with_hearing(docketed(), 1, 4, 11)
    assert "hearing_gap" in codes(
        life, 4, 11, "hearing.adjourned", hearing_no=1, ground="回避", next="2019-06-03T09:30"
    )


def test_the_parties_are_told_three_days_before_the_hearing():
    assert not codes(docketed(), 4, 8, "hearing.scheduled", hearing_no=1, starts_at="2019-04-11T09:30")
    found = one_of(
        "summons_late", docketed(), 4, 9, "hearing.scheduled", hearing_no=1, starts_at="2019-04-11T09:30"
    )
    assert "2019年4月8日" in found.zh
    assert articles(found) == {"cpl 136"}


def test_the_simplified_procedure_is_free_of_the_three_days():
    assert not codes(
        docketed(**SIMPLIFIED), 4, 10, "hearing.scheduled", hearing_no=1, starts_at="2019-04-11T09:30"
    )


def test_the_indictment_is_served_ten_days_before_the_hearing():
    hearing = {"hearing_no": 1, "starts_at": "2019-04-11T09:30"}
    assert "indictment_late" not in codes(docketed(**CRIMINAL), 4, 1, "hearing.scheduled", **hearing)
    found = one_of("indictment_late", docketed(**CRIMINAL), 4, 2, "hearing.scheduled", **hearing)
    assert "2019年4月1日" in found.zh
    assert articles(found) == {"crpl 187"}
    served = docketed(**CRIMINAL).on(3, 8, "service.completed", party_no=2, paper="起诉书副本", way="direct")
    assert "indictment_late" not in codes(served, 4, 2, "hearing.scheduled", **hearing)


@pytest.mark.parametrize("procedure", ["criminal.first.simplified", "criminal.first.fast_track"])
def test_simplified_and_fast_track_trials_are_free_of_the_periods_of_service(procedure):
    life = docketed(**CRIMINAL | {"procedure": procedure})
    assert not codes(life, 4, 10, "hearing.scheduled", hearing_no=1, starts_at="2019-04-11T09:30")


def test_a_hearing_on_a_rest_day_is_noticed_and_one_on_a_make_up_day_is_not():
    found = one_of(
        "hearing_on_rest_day",
        docketed(),
        4,
        1,
        "hearing.scheduled",
        hearing_no=1,
        starts_at="2019-04-14T09:30",
    )
    assert found.zh == "2019年4月14日是休息日（星期日）"
    assert not codes(docketed(), 4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-28T09:30")


@pytest.mark.parametrize("moment", ["", "明天", "2019-13-40T09:30", None, 7])
def test_a_hearing_at_no_moment_is_the_schemas_matter(moment):
    assert not codes(docketed(), 4, 1, "hearing.scheduled", hearing_no=1, starts_at=moment)


# --- spans


def test_a_ground_that_does_not_fit_the_procedure():
    found = one_of(
        "ground_not_applicable",
        docketed(**SIMPLIFIED),
        4,
        1,
        "deduction.started",
        span_no=1,
        ground="notice",
        document="公告",
    )
    assert "公告" in found.zh
    assert articles(found) == {"ext19 4(4)"}
    assert "ground_not_applicable" in codes(
        docketed(), 4, 1, "suspension.ordered", span_no=1, ground="accused_ill", document="裁定"
    )
    assert not codes(docketed(), 4, 1, "suspension.ordered", span_no=1, ground="party_death", document="裁定")


def test_a_deduction_begins_and_ends_with_a_document():
    found = one_of("deduction_document", docketed(), 4, 1, "deduction.started", span_no=1, ground="appraisal")
    assert "委托鉴定" in found.zh
    assert found.field == "document"
    running = docketed().on(4, 1, "deduction.started", span_no=1, ground="appraisal", document="委托书")
    assert "收到鉴定意见" in one_of("deduction_document", running, 5, 1, "deduction.ended", span_no=1).zh
    assert not codes(running, 5, 1, "deduction.ended", span_no=1, document="鉴定意见")


def test_proceedings_are_suspended_by_a_ruling():
    found = one_of(
        "suspension_ruling", docketed(), 4, 1, "suspension.ordered", span_no=1, ground="party_death"
    )
    assert articles(found) == {"cpl 154"}
    assert "suspension_ruling_criminal" in codes(
        docketed(**CRIMINAL), 4, 1, "suspension.ordered", span_no=1, ground="accused_ill"
    )


def test_a_third_supplementary_investigation_is_one_too_many():
    life = docketed(**CRIMINAL)
    for number, month in ((1, 3), (2, 4)):
        life.on(month, 5, "supplementary_investigation.started", span_no=number)
        life.on(month, 25, "supplementary_investigation.returned", span_no=number)
    found = one_of(
        "supplementary_investigation_over_limit", life, 5, 8, "supplementary_investigation.started", span_no=3
    )
    assert "第3次" in found.zh
    assert "crpl 205" in articles(found)
    assert (
        codes(life, 5, 8, "supplementary_investigation.started", span_no=3).count(
            "supplementary_investigation_over_limit"
        )
        == 1
    )


def test_a_supplementary_investigation_lasts_a_month_at_most():
    life = docketed(**CRIMINAL).on(3, 5, "supplementary_investigation.started", span_no=1)
    assert not codes(life, 4, 5, "supplementary_investigation.returned", span_no=1)
    assert codes(life, 4, 6, "supplementary_investigation.returned", span_no=1) == [
        "supplementary_investigation_too_long"
    ]


def test_what_the_clock_newly_finds_is_said_in_its_words():
    life = docketed(procedure="civil.first.ordinary").on(
        4, 1, "deduction.started", span_no=1, ground="evidence_adjournment", document="决定"
    )
    found = said(life, 6, 1, "deduction.ended", span_no=1, document="恢复审理")
    assert [one.code for one in found] == ["deduction_capped"]
    assert "上限" in found[0].zh


# --- extensions


ASKED = {"request_no": 1, "months": 6, "approver": "president", "reason": "案情复杂"}


def test_an_extension_as_the_ladder_wants_it_needs_no_advice():
    assert not codes(docketed(), 8, 16, "extension.requested", **ASKED)


def test_a_request_comes_at_least_fifteen_days_before_the_last_day():
    found = one_of("extension_applied_late", docketed(), 8, 20, "extension.requested", **ASKED)
    assert "2019年8月18日" in found.zh  # the limit ends on Sunday the first of September, so on the second
    assert "2019年9月2日" in found.zh
    assert "ext19 1(2)" in articles(found)


def test_a_request_after_the_last_day_is_more_than_late():
    assert codes(docketed(), 9, 3, "extension.requested", **ASKED) == ["extension_after_expiry"]


@pytest.mark.parametrize("given", ["division_head", "superior", "high", "spc", "not_specified"])
def test_the_first_extension_is_the_presidents(given):
    found = one_of(
        "extension_wrong_approver", docketed(), 8, 1, "extension.requested", **ASKED | {"approver": given}
    )
    assert "本院院长" in found.zh
    assert found.field == "approver"


def test_an_extension_longer_than_the_ladder():
    found = one_of("extension_over_ladder", docketed(), 8, 1, "extension.requested", **ASKED | {"months": 7})
    assert found.zh == "延长7个月超出法律允许的长度（不超过6个月）"
    assert "at most 6 months" in found.en


def test_the_second_extension_is_the_superior_courts_and_there_is_no_third():
    life = (
        docketed()
        .on(8, 1, "extension.requested", **ASKED)
        .on(8, 5, "extension.granted", request_no=1, months=6, approver="president")
    )
    second = {"request_no": 2, "months": 3, "approver": "superior", "reason": "案情复杂"}
    assert not codes(life, 12, 1, "extension.requested", **second)
    assert (
        "上一级人民法院"
        in one_of(
            "extension_wrong_approver",
            life,
            12,
            1,
            "extension.requested",
            **second | {"approver": "president"},
        ).zh
    )
    life.on(12, 1, "extension.requested", **second).on(
        12, 5, "extension.granted", request_no=2, months=3, approver="superior"
    )
    assert codes(life, 12, 20, "extension.requested", **second | {"request_no": 3}) == [
        "extension_not_possible"
    ]


def test_a_decision_comes_five_days_before_the_last_day():
    life = docketed().on(8, 1, "extension.requested", **ASKED)
    grant = {"request_no": 1, "months": 6, "approver": "president"}
    assert not codes(life, 8, 28, "extension.granted", **grant)
    assert codes(life, 8, 30, "extension.granted", **grant) == ["extension_decided_late"]
    assert codes(life, 9, 3, "extension.granted", **grant) == ["extension_after_expiry"]


def test_in_criminal_cases_only_a_refusal_has_its_day():
    asked = {"request_no": 1, "months": 3, "approver": "superior", "reason": "重大复杂"}
    life = docketed(**CRIMINAL).on(5, 10, "extension.requested", **asked, ground="possible_death_penalty")
    grant = {"request_no": 1, "months": 3, "approver": "superior", "ground": "possible_death_penalty"}
    assert not codes(life, 5, 31, "extension.granted", **grant)
    refusal = {"request_no": 1, "approver": "superior", "reason": "不属于特殊情况"}
    assert not codes(life, 5, 24, "extension.refused", **refusal)
    found = one_of("extension_decided_late", life, 5, 31, "extension.refused", **refusal)
    assert "crpi 173" in articles(found), "the interpretation of 2012"


def test_a_wrong_grant_is_told_once_though_the_clock_refuses_it_too():
    life = docketed().on(8, 1, "extension.requested", **ASKED)
    assert codes(life, 8, 5, "extension.granted", request_no=1, months=6, approver="division_head") == [
        "extension_wrong_approver"
    ]


def test_a_criminal_extension_needs_one_of_the_listed_grounds():
    asked = {"request_no": 1, "months": 3, "approver": "superior", "reason": "重大复杂"}
    life = docketed(**CRIMINAL)
    assert "extension_ground_missing" in codes(life, 4, 1, "extension.requested", **asked)
    assert not codes(life, 4, 1, "extension.requested", **asked, ground="possible_death_penalty")


def test_before_2022_an_extension_of_the_simplified_procedure_needs_both_parties():
    asked = {"request_no": 1, "months": 1, "approver": "president", "reason": "鉴定"}
    life = docketed(**SIMPLIFIED).on(5, 5, "extension.requested", **asked)
    grant = {"request_no": 1, "months": 1, "approver": "president"}
    assert codes(life, 5, 6, "extension.granted", **grant) == ["extension_consent_missing"]
    assert not codes(life, 5, 6, "extension.granted", **grant, parties_consent=True)


def test_a_limit_that_is_lifted_asks_for_no_extension():
    foreign = docketed(facts={"foreign_related": True})
    assert not codes(foreign, 8, 20, "extension.requested", **ASKED)


# --- conversion and closing


def test_after_the_hearing_an_ordinary_trial_is_not_simplified():
    life = with_hearing(docketed(), 1, 4, 11).on(4, 11, "hearing.held", hearing_no=1)
    found = one_of(
        "conversion_after_hearing",
        life,
        4,
        12,
        "procedure.converted",
        to="civil.first.simplified",
        reason="争议不大",
    )
    assert articles(found) == {"cpi 260"}
    assert "conversion_after_hearing" not in codes(
        docketed(), 4, 12, "procedure.converted", to="civil.first.simplified", reason="争议不大"
    )
    ordinary = with_hearing(docketed(**SIMPLIFIED), 1, 4, 11).on(4, 11, "hearing.held", hearing_no=1)
    assert not codes(ordinary, 4, 12, "procedure.converted", to="civil.first.ordinary", reason="案情复杂")


def test_a_conversion_after_the_limit_ran_out():
    found = one_of(
        "conversion_after_expiry",
        docketed(**SIMPLIFIED),
        6,
        5,
        "procedure.converted",
        to="civil.first.ordinary",
        reason="案情复杂",
    )
    assert "2019年6月3日" in found.zh
    assert (
        codes(
            docketed(**SIMPLIFIED), 6, 5, "procedure.converted", to="civil.first.ordinary", reason="案情复杂"
        ).count(found.code)
        == 1
    )


def test_a_conversion_the_law_does_not_know():
    assert codes(docketed(), 4, 1, "procedure.converted", to="civil.appeal.judgment", reason="误") == [
        "conversion_not_applicable"
    ]


CLOSING = {"outcome": "judgment", "way": "pronounced", "document": "判决书"}


def test_a_case_closed_after_the_last_day():
    assert not codes(docketed(), 9, 2, "case.closed", **CLOSING)
    found = one_of("closed_after_limit", docketed(), 9, 5, "case.closed", **CLOSING)
    assert "2019年9月2日" in found.zh
    assert "之后3日" in found.zh
    assert "cpl 149" in articles(found)


def test_a_closing_names_its_judgment_where_the_outcome_has_one():
    assert codes(docketed(), 6, 3, "case.closed", outcome="judgment", way="pronounced") == [
        "closing_document"
    ]
    assert not codes(docketed(), 6, 3, "case.closed", outcome="completed", way="pronounced")


def test_a_case_closed_while_it_stands_suspended():
    life = docketed().on(4, 1, "suspension.ordered", span_no=1, ground="party_death", document="裁定")
    assert "第1期间" in one_of("closed_while_suspended", life, 6, 3, "case.closed", **CLOSING).zh


def test_the_last_party_served_gives_the_closing_day():
    life = docketed()
    life.on(5, 20, "service.sent", party_no=1, paper="民事判决书", way="post")
    life.on(5, 22, "service.sent", party_no=2, paper="民事判决书", way="post")
    life.on(5, 28, "service.completed", party_no=2, paper="民事判决书", way="post")
    life.on(5, 29, "service.sent", party_no=2, paper="传票", way="post")
    assert not codes(life, 5, 22, "case.closed", **CLOSING | {"way": "posted"})
    assert not codes(life, 5, 30, "case.closed", **CLOSING | {"way": "pronounced"})
    found = one_of("closing_day_other", life, 5, 28, "case.closed", **CLOSING | {"way": "posted"})
    assert "交邮之日" in found.zh
    assert "2019年5月22日" in found.zh
    assert articles(found) == {"tlp 10(2)[3]"}


def test_the_last_party_decides_whatever_way_the_others_were_reached():
    life = docketed()
    life.on(5, 20, "service.sent", party_no=1, paper="民事判决书", way="post")
    life.on(5, 27, "service.completed", party_no=2, paper="民事判决书", way="left")
    found = one_of("closing_day_other", life, 5, 20, "case.closed", **CLOSING | {"way": "posted"})
    assert "裁判文书留在受送达人住所之日" in found.zh
    assert "2019年5月27日" in found.zh
    assert not codes(life, 5, 27, "case.closed", **CLOSING | {"way": "left_at_address"})


def test_a_service_that_failed_or_was_entered_wrongly_closes_nothing():
    life = docketed()
    life.on(5, 20, "service.sent", party_no=1, paper="民事判决书", way="post")
    life.on(5, 30, "service.sent", party_no=2, paper="民事判决书", way="post")
    failed = {"party_no": 2, "paper": "民事判决书", "way": "post", "reason": "查无此人"}
    left = closing_day(life.on(6, 1, "service.failed", **failed).state.history, ("判决",))
    assert left is not None
    assert left[1] == date(2019, 5, 20)
    assert closing_day(docketed().state.history, ("判决",)) is None
    wrong = docketed().on(5, 30, "service.sent", party_no=1, paper="民事判决书", way="post")
    correction = {"corrects": wrong.state.last_seq, "action": "withdraw", "reason": "误录"}
    wrong.on(5, 31, "correction.recorded", **correction)
    assert not codes(wrong, 5, 20, "case.closed", **CLOSING | {"way": "posted"})


def test_every_way_of_service_gives_the_day_of_one_way_of_closing():
    ways = [way for kind in load_closing_kinds().values() for way in kind.ways]
    assert sorted(ways) == sorted(load_procedure().choices["service_way"])
    entries = {kind.entry for kind in load_closing_kinds().values()} - {""}
    assert entries <= load_procedure().kinds.keys()


# --- any act


def test_an_act_entered_long_after_it_happened_is_told_as_late():
    assert "recorded_late" not in codes(
        docketed(), 4, 1, "note.recorded", text="阅卷", recorded=date(2019, 4, 4)
    )
    assert (
        "9日之前"
        in one_of(
            "recorded_late", docketed(), 4, 1, "note.recorded", text="阅卷", recorded=date(2019, 4, 10)
        ).zh
    )


def test_a_case_without_procedure_or_a_closed_one_raises_nothing_of_itself():
    bare = Life().on(
        3, 1, "case.docketed", **{key: value for key, value in DOCKETING.items() if key != "procedure"}
    )
    assert not codes(bare, 4, 9, "hearing.scheduled", hearing_no=1, starts_at="2019-04-11T09:30")
    assert not codes(closed(), 6, 20, "appeal.filed", party_no=1)
    assert advice("case.docketed", DOCKETING, CaseState(), date(2019, 3, 1)) == ()


def test_without_the_clocks_answers_what_hangs_on_them_is_not_asked():
    assert advice("extension.requested", ASKED, docketed().state, date(2019, 12, 1)) == ()


def test_before_the_text_was_in_force_it_advises_nothing():
    hearing = {"hearing_no": 4, "ground": "其他"}
    assert not advice("hearing.adjourned", hearing, adjourned(docketed(), 3).state, date(2017, 6, 1))


@pytest.mark.parametrize(
    "kind",
    [
        "deduction.ended",
        "supplementary_investigation.returned",
        "extension.granted",
        "procedure.converted",
        "hearing.scheduled",
        "case.closed",
    ],
)
def test_what_does_not_fit_the_kind_is_left_to_the_schema(kind):
    state = docketed().state
    contents: tuple[dict[str, Any], ...] = (
        {},
        {
            "span_no": "x",
            "to": None,
            "months": "三",
            "approver": 5,
            "ground": ["x"],
            "way": {},
            "starts_at": [1],
        },
    )
    for data in contents:
        advice(kind, data, state, date(2019, 4, 1), outcome=limit(state, date(2019, 4, 1)), court_level=None)
