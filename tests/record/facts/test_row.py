"""What the facts say of a case: the words of the handbook, from what the record knows, and nothing where it knows nothing."""

from datetime import date
from decimal import Decimal

import pytest

from tests.cast import moment
from tests.record.lives import CIVIL_DIVISION, COLLEGIAL, LI, SOLE, WANG, closed, docketed
from xiezhi.record.facts.columns import told_columns
from xiezhi.record.facts.row import Limit, Other, Place, fact
from xiezhi.record.state import acting, fold

RIVER = Place("river", "示0102", "basic", "high", "middle")
MIDDLE = Place("middle", "示01", "intermediate", "high", "middle")
HERE = {"示0102": "river", "示01": "middle"}
KNOWN = moment(date(2019, 3, 1))
JUDGED = {"outcome": "judgment", "way": "pronounced"}


def told(life, *, place=RIVER, limit=None, others=()):
    """The row of a case by column; `others` are the cases that the record has of those it names."""
    known = {other.id: other for other in others}

    def find(link):
        return known.get(link.get("case_id"))

    row = fact("case", life.state, acting(life.state), place, limit, find, HERE)
    return dict(zip(told_columns(), row))


def limited(**changes):
    """A limit that ends on 2 September, 2 October with deductions, 2 November with an extension besides."""
    usual = Limit(
        KNOWN, None, date(2019, 9, 2), date(2019, 10, 2), date(2019, 11, 2), extensions=1, deducted_days=30, stopped=False
    )  # fmt: skip
    return usual._replace(**changes)


def test_a_new_civil_case():
    row = told(docketed(amount_fen=1_234_56))
    assert (row["case_class"], row["instance"], row["type_code"]) == ("civil", "first", "民初")
    assert (row["case_no"], row["dispute_id"]) == ("（2019）示0102民初1号", "case")
    assert (row["court_id"], row["court_level"], row["city_id"], row["province_id"]) == (
        "river",
        "basic",
        "middle",
        "high",
    )
    assert (row["filed_on"], row["closed_on"], row["closed_kind"]) == (date(2019, 3, 1), None, None)
    assert (row["source"], row["procedure"], row["converted_from"]) == ("new", "ordinary", None)
    assert row["claim_amount"] == Decimal("1234.56")
    assert (row["judge_id"], row["division_id"], row["tribunal"], row["lay_assessor"]) == (
        None,
        None,
        None,
        None,
    )
    assert (row["hearing_held"], row["settings_count"]) == (False, 0)
    assert (row["appealable"], row["in_court_pronounced"]) == (None, None), "nothing is decided yet"
    assert row["mediable"] is True


def test_a_court_of_none_of_our_levels_has_none():
    """Such as one abroad, whose docket was imported."""
    abroad = Place("prefettura", "", "other", None, None)
    assert told(docketed(), place=abroad)["court_level"] is None


def test_what_the_record_cannot_tell_is_no_column():
    assert {"filing_channel", "recovered_amount", "broadcast", "organised_crime"}.isdisjoint(told_columns())


def test_who_deals_with_it():
    life = docketed().on(3, 4, "case.assigned", division_id=CIVIL_DIVISION, reporting_judge=LI, way="random")
    life.on(3, 6, "panel.formed", **SOLE)
    row = told(life)
    assert (row["division_id"], row["judge_id"], row["tribunal"], row["lay_assessor"]) == (
        CIVIL_DIVISION,
        LI,
        "sole",
        False,
    )
    row = told(life.on(4, 1, "panel.changed", **COLLEGIAL, reason="疑难"))
    assert (row["tribunal"], row["lay_assessor"], row["judge_id"]) == ("collegial", True, LI)
    assert row["judge_id"] != WANG, "the presiding judge does not report"


@pytest.mark.parametrize(
    ("type_code", "branch", "instance", "expected"),
    [
        ("0302", "civil", "second", ("civil", "second", "民终")),
        ("0305", "civil", "retrial_review", ("civil", "retrial_review", "民申")),
        ("0307", "civil", "retrial", ("civil", "retrial", "民再")),
        ("0318", "civil", "special", ("civil", "confirmation", "民特")),
        ("0313", "civil", "special", ("civil", "other", "民特")),
        ("0201", "criminal", "first", ("criminal", "first", "刑初")),
        ("1002", "enforcement", "enforcement", ("enforcement", "exec_first", "执")),
        ("1003", "enforcement", "enforcement", ("enforcement", "exec_resumed", "执恢")),
        ("1004", "enforcement", "enforcement", ("preservation", "exec_preservation", "执保")),
        ("1006", "enforcement", "enforcement", ("enforcement", "exec_review", "执异")),
        ("0109", "civil", "second", ("other", "other", "民辖终")),
        ("0901", "preservation", "other", ("preservation", "other", "财保")),
    ],
)  # fmt: skip
def test_class_and_instance_follow_the_type(type_code, branch, instance, expected):
    life = docketed(type=type_code, branch=branch, instance=instance)
    row = told(life)
    assert (row["case_class"], row["instance"], row["type_code"]) == expected


