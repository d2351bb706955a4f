"""Cases of the river court's judge in every state a list tells apart, for the tests of docket, export and search."""

from datetime import date
from typing import Any

from tests.cast import Province, Story, docketed

TODAY = date(2019, 9, 16)


def cases_in_every_state(province: Province) -> dict[str, Story]:
    """Seven cases by what is special about them, as they stand on 16 September 2019."""
    river = province.river

    def told(month: int, day: int, **changes: Any) -> Story:
        return docketed(river, month, day, **changes).assigned(river.judge, month, day)

    found = {
        "running": told(8, 1),
        "past": told(3, 1, procedure="civil.first.simplified"),
        "hidden": told(3, 5).on(4, 1, "deduction.started", span_no=1, ground="appraisal"),
        "suspended": told(7, 1).on(
            8, 1, "suspension.ordered", span_no=1, ground="other_case", document="裁定"
        ),
        "paused": told(7, 2).on(8, 2, "deduction.started", span_no=1, ground="appraisal"),
        "closed": told(3, 6).closed(),
        "protected": told(8, 5, secrecy="protected", cause={"name": "秘密案由纠纷"}),
    }
    found["hidden"].on(5, 20, "deduction.ended", span_no=1)
    return found
