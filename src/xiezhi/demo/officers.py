"""The officers of the invented province with their dated posts.

Every post of a judge, assistant, clerk or other is a chair: some chairs changed hands while cases ran, and the cases with
them. How many judges a court needs follows from its share of the cases. Data: demo/data/courts.toml.
"""

import random
from datetime import date, timedelta
from functools import cache
from math import ceil
from typing import NamedTuple

from xiezhi.demo.courts import LEVELS, CourtTree, Seat, court_table
from xiezhi.demo.model import Division, Officer, Post
from xiezhi.demo.names import draw_person
from xiezhi.demo.seeds import single_draws, timed_id

SHARE_OF_LEVEL = {"basic": 0.90, "intermediate": 0.085, "high": 0.015}
JUDGES_PER_ASSISTANT = 2
JUDGES_PER_CLERK = 2
_LEFT = 0.12  # of the chairs of judges, assistants and clerks that changed hands in the years shown
_APPOINTMENT = "{court}任〔{year}〕{number}号"


class Chair(NamedTuple):
    """A post as it was handed on: officers with the last day each held it (None = still)."""

    role: str
    court: int
    division: int | None
    holders: tuple[tuple[int, date | None], ...]

    def holder(self, day: date) -> int:
        """Who held the chair on a day, as a position in the list of officers."""
        for officer, last in self.holders:
            if last is None or day <= last:
                return officer
        return self.holders[-1][0]


class Staff(NamedTuple):
    """All officers and posts, and the chairs by court, kind of division and role."""

    officers: list[Officer]
    posts: list[Post]
    chairs: list[Chair]
    by_trade: dict[tuple[int, str, str], tuple[int, ...]]

    def chairs_of(self, court: int, kind: str, role: str) -> tuple[int, ...]:
        """The chairs of a role in the divisions of a kind ("" = outside divisions)."""
        return self.by_trade.get((court, kind, role), ())


class _PostPlan(NamedTuple):
    role: str
    division: str
    posts: dict[str, int]


@cache
def _post_plans() -> tuple[_PostPlan, ...]:
    return tuple(
        _PostPlan(
            part.need("role", str),
            part.need("division", str),
            {level: part.need(level, int) for level in LEVELS},
        )
        for part in court_table().tables("posts")
    )


class _Judges(NamedTuple):
    cases_a_year: int
    least: dict[str, int]
    spare: dict[str, int]
    shares: dict[str, dict[str, float]]


@cache
def _judges() -> _Judges:
    table = court_table().need_table("judges")
    return _Judges(
        table.need("cases_a_year", int),
        table.need("least", dict),
        table.need("spare", dict),
        table.need("shares", dict),
    )


def appoint(seed: int, tree: CourtTree, cases_a_year: float, first: date, today: date) -> Staff:
    """Officers for all courts; `first` to `today` are the days in which chairs change hands."""
    recruiter = _Recruiter(single_draws(seed, "officers"), tree, first, today)
    by_court: dict[object, list[int]] = {}
    for place, division in enumerate(tree.divisions):
        by_court.setdefault(division.court_id, []).append(place)
    totals = {level: sum(s.weight for s in tree.seats if s.court.level == level) for level in LEVELS}
    for court, seat in enumerate(tree.seats):
        level = seat.court.level
        volume = cases_a_year * SHARE_OF_LEVEL[level] * seat.weight / totals[level]
        recruiter.staff_court(court, seat, by_court[seat.court.id], volume)
    return recruiter.staff()