def test_the_number_tells_the_type_where_it_has_no_code():
    row = told(
        docketed(type="", branch="mediation", instance="premediation", number="（2019）示0102诉前调8号")
    )
    assert (row["case_class"], row["instance"], row["type_code"]) == ("mediation", "premediation", "诉前调")


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        ("civil.first.small_claims", "small_claims"),
        ("criminal.first.fast_track", "fast_track"),
        ("civil.special.general", "special"),
        ("civil.appeal.judgment", "ordinary"),
        ("enforcement.first", None),
        ("civil.retrial.review", None),
    ],
)
def test_the_procedure_in_the_words_of_the_handbook(procedure, expected):
    assert told(docketed(procedure=procedure))["procedure"] == expected


def test_a_conversion_leaves_the_procedure_it_came_from():
    life = docketed(procedure="civil.first.simplified").on(
        4, 1, "procedure.converted", to="civil.first.ordinary", reason="案情复杂"
    )
    row = told(life)
    assert (row["procedure"], row["converted_from"]) == ("ordinary", "simplified")


# --- how it ended


@pytest.mark.parametrize(
    ("type_code", "branch", "instance", "outcome", "expected"),
    [
        ("0301", "civil", "first", "mediated", "mediation"),
        ("0301", "civil", "first", "dismissed", "dismissed_ruling"),
        ("0301", "civil", "first", "terminated", "ruling"),
        ("0302", "civil", "second", "affirmed", "judgment"),
        ("0302", "civil", "second", "remanded", "ruling"),
        ("0305", "civil", "retrial_review", "granted", "retrial_ordered"),
        ("0305", "civil", "retrial_review", "refused", "rejected"),
        ("0318", "civil", "special", "granted", "confirmed"),
        ("1002", "enforcement", "enforcement", "terminated_this_time", "terminated_this_time"),
        ("1002", "enforcement", "enforcement", "terminated", "terminated"),
        ("1004", "enforcement", "enforcement", "completed", "implemented"),
        ("1007", "enforcement", "enforcement", "affirmed", "ruling"),
        ("", "mediation", "premediation", "mediated", "success"),
        ("", "mediation", "premediation", "terminated", "failed"),
        ("0301", "civil", "first", "other", None),
    ],
)
def test_kinds_of_closing(type_code, branch, instance, outcome, expected):
    life = docketed(type=type_code, branch=branch, instance=instance)
    row = told(life.on(6, 3, "case.closed", outcome=outcome, way="pronounced"))
    assert (row["closed_on"], row["closed_kind"]) == (date(2019, 6, 3), expected)


def test_an_appeal_against_a_ruling_ends_in_a_ruling():
    life = docketed(type="0302", instance="second", procedure="civil.appeal.ruling")
    assert told(life.on(6, 3, "case.closed", outcome="affirmed", way="posted"))["closed_kind"] == "ruling"


def heard(month=6, day=3):
    life = docketed().on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-06-03T09:30")
    return life.on(month, day, "hearing.held", hearing_no=1)


def test_pronounced_in_court_means_on_a_day_of_hearing():
    row = told(heard().on(6, 3, "case.closed", **JUDGED))
    assert (row["hearing_held"], row["settings_count"], row["in_court_pronounced"]) == (True, 1, True)
    assert told(heard().on(6, 20, "case.closed", **JUDGED))["in_court_pronounced"] is False
    assert (
        told(heard().on(6, 3, "case.closed", outcome="withdrawn", way="served"))["in_court_pronounced"]
        is None
    )


@pytest.mark.parametrize(
    ("changes", "outcome", "expected"),
    [
        ({}, "judgment", True),
        ({}, "ruling", None),
        ({}, "mediated", False),
        ({"procedure": "civil.first.small_claims"}, "judgment", False),
        ({"type": "0302", "instance": "second"}, "affirmed", False),
    ],
)  # fmt: skip
def test_what_can_be_appealed(changes, outcome, expected):
    assert (
        told(docketed(**changes).on(6, 3, "case.closed", outcome=outcome, way="pronounced"))["appealable"]
        is expected
    )


