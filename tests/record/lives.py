"""Cases as stories: a life records event after event the way the ledger does, checked against schema and order."""

from datetime import date
from typing import Any
from uuid import UUID

from xiezhi.record.schemas import validate
from xiezhi.record.state import CaseState, Happening, apply, standing
from xiezhi.rules.procedure.order import fault

LI, WANG, ZHAO, CLERK = (str(UUID(int=number)) for number in (1, 2, 3, 4))
"""Judges Li, Wang and Zhao, and the clerk."""
CIVIL_DIVISION = str(UUID(int=100))
FIRST_OF_MARCH = date(2019, 3, 1)

PLAINTIFF: dict[str, Any] = {"no": 1, "role": "plaintiff", "kind": "person", "name": "马晓燕"}
DEFENDANT: dict[str, Any] = {"no": 2, "role": "defendant", "kind": "organisation", "name": "示范建材有限公司"}
DOCKETING: dict[str, Any] = {
    "number": "（2019）示0102民初1号",
    "type": "0301",
    "branch": "civil",
    "instance": "first",
    "procedure": "civil.first.ordinary",
    "cause": {"code": "9129", "name": "买卖合同纠纷"},
    "parties": [PLAINTIFF, DEFENDANT],
}
SOLE: dict[str, Any] = {
    "form": "sole",
    "members": [{"officer": LI, "role": "reporting_judge"}, {"officer": CLERK, "role": "clerk"}],
}
COLLEGIAL: dict[str, Any] = {
    "form": "collegial",
    "members": [
        {"officer": WANG, "role": "presiding_judge"},
        {"officer": LI, "role": "reporting_judge"},
        {"officer": ZHAO, "role": "assessor"},
        {"officer": CLERK, "role": "clerk"},
    ],
}


class Life:
    """One case. `on` records an event of a day in 2019, or fails with what forbids it."""

    def __init__(self) -> None:
        self.state = CaseState()

    def on(self, month: int, day: int, kind: str, **data: Any) -> "Life":
        occurred_on = date(2019, month, day)
        content = validate(kind, data)
        found = fault(kind, content, standing(self.state), occurred_on)
        if found is not None:
            raise found
        happening = Happening(self.state.last_seq + 1, kind, occurred_on, content)
        self.state = apply(self.state, happening)
        return self

    def forbidden(self, month: int, day: int, kind: str, **data: Any) -> str:
        """What is said, in Chinese and English, when an event may not follow; empty when it may."""
        found = fault(kind, validate(kind, data), standing(self.state), date(2019, month, day))
        return "" if found is None else f"{found.zh} {found.en}"


def docketed(**changes: Any) -> Life:
    """A civil case docketed on 1 March 2019."""
    return Life().on(3, 1, "case.docketed", **{**DOCKETING, **changes})


def closed(**changes: Any) -> Life:
    """The same, closed by judgment on 3 June."""
    return docketed(**changes).on(6, 3, "case.closed", outcome="judgment", way="pronounced")
