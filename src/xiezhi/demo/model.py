"""What the demonstration province consists of: courts, divisions, rooms, officers, posts, cases with their events.

Plain values without a database; the loader of the record turns them into rows. Ids are UUIDs drawn from the seed.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

SOURCE = "demo"

Payload = dict[str, Any]


class Court(NamedTuple):
    """A court under its present name and code; `place` sorts courts of one parent."""

    id: UUID
    code: str
    name: str
    name_en: str
    level: str
    parent_id: UUID | None
    place: int
    first_on: date
    last_on: date | None
    successor_id: UUID | None


class CourtName(NamedTuple):
    """A name that a court bore between two days."""

    court_id: UUID
    name: str
    code: str
    first_on: date
    last_on: date | None


class Division(NamedTuple):
    """A division of a court."""

    id: UUID
    court_id: UUID
    name: str
    name_en: str
    kind: str
    place: int
    first_on: date
    last_on: date | None


class Room(NamedTuple):
    """A court room."""

    id: UUID
    court_id: UUID
    name: str
    name_en: str
    place: int


class Officer(NamedTuple):
    """A person who works at the courts, with the days of entry and leaving."""

    id: UUID
    staff_number: str
    name: str
    name_latin: str
    first_on: date
    last_on: date | None


class Post(NamedTuple):
    """What an officer is, where and from when to when."""

    id: UUID
    officer_id: UUID
    court_id: UUID
    division_id: UUID | None
    role: str
    first_on: date
    last_on: date | None
    appointment: str


class Event(NamedTuple):
    """One thing that happened in a case, as `record.ledger.append_many` takes it."""

    kind: str
    occurred_on: date
    recorded_at: datetime
    officer_id: UUID | None
    data: Payload


class Case(NamedTuple):
    """A case and its events in the order of their recording."""

    id: UUID
    court_id: UUID
    source: str
    external_ref: str
    events: list[Event]


class Account(NamedTuple):
    """A login name of the demonstration and the officer behind it."""

    username: str
    officer_id: UUID
    label_zh: str
    label_en: str
