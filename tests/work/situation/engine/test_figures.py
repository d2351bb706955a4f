"""Every figure equals the one computed row by row in plain Python, and stock and flow add up, for courts, scopes, periods, values."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean, pstdev

import pytest

from tests.work.situation.engine.comparing import EVERY, NUMBERS, PARAMETERS, compare
from tests.work.situation.random_facts import COURTS, Row, random_facts, write
from tests.work.situation.slow_figures import owned, rows_behind
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas, scopes
from xiezhi.rules.indicators.columns import UNTOLD, fact_columns
from xiezhi.rules.indicators.periods import Grid, between, grid_over, read_period
from xiezhi.work.situation.engine.cases import DENOMINATOR, NUMERATOR, all_cases, cases
from xiezhi.work.situation.engine.figures import figure_arrays, figures, left_out
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.reading import read_facts
from xiezhi.work.situation.facts.table import Facts
from xiezhi.work.situation.page_counts import suspended

GRIDS = {
    "months": grid_over("month", date(2019, 1, 1), date(2019, 6, 30)),
    "quarters": grid_over("quarter", date(2018, 12, 1), date(2020, 12, 31)),
    "halves": grid_over("half", date(2019, 1, 1), date(2020, 12, 31)),
    "years": grid_over("year", date(2019, 1, 1), date(2020, 1, 1)),
    "campaign": Grid((between(date(2019, 2, 3), date(2020, 2, 29)),)),
    "statistical years": Grid((read_period("2019S"), read_period("2020S"))),
    "one quarter": Grid((read_period("2019Q4"),)),
}


def opened(rows: list[Row], folder: Path, columns: tuple[str, ...] | None = None) -> Facts:
    return open_facts(write(rows, folder, columns))


# A scope narrows what a grid puts into periods: each of both with some of the other is enough, and a third of the time.
SOME = [
    pytest.param(grid, scope, id=f"{name}-{scope}")
    for place, (name, grid) in enumerate(GRIDS.items())
    for at, scope in enumerate(scopes())
    if (place + at) % 3 == 0
]


@pytest.mark.parametrize(("grid", "scope"), SOME)
def test_every_figure_equals_the_slow_one(grid: Grid, scope: str, tmp_path: Path) -> None:
    rows = random_facts(len(scope) + grid.start.month)
    compare(
        opened(rows, tmp_path), rows, Question(scope, grid, None, parameters=PARAMETERS), lambda row: True
    )


def test_by_court(tmp_path: Path) -> None:
    rows = random_facts(11)
    by_court = Parameters(**{name: dict.fromkeys(COURTS, number) for name, number in NUMBERS.items()})
    question = Question("core", GRIDS["halves"], COURTS, by=("court_id",), parameters=by_court)
    compare(opened(rows, tmp_path), rows, question, lambda row: True)


def test_by_class_and_tribunal_of_some_courts(tmp_path: Path) -> None:
    rows = random_facts(12)
    question = Question(
        "all", GRIDS["years"], COURTS[:2], by=("case_class", "tribunal"), parameters=PARAMETERS
    )
    compare(opened(rows, tmp_path), rows, question, lambda row: row["court_id"] in COURTS[:2])


def test_narrowed_to_values(tmp_path: Path) -> None:
    rows = random_facts(13)
    where = (("case_class", "civil"), ("hearing_held", "true"), ("procedure", ""))
    question = Question("all", GRIDS["years"], None, where, parameters=PARAMETERS)

    def kept(row: Row) -> bool:
        return row["case_class"] == "civil" and row["hearing_held"] is True and row["procedure"] is None

    compare(opened(rows, tmp_path), rows, question, kept)


def test_the_court_of_the_prior_decision_is_found_among_the_rows(tmp_path: Path) -> None:
    rows = random_facts(14)
    without = tuple(name for name in rows[0] if name != "prior_court_id")
    question = Question("all", GRIDS["years"], COURTS[:1], parameters=PARAMETERS)
    compare(opened(rows, tmp_path, without), rows, question, lambda row: row["court_id"] == COURTS[0])


@pytest.mark.parametrize("by", [(), ("court_id",), ("city_id", "division_id")], ids="-".join)
def test_the_court_of_the_prior_decision_may_be_told_without_the_case(
    by: tuple[str, ...], tmp_path: Path
) -> None:
    """What hangs on the case itself, such as its division, nobody knows then."""
    rows = random_facts(15)
    for row in rows[::2]:
        row |= {"instance": "second", "outcome_on_prior": "modified"}
    path = write(rows, tmp_path, tuple(name for name in rows[0] if name != "prior_case_id"))
    reversals = formulas()["ops.reversal_first"][1]
    question = Question("all", Grid((read_period("2019"),)), None, by=by)
    expected = len(
        rows_behind(
            owned(rows, reversals.numerator, lambda row: True),
            reversals,
            reversals.numerator,
            read_period("2019"),
            "all",
        )
    )
    assert expected > 0
    for facts in (open_facts(path), read_facts(path)):
        found = figures(facts, question, [reversals])
        assert sum(one.numerator or 0 for one in found) == expected
        assert all(one.numerator == 0 or one.group[-1] is None for one in found if "division_id" in by)


@pytest.mark.parametrize(("name", "text"), [
    ("claim_amount", "NaN"), ("claim_amount", "-Infinity"), ("claim_amount", "1e40"), ("claim_amount", "x"),
    ("settings_count", "9" * 30), ("settings_count", "9" * 5000), ("filed_on", "2019-02-30"), ("hearing_held", "yes"),
])  # fmt: skip
def test_a_value_that_a_column_cannot_have_is_refused(name: str, text: str, tmp_path: Path) -> None:
    question = Question("all", GRIDS["one quarter"], None, ((name, text),))
    with pytest.raises(InputError) as refused:
        figures(opened(random_facts(16, 10), tmp_path), question, [formulas()["flow.new"][1]])
    assert refused.value.field == "where"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scope", list(scopes()))
def test_opening_plus_new_less_closed_is_pending(seed: int, scope: str, tmp_path: Path) -> None:
    facts = opened(random_facts(100 + seed, 400), tmp_path)
    flow = [formulas()[f"flow.{name}"][1] for name in ("opening", "new", "closed", "pending")]
    for grid in GRIDS.values():
        answers = figure_arrays(facts, Question(scope, grid, None, by=("court_id",)), flow).answers
        opening, new, closed, pending = (answer.value for answer in answers)
        assert (opening + new - closed == pending).all()
        assert (opening[:, 1:] == pending[:, :-1]).all(), "a period opens with what the one before left"


@pytest.mark.parametrize("grid", [GRIDS["one quarter"], GRIDS["years"]], ids=["one", "several"])
def test_the_cases_behind_a_figure_are_exactly_those_counted(grid: Grid, tmp_path: Path) -> None:
    rows = random_facts(21)
    facts = opened(rows, tmp_path)
    question = Question("core", grid, COURTS[:3])
    together = all_cases(facts, question, EVERY)
    for formula in EVERY:
        for name, side in ((NUMERATOR, formula.numerator), (DENOMINATOR, formula.denominator)):
            expected: set[str] = set()
            if side is not None and not side.per:
                mine = owned(rows, side, lambda row: row["court_id"] in COURTS[:3])
                for period in grid.periods:
                    behind = rows_behind(mine, formula, side, period, "core")
                    expected |= {row["case_id"] for row in behind}
            assert getattr(together[formula.key], name) == sorted(expected), (formula.key, name)
    for formula in EVERY[::9]:
        assert cases(facts, question, formula, NUMERATOR) == together[formula.key].numerator
        assert cases(facts, question, formula, DENOMINATOR) == together[formula.key].denominator


def test_a_figure_is_there_only_where_the_facts_have_its_columns(tmp_path: Path) -> None:
    facts = opened(random_facts(31), tmp_path, ("case_id", "court_id", "filed_on", "case_class", "instance"))
    question = Question("all", GRIDS["one quarter"], None)
    assert [one.key for one in figures(facts, question, EVERY) if one.key.startswith("flow")] == ["flow.new"]
    lacking = {one.key: one for one in left_out(facts, question, EVERY)}
    assert lacking["flow.closed"].columns == ("closed_on",)
    assert lacking["flow.per_judge"].parameters == ("judges",)


def test_courts_asked_for_stand_even_without_a_case(tmp_path: Path) -> None:
    facts = opened(random_facts(32), tmp_path)
    question = Question("all", GRIDS["one quarter"], ("K1", "nowhere"), by=("court_id",))
    closed = figures(facts, question, [formulas()["flow.closing_rate"][1]])
    assert [(one.group, one.value) for one in closed][1] == (("nowhere",), None)


def closed_in(*months: tuple[int, int, int]) -> list[Row]:
    """Cases closed in months: year, month, how many."""
    usual = dict.fromkeys(fact_columns()) | {"court_id": "K1", "filed_on": date(2018, 1, 1)}
    return [
        usual | {"case_id": f"{year}-{month}-{number}", "closed_on": date(year, month, 5)}
        for year, month, count in months
        for number in range(count)
    ]


def balance_on(facts: Facts, period: str, day: date | None) -> float | None:
    """The evenness of closings as it stands on a day."""
    question = Question("all", Grid((read_period(period),)), None)
    (found,) = figures(replace(facts, until=day), question, [formulas()["flow.balance"][1]])
    assert found.numerator == sum(row["closed_on"].year == 2019 for row in EVEN), "what was closed stays"
    return found.value


EVEN = closed_in(*((2019, month, 4) for month in range(1, 11)), (2019, 11, 1))


def test_months_that_are_not_over_do_not_make_closings_uneven(tmp_path: Path) -> None:
    """Ten even months, and a case closed on 5 November: on the 26th neither November nor December counts."""
    facts = opened(EVEN, tmp_path)
    assert balance_on(facts, "2019", date(2019, 11, 26)) == 1
    assert balance_on(facts, "2019", date(2019, 11, 30)) == 1, "the last day of a month is not over"
    counts = [4] * 10 + [1]
    expected = 1 - pstdev(counts) / mean(counts)
    assert balance_on(facts, "2019", date(2019, 12, 1)) == pytest.approx(expected)
    counts.append(0)
    expected = 1 - pstdev(counts) / mean(counts)
    for later in (date(2020, 1, 1), date(2026, 11, 26), None):
        assert balance_on(facts, "2019", later) == pytest.approx(expected), "December closed nothing"


@pytest.mark.parametrize("period", ["2019-01-15..2019-05-10", "2018-12-06..2019-03-04", "2019S"])
def test_a_month_of_which_a_period_has_a_part_does_not_make_closings_uneven(
    period: str, tmp_path: Path
) -> None:
    """Four closings on the 5th and four on the 25th of every month, whose middle months are even however the period cuts its first and last."""
    rows = [
        row | {"case_id": f"{row['case_id']}-{day}", "closed_on": row["closed_on"].replace(day=day)}
        for row in closed_in(*((year, month, 4) for year in (2018, 2019) for month in range(1, 13)))
        for day in (5, 25)
    ]
    question = Question("all", Grid((read_period(period),)), None)
    (found,) = figures(opened(rows, tmp_path), question, [formulas()["flow.balance"][1]])
    assert found.value == 1


def test_the_months_of_an_older_statistical_year_end_on_the_20th(tmp_path: Path) -> None:
    """One closing on 20 February and one on the 21st: by the calendar two in one month, there one in each of two."""
    rows = closed_in((2019, 2, 2))
    rows[0]["closed_on"], rows[1]["closed_on"] = date(2019, 2, 20), date(2019, 2, 21)
    facts, balance = opened(rows, tmp_path), [formulas()["flow.balance"][1]]
    for period, counts in (("2019S", [1, 1] + [0] * 10), ("2019", [2] + [0] * 11)):
        (found,) = figures(facts, Question("all", Grid((read_period(period),)), None), balance)
        assert found.value == pytest.approx(1 - pstdev(counts) / mean(counts)), period


@pytest.mark.parametrize(
    "day", [date(2018, 5, 1), date(2019, 1, 1), date(2019, 1, 31), date(2019, 2, 28)], ids=str
)
def test_of_fewer_than_two_months_nobody_can_say_that_they_are_even(day: date, tmp_path: Path) -> None:
    assert balance_on(opened(EVEN, tmp_path), "2019", day) is None


def test_a_case_suspended_after_the_end_was_not_suspended_at_it(tmp_path: Path) -> None:
    """Of four pending cases one was suspended before the end of 2023 and one after it; facts without the day tell one by its limit."""
    usual = dict.fromkeys(fact_columns()) | {"court_id": "K1", "filed_on": date(2022, 12, 31)}
    changes: tuple[Row, ...] = (
        {},
        {"suspended_from": date(2023, 12, 31)},
        {"suspended_from": date(2024, 5, 1)},
        {"deadline_base": date(2024, 3, 1)},
    )
    rows = [usual | {"case_id": str(place)} | change for place, change in enumerate(changes)]
    question = Question("all", Grid((read_period("2023"),)), None)
    keys = ("courtools.4", "br.congestion:net", "ops.long_pending_1y:active")
    asked = [*(formulas()[key][1] for key in keys), suspended().formula]
    found = [one.numerator for one in figures(opened(rows, tmp_path), question, asked)]
    assert found == [2 * 365, 2, 2, 2]


def test_what_a_source_does_not_tell_keeps_its_cases_out_of_what_needs_it(tmp_path: Path) -> None:
    """Three second instances heard, one not, and six of a court whose source tells of no hearings."""
    usual = {"instance": "second", "closed_kind": "judgment", "case_class": "civil"}
    rows = [row | usual | {"hearing_held": True} for row in closed_in((2019, 3, 10))]
    rows[3]["hearing_held"] = False
    for row in rows[4:]:
        row |= {"hearing_held": None, UNTOLD: ",settings_count,hearing_held,"}
    keys = ("cn2024.second_hearing", "flow.closed", "cn2024.in_limit")
    question = Question("all", Grid((read_period("2019"),)), None)
    found = figures(opened(rows, tmp_path), question, [formulas()[key][1] for key in keys])
    assert [(one.numerator, one.denominator) for one in found] == [(3, 4), (10, None), (0, 0)]
    behind = all_cases(opened(rows, tmp_path), question, [formulas()[keys[0]][1]])[keys[0]]
    assert set(behind.denominator) == {row["case_id"] for row in rows[:4]}
    unheard = [row for row in rows if row[UNTOLD]]
    (nothing, *_) = figures(opened(unheard, tmp_path), question, [formulas()[keys[0]][1]])
    assert (nothing.value, nothing.denominator) == (None, 0), "not told is not 0 %"
