"""One case while it is told: its row, its people, and the acts gathered so far. The chapters of a story add to it."""

import random
from functools import cache
from itertools import count
from typing import NamedTuple
from uuid import UUID

from xiezhi.demo.cases.columns import NEVER
from xiezhi.demo.cases.kinds import categories, chains, outcomes, paces
from xiezhi.demo.cases.ladders import Ladders
from xiezhi.demo.cases.offices import Offices, draw_chair
from xiezhi.demo.cases.parties import Dispute
from xiezhi.demo.cases.recording import Draft
from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.courts import CourtTree, Seat
from xiezhi.demo.model import Payload
from xiezhi.demo.names import DATA
from xiezhi.demo.officers import Chair
from xiezhi.rules.lawdata import read_table

_LONGEST_COURSE = 240  # days into which the small acts of an unfinished case are spread


class Row(NamedTuple):
    """One row of the columns, with its serial number and year."""

    category: int
    court: int
    filed: int
    second: int
    root: int
    parent: int
    chain: int
    procedure: int
    outcome: int
    closed: int
    years: float
    converted: int
    converted_to: int
    deduction: int
    deducted_from: int
    deducted_to: int
    suspension: int
    suspended_from: int
    suspended_to: int
    asked: int
    decided: int
    answer: int
    asked_again: int
    decided_again: int
    investigated_from: int
    investigated_to: int
    notice_to: int
    serial: int
    year: int


class Head(NamedTuple):
    """What other cases call a case by."""

    id: UUID
    text: str
    number: str


class Relative(NamedTuple):
    """A case that another grew out of or led to."""

    row: Row
    head: Head

    @property
    def link(self) -> str:
        """How it is tied to its parent; nothing for a case that began a dispute."""
        return chains()[self.row.chain].link if self.row.chain >= 0 else ""

    @property
    def outcome(self) -> str:
        return outcomes()[self.row.outcome]


class Family(NamedTuple):
    """The dispute of a case, the case it grew out of, and those it led to."""

    dispute: Dispute
    parent: Relative | None
    children: list[Relative]

    def child(self, link: str) -> Relative | None:
        """The first case tied to this one in a way."""
        return next((one for one in self.children if one.link == link), None)


class Setting:
    """What all stories share: days, courts, officers, ladders."""

    def __init__(self, horizon: Horizon, tree: CourtTree, offices: Offices, ladders: Ladders) -> None:
        self.horizon, self.tree, self.offices, self.ladders = horizon, tree, offices, ladders
        self.officers = [str(officer.id) for officer in offices.staff.officers]
        self.dates, self.last, self.end = horizon.dates, horizon.last, len(horizon.dates) - 1
        self.isos = [day.isoformat() for day in horizon.dates]
        self.back: list[int] = horizon.back.tolist()
        self.ahead: list[int] = horizon.ahead.tolist()
        self.rooms: dict[UUID, list[str]] = {}
        for room in tree.rooms:
            self.rooms.setdefault(room.court_id, []).append(room.name)


@cache
def wording() -> dict[str, tuple[str, ...]]:
    """The short texts of demo/data/wording.toml, by occasion."""
    table = read_table(DATA / "wording.toml")
    return {name: table.words(name) for name in table.names()}


class Telling:
    """The case being told. `until` = the last day into which small acts are spread."""

    __slots__ = (
        "assigned", "category", "chair", "clerk", "closed", "court", "desk", "drafts", "draws", "family", "filed", "head", "in_court", "level", "outcome",
        "parties", "procedure", "row", "setting", "spans", "team", "until",
    )  # fmt: skip

    def __init__(self, setting: Setting, row: Row, head: Head, family: Family, draws: random.Random) -> None:
        self.setting, self.row, self.head, self.family, self.draws = setting, row, head, family, draws
        self.category = categories()[row.category]
        self.procedure = paces()[row.procedure].limits_rule
        self.outcome = outcomes()[row.outcome]
        self.court: Seat = setting.tree.seats[row.court]
        self.level = self.court.court.level
        self.team = setting.offices.team(row.court, self.category.division, family.dispute.division)
        self.desk = setting.offices.desk(row.court)
        self.chair: Chair = draw_chair(self.team.reporters, draws)
        self.clerk: Chair = draw_chair(self.team.clerks, draws)
        self.filed, self.closed, self.assigned = row.filed, row.closed, row.filed
        self.until = min(row.closed, row.filed + _LONGEST_COURSE, setting.end)
        self.in_court = False  # whether the decision is pronounced on the day of the hearing
        self.spans = count(1)
        self.parties: list[Payload] = []
        self.drafts: list[Draft] = []

    @property
    def link(self) -> str:
        """How the case is tied to the one it grew out of."""
        return Relative(self.row, self.head).link

    @property
    def is_closed(self) -> bool:
        return self.closed != NEVER and self.closed <= self.setting.last

    def add(
        self, day: int, kind: str, chair: Chair, data: Payload, delay: int = 0, *, holds: bool = False
    ) -> None:
        """An act on a day, by whoever holds the chair then; what lies after today is not told."""
        if day <= self.setting.last:
            holders = chair.holders
            officer = holders[0][0] if len(holders) == 1 else self.holder(chair, day)
            self.drafts.append(Draft(day, kind, officer, data, delay, holds))

    def holder(self, chair: Chair, day: int) -> int:
        """Who holds a chair on a day, as a position in the list of officers."""
        holders = chair.holders
        return holders[0][0] if len(holders) == 1 else chair.holder(self.setting.dates[day])

    def officer(self, chair: Chair, day: int) -> str:
        """The id of whoever holds a chair on a day."""
        return self.setting.officers[self.holder(chair, day)]

    def on(self, day: float) -> int:
        """The working day at a day or next to it, within the life of the case."""
        near = self.near(min(int(day), self.until))
        return max(near if near <= self.until else self.setting.back[self.until], self.filed)

    def near(self, day: float) -> int:
        """The working day at a day, or on the side of it to which this case leans."""
        rolls = self.setting.ahead if self.row.root & 1 else self.setting.back
        return rolls[min(max(int(day), 0), self.setting.end)]

    def after(self, day: int, days: float) -> int:
        """The working day some days later, never before the day itself."""
        return max(self.near(day + days), day)

    def midway(self, first: float, last: float) -> int:
        """A working day between two parts of the course (0 = filing, 1 = closing)."""
        part = first + (last - first) * self.draws.random()
        return self.on(self.filed + part * (self.until - self.filed))

    def happens(self, share: float) -> bool:
        return self.draws.random() < share

    def pick(self, occasion: str) -> str:
        """One of the texts for an occasion."""
        texts = wording()[occasion]
        return texts[int(self.draws.random() * len(texts))]

    def slow(self, share: float) -> int:
        """Days between an act and its recording: none, save for a share of the acts."""
        return 2 + int(self.draws.expovariate(0.12)) if self.draws.random() < share else 0
