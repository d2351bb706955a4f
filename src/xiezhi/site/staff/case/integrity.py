"""Whether this case's events are what was recorded: checked anew for the page, with the seal that covers them."""

from dataclasses import dataclass
from datetime import date, datetime

from xiezhi.record.case_chain import Checked, check_case
from xiezhi.record.models import Seal
from xiezhi.record.visibility import CaseFile
from xiezhi.rules.language import tr
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.timeline import readable
from xiezhi.site.staff.case.voice import kind_name


@dataclass(frozen=True, slots=True)
class Link:
    """One event of the chain; `fault` is empty when it holds."""

    seq: int
    kind: str
    occurred_on: date
    recorded_at: datetime
    hash: str
    fault: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Integrity:
    """The chain of a case, newest first. `cut_off`: the last event the case knows is missing or another one.
    `seal` is the first that covers all of it (None: `unsealed` events wait for the next)."""

    links: list[Link]
    checked: int
    faults: int
    cut_off: bool
    seal: Seal | None
    unsealed: int


def integrity_of(opened: Opened, known: Known) -> Integrity:
    """The events up to the day looked at; those of the inner file are checked too, and shown to its readers only."""
    events = check_case(opened.file, known.known_at)
    last_entry = max((event.entry for event in events), default=0)
    newest = Seal.objects.filter(log="events").order_by("-size").first()
    sealed_to = newest.last_entry if newest else 0
    shown = {happening.seq for happening in readable(opened, known)}
    return Integrity(
        [_link(event, sealed_to) for event in reversed(events) if event.seq in shown],
        len(events),
        sum(event.fault is not None for event in events),
        known.known_at is None and _is_cut_off(opened, events),
        Seal.objects.filter(log="events", last_entry__gte=last_entry).order_by("size").first(),
        sum(event.entry > sealed_to for event in events),
    )


def broken_entries(file: CaseFile) -> list[Link]:
    """The entries that do not hold, for a case that cannot be shown because of them."""
    return [_link(event, event.entry) for event in check_case(file) if event.fault is not None]


def _link(event: Checked, sealed_to: int) -> Link:
    fault = tr(*event.fault) if event.fault else ""
    return Link(
        event.seq, kind_name(event.kind), event.occurred_on, event.recorded_at, event.hash.hex(), fault,
        event.entry <= sealed_to,
    )  # fmt: skip


def _is_cut_off(opened: Opened, events: list[Checked]) -> bool:
    """Whether events at the end were taken away: the row of the case remembers the last one."""
    return not events or events[-1].hash != bytes(opened.file.case.last_hash)
