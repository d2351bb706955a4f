"""The court tree of the invented province: codes, names in both languages, divisions by size, rooms.

Shape and sizes follow a north-western province; no name is a real place's. Data: demo/data/places.csv and courts.toml.
"""

import random
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from xiezhi.demo.model import Court, CourtName, Division, Room
from xiezhi.demo.names import DATA
from xiezhi.demo.seeds import single_draws, timed_id
from xiezhi.rules.case_number import DEMONSTRATION
from xiezhi.rules.lawdata import Table, read_rows, read_table

PROVINCE = "示范省"
LEVELS = ("basic", "intermediate", "high")
_OPENED = date(2016, 1, 1)
_KINDS = ("city", "prefecture", "district", "county", "county_city", "new_area", "urban_area")
_ROOMS_BY_WEIGHT = 2.0
_LEAST_ROOMS = 3


class Seat(NamedTuple):
    """A court as the generator needs it: its row, its place and its share of the work at its level."""

    court: Court
    digits: str
    place: str
    weight: float


class CourtTree(NamedTuple):
    """All courts in the order of level and code, with their divisions and rooms."""

    seats: list[Seat]
    names: list[CourtName]
    divisions: list[Division]
    rooms: list[Room]

    def at(self, digits: str) -> int:
        """The position of a court by the digits of its code ("" = the high court)."""
        return next(place for place, seat in enumerate(self.seats) if seat.digits == digits)


class DivisionPlan(NamedTuple):
    """A division and from which weight on the courts of each level have it."""

    kind: str
    name: str
    name_en: str
    least: dict[str, float]


class _Plan(NamedTuple):
    """A court before it gets its row."""

    digits: str
    place: str
    name: str
    name_en: str
    level: str
    weight: float


@cache
def court_table() -> Table:
    """The file of courts, divisions and posts."""
    return read_table(DATA / "courts.toml")


def _of_place(row: Table, cities: dict[str, str]) -> _Plan:
    code, name, english = row.need("code", str), row.need("name", str), row.need("name_en", str)
    kind, weight = row.choice("kind", _KINDS), float(row.need("weight", str))
    parent = row.get("parent", str)
    if parent is None:
        title = f"{english} Intermediate People's Court"
        return _Plan(code, name, f"{PROVINCE}{name}中级人民法院", title, "intermediate", weight)
    city = cities[parent] if kind in ("district", "new_area", "urban_area") else ""
    if kind in ("new_area", "urban_area"):
        city = ""
    word = {"district": " District", "county": " County", "county_city": " City"}.get(kind, "")
    word = "" if "County" in english or "District" in english else word
    return _Plan(
        code, name, f"{PROVINCE}{city}{name}人民法院", f"{english}{word} People's Court", "basic", weight
    )


def _plans() -> list[_Plan]:
    table = court_table()
    rows = list(read_rows(DATA / "places.csv"))
    cities = {row.need("code", str): row.need("name", str) for row in rows}
    high = table.need_table("high")
    plans = [
        _Plan(
            "",
            PROVINCE,
            high.need("name", str),
            high.need("name_en", str),
            "high",
            high.need("weight", float),
        )
    ]
    plans += [_of_place(row, cities) for row in rows]
    for part in table.tables("special"):
        digits, level = part.need("code", str), part.choice("level", LEVELS)
        names = part.need("name", str), part.need("name_en", str)
        plans.append(_Plan(digits, part.need("place", str), *names, level, part.need("weight", float)))
    return sorted(plans, key=lambda plan: (len(plan.digits), plan.digits))


def build_courts(seed: int, today: date) -> CourtTree:
    """The courts as they stand on a day: one renamed and one merged in the years before."""
    draws = single_draws(seed, "courts")
    plans = _plans()
    ids = {plan.digits: timed_id(_OPENED, place, draws) for place, plan in enumerate(plans)}
    renamed, merged = court_table().need_table("renamed"), court_table().need_table("merged")
    renamed_on, merged_on = date(today.year - 2, 7, 1), date(today.year - 2, 12, 31)
    seats, names = [], []
    for place, plan in enumerate(plans):
        gone = plan.digits == merged.need("code", str)
        successor = ids[merged.need("into", str)] if gone else None
        parent = None if plan.level == "high" else ids[plan.digits[:2] if plan.level == "basic" else ""]
        code, last = DEMONSTRATION + plan.digits, merged_on if gone else None
        court = Court(
            ids[plan.digits],
            code,
            plan.name,
            plan.name_en,
            plan.level,
            parent,
            place,
            _OPENED,
            last,
            successor,
        )
        seats.append(Seat(court, plan.digits, plan.place, plan.weight))
        first = _OPENED
        if plan.digits == renamed.need("code", str):
            before = date.fromordinal(renamed_on.toordinal() - 1)
            names.append(CourtName(court.id, renamed.need("name", str), code, _OPENED, before))
            first = renamed_on
        names.append(CourtName(court.id, plan.name, code, first, last))
    divisions = [one for seat in seats for one in _divisions(seat, draws)]
    rooms = [one for seat in seats for one in _rooms(seat, draws)]
    return CourtTree(seats, names, divisions, rooms)


@cache
def _division_plans() -> tuple[DivisionPlan, ...]:
    return tuple(
        DivisionPlan(
            part.need("kind", str), part.need("name", str), part.need("name_en", str),
            {level: part.need(level, float) for level in LEVELS},
        )
        for part in court_table().tables("divisions")
    )  # fmt: skip


def _divisions(seat: Seat, draws: random.Random) -> list[Division]:
    wanted = [plan for plan in _division_plans() if plan.least[seat.court.level] <= seat.weight]
    return [
        Division(
            timed_id(_OPENED, place, draws), seat.court.id, plan.name, plan.name_en, plan.kind, place, _OPENED, seat.court.last_on
        )
        for place, plan in enumerate(wanted, 1)
    ]  # fmt: skip


def _rooms(seat: Seat, draws: random.Random) -> list[Room]:
    ordinal = "一二三四五六七八九十"
    count = min(len(ordinal) - 1, _LEAST_ROOMS + int(seat.weight * _ROOMS_BY_WEIGHT))
    rooms = [
        _room(seat.court.id, f"第{ordinal[place]}审判庭", f"Court room {place + 1}", place, draws)
        for place in range(count)
    ]
    return [*rooms, _room(seat.court.id, "互联网审判庭", "Online court room", count, draws)]


def _room(court: UUID, name: str, name_en: str, place: int, draws: random.Random) -> Room:
    return Room(timed_id(_OPENED, place, draws), court, name, name_en, place + 1)
