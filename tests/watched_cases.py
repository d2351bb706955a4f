"""Cases of the river court at every warning level as they stand on 16 September 2019, for the tests of board, month and desk."""

from datetime import date
from typing import Any

from tests.cast import Member, Province, Story, docketed, sole

TODAY = date(2019, 9, 16)
CRIMINAL: dict[str, Any] = {"type": "0201", "branch": "criminal", "cause": {"name": "盗窃罪"}}
FAST = CRIMINAL | {"procedure": "criminal.first.fast_track"}
LEVELS = {
    "past": "past",
    "simplified_past": "past",
    "due_today": "today",
    "near": "last",
    "nearer": "last",
    "warned": "first",
    "running": "later",
    "fast_new": "later",
    "fast_old": "last",
    "suspended": "stopped",
    "paused": "stopped",
    "foreign": "exempt",
    "without_procedure": "unreckoned",
    "hidden": "later",
}
"""At which level each case stands."""


def told(house: Any, judge: Member, month: int, day: int, **changes: Any) -> Story:
    """A case docketed on a day and assigned to a judge the same day."""
    division = "criminal" if changes.get("branch") == "criminal" else "civil"
    return docketed(house, month, day, **changes).assigned(judge, month, day, division)


def cases_at_every_level(province: Province) -> dict[str, Story]:
    """The cases by what is special about them. A civil case is due six months after its docketing, a simplified one after three, a
    fast-track one after ten days."""
    river = province.river
    mine, other = river.judge, river.second_judge
    found = {
        "past": told(river, mine, 3, 11),
        "simplified_past": told(river, other, 5, 20, procedure="civil.first.simplified"),
        "due_today": told(river, mine, 3, 16),
        "near": told(river, mine, 3, 25),
        "nearer": told(river, other, 3, 18),
        "warned": told(river, mine, 4, 10),
        "running": told(river, mine, 8, 1),
        "fast_new": told(river, river.criminal_judge, 9, 15, **FAST),
        "fast_old": told(river, river.criminal_judge, 9, 9, **FAST),
        "suspended": told(river, mine, 5, 6).on(
            6, 3, "suspension.ordered", span_no=1, ground="other_case", document="裁定"
        ),
        "paused": told(river, mine, 7, 2).on(8, 2, "deduction.started", span_no=1, ground="appraisal"),
        "foreign": told(river, mine, 6, 3, facts={"foreign_related": True}),
        "without_procedure": told(river, mine, 8, 5, procedure=None),
        "hidden": told(river, mine, 3, 5).on(4, 1, "deduction.started", span_no=1, ground="appraisal"),
        "closed": told(river, mine, 3, 6).closed(),
    }
    found["hidden"].on(6, 20, "deduction.ended", span_no=1)
    return found


def with_hearings(cases: dict[str, Story], province: Province) -> None:
    """A hearing today, one in two days, one in the past that nobody recorded, one that was cancelled."""
    judge, clerk = province.river.judge, province.river.clerk
    for name in ("near", "running", "warned", "paused"):
        cases[name].on(8, 8, "panel.formed", **sole(judge, clerk))
    fixed = {
        "near": "2019-09-16T09:30",
        "running": "2019-09-18T14:00",
        "warned": "2019-09-10T10:00",
        "paused": "2019-09-16T15:00",
    }
    for name, starts_at in fixed.items():
        cases[name].on(
            9,
            2,
            "hearing.scheduled",
            hearing_no=1,
            starts_at=starts_at,
            room="第一审判庭",
            purpose="开庭审理",
        )
    cases["paused"].on(9, 3, "hearing.cancelled", hearing_no=1, reason="调解成功")
