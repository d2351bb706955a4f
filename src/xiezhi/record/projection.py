"""From the state of a case to its rows: what the docket lists, what the case page shows.

The same builders serve one event (`record.ledger`), a bulk load (`record.bulk`) and the comparison of rows with events
(`record.rebuild`). Identifiers of rows follow from the case and the number within it, so that a rebuilt row is the same row.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from xiezhi.record.encryption import lock_together
from xiezhi.record.numbers import sort_key
from xiezhi.record.party_label import parties_label
from xiezhi.record.state import CaseState

MAINLAND = ZoneInfo("Asia/Shanghai")
PARTIES = "record_caseparty"

DOCKET = (
    "number", "number_key", "type", "branch", "instance", "procedure", "cause_code", "cause_name", "court_id", "division_id",
    "reporting_judge_id", "panel_form", "stage", "parties_label", "received_on", "filed_on", "closed_on", "outcome",
    "closing_way", "secrecy", "next_hearing_at", "amount_fen", "known_from",
)  # fmt: skip

Row = tuple[Any, ...]

_LOW_BITS = (1 << 62) - 1  # of a UUIDv7: its random half, behind the variant


@lru_cache(maxsize=1_000)
def mainland_day(moment: datetime) -> date:
    """The day of a moment in mainland China. Remembered: the events of a load share a few moments."""
    return moment.astimezone(MAINLAND).date()


class Children(NamedTuple):
    """A table of rows that belong to a case: its columns, and how they follow from the state."""

    table: str
    columns: tuple[str, ...]
    rows: Callable[[UUID, CaseState], list[Row]]
    part_of_state: Callable[[CaseState], object]


def docket_row(state: CaseState, court: UUID, known_from: datetime) -> Row:
    """The docket columns of a case, in the order of DOCKET."""
    return (
        state.number, sort_key(state.number), state.type, state.branch, state.instance, state.procedure or "",
        state.cause_code or "", state.cause_name or "", court, state.division_id, state.reporting_judge,
        state.panel_form or "", state.stage, parties_label(state.parties), state.received_on, state.filed_on, state.closed_on,
        state.outcome or "", state.closing_way or "", "sealed" if state.sealed else state.secrecy, _next_hearing(state), state.amount_fen, known_from,
    )  # fmt: skip


def _next_hearing(state: CaseState) -> datetime | None:
    coming = [hearing["starts_at"] for hearing in state.hearings if hearing["standing"] == "scheduled"]
    return hearing_time(min(coming)) if coming and state.closed_on is None else None


def hearing_time(text: str) -> datetime:
    """A moment of an event (2026-09-22T14:30) as time of mainland China."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=MAINLAND)


def _row_id(case: UUID, what: str) -> UUID:
    """An identifier that follows from the case and what the row is. It begins like the case's own (a UUIDv7), so that the rows of
    new cases lie together at the end of their index instead of all over it."""
    told = int.from_bytes(hashlib.blake2b(case.bytes + what.encode(), digest_size=8).digest()) & _LOW_BITS
    return UUID(int=(case.int & ~_LOW_BITS) | told)


def _party_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (
            _row_id(case, f"party/{party['no']}"), case, party["no"], party["role"], party["kind"], party["name"],
            party.get("name_latin") or "", party.get("sex") or "", party.get("birth_year"),
            _locked(party.get("sensitive")), party.get("left"),
        )
        for party in state.parties
    ]  # fmt: skip


def _locked(sensitive: dict[str, Any] | None) -> bytes | None:
    return lock_together(json.dumps(sensitive, ensure_ascii=False).encode()) if sensitive else None


def _representative_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (
            _row_id(case, f"party/{party['no']}/{place}"), _row_id(case, f"party/{party['no']}"), person["name"],
            person["kind"], person.get("firm") or "",
        )
        for party in state.parties
        for place, person in enumerate(party.get("representatives") or ())
    ]  # fmt: skip


def _panel_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (_row_id(case, f"panel/{place}"), case, part.officer, part.role, part.first_on, part.last_on)
        for place, part in enumerate(state.parts)
    ]


def _hearing_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (
            _row_id(case, f"hearing/{hearing['no']}"), case, hearing["no"], hearing_time(hearing["starts_at"]),
            hearing.get("room") or "", hearing.get("purpose") or "", hearing["standing"],
        )
        for hearing in state.hearings
    ]  # fmt: skip


def _document_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (
            _row_id(case, f"document/{paper['no']}"), case, paper["no"], paper["sha256"], paper["name"],
            paper.get("title") or "", paper["media_type"], paper["size"], paper.get("pages"), paper["file"],
            paper.get("catalogue_number") or "", paper.get("retention") or "", bool(paper.get("withdrawn")),
        )
        for paper in state.documents
    ]  # fmt: skip


def _link_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (
            _row_id(case, f"link/{place}"),
            case,
            link["kind"],
            link.get("number") or "",
            bool(link.get("later")),
            link.get("case_id"),
        )
        for place, link in enumerate(state.links)
    ]


def _conflict_rows(case: UUID, state: CaseState) -> list[Row]:
    return [
        (case, officer, conflict["ground"], conflict["first_on"])
        for officer, conflict in state.conflicts.items()
    ]


CHILDREN: tuple[Children, ...] = (
    Children(
        PARTIES,
        ("id", "case_id", "no", "role", "kind", "name", "name_latin", "sex", "birth_year", "sensitive", "left_on"),
        _party_rows,
        lambda state: state.parties,
    ),
    Children(
        "record_representative",
        ("id", "party_id", "name", "kind", "firm"),
        _representative_rows,
        lambda state: state.parties,
    ),
    Children(
        "record_panelmember",
        ("id", "case_id", "officer_id", "role", "first_on", "last_on"),
        _panel_rows,
        lambda state: state.parts,
    ),
    Children(
        "record_hearing",
        ("id", "case_id", "no", "starts_at", "room_name", "purpose", "standing"),
        _hearing_rows,
        lambda state: state.hearings,
    ),
    Children(
        "record_casedocument",
        (
            "id", "case_id", "no", "sha256", "name", "title", "media_type", "size", "pages", "file", "catalogue_number",
            "retention", "withdrawn",
        ),
        _document_rows,
        lambda state: state.documents,
    ),
    Children("record_caselink", ("id", "case_id", "kind", "number", "later", "other_id"), _link_rows, lambda state: state.links),
    Children(
        "record_conflict",
        ("case_id", "officer_id", "ground", "first_on"),
        _conflict_rows,
        lambda state: state.conflicts,
    ),
)  # fmt: skip


def changed(before: CaseState, after: CaseState) -> Iterable[Children]:
    """The tables whose rows differ between two states."""
    return (kind for kind in CHILDREN if kind.part_of_state(before) != kind.part_of_state(after))
