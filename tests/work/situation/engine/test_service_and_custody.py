"""Services, public notices, custody and the period for filing, counted by hand; facts made before they were told say so."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.work.situation.random_facts import Row, write
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.columns import UNTOLD, fact_columns
from xiezhi.rules.indicators.periods import Grid, read_period
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.table import Facts

QUARTER = Question("all", Grid((read_period("2019Q3"),)), None)
LATER = ("service_attempts", "service_electronic", "notice_served", "detained_from", "filing_due_on")
KEYS = ("ops.detained_long", "ops.e_service", "ops.notice_service", "cn2011.e1")


def a_case(number: int, **changes: Any) -> Row:
    usual = {
        "case_id": f"c{number}", "dispute_id": f"c{number}", "court_id": "K1", "case_class": "civil", "instance": "first",
        "filed_on": date(2019, 3, 1), "service_attempts": 0, "service_electronic": 0, "notice_served": False,
    }  # fmt: skip
    return dict.fromkeys(fact_columns()) | usual | changes


def judged(number: int, **changes: Any) -> Row:
    return a_case(number, closed_on=date(2019, 7, 3), closed_kind="judgment", **changes)


def accused(number: int, detained_from: date | None, **changes: Any) -> Row:
    return a_case(
        number, case_class="criminal", filed_on=date(2015, 1, 5), detained_from=detained_from, **changes
    )


def shown(key: str, facts: Facts) -> tuple[float | None, float | None, float | None]:
    (figure,) = figures(facts, QUARTER, [formulas()[key][1]])
    return figure.value, figure.numerator, figure.denominator


def test_electronic_service_by_cases_and_by_attempts(tmp_path: Path) -> None:
    rows = [
        judged(1, service_attempts=1, service_electronic=1),
        judged(2, service_attempts=4, service_electronic=1),
        judged(3, service_attempts=3),
        judged(4),
        a_case(5, service_attempts=9, service_electronic=9),
        judged(
            6,
            service_attempts=None,
            service_electronic=None,
            **{UNTOLD: ",service_attempts,service_electronic,"},
        ),
    ]
    facts = open_facts(write(rows, tmp_path))
    assert shown("ops.e_service", facts) == (2 / 3, 2, 3), "a case without any service is on neither side"
    assert shown("ops.e_service:attempts", facts) == (2 / 8, 2, 8), (
        "pending cases and untold ones are not there"
    )


def test_public_notice_in_civil_cases(tmp_path: Path) -> None:
    rows = [
        judged(1, notice_served=True),
        judged(2),
        judged(3, case_class="administrative", notice_served=True),
        judged(4, notice_served=True) | {"closed_kind": "merged"},
        judged(5, notice_served=None, **{UNTOLD: ",notice_served,"}),
    ]
    assert shown("ops.notice_service", open_facts(write(rows, tmp_path))) == (1 / 2, 1, 2)


def test_long_detention_counts_pending_criminal_cases_from_the_threshold_on(tmp_path: Path) -> None:
    assert thresholds().detained_months == 36
    rows = [
        accused(1, date(2016, 9, 30)),
        accused(2, date(2016, 10, 1)),
        accused(3, None),
        accused(4, date(2015, 1, 5), closed_on=date(2019, 9, 30)),
        accused(5, date(2015, 1, 5), closed_on=date(2019, 10, 1)),
        accused(6, date(2019, 10, 8)),
        a_case(7, detained_from=date(2015, 1, 5)),
    ]
    facts = open_facts(write(rows, tmp_path))
    assert shown("ops.detained_long", facts) == (2, 2, None), "the one closed after the quarter stood in it"
    assert shown("ops.detained_long:share", facts) == (2 / 5, 2, 5)
    assert shown("ops.detained_long:held", facts) == (3, 3, None)
    days = [
        (date(2019, 9, 30) - day).days for day in (date(2016, 9, 30), date(2016, 10, 1), date(2015, 1, 5))
    ]
    assert shown("ops.detained_long:held_days", facts) == (sum(days) / 3, sum(days), 3)


def test_filed_within_the_period_of_the_law(tmp_path: Path) -> None:
    filed = {"filed_on": date(2019, 7, 8)}
    rows = [
        a_case(1, filing_due_on=date(2019, 7, 8), **filed),
        a_case(2, filing_due_on=date(2019, 7, 5), **filed),
        a_case(3, **filed),
        a_case(4, filing_due_on=date(2019, 7, 8)),
    ]
    assert shown("cn2011.e1", open_facts(write(rows, tmp_path))) == (1 / 2, 1, 2)


def test_facts_made_before_say_what_they_lack(tmp_path: Path) -> None:
    before = tuple(name for name in fact_columns() if name not in LATER)
    facts = open_facts(write([judged(1)], tmp_path, before))
    for key in KEYS:
        formula = formulas()[key][1]
        assert set(facts.lacks(formula)) == formula.columns & set(LATER) != set()
        assert figures(facts, QUARTER, [formula]) == []
