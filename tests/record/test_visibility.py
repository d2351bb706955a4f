"""Who sees which case: the product's two doorways against a slow oracle that knows only the handbook and plain tables.

The oracle is written from part J of the handbook (sections 6.1 to 6.5) and shares nothing with the product: no query, no matrix.
What the matrix does not mention is denied; tickets, orders and signatures do not exist yet, so what hangs on them is denied too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from tests.cast import (
    DIVISIONS,
    DOCKETING,
    ELSEWHERE,
    JUDGMENT,
    TODAY,
    House,
    Member,
    appoint,
    collegial,
    docketed,
    found_province,
    moment,
    sole,
)
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.errors import NotThere
from xiezhi.record.models import CaseLink, Officer, Post
from xiezhi.record.models.shared import new_id
from xiezhi.record.viewers import Viewer, posts_held
from xiezhi.record.visibility import courts_of, docket_for, file_for, nameable_for, searchable_for

# --- the oracle


@dataclass
class Handbook:
    """The tables as they stand, and what the handbook says about them."""

    cases: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    seats: dict[UUID, list[tuple[UUID, date, date | None]]] = field(default_factory=dict)
    conflicts: set[tuple[UUID, UUID]] = field(default_factory=set)
    links: list[tuple[UUID, str, str]] = field(default_factory=list)
    above: dict[UUID, UUID | None] = field(default_factory=dict)
    posts: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def opened(cls) -> "Handbook":
        def table(statement: str) -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall())

        columns = ("court", "division", "judge", "closed_on", "secrecy", "number")
        cases = table(
            "SELECT id, court_id, division_id, reporting_judge_id, closed_on, secrecy, number FROM record_case"
        )
        posts = table(
            "SELECT id, officer_id, court_id, division_id, role, first_on, last_on FROM record_post"
        )
        post_columns = ("officer", "court", "division", "role", "first", "last")
        return cls(
            {row[0]: dict(zip(columns, row[1:])) for row in cases},
            _grouped(table("SELECT officer_id, case_id, first_on, last_on FROM record_panelmember")),
            set(table("SELECT case_id, officer_id FROM record_conflict")),
            table(
                "SELECT case_id, kind, number FROM record_caselink WHERE NOT later OR kind = 'merged_into'"
            ),
            dict(table("SELECT id, parent_id FROM record_court")),
            {row[0]: dict(zip(post_columns, row[1:])) for row in posts},
        )

    def post_on(self, post: UUID | None, on: date) -> dict[str, Any] | None:
        """A post counts while it is held."""
        held = self.posts.get(post) if post else None
        lasts = held is not None and held["first"] <= on and (held["last"] is None or on <= held["last"])
        return held if lasts else None

    def deals_with(self, post: dict[str, Any], case: UUID, on: date) -> bool:
        """Participation: a seat that day, in a case of the court in which the post is held."""
        return self.cases[case]["court"] == post["court"] and any(
            seat == case and first <= on and (last is None or on <= last)
            for seat, first, last in self.seats.get(post["officer"], ())
        )

    def is_below(self, court: UUID, other: UUID) -> bool:
        here: UUID | None = court
        while here is not None and here != other:
            here = self.above[here]
        return here == other

    def lists(self, post: dict[str, Any], case: UUID, on: date) -> bool:
        """Whether the list of cases shows it: metadata, by scope of management."""
        row, role = self.cases[case], post["role"]
        same_court = row["court"] == post["court"]
        own = self.deals_with(post, case, on)
        if (case, post["officer"]) in self.conflicts:
            return False
        if role in ("president", "trial_management"):
            return self.is_below(row["court"], post["court"])
        if role == "vice_president":
            return same_court
        if role in ("division_head", "deputy_division_head"):
            return own or (
                same_court and post["division"] is not None and row["division"] == post["division"]
            )
        if role == "filing_officer":
            return own or (same_court and row["judge"] is None)
        if role == "archives":
            return same_court and row["closed_on"] is not None
        on_the_bench = (
            "presiding_judge", "judge", "assessor", "judge_assistant", "clerk", "enforcement_officer", "committee_member",
        )  # fmt: skip
        return role in on_the_bench and own

    def reads(self, post: dict[str, Any], case: UUID, on: date, purpose: str) -> set[str]:
        """The classes O1 to O3 whose contents are open, leaving sealing aside."""
        row, role = self.cases[case], post["role"]
        same_court = row["court"] == post["court"]
        own = self.deals_with(post, case, on)
        # A supervisor in line; a vice-president in charge of no division in particular is in charge of the court.
        unit = same_court and (
            role == "vice_president" if post["division"] is None else row["division"] == post["division"]
        )
        heads = ("division_head", "deputy_division_head", "vice_president")
        # Whoever sits in a case reads it as its panel does, also the head who sits.
        bench = (*heads, "president", "committee_member", "presiding_judge", "judge")
        main = (
            (own and role in (*bench, "judge_assistant", "clerk", "enforcement_officer"))
            or (own and role == "assessor" and row["closed_on"] is None)
            or (bool(purpose) and unit and role in heads)
            or (bool(purpose) and same_court and role == "president")
            or (same_court and role == "filing_officer" and row["judge"] is None)
            or (same_court and role == "archives" and row["closed_on"] is not None)
            or self.sits_above(post, case, on)
        )
        inner = own and role in (*bench, "judge_assistant", "clerk", "assessor")
        supervision = (
            (own and role in bench)
            or (unit and role in heads)
            or (same_court and role in ("president", "trial_management", "archives"))
        )
        return {name for name, opened in (("O1", main), ("O2", inner), ("O3", supervision)) if opened}

    def sits_above(self, post: dict[str, Any], case: UUID, on: date) -> bool:
        """A seat in the case that this one became: by appeal, retrial, remand, transfer or merger."""
        number = self.cases[case]["number"]
        came = {later for later, kind, earlier in self.links if earlier == number and kind in CAME}
        into = {earlier for later, kind, earlier in self.links if later == case and kind == "merged_into"}
        came |= {other for other, row in self.cases.items() if row["number"] in into}
        return any(
            self.deals_with(post, later, on) and (later, post["officer"]) not in self.conflicts
            for later in came
        )

    def answer(self, post: dict[str, Any] | None, case: UUID, on: date, purpose: str) -> Any:
        """None for "no such case", else classes, whether a purpose would open more, and whether only a placeholder is shown."""
        if post is None or (case, post["officer"]) in self.conflicts:
            return None
        classes = self.reads(post, case, on, purpose)
        if not classes and not self.lists(post, case, on):
            return None
        secrecy = self.cases[case]["secrecy"]
        if secrecy == "sealed" or (secrecy == "protected" and not self.deals_with(post, case, on)):
            return (set(), False, True)
        would_open = "O1" not in classes and not purpose and "O1" in self.reads(post, case, on, "stated")
        return (classes, would_open, False)

    def finds(self, post: dict[str, Any], case: UUID, on: date) -> bool:
        """Search: of what is listed, never the sealed, the protected only for those who deal with it."""
        secrecy = self.cases[case]["secrecy"]
        open_to_him = secrecy == "ordinary" or (secrecy == "protected" and self.deals_with(post, case, on))
        return self.lists(post, case, on) and open_to_him


def _grouped(rows: list[tuple[Any, ...]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for key, *others in rows:
        groups.setdefault(key, []).append(others)
    return groups


CAME = ("appeal_of", "retrial_of", "remand_of", "transferred_from")
ROLES = (
    "president", "vice_president", "committee_member", "division_head", "deputy_division_head", "presiding_judge", "judge", "judge",
    "judge", "assessor", "judge_assistant", "clerk", "clerk", "enforcement_officer", "filing_officer", "trial_management", "research",
    "general_office", "openness_officer", "petitions", "archives", "discipline", "secrecy_officer", "system_administrator",
    "security_administrator", "audit_administrator",
)  # fmt: skip


# --- random worlds


class World:
    """Five courts with people in every post, some moved, some gone, and cases that came out of each other."""

    def __init__(self, rng: Random, cases: int) -> None:
        self.rng = rng
        province = found_province()
        self.houses = province.houses
        self.people: dict[UUID, list[Member]] = {}
        for house in self.houses:
            members = [appoint(house, "某人", role, rng.choice(("civil", "criminal", ""))) for role in ROLES]
            self.people[house.court.id] = [*house.people.values(), *members]
        self._move_people()
        self._numbers = count(1)
        self._known: list[str] = []
        loaded = append_many([self._case() for _ in range(cases)], by=ELSEWHERE, at=moment(TODAY))
        assert not loaded.rejected, loaded.rejected[0].fault.en
        self.handbook = Handbook.opened()

    def everybody(self) -> list[UUID]:
        return list(Officer.objects.values_list("id", flat=True))

    def _move_people(self) -> None:
        """Some posts end; some officers go to another court, or hold two posts at once."""
        rng = self.rng
        for members in self.people.values():
            for member in rng.sample(members, len(members) // 3):
                last = date(2019, 1, 1) + timedelta(days=rng.randrange(400))
                if rng.random() < 0.6:
                    Post.objects.filter(pk=member.post.id).update(last_on=last)
                house = rng.choice(self.houses)
                appoint(
                    house,
                    "",
                    rng.choice(ROLES),
                    rng.choice(tuple(DIVISIONS)),
                    officer=member.officer,
                    first_on=last,
                )

    def _case(self) -> IncomingCase:
        house = self.rng.choice(self.houses)
        return IncomingCase(new_id(), house.court.id, "", list(self._life(house)))

    def _life(self, house: House) -> Iterator[IncomingEvent]:
        rng, people = self.rng, self.people[house.court.id]
        day = date(2019, 1, 1) + timedelta(days=rng.randrange(150))
        number = f"（2019）{house.court.code}民初{next(self._numbers)}号"
        secrecy = rng.choice(("ordinary",) * 6 + ("protected",))
        yield IncomingEvent("case.docketed", day, {**DOCKETING, "number": number, "secrecy": secrecy})
        others = iter(timedelta(days=days) for days in sorted(rng.sample(range(1, 180), 9)))
        if rng.random() < 0.8:
            assigned = {
                "division_id": house.division(rng.choice(("civil", "criminal"))),
                "reporting_judge": rng.choice(people).id,
            }
            yield IncomingEvent("case.assigned", day + next(others), {**assigned, "way": "random"})
        kind = "panel.formed"
        while rng.random() < 0.6:
            presiding, reporting, third, clerk = rng.sample(people, 4)
            panel = rng.choice((sole(reporting, clerk), collegial(presiding, reporting, third, clerk)))
            yield IncomingEvent(kind, day + next(others, timedelta(days=181)), panel)
            kind = "panel.changed"
        if rng.random() < 0.2:
            conflict = {"officer": rng.choice(people).id, "ground": "近亲属"}
            yield IncomingEvent("conflict.declared", day + timedelta(days=182), conflict)
        while self._known and rng.random() < 0.5:
            link = {
                "kind": rng.choice((*CAME, "mediation_of", "split_from", "merged_into")),
                "number": rng.choice(self._known),
            }
            yield IncomingEvent("link.recorded", day + timedelta(days=183), {"link": link})
        if rng.random() < 0.1:
            yield IncomingEvent(
                "record.sealed", day + timedelta(days=184), {"ground": "未成年人", "order": "令"}
            )
        if rng.random() < 0.4:
            yield IncomingEvent("case.closed", day + timedelta(days=184), JUDGMENT)
        self._known.append(number)

    def viewer(self, officer: UUID, on: date) -> Viewer:
        """An officer on a day, in one of the posts held then, if any."""
        posts = posts_held(officer, on)
        return Viewer(uuid4(), officer, "", self.rng.choice(posts) if posts else None, posts, on)


def test_in_random_worlds_everybody_sees_what_the_handbook_grants_and_nothing_else(db, hard):
    asked, wanted, worlds = 0, 100_000 if hard else 800, count(1)
    while asked < wanted:
        rng = Random(next(worlds))
        with transaction.atomic():  # one province in a database: the next world finds none
            world = World(rng, cases=400 if hard else 120)
            everybody = world.everybody()
            for _ in range(500 if hard else 25):
                viewer = world.viewer(
                    rng.choice(everybody), date(2019, 1, 1) + timedelta(days=rng.randrange(500))
                )
                asked += lists_and_search_agree(world.handbook, viewer)
                asked += files_agree(world.handbook, viewer, rng)
            transaction.set_rollback(True)


def lists_and_search_agree(handbook: Handbook, viewer: Viewer) -> int:
    post = handbook.post_on(viewer.post.id if viewer.post else None, viewer.on)
    assert (viewer.post is None) == (post is None)
    listed = {case for case in handbook.cases if post and handbook.lists(post, case, viewer.on)}
    found = {case for case in handbook.cases if post and handbook.finds(post, case, viewer.on)}
    assert set(docket_for(viewer).values_list("id", flat=True)) == listed, viewer
    assert docket_for(viewer).count() == len(listed)
    assert set(searchable_for(viewer).values_list("id", flat=True)) == found, viewer
    return 3


def files_agree(handbook: Handbook, viewer: Viewer, rng: Random) -> int:
    """Files at random, and those that have to do with the viewer: there the answers are seldom "no such case"."""
    post = handbook.post_on(viewer.post.id if viewer.post else None, viewer.on)
    near = [case for case, _, _ in handbook.seats.get(viewer.officer, ())][:4]
    near += [case for case, officer in handbook.conflicts if officer == viewer.officer][:2]
    became = {handbook.cases[case]["number"] for case in near}
    near += [case for case, _, number in handbook.links if number in became][:2]
    numbers = {number for case, _, number in handbook.links if case in near}
    near += [case for case, row in handbook.cases.items() if row["number"] in numbers][:2]
    for case in (*near, *rng.sample(list(handbook.cases), 4)):
        for purpose in ("", "核实投诉"):
            expected = handbook.answer(post, case, viewer.on, purpose)
            assert told(viewer, case, purpose) == expected, (viewer, handbook.cases[case], purpose)
    return 2 * (len(near) + 4)


def told(viewer: Viewer, case: UUID, purpose: str = "") -> Any:
    try:
        file = file_for(viewer, case, purpose)
    except NotThere:
        return None
    return (set(file.classes), file.needs_purpose, file.sealed)


# --- single statements


def test_a_judge_of_another_court_gets_the_answer_for_a_case_that_does_not_exist(province):
    case = docketed(province.river).assigned(province.river.judge).case
    stranger = province.far.judge.looks()
    answers = []
    for asked in (case, uuid4()):
        with pytest.raises(NotThere) as refused:
            file_for(stranger, asked, "学习交流")
        answers.append((refused.value.zh, refused.value.en))
    assert answers[0] == answers[1]
    assert docket_for(stranger).count() == searchable_for(stranger).count() == 0


def test_the_reporting_judge_reads_everything_and_the_judge_next_door_nothing(province):
    river = province.river
    case = docketed(river).assigned(river.judge).case
    assert told(river.judge.looks(), case) == ({"O1", "O2", "O3"}, False, False)
    assert told(river.second_judge.looks(), case) is None


def test_who_was_replaced_reads_until_the_day_before(province):
    river = province.river
    case = docketed(river).assigned(river.judge, 3, 4).assigned(river.second_judge, 5, 6).case
    assert told(river.judge.looks(date(2019, 5, 5)), case) is not None
    assert told(river.judge.looks(date(2019, 5, 6)), case) is None


def test_a_judge_who_moved_to_another_court_leaves_his_cases_behind(province):
    river = province.river
    case = docketed(river).assigned(river.judge).case
    Post.objects.filter(pk=river.judge.post.id).update(last_on=date(2019, 10, 31))
    appoint(province.hill, "", "judge", "civil", officer=river.judge.officer, first_on=date(2019, 11, 1))
    moved = river.judge.looks(TODAY)
    assert moved.post is not None and moved.post.court == province.hill.court.id
    assert told(moved, case) is None
    assert docket_for(moved).count() == 0


def test_a_part_ends_with_the_post_in_the_court_also_for_who_may_still_list_the_case(province):
    river = province.river
    case = docketed(river).assigned(river.judge).case
    assert file_for(river.judge.looks(), case).has_part
    Post.objects.filter(pk=river.judge.post.id).update(last_on=date(2019, 10, 31))
    appoint(province.middle, "", "president", officer=river.judge.officer, first_on=date(2019, 11, 1))
    file = file_for(river.judge.looks(TODAY), case)
    assert (file.has_part, file.classes) == (False, frozenset())


def test_who_holds_no_post_sees_nothing(province):
    river = province.river
    case = docketed(river).assigned(river.judge).case
    Post.objects.filter(pk=river.judge.post.id).update(last_on=date(2019, 10, 31))
    assert told(river.judge.looks(TODAY), case) is None
    assert (
        docket_for(river.judge.looks(TODAY)).count() == searchable_for(river.judge.looks(TODAY)).count() == 0
    )


def test_a_president_states_a_purpose_before_he_reads_a_file(province):
    river = province.river
    case = docketed(river).assigned(river.judge).case
    assert told(river.president.looks(), case) == ({"O3"}, True, False)
    assert told(river.president.looks(), case, "核实投诉") == ({"O1", "O3"}, False, False)


def test_a_division_head_lists_his_division_only(province):
    river = province.river
    civil = docketed(river).assigned(river.judge).case
    criminal = docketed(river).assigned(river.criminal_judge, division="criminal").case
    head = river.division_head.looks()
    assert [case.id for case in docket_for(head)] == [civil]
    assert told(head, criminal, "核实投诉") is None


def test_the_courts_above_list_and_do_not_read(province):
    case = docketed(province.river).assigned(province.river.judge).case
    for house in (province.middle, province.high):
        assert told(house.trial_management.looks(), case, "核查") == (set(), False, False)
        assert [row.id for row in docket_for(house.president.looks())] == [case]
    assert len(courts_of(province.middle.president.looks())) == 3
    assert told(province.hill.trial_management.looks(), case) is None


def test_after_an_appeal_the_superior_panel_reads_the_main_file_and_never_the_inner_one(province):
    river, middle = province.river, province.middle
    first = docketed(river).assigned(river.judge).closed()
    judge = middle.judge.looks()
    assert told(judge, first.case) is None
    link = {"kind": "appeal_of", "number": first.row.number}
    docketed(
        middle, 7, 1, type="0302", instance="second", procedure="civil.appeal.judgment", links=[link]
    ).assigned(middle.judge, 7, 2)
    assert told(judge, first.case) == ({"O1"}, False, False)
    assert told(middle.second_judge.looks(), first.case) is None
    assert [first.row in nameable_for(who.looks()) for who in (middle.judge, middle.second_judge)] == [
        True,
        False,
    ]
    first.on(8, 1, "record.sealed", ground="未成年人", order="令")
    assert first.row not in nameable_for(judge)


def test_who_has_a_conflict_in_the_appeal_does_not_read_the_case_below(province):
    river, middle = province.river, province.middle
    first = docketed(river).assigned(river.judge).closed()
    link = {"kind": "appeal_of", "number": first.row.number}
    appeal = docketed(middle, 7, 1, type="0302", instance="second", links=[link]).assigned(middle.judge, 7, 2)
    assert first.row in nameable_for(middle.judge.looks())
    appeal.on(7, 3, "conflict.declared", officer=middle.judge.id, ground="近亲属")
    assert told(middle.judge.looks(), first.case) is None
    assert first.row not in nameable_for(middle.judge.looks())


def test_what_a_link_names_by_its_case_alone_went_before_it_as_well(province):
    river, middle = province.river, province.middle
    first = docketed(river).assigned(river.judge).closed()
    link = {"kind": "appeal_of", "number": first.row.number, "case_id": str(first.case)}
    appeal = docketed(middle, 7, 1, type="0302", instance="second", links=[link]).assigned(middle.judge, 7, 2)
    CaseLink.objects.filter(case=appeal.case).update(number="")
    assert told(middle.judge.looks(), first.case) == ({"O1"}, False, False)
    assert first.row in nameable_for(middle.judge.looks())


def test_a_merged_case_is_read_by_the_panel_it_went_to_and_not_the_other_way_round(province):
    river = province.river
    kept, gone = docketed(river).assigned(river.judge), docketed(river).assigned(river.second_judge)
    gone.on(4, 1, "case.merged", into_number=kept.row.number)
    assert told(river.judge.looks(), gone.case) == ({"O1"}, False, False)
    assert told(river.second_judge.looks(), kept.case) is None
    assert gone.row in nameable_for(river.judge.looks())
    assert kept.row not in nameable_for(river.second_judge.looks())


def test_a_conflict_hides_a_case_even_from_its_own_judge_and_from_search(province):
    river = province.river
    case = (
        docketed(river)
        .assigned(river.judge)
        .on(3, 9, "conflict.declared", officer=river.judge.id, ground="近亲属")
        .case
    )
    judge = river.judge.looks()
    assert told(judge, case) is None
    assert docket_for(judge).count() == searchable_for(judge).count() == 0


def test_a_sealed_case_is_a_placeholder_and_is_not_found(province):
    river = province.river
    case = docketed(river).assigned(river.judge).on(9, 1, "record.sealed", ground="未成年人", order="令").case
    for viewer in (river.judge.looks(), river.president.looks()):
        assert told(viewer, case, "核实投诉") == (set(), False, True)
        assert docket_for(viewer).count() == 1 and searchable_for(viewer).count() == 0


def test_a_protected_case_is_open_to_those_who_deal_with_it(province):
    river = province.river
    case = docketed(river, secrecy="protected").assigned(river.judge).case
    assert told(river.judge.looks(), case) == ({"O1", "O2", "O3"}, False, False)
    assert searchable_for(river.judge.looks()).count() == 1
    assert told(river.president.looks(), case, "核实投诉") == (set(), False, True)
    assert searchable_for(river.president.looks()).count() == 0


def test_the_assessor_reads_while_the_case_lasts(province):
    river = province.river
    story = docketed(river).on(
        3, 6, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    assert told(river.assessor.looks(), story.case) == ({"O1", "O2"}, False, False)
    story.closed()
    assert told(river.assessor.looks(), story.case) == ({"O2"}, False, False)


def test_the_filing_officer_reads_until_the_case_is_assigned(province):
    river = province.river
    story = docketed(river)
    filing = river.filing_officer.looks()
    assert told(filing, story.case) == ({"O1"}, False, False)
    assert told(filing, story.assigned(river.judge).case) is None


def test_archives_read_what_is_closed(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    archives = river.archives.looks()
    assert docket_for(archives).count() == 0
    assert told(archives, story.closed().case) == ({"O1", "O3"}, False, False)


@pytest.mark.parametrize("who", ["discipline", "system_administrator"])
def test_neither_discipline_without_a_ticket_nor_administrators_see_a_case(province, who):
    case = docketed(province.river).assigned(province.river.judge).closed().case
    viewer = province.river.people[who].looks()
    assert told(viewer, case, "核查") is None
    assert docket_for(viewer).count() == 0
