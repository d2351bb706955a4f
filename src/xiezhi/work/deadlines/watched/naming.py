"""How a list names the case of its rows: one reading for hearings, other clocks, reminders and changes alike."""

from typing import NamedTuple
from uuid import UUID


class CaseName(NamedTuple):
    """A case in a line. `hidden`: protected or sealed, and the viewer has no part in it: neither number nor cause may be shown."""

    case: UUID
    number: str
    cause: str
    branch: str
    judge_id: UUID | None
    judge: str | None
    court_id: UUID
    court: str
    court_en: str
    hidden: bool


def name_fields(path: str = "") -> tuple[str, ...]:
    """The columns a CaseName is made of; `path` leads to the case. The query says what is `hidden` (see scope.hidden_from)."""
    of_case = (
        "pk", "number", "cause_name", "branch", "reporting_judge_id", "reporting_judge__name", "court_id", "court__name",
        "court__name_en",
    )  # fmt: skip
    return (*(f"{path}{name}" for name in of_case), "hidden")


NAME_LENGTH = len(CaseName._fields)
