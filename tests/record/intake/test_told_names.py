"""Divisions and causes as rows name them: what is not known here is not recorded as something else."""

from datetime import date

import pytest

from tests.record.intake.conftest import COLUMNS, RULES, counts, reasons, row, table
from xiezhi.record.intake.mapping.values import Mapping, Rule
from xiezhi.record.models import Case
from xiezhi.rules.causes import civil_causes

ASSIGNED = Mapping(
    rules=(*RULES, Rule(field="judge", columns=("承办法官",)), Rule(field="division", columns=("承办庭室",)))
)


def bring(system, *assigned):
    """Cases with these judges and divisions."""
    rows = ([*row(serial), *pair] for serial, pair in enumerate(assigned, 1))
    return system.bring(table(*rows, columns=(*COLUMNS, "承办法官", "承办庭室")), ASSIGNED)


def test_an_unknown_division_waits_in_quarantine_and_is_not_taken_for_that_of_the_judge(system):
    of = bring(system, ("陆知衡", "民一庭"), ("陆知衡", "刑事审判庭"))
    assert counts(of) == {"recorded": 1, "quarantined": 1}
    assert "no division “民一庭”" in reasons(of)[2]
    assert Case.objects.get().division.name == "刑事审判庭"


def test_a_division_not_told_is_that_of_the_judge_with_a_note(system):
    of = bring(system, ("陆知衡", ""))
    assert counts(of) == {"recorded": 1}
    assert "division of the judge's latest post" in reasons(of)[2]
    assert Case.objects.get().division.name == "民事审判庭"


@pytest.mark.parametrize(
    ("filed_on", "listed"), [("2026-02-03", True), ("2025-12-31", False)], ids=["listed", "no list known"]
)
def test_a_cause_gets_the_code_of_the_list_of_its_day(system, filed_on, listed):
    system.at = system.at.replace(year=2026)
    of = system.bring(table(row(1, 案号=f"（{filed_on[:4]}）示0102民初1号", 立案日期=filed_on)))
    assert counts(of) == {"recorded": 1}, reasons(of)
    codes = {one.name: one.code for one in civil_causes(date(2026, 1, 1)).values()}
    assert Case.objects.get().cause_code == (codes["买卖合同纠纷"] if listed else "")