class _Recruiter:
    """Fills the chairs of one court after the other."""

    def __init__(self, draws: random.Random, tree: CourtTree, first: date, today: date) -> None:
        self.draws, self.tree, self.first, self.today = draws, tree, first, today
        self.officers: list[Officer] = []
        self.posts: list[Post] = []
        self.chairs: list[Chair] = []
        self.by_trade: dict[tuple[int, str, str], list[int]] = {}
        self.numbers: dict[int, int] = {}

    def staff(self) -> Staff:
        trades = {key: tuple(chairs) for key, chairs in self.by_trade.items()}
        return Staff(self.officers, self.posts, self.chairs, trades)

    def staff_court(self, court: int, seat: Seat, divisions: list[int], volume: float) -> None:
        kinds: dict[str, list[int]] = {}
        for place in divisions:
            kinds.setdefault(self.tree.divisions[place].kind, []).append(place)
        for plan in _post_plans():
            homes = kinds.get(plan.division, [None] if plan.division == "" else [])
            for turn in range(plan.posts[seat.court.level] if homes else 0):
                self._seat(plan.role, court, plan.division, homes[turn % len(homes)], steady=True)
        shares = _judges().shares[seat.court.level]
        for kind, homes in kinds.items():
            if kind in shares:
                self._staff_divisions(court, kind, homes, volume * shares[kind])

    def _staff_divisions(self, court: int, kind: str, homes: list[int], volume: float) -> None:
        """Judges, assistants and clerks of the divisions of one kind; the first judge of each is its head."""
        least = _judges().least[kind] * len(homes) + _judges().spare.get(kind, 0)
        judges = max(least, ceil(volume / _judges().cases_a_year))
        for turn in range(judges):
            home = homes[turn % len(homes)]
            role = "enforcement_officer" if kind == "enforcement" and turn % 2 else "judge"
            chair = self._seat(role, court, kind, home, steady=turn < len(homes))
            if turn < len(homes):
                self._head(chair, kind, home)
        for role, per in (("judge_assistant", JUDGES_PER_ASSISTANT), ("clerk", JUDGES_PER_CLERK)):
            for turn in range(max(len(homes), ceil(judges / per))):
                self._seat(role, court, kind, homes[turn % len(homes)], steady=False)

    def _head(self, chair: int, kind: str, home: int) -> None:
        """The head of a division also hears cases: a second post of the same officer."""
        made = self.chairs[chair]
        officer = made.holders[0][0]
        self._post(officer, made.court, home, "division_head", self.officers[officer].first_on, None)
        self._file(Chair("division_head", made.court, home, made.holders), kind)
        if self.draws.random() < 0.3:
            first = self.officers[officer].first_on
            self._post(officer, made.court, None, "committee_member", first, None)

    def _seat(self, role: str, court: int, kind: str, division: int | None, steady: bool) -> int:
        holders: list[tuple[int, date | None]] = []
        changes = not steady and self.draws.random() < _LEFT
        if changes:
            left = self.first + timedelta(
                days=int(self.draws.random() * (self.today - self.first).days * 0.95)
            )
            moved = self.draws.random() < 0.5
            holders.append((self._hire(role, court, division, None, left, moved), left))
            begun = left + timedelta(days=1)
        else:
            begun = None
        holders.append((self._hire(role, court, division, begun, None, False), None))
        return self._file(Chair(role, court, division, tuple(holders)), kind)

    def _file(self, chair: Chair, kind: str) -> int:
        self.chairs.append(chair)
        at = len(self.chairs) - 1
        self.by_trade.setdefault((chair.court, kind, chair.role), []).append(at)
        return at

    def _hire(
        self, role: str, court: int, division: int | None, begun: date | None, left: date | None, moved: bool
    ) -> int:
        """An officer for a chair; one who moved goes on in the general office of the superior court."""
        draws, seat = self.draws, self.tree.seats[court]
        person = draw_person(draws, seat.digits, *_birth_years(role, self.today.year))
        earliest = max(person.birth_year + 24, 2006)
        entered = begun or date(
            earliest + int(draws.random() * max(1, self.first.year - earliest)),
            1 + int(draws.random() * 12),
            1,
        )
        entered = min(entered, begun or self.first)
        number = self.numbers[court] = self.numbers.get(court, 0) + 1
        officer = Officer(
            timed_id(entered, number, draws), f"{seat.digits:0<4}{number:04d}", person.name, person.latin, entered,
            None if moved else left,
        )  # fmt: skip
        self.officers.append(officer)
        at = len(self.officers) - 1
        self._post(at, court, division, role, entered, left)
        if moved and left is not None:
            above = self.tree.at(seat.digits[:2] if seat.court.level == "basic" else "")
            self._post(at, above, None, "general_office", left + timedelta(days=1), None)
        return at

    def _post(
        self, officer: int, court: int, division: int | None, role: str, first: date, last: date | None
    ) -> None:
        """A post; those of a court that was merged away go on in its successor."""
        here = self.tree.seats[court].court
        merged_on, successor = here.last_on, here.successor_id
        if last is None and merged_on is not None and first <= merged_on:
            into = next(place for place, seat in enumerate(self.tree.seats) if seat.court.id == successor)
            self._post(officer, into, None, role, merged_on + timedelta(days=1), None)
            last = merged_on
        home: Division | None = None if division is None else self.tree.divisions[division]
        number = 1 + int(self.draws.random() * 60)
        paper = _APPOINTMENT.format(court=self.tree.seats[court].place, year=first.year, number=number)
        self.posts.append(
            Post(
                timed_id(first, len(self.posts) % 86_400, self.draws), self.officers[officer].id,
                self.tree.seats[court].court.id, home.id if home else None, role, first, last, paper,
            )
        )  # fmt: skip


def _birth_years(role: str, year: int) -> tuple[int, int]:
    youngest, oldest = {
        "president": (48, 58),
        "vice_president": (44, 58),
        "judge": (33, 58),
        "assessor": (30, 66),
        "clerk": (23, 38),
        "judge_assistant": (25, 40),
    }.get(role, (27, 58))
    return year - oldest, year - youngest