def test_an_appeal_and_the_day_it_was_sent_on():
    life = closed()
    assert told(life)["appeal_lodged_on"] is None
    life.on(6, 10, "appeal.filed", party_no=1).on(6, 12, "appeal.filed", party_no=2)
    assert (told(life)["appeal_lodged_on"], told(life)["appeal_sent_on"]) == (date(2019, 6, 10), None)
    life.on(7, 1, "appeal.forwarded")
    assert (told(life)["appeal_lodged_on"], told(life)["appeal_sent_on"]) == (
        date(2019, 6, 10),
        date(2019, 7, 1),
    )


def test_an_appeal_taken_back_before_it_was_sent_leaves_none():
    life = closed().on(6, 10, "appeal.filed", party_no=1).on(6, 12, "appeal.withdrawn", party_no=1)
    assert told(life)["appeal_lodged_on"] is None


def test_status_cases_cannot_be_settled():
    assert told(docketed(cause={"name": "婚姻无效纠纷"}))["mediable"] is False
    assert told(docketed(procedure="civil.special.general"))["mediable"] is False
    assert (
        told(docketed(type="0201", branch="criminal", procedure="criminal.first.ordinary"))["mediable"]
        is False
    )


# --- where it came from


FIRST = Other("first", "river", "first")


def appeal_of(number="（2019）示0102民初1号", **link):
    return docketed(
        number="（2019）示01民终1号", type="0302", instance="second", links=[{"kind": "appeal_of", "number": number, **link}]
    )  # fmt: skip


def test_an_appeal_is_about_the_decision_appealed_against():
    life = appeal_of(case_id="00000000-0000-0000-0000-00000000000f")
    known = FIRST._replace(id="00000000-0000-0000-0000-00000000000f")
    row = told(life, place=MIDDLE, others=[known])
    assert (row["prior_case_id"], row["prior_court_id"], row["outcome_on_prior"]) == (known.id, "river", None)
    life.on(6, 3, "case.closed", outcome="modified", way="pronounced")
    assert told(life, place=MIDDLE, others=[known])["outcome_on_prior"] == "modified"
    life = appeal_of().on(6, 3, "case.closed", outcome="mediated", way="served")
    assert told(life, place=MIDDLE)["outcome_on_prior"] == "other"


def test_of_a_decision_outside_the_record_the_number_tells_the_court():
    row = told(appeal_of(), place=MIDDLE)
    assert (row["prior_case_id"], row["prior_court_id"]) == (None, "river")
    assert told(appeal_of("（2014）兰城刑初字第123号"), place=MIDDLE)["prior_court_id"] is None


def test_a_retrial_is_about_the_decision_reviewed_not_about_the_review():
    review = "00000000-0000-0000-0000-00000000000e"
    link = {"kind": "retrial_of", "number": "（2019）示民申1号", "case_id": review}
    life = docketed(number="（2019）示01民再1号", type="0307", instance="retrial", links=[link])
    others = [Other(review, "high", "retrial_review", reviews="first"), FIRST]
    row = told(life, place=MIDDLE, others=others)
    assert (row["prior_case_id"], row["prior_court_id"]) == ("first", "river")
    assert row["source"] == "ordered_retrial", "another court ordered it"


@pytest.mark.parametrize(
    ("link", "expected"),
    [("remand_of", "remanded"), ("transferred_from", "transferred_in"), ("mediation_of", "new")],
)
def test_sources(link, expected):
    assert told(docketed(links=[{"kind": link, "number": "（2018）示0102民初9号"}]))["source"] == expected


def test_a_resumed_enforcement_is_one_whatever_is_linked():
    life = docketed(
        type="1003", branch="enforcement", instance="enforcement", procedure="enforcement.restored"
    )
    assert told(life)["source"] == "resumed"


@pytest.mark.parametrize(
    ("procedure", "number", "expected"),
    [
        ("enforcement.first", "（2018）示0102民初9号", "civil"),
        ("enforcement.first", "（2018）示仲字第9号", None),
        ("enforcement.criminal_property", "（2018）示0102刑初9号", "criminal_property"),
        ("enforcement.nonlitigation", "（2018）示0102行审9号", "administrative"),
    ],
)  # fmt: skip
def test_what_an_enforcement_rests_on(procedure, number, expected):
    links = [{"kind": "enforcement_of", "number": number}]
    life = docketed(
        type="1002", branch="enforcement", instance="enforcement", procedure=procedure, links=links
    )
    assert told(life)["exec_basis"] == expected


