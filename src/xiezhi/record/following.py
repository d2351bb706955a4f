"""What a capability is told of a recorded event, inside the ledger's transaction. The table of followers: project/wiring.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from psycopg import Cursor

from xiezhi.record.state import CaseState


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event that was just recorded, with the state of its case before (None: a new case) and after."""

    case: UUID
    court: UUID
    court_level: str
    event: UUID
    kind: str
    occurred_on: date
    recorded_at: datetime
    before: CaseState | None
    after: CaseState


class Follower(NamedTuple):
    """What a capability does: after one event, and after many events of a bulk load in order (same meaning, by columns)."""

    one: Callable[[Recorded], None]
    many: Callable[["Cursor[tuple[object, ...]]", Sequence[Recorded]], None]


@cache
def followers() -> tuple[Follower, ...]:
    """The wired followers, in their order."""
    wired: tuple[Follower, ...] = import_string(settings.FOLLOWERS)
    return wired
