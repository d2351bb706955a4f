"""The values of a case's state: its events, and what they add up to. Made by `record.state`, read everywhere."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Item = dict[str, Any]
"""A party, hearing, document or link with the keys of its event. Never changed in place: a change makes a new one."""


class Happening(NamedTuple):
    """One event of a case. A destroyed payload leaves its `data` empty."""

    seq: int
    kind: str
    occurred_on: date
    data: dict[str, Any]
    version: int = 1


class Part(NamedTuple):
    """An officer's part in a case between two days, both included; `last_on` None = now."""

    officer: str
    role: str
    first_on: date
    last_on: date | None


class Span(NamedTuple):
    """A deduction, suspension, supplementary investigation or public notice; `end` None = not ended."""

    no: int
    thing: str
    ground: str | None
    start: date
    end: date | None


class Request(NamedTuple):
    """A request for more time; `standing` is pending, granted, refused, withdrawn or lapsed. Once granted, the length is that granted."""

    no: int
    months: int | None
    days: int | None
    approver: str
    ground: str | None
    reason: str | None
    asked_on: date
    decided_on: date | None
    standing: str
    parties_consent: bool = False
    filed_with_high: bool = False
    decided_by: str | None = None


@dataclass
class CaseState:
    """Everything that the row of a case and its children show. Containers are never changed in place, so that a copy is cheap."""

    number: str = ""
    type: str = ""
    branch: str = ""
    instance: str = ""
    procedure: str | None = None
    first_procedure: str | None = None
    cause_code: str | None = None
    cause_name: str | None = None
    amount_fen: int | None = None
    dispute_id: str | None = None
    secrecy: str = "ordinary"
    sealed: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    custody: tuple[tuple[date, int | None, bool], ...] = ()

    received_on: date | None = None
    filed_on: date | None = None
    anchor_on: date | None = None
    closed_on: date | None = None
    effective_on: date | None = None
    archived_on: date | None = None
    outcome: str | None = None
    closing_way: str | None = None
    transferred_to: str | None = None
    catalogue_number: str | None = None
    retention: str | None = None

    division_id: str | None = None
    reporting_judge: str | None = None
    panel_form: str | None = None
    panel: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    conflicts: dict[str, Item] = field(default_factory=dict)

    parties: tuple[Item, ...] = ()
    links: tuple[Item, ...] = ()
    hearings: tuple[Item, ...] = ()
    documents: tuple[Item, ...] = ()
    appeals: tuple[int | None, ...] = ()

    spans: tuple[Span, ...] = ()
    requests: tuple[Request, ...] = ()
    conversions: tuple[tuple[str, date], ...] = ()
    restarts: tuple[tuple[str, date], ...] = ()

    history: tuple[Happening, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    destroyed: frozenset[int] = frozenset()
    last_seq: int = 0
    latest_on: date = date.min

    @property
    def suspended(self) -> bool:
        return any(span.thing == "suspension" and span.end is None for span in self.spans)

    @property
    def stage(self) -> str:
        """received, pending, suspended, closed, effective or archived."""
        if self.archived_on is not None:
            return "archived"
        if self.effective_on is not None:
            return "effective"
        if self.closed_on is not None:
            return "closed"
        if self.filed_on is None:
            return "received"
        return "suspended" if self.suspended else "pending"

    def copy(self) -> "CaseState":
        """A state that can go its own way."""
        twin = object.__new__(CaseState)
        twin.__dict__.update(self.__dict__)
        return twin
