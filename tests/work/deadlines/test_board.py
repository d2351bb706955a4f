"""The board: at which level a case stands, how many stand there, and what the one who looks may know of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Province, Story, docketed, found_province
from tests.watched_cases import LEVELS, TODAY, cases_at_every_level, told
from xiezhi.record.models import Conflict
from xiezhi.rules.limits.duties import load_warnings
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.watched import board, levels
from xiezhi.work.deadlines.watched.board import Survey, Tally, of_branch, read_first
from xiezhi.work.deadlines.watched.levels import at_level, level_of
from xiezhi.work.deadlines.watched.scope import WHOLE, Scope, clocked_in

pytestmark = pytest.mark.django_db
FIELDS = ("case_key", "number", "hidden")
POINTS = load_warnings()


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    return cases_at_every_level(province)


def tally(viewer: Any, scope: Scope) -> Tally:
    return board.tally(viewer, scope, POINTS)


def survey(viewer: Any, scope: Scope, size: int) -> Survey:
    return board.survey(viewer, scope, POINTS, size)


def nearest(viewer: Any, levels_: list[str], size: int = 5) -> list[tuple[Any, ...]]:
    """The first cases of some levels, with FIELDS."""
    return read_first(viewer, WHOLE, survey(viewer, WHOLE, size).first, levels_, FIELDS)


def at(viewer: Any, level: str, scope: Scope = WHOLE) -> set[Any]:
    """The cases listed at a level."""
    return set(clocked_in(viewer, scope).filter(at_level(viewer.on, level)).values_list("pk", flat=True))


@pytest.mark.parametrize("name", LEVELS)
def test_each_case_stands_at_its_level_and_at_no_other(
    province: Province, cases: dict[str, Story], name: str
) -> None:
    president = province.river.president.looks(TODAY)
    found = [level for level in levels.LEVELS if cases[name].case in at(president, level)]
    assert found == [LEVELS[name]]


def test_what_is_counted_at_a_level_is_what_its_list_holds(
    province: Province, cases: dict[str, Story]
) -> None:
    """Counts come from one expression, lists from plain conditions: they must say the same on every day."""
    for days in range(-30, 200, 23):
        president = province.river.president.looks(TODAY + timedelta(days=days))
        counted = tally(president, WHOLE)
        assert {level: counted.at(level) for level in levels.LEVELS} == {
            level: len(at(president, level)) for level in levels.LEVELS
        }


def test_the_levels_share_all_pending_cases_among_them(province: Province, cases: dict[str, Story]) -> None:
    assert tally(province.river.president.looks(TODAY), WHOLE).total() == len(LEVELS)


@pytest.mark.parametrize(
    ("branch", "procedure", "days", "level"),
    [
        ("civil", "civil.first.ordinary", 31, "later"),
        ("civil", "civil.first.ordinary", 30, "first"),
        ("civil", "civil.first.ordinary", 16, "first"),
        ("civil", "civil.first.ordinary", 15, "last"),
        ("civil", "civil.first.ordinary", 1, "last"),
        ("civil", "civil.first.ordinary", 0, "today"),
        ("civil", "civil.first.ordinary", -1, "past"),
        ("administrative", "administrative.first.ordinary", 21, "later"),
        ("administrative", "administrative.first.ordinary", 20, "first"),
        ("administrative", "administrative.first.ordinary", 11, "first"),
        ("administrative", "administrative.first.ordinary", 10, "last"),
    ],
)
def test_a_branch_is_warned_of_at_its_own_points(
    province: Province, branch: str, procedure: str, days: int, level: str
) -> None:
    story = docketed(province.river, branch=branch, procedure=procedure, **_typed(branch))
    due = Deadline.objects.get(case=story.case, kind="trial", superseded_at=None).due_on
    assert due is not None
    viewer = province.river.president.looks(due - timedelta(days=days))
    assert tally(viewer, WHOLE).at(level) == 1


def _typed(branch: str) -> dict[str, Any]:
    return {"type": "0401", "cause": {"name": "行政处罚"}} if branch == "administrative" else {}


def test_of_a_short_limit_only_the_last_third_is_warned_of(
    province: Province, cases: dict[str, Story]
) -> None:
    """Ten days from 9 September: from the third last day on, and never before, whatever the points of the branch say."""
    case = cases["fast_old"].case
    due = Deadline.objects.get(case=case, kind="trial", superseded_at=None).due_on
    assert due == date(2019, 9, 19)
    for days, level in ((6, "later"), (4, "later"), (3, "last"), (1, "last"), (0, "today")):
        assert case in at(province.river.president.looks(due - timedelta(days=days)), level)


def test_the_nearest_come_first_and_the_longest_stop(province: Province, cases: dict[str, Story]) -> None:
    rows = nearest(province.river.president.looks(TODAY), ["last", "stopped"])
    order = [(level, case) for level, case, *_ in rows]
    assert [case for level, case in order if level == "last"] == [
        cases[name].case for name in ("nearer", "fast_old", "near")
    ]
    assert [case for level, case in order if level == "stopped"] == [
        cases[name].case for name in ("suspended", "paused")
    ]


def test_no_more_than_asked_for_are_read_of_a_level(province: Province, cases: dict[str, Story]) -> None:
    assert len(nearest(province.river.president.looks(TODAY), ["last"], 2)) == 2
    assert nearest(province.river.president.looks(TODAY), []) == []


def test_a_division_an_officer_a_branch_narrow_the_board(province: Province, cases: dict[str, Story]) -> None:
    river, president = province.river, province.river.president.looks(TODAY)
    criminal = Scope(division=river.divisions["criminal"].pk)
    assert at(president, "last", criminal) == {cases["fast_old"].case}
    assert at(president, "last", Scope(officer=river.judge.officer.pk)) == {cases["near"].case}
    assert at(president, "last", Scope(branch="criminal")) == {cases["fast_old"].case}
    counted = tally(president, WHOLE)
    assert (counted.at("last", "criminal"), counted.at("last", "civil"), counted.at("last")) == (1, 2, 3)


def test_a_judge_counts_only_the_cases_in_which_he_has_a_part(
    province: Province, cases: dict[str, Story]
) -> None:
    counted = tally(province.river.second_judge.looks(TODAY), WHOLE)
    assert (counted.at("past"), counted.at("last"), counted.total()) == (1, 1, 2)


def test_another_court_counts_nothing_and_a_court_above_counts_those_below(
    province: Province, cases: dict[str, Story]
) -> None:
    assert tally(province.hill.president.looks(TODAY), WHOLE).total() == 0
    assert tally(province.far.president.looks(TODAY), WHOLE).total() == 0
    above = province.middle.president.looks(TODAY)
    assert tally(above, WHOLE).total() == len(LEVELS)
    assert tally(above, Scope(court=province.hill.court.pk)).total() == 0


def test_a_conflict_takes_a_case_off_the_board(province: Province, cases: dict[str, Story]) -> None:
    president = province.river.president
    Conflict.objects.create(
        case_id=cases["near"].case, officer=president.officer, ground="近亲属", first_on=TODAY
    )
    assert cases["near"].case not in at(president.looks(TODAY), "last")
    assert tally(president.looks(TODAY), WHOLE).at("last") == 2


def test_a_protected_case_is_counted_and_not_named(province: Province) -> None:
    story = told(province.river, province.river.judge, 3, 25, secrecy="protected")
    for who, hidden in ((province.river.president, True), (province.river.judge, False)):
        ((_, case, _, unnamed),) = nearest(who.looks(TODAY), ["last"])
        assert (case, unnamed) == (story.case, hidden)


def test_hidden_overruns_and_provisional_dates_are_counted_by_branch(
    province: Province, cases: dict[str, Story]
) -> None:
    Deadline.objects.filter(case=cases["running"].case, kind="trial", superseded_at=None).update(
        provisional=True
    )
    counted = tally(province.river.president.looks(TODAY), WHOLE)
    assert of_branch(counted.hidden, None) == of_branch(counted.hidden, "civil") == 1
    assert of_branch(counted.provisional, None) == 1
    assert of_branch(counted.provisional, "criminal") == 0


def test_one_expression_tells_the_level_of_a_whole_list(province: Province, cases: dict[str, Story]) -> None:
    rows = clocked_in(province.river.president.looks(TODAY), WHOLE).annotate(level=level_of(TODAY, POINTS))
    assert dict(rows.values_list("pk", "level")) == {
        cases[name].case: level for name, level in LEVELS.items()
    }


@pytest.mark.parametrize("branch", [None, "criminal"])
def test_a_survey_of_one_court_and_one_of_several_say_the_same(
    province: Province, cases: dict[str, Story], branch: str | None
) -> None:
    """One counts in the program, the other in the database, where there are too many cases to be read."""
    scope = Scope(branch=branch)
    own, above = (
        survey(who.looks(TODAY), scope, 2) for who in (province.river.president, province.middle.president)
    )
    assert own.counts == above.counts == tally(province.river.president.looks(TODAY), WHOLE)
    told_of = ("past", "today", "last", "first", "stopped")
    assert {level: own.first[level] for level in told_of} == {level: above.first[level] for level in told_of}