DECIDED = FIRST._replace(id="00000000-0000-0000-0000-00000000000f")


def enforcing(kind, number, type_code="1002"):
    """An enforcement linked in a way to DECIDED."""
    links = [{"kind": kind, "number": number, "case_id": DECIDED.id}]
    return docketed(
        type=type_code,
        branch="enforcement",
        instance="enforcement",
        procedure="enforcement.first",
        links=links,
    )


def test_an_enforcement_is_about_the_decision_it_rests_on_and_is_no_fate_of_it():
    life = enforcing("enforcement_of", "（2018）示0102民初9号").on(
        6, 3, "case.closed", outcome="completed", way="served"
    )
    row = told(life, others=[DECIDED])
    assert (row["prior_case_id"], row["prior_court_id"], row["outcome_on_prior"]) == (
        DECIDED.id,
        "river",
        None,
    )
    row = told(life, place=MIDDLE)
    assert row["prior_court_id"] == "river", "the number tells the court of a decision outside the record"
    assert (
        told(enforcing("enforcement_of", "（2018）示0102执9号", "1006"), others=[DECIDED])["prior_case_id"]
        is None
    ), "an objection is about an enforcement, which is no decision"


def test_a_resumed_enforcement_rests_on_what_the_one_it_resumes_rests_on():
    resumed = enforcing("resumption_of", "（2018）示0102执9号", "1003")
    before = DECIDED._replace(instance="enforcement", enforces="（2017）示0102民初8号")
    assert told(resumed, others=[before])["exec_basis"] == "civil"
    assert told(resumed, others=[before._replace(enforces="")])["exec_basis"] is None
    assert told(resumed)["exec_basis"] is None
    assert told(enforcing("enforcement_of", "（2018）示0102民初9号", "1003"))["exec_basis"] == "civil"


# --- service and custody

PAPER = {"party_no": 2, "paper": "起诉状副本"}


def services(row):
    return row["service_attempts"], row["service_electronic"], row["notice_served"]


def test_an_attempt_to_serve_is_one_when_its_result_is_told():
    life = docketed().on(3, 4, "service.sent", way="electronic", **PAPER)
    assert services(told(life)) == (0, 0, False)
    life.on(3, 5, "service.failed", way="electronic", reason="未阅知", **PAPER)
    assert services(told(life)) == (1, 0, False), "in vain, and an attempt all the same"
    life.on(3, 6, "service.completed", way="electronic", **PAPER)
    life.on(3, 20, "service.completed", way="post", **PAPER)
    assert services(told(life)) == (3, 1, False)


def test_public_notice_is_told_by_a_service_by_the_closing_or_by_a_deduction():
    assert told(docketed().on(3, 4, "service.sent", way="public_notice", **PAPER))["notice_served"] is True
    assert told(docketed().on(6, 3, "case.closed", outcome="judgment", way="public_notice"))["notice_served"]
    assert told(docketed().on(4, 1, "deduction.started", span_no=1, ground="notice"))["notice_served"] is True
    assert (
        told(docketed().on(4, 1, "deduction.started", span_no=1, ground="appraisal"))["notice_served"]
        is False
    )


def test_the_notice_of_a_special_procedure_serves_nobody():
    life = docketed(procedure="civil.special.missing").on(3, 8, "notice.published", span_no=1)
    assert told(life)["notice_served"] is False


def test_of_a_service_whose_words_were_destroyed_the_attempt_remains():
    life = docketed().on(3, 6, "service.completed", way="electronic", **PAPER)
    life.state.history = tuple(one._replace(data={}) for one in life.state.history)
    life.state = fold(life.state.history)
    assert services(told(life)) == (1, 0, False)


def accused(*held):
    """A criminal case of so many accused; `held` says of each whether he is in custody (None: nothing)."""
    parties = [
        {"no": no, "role": "accused", "kind": "person", "name": f"某{no}"} | ({} if one is None else {"in_custody": one})
        for no, one in enumerate(held, 1)
    ]  # fmt: skip
    return {
        "type": "0201",
        "branch": "criminal",
        "procedure": "criminal.first.ordinary",
        "cause": {"name": "盗窃罪"},
        "parties": parties,
    }


def held_since(life):
    return told(life)["detained_from"]


def test_who_comes_before_the_court_in_custody_is_so_from_the_filing_on():
    assert held_since(docketed(**accused(True))) == date(2019, 3, 1)
    assert held_since(docketed(**accused(False))) is None
    assert held_since(docketed(**accused(None))) is None, "nothing is said of it"
    assert held_since(docketed(**accused(None), facts={"in_custody": True})) == date(2019, 3, 1)


