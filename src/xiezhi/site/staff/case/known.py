"""What is known of a case: its events up to now, or up to the end of a past day, and what they add up to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag

from xiezhi.record.models.shared import HERE
from xiezhi.record.projection import MAINLAND
from xiezhi.record.reading import events_of, happenings_of
from xiezhi.record.state import CaseState, Happening, fold
from xiezhi.record.visibility import CaseFile
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.procedure.catalogue import event_kind

INNER_FILE = "O2"


class Logged(NamedTuple):
    """How an event came into the record."""

    seq: int
    recorded_at: datetime
    officer: UUID | None
    source: str

    @property
    def recorded_on(self) -> date:
        return self.recorded_at.astimezone(MAINLAND).date()

    @property
    def fed_by(self) -> str:
        """The other system it came from; empty for what was entered here."""
        return "" if self.source == HERE else self.source


class ContentsUnreadable(XiezhiError):
    """The content of an event does not open: the row or the key was changed."""


@dataclass(frozen=True, slots=True)
class Known:
    """A case as known at the end of `on`; `as_of` is that day when it is not today."""

    state: CaseState
    log: dict[int, Logged]
    on: date
    as_of: date | None
    known_at: datetime | None


def know(file: CaseFile, as_of: date | None) -> Known:
    """The case as known today, or at 24:00 of a past day. Raises ContentsUnreadable when an event was changed on the disk."""
    moment = end_of(as_of) if as_of else None
    try:
        state = fold(happenings_of(file, moment))
    except InvalidTag:
        raise ContentsUnreadable(
            "本案有记录的加密内容已被改动，无法解读",
            "the encrypted content of an entry was changed and cannot be read",
        ) from None
    rows = events_of(file, moment).values_list("seq", "recorded_at", "officer", "source")
    log = {entry.seq: entry for entry in map(Logged._make, rows)}
    return Known(state, log, as_of or file.viewer.on, as_of, moment)


def end_of(day: date) -> datetime:
    """The last instant of a day in mainland China."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, MAINLAND)
    return midnight - timedelta(microseconds=1)


def is_destroyed(happening: Happening, state: CaseState) -> bool:
    """Whether the content of an event was taken away by a lawful order: its key is gone, only the event remains."""
    if happening.data:
        return False
    return happening.seq in state.destroyed or any(
        field.required for field in event_kind(happening.kind).fields
    )


def of_inner_file(happening: Happening, state: CaseState) -> bool:
    """Whether an event belongs to the inner file: by its kind, by the paper it speaks of, or by the event it corrects."""
    data = happening.data
    if event_kind(happening.kind).object_class == INNER_FILE or data.get("file") == "inner":
        return True
    if "document_no" in data:
        return any(
            paper["no"] == data["document_no"] and paper["file"] == "inner" for paper in state.documents
        )
    if "corrects" in data:
        return any(
            past.seq == data["corrects"] and of_inner_file(past, state)
            for past in state.history
            if past.seq < happening.seq
        )
    return False
