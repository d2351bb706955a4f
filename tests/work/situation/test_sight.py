"""Who may count what: the same cases that the docket lists, told as a condition over the facts."""

from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import UUID

import pytest
from django.db import transaction

from tests.cast import appoint, docketed, found_province, sole
from tests.record.test_visibility import World
from xiezhi.record.models import Case
from xiezhi.record.visibility import docket_for, searchable_for
from xiezhi.rules.indicators.conditions import All, Any, Comparison, Literal, Missing, Named, Not, OneOf
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.offices import role
from xiezhi.work.situation.looking import Look, by_key, tells
from xiezhi.work.situation.sight import sight_of

COLUMNS = ("id", "court_id", "division_id", "reporting_judge_id", "closed_on", "secrecy")


def facts():
    """A row of facts for each case of the record, as far as sight asks for it."""
    rows = {}
    for key, court, division, judge, closed_on, secrecy in Case.objects.values_list(*COLUMNS):
        names = {
            "case_id": key, "court_id": court, "division_id": division, "judge_id": judge, "closed_on": closed_on, "secrecy": secrecy,
        }  # fmt: skip
        rows[key] = {name: None if value is None else str(value) for name, value in names.items()}
    return rows


def holds(tree, row):
    """The condition on one row; None = not known, as in SQL."""
    match tree:
        case None:
            return True
        case All(of=parts):
            return all(holds(part, row) is True for part in parts)
        case Any(of=parts):
            return any(holds(part, row) is True for part in parts)
        case Not(of=part):
            found = holds(part, row)
            return None if found is None else not found
        case Missing(column=column):
            return row.get(column.column) is None
        case OneOf(column=column, words=words):
            value = row.get(column.column)
            return None if value is None else value in words
        case Comparison(sign="==", left=Named(column=name), right=Literal(value=word)):
            value = row.get(name)
            return None if value is None else value == word
    raise AssertionError(tree)


def counted(viewer, rows=None):
    where = sight_of(viewer).where
    return {key for key, row in (rows or facts()).items() if holds(where, row) is True}


def test_in_random_worlds_everybody_counts_what_he_lists(db, hard):
    """Those with figures of a scope count all that is listed there, sealed ones too; others only what is named to them."""
    asked, wanted, worlds = 0, 5_000 if hard else 150, count(1)
    while asked < wanted:
        rng = Random(next(worlds))
        with transaction.atomic():
            world = World(rng, cases=60)
            rows, everybody = facts(), world.everybody()
            for _ in range(75):
                viewer = world.viewer(
                    rng.choice(everybody), date(2019, 1, 1) + timedelta(days=rng.randrange(500))
                )
                asked += agrees(viewer, rows)
            transaction.set_rollback(True)


def agrees(viewer, rows):
    sight = sight_of(viewer)
    allowed = docket_for(viewer) if sight.aggregate else searchable_for(viewer)
    if (
        sight.division is not None
    ):  # its people sit in cases of others too: those they list, but figures are the division's
        allowed = allowed.filter(division_id=UUID(sight.division))
    if sight.lists or not sight.aggregate:
        assert counted(viewer, rows) == set(allowed.values_list("pk", flat=True)), viewer
    if is_head_of_none(viewer):
        assert sight.personal and not sight.aggregate, viewer
    assert all(sight.over(rows[key]["court_id"]) for key in counted(viewer, rows)), viewer
    return 1


def is_head_of_none(viewer):
    """A post over a division that names none: what it sees is one person's."""
    post = viewer.post
    return post is not None and role(post.role).situation == "division" and post.division is None


@pytest.fixture
def province(db):
    return found_province()


def sealed(story):
    story.on(9, 2, "record.sealed", ground="未成年人", order="令")
    return story.case


def test_a_sealed_case_counts_for_the_president_and_not_for_its_judge(province):
    river = province.river
    case = sealed(docketed(river).assigned(river.judge))
    assert counted(river.president.looks()) == {case}
    assert counted(river.division_head.looks()) == {case}
    assert counted(river.judge.looks()) == set()


def test_research_gets_the_figures_of_the_court_and_lists_nothing(province):
    river = province.river
    research = appoint(river, "花千重", "research").looks()
    case = sealed(docketed(river).assigned(river.judge))
    sight = sight_of(research)
    assert counted(research) == {case}
    assert (sight.aggregate, sight.lists) == (True, False)
    assert docket_for(research).count() == 0


def test_a_clerk_counts_the_cases_in_which_he_sits(province):
    river = province.river
    case = docketed(river).assigned(river.judge)
    case.on(3, 6, "panel.formed", **sole(river.judge, river.clerk))
    docketed(river, 3, 2)
    assert counted(river.clerk.looks()) == {case.case}


def test_a_case_in_conflict_is_not_even_counted(province):
    river = province.river
    case = docketed(river).assigned(river.judge)
    case.on(3, 6, "conflict.declared", officer=river.president.id, ground="近亲属")
    assert counted(river.president.looks()) == set()
    assert counted(province.high.president.looks()) == {case.case}


def test_a_court_counts_what_became_of_its_decisions_and_none_of_the_superior_courts_other_cases(province):
    river, middle = province.river, province.middle
    ours, theirs = {"case_id": "1", "court_id": str(middle.court.id), "prior_court_id": str(river.court.id)}, {
        "case_id": "2", "court_id": str(middle.court.id), "prior_court_id": str(province.hill.court.id),
    }  # fmt: skip
    sight = sight_of(river.president.looks())
    assert sight.superior
    assert holds(sight.where, ours) is True
    assert holds(sight.where, theirs) is False
    assert not sight.over(str(middle.court.id))


@pytest.mark.parametrize("post", ["system_administrator", "discipline"])
def test_posts_without_cases_count_nothing(province, post):
    docketed(province.river)
    sight = sight_of(province.river.people[post].looks())
    assert sight.is_empty and counted(province.river.people[post].looks()) == set()


def test_a_head_counts_the_cases_of_the_division_and_not_those_of_others_in_which_he_sits(province):
    river = province.river
    own, other = docketed(river).assigned(river.judge), docketed(river).assigned(river.judge)
    other.on(3, 6, "panel.formed", **sole(river.division_head, river.clerk))
    Case.objects.filter(pk=other.case).update(division_id=river.division("criminal"))
    head = river.division_head.looks()
    assert counted(head) == {own.case} and sight_of(head).division == str(river.division("civil"))


def test_a_head_of_no_division_counts_what_he_works_on_and_gets_no_indicator_of_it(province):
    river = province.river
    own = docketed(river).assigned(river.judge)
    docketed(river).assigned(river.judge)
    head = appoint(river, "花千重", "division_head", "")
    own.on(3, 6, "panel.formed", **sole(head, river.clerk))
    sight = sight_of(head.looks())
    assert counted(head.looks()) == {own.case}
    assert (sight.personal, sight.aggregate, sight.lists) == (True, False, True)
    look = Look("", "all", read_period("2019Q3"), None)
    assert not any(tells(formula, sight, look) for formula in by_key(("flow.clearance", "ops.median_days")))


def test_who_holds_no_post_counts_nothing(province):
    docketed(province.river)
    assert sight_of(province.river.judge.looks(date(2015, 1, 1))).is_empty


def test_only_those_who_lead_or_manage_get_figures_beyond_their_own_list():
    beyond = {
        "president",
        "vice_president",
        "division_head",
        "deputy_division_head",
        "trial_management",
        "research",
    }
    from xiezhi.rules.offices import load_offices

    assert {name for name in load_offices().roles if role(name).situation != "none"} == beyond
