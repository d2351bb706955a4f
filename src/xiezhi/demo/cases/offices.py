"""Who deals with a case in a court: the chairs from which its judge, clerk and others are drawn, each looked up once."""

import random
from datetime import date
from typing import NamedTuple

from xiezhi.demo.courts import CourtTree
from xiezhi.demo.officers import Chair, Staff

_REPORTING = {"enforcement": ("judge", "enforcement_officer")}


class Team(NamedTuple):
    """The chairs open to the cases of one kind of division in one court."""

    reporters: tuple[Chair, ...]
    clerks: tuple[Chair, ...]
    assistants: tuple[Chair, ...]
    judges: tuple[Chair, ...]
    assessors: tuple[Chair, ...]


class Desk(NamedTuple):
    """Those of a court who deal with every case."""

    filing: Chair
    president: Chair
    archives: Chair


class Offices:
    """Finds chairs by court and kind of division; a court without the division sends the case to its first civil one."""

    def __init__(self, tree: CourtTree, staff: Staff) -> None:
        self.tree, self.staff = tree, staff
        self.division_ids = [str(division.id) for division in tree.divisions]
        self._teams: dict[tuple[int, str], Team] = {}
        self._desks: dict[int, Desk] = {}

    def team(self, court: int, kind: str, rather: str = "") -> Team:
        """The team of a kind of division; of the other one, if that is named and the court has it."""
        team = self._teams.get((court, kind + rather))
        if team is None:
            found = rather if rather and self._chairs(court, rather, "judge") else kind
            team = self._teams[court, kind + rather] = self._find_team(court, found)
        return team

    def desk(self, court: int) -> Desk:
        desk = self._desks.get(court)
        if desk is None:
            filing, president = (
                self._chairs(court, "filing", "filing_officer"),
                self._chairs(court, "", "president"),
            )
            desk = self._desks[court] = Desk(
                filing[0], president[0], self._chairs(court, "archives", "archives")[0]
            )
        return desk

    def home(self, chair: Chair) -> str:
        """The id of the division of a chair."""
        assert chair.division is not None
        return self.division_ids[chair.division]

    def _find_team(self, court: int, kind: str) -> Team:
        roles = _REPORTING.get(kind, ("judge",))
        reporters = tuple(chair for role in roles for chair in self._chairs(court, kind, role))
        if not reporters:
            return self.team(court, "civil")
        kinds = ("civil", "criminal", "administrative", "enforcement", "trial_supervision")
        judges = tuple(chair for other in kinds for chair in self._chairs(court, other, "judge"))
        return Team(
            reporters, self._chairs(court, kind, "clerk"), self._chairs(court, kind, "judge_assistant"), judges,
            self._chairs(court, "", "assessor"),
        )  # fmt: skip

    def _chairs(self, court: int, kind: str, role: str) -> tuple[Chair, ...]:
        return tuple(self.staff.chairs[place] for place in self.staff.chairs_of(court, kind, role))


def draw_chair(chairs: tuple[Chair, ...], draws: random.Random) -> Chair:
    """One of the chairs."""
    return chairs[int(draws.random() * len(chairs))]


def collegial(
    team: Team, reporter: int, day: date, assessed: bool, draws: random.Random
) -> list[tuple[int, str]] | None:
    """Three members: the reporting judge, a presiding judge, and a judge or an assessor; None where too few are left."""
    presiding = _another(team.judges, {reporter}, day, draws)
    if presiding is None:
        return None
    pool = team.assessors if assessed and team.assessors else team.judges
    third = _another(pool, {reporter, presiding}, day, draws)
    if third is None:
        return None
    role = "assessor" if pool is team.assessors else "member"
    return [(presiding, "presiding_judge"), (reporter, "reporting_judge"), (third, role)]


def _another(chairs: tuple[Chair, ...], taken: set[int], day: date, draws: random.Random) -> int | None:
    start = int(draws.random() * len(chairs)) if chairs else 0
    for step in range(len(chairs)):
        officer = chairs[(start + step) % len(chairs)].holder(day)
        if officer not in taken:
            return officer
    return None
