"""The next rung of the ladder of extensions: that of the rule, or of its variant; with its last days."""

from datetime import date

from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import CaseInput, Extension, Facts, Outcome
from xiezhi.rules.limits.rungs import rung_of

LAW = load_catalogue()


def ordinary(*grants: Extension) -> Outcome:
    case = CaseInput("civil.first.ordinary", date(2019, 3, 1), "basic", Facts(), grants, date(2019, 8, 1))
    return compute(case)


def test_the_president_decides_first_and_must_be_asked_fifteen_days_before_the_end():
    rung = rung_of(ordinary(), LAW, date(2019, 9, 2))
    assert rung is not None and rung.step.approver == "president"
    assert (rung.apply_by, rung.decide_by, rung.refuse_by) == (date(2019, 8, 18), date(2019, 8, 28), None)
    assert rung.articles[0] == rung.step.articles[0]


def test_after_the_president_the_superior_court_and_then_nobody():
    grants = [
        Extension(6, None, "president", date(2019, 8, 1), date(2019, 8, 5), True),
        Extension(3, None, "superior", date(2020, 2, 1), date(2020, 2, 5), True),
    ]
    second = rung_of(ordinary(grants[0]), LAW, date(2020, 3, 2))
    assert second is not None and second.step.approver == "superior"
    assert rung_of(ordinary(*grants), LAW, date(2020, 6, 1)) is None


def test_the_ladder_is_that_of_the_variant_the_facts_call_for():
    second_instance = Facts(others=(("second_instance", True),))
    told = [
        compute(CaseInput("criminal.special.confiscation", date(2022, 3, 1), "intermediate", facts, (), date(2022, 3, 2)))
        for facts in (Facts(), second_instance)
    ]  # fmt: skip
    approvers = [rung.step.approver for one in told if (rung := rung_of(one, LAW, date(2022, 4, 1)))]
    assert approvers == ["superior", "high"]


def test_a_case_without_limit_has_no_rung():
    foreign = CaseInput("civil.foreign_related", date(2019, 3, 1), "basic", Facts(), (), date(2019, 4, 1))
    assert rung_of(compute(foreign), LAW, date(2019, 4, 1)) is None