def test_custody_that_was_broken_off_begins_anew():
    life = docketed(**accused(True)).on(4, 1, "custody.changed", party_no=1, in_custody=False)
    assert held_since(life) is None
    life.on(5, 6, "custody.changed", party_no=1, in_custody=True)
    life.on(5, 20, "custody.changed", party_no=1, in_custody=True, measure="逮捕")
    assert held_since(life) == date(2019, 5, 6), "another measure does not break it off"


def test_of_several_accused_the_one_longest_in_custody_counts():
    life = docketed(**accused(True, False)).on(4, 1, "custody.changed", party_no=2, in_custody=True)
    assert held_since(life) == date(2019, 3, 1)
    life.on(5, 6, "custody.changed", party_no=1, in_custody=False)
    assert held_since(life) == date(2019, 4, 1)
    life.on(5, 7, "party.left", party_no=2, reason="终止审理")
    assert held_since(life) is None


def test_custody_of_whom_nobody_said_ends_with_the_word_that_nobody_is():
    life = docketed(**accused(None), facts={"in_custody": True}).on(4, 1, "custody.changed", in_custody=False)
    assert held_since(life) is None


def test_who_joins_in_custody_is_so_from_that_day_on():
    joining = {"no": 2, "role": "accused", "kind": "person", "name": "某乙", "in_custody": True}
    assert held_since(docketed(**accused(False)).on(4, 8, "party.joined", party=joining)) == date(2019, 4, 8)


def test_a_closed_case_keeps_the_custody_in_which_it_was_closed():
    life = docketed(**accused(True)).on(6, 3, "case.closed", outcome="judgment", way="pronounced")
    assert held_since(life) == date(2019, 3, 1), "so that it counts in what was pending before"


@pytest.mark.parametrize(
    ("case", "named"),
    [
        (accused(None), {"detained_from", "service_attempts", "service_electronic", "notice_served"}),
        (accused(False), {"service_attempts", "service_electronic", "notice_served"}),
        ({}, {"service_attempts", "service_electronic", "notice_served"}),
    ],
    ids=["nothing said of custody", "custody denied", "civil"],
)
def test_of_a_source_without_services_and_custody_only_what_the_docketing_says_is_told(case, named):
    life = docketed(**case)
    row = fact(
        "case", life.state, acting(life.state), RIVER, None, lambda link: None, HERE, untold=("service", "notice_service", "custody")
    )  # fmt: skip
    assert set(dict(zip(told_columns(), row))["untold"].strip(",").split(",")) == named


# --- the limit


def days(row):
    return row["deadline_base"], row["deadline_deducted"], row["deadline_extended"]


def test_the_three_last_days():
    row = told(docketed(), limit=limited())
    assert days(row) == (date(2019, 9, 2), date(2019, 10, 2), date(2019, 11, 2))
    assert (row["extended_times"], row["deducted_days"]) == (1, 30)


def test_while_the_clock_stands_there_is_no_last_day():
    life = docketed().on(4, 1, "suspension.ordered", span_no=1, ground="force_majeure", reason="地震")
    row = told(life, limit=limited(stopped=True))
    assert (days(row), row["suspended_from"]) == ((None, None, None), date(2019, 4, 1))
    life.on(5, 1, "suspension.ended", span_no=1)
    assert told(life, limit=limited())["suspended_from"] is None


def test_a_case_without_a_limit_has_none():
    row = told(docketed(), limit=limited(due_on=None, base_on=None, deducted_on=None))
    assert days(row) == (None, None, None)
    assert told(docketed())["extended_times"] is None


def test_sealed_and_protected_cases_say_so():
    assert told(docketed())["secrecy"] == "ordinary"
    assert told(docketed(secrecy="protected"))["secrecy"] == "protected"
    assert told(closed().on(7, 1, "record.sealed", ground="juvenile", order="封存1号"))["secrecy"] == "sealed"


def test_of_a_case_whose_words_were_destroyed_the_days_remain():
    life = closed()
    life.state.history = tuple(one._replace(data={}) for one in life.state.history)
    life.state = fold(life.state.history)
    row = told(life)
    assert (row["filed_on"], row["closed_on"]) == (date(2019, 3, 1), date(2019, 6, 3))
    assert (row["case_class"], row["instance"], row["case_no"], row["closed_kind"], row["source"]) == (
        None,
    ) * 5
