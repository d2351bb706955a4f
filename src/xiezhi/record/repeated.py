"""The same thing sent again: whether an event that stands in the record says what a request says now.

Asked where a program may send a request twice under one reference; so that nothing new is dropped as a repetition.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from xiezhi.record import schemas
from xiezhi.record.ledger import DESTROYED, DOCKETED, happenings
from xiezhi.record.state import CORRECTION, Happening


def says_the_same(case: UUID, seq: int, kind: str, data: dict[str, Any], occurred_on: date) -> bool:
    """Whether event `seq` is of this kind and day and says this, however it is spelt. What was destroyed can no longer be told
    apart. Raises InputError for data that do not fit the kind."""
    history = happenings(case)
    past = next(one for one in history if one.seq == seq)
    if (past.kind, past.occurred_on) != (kind, occurred_on):
        return False
    if any(one.kind == DESTROYED and seq in one.data.get("seqs", ()) for one in history):
        return True
    if kind == DOCKETED and data.get("number") in (None, ""):
        data = {**data, "number": past.data.get("number")}  # the one that the record gave
    return bool(from_json(to_json(_clean(kind, data, history))) == past.data)


def _clean(kind: str, data: dict[str, Any], history: Iterable[Happening]) -> dict[str, Any]:
    """The content as the ledger would write it."""
    clean = schemas.validate(kind, data)
    corrected = next((one for one in history if one.seq == clean.get("corrects")), None)
    if kind != CORRECTION or corrected is None:
        return clean
    return schemas.validate_correction(corrected.kind, clean)
