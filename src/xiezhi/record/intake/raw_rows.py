"""Rows that could not be recorded, as they stood in the file: kept encrypted, opened to be repaired."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xiezhi.record.encryption import lock_together, unlock_together


def lock_row(columns: Sequence[str], cells: Sequence[Any]) -> bytes:
    """The cells of a row, encrypted."""
    return lock_together(
        json.dumps(dict(zip(columns, cells)), ensure_ascii=False, default=_plain).encode("utf-8", "replace")
    )


def open_row(raw: bytes) -> dict[str, Any]:
    """The cells of a row by column."""
    cells: dict[str, Any] = json.loads(unlock_together(raw))
    return cells


def repaired(raw: bytes, changes: Mapping[str, str]) -> bytes:
    """The row with other cells."""
    return lock_together(json.dumps(open_row(raw) | dict(changes), ensure_ascii=False).encode())


Repairs = dict[str, tuple[str, str]]
"""By column what stood in the file and what a repair put there."""


def lock_repairs(repairs: Repairs) -> bytes | None:
    """Repairs, encrypted; nothing for none."""
    return lock_together(json.dumps(repairs, ensure_ascii=False).encode()) if repairs else None


def open_repairs(kept: bytes | memoryview | None) -> Repairs:
    """The repairs of a row by column."""
    if not kept:
        return {}
    told: dict[str, list[str]] = json.loads(unlock_together(bytes(kept)))
    return {column: (before, after) for column, (before, after) in told.items()}


def text_of(cell: Any) -> str:
    """A cell as it is shown and typed."""
    return "" if cell is None else str(cell)


def state_of(cells: Mapping[str, Any]) -> str:
    """A short mark of the cells of a row, which differs when any of them does."""
    return hashlib.sha256(
        json.dumps(dict(cells), ensure_ascii=False, sort_keys=True, default=_plain).encode()
    ).hexdigest()[:32]


def same_value(cell: Any, value: str) -> bool:
    """Whether a cell has this value, blanks around it aside."""
    return cell is not None and " ".join(str(cell).split()) == " ".join(value.split())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
