"""What was served in a case and how, in the words of the facts. Pure; called by `row`."""

from collections.abc import Iterable
from typing import Any

from xiezhi.record.case_values import CaseState, Happening
from xiezhi.record.facts.words import words


def service(state: CaseState, happened: Iterable[Happening]) -> dict[str, Any]:
    """How many attempts to serve have a result, how many served electronically, and whether anything was served by public notice."""
    rule, notice = words().service, words().notice_service
    attempts = electronic = 0
    by_notice = state.closing_way in notice["closing_ways"] or any(
        span.thing == "deduction" and span.ground in notice["deductions"] for span in state.spans
    )
    for happening in happened:
        kind, way = happening.kind, happening.data.get("way")  # no way where the words were destroyed
        attempts += kind in rule["attempts"]
        electronic += kind in rule["served"] and way in rule["electronic"]
        by_notice = by_notice or (kind in notice["kinds"] and way in notice["ways"])
    return {"service_attempts": attempts, "service_electronic": electronic, "notice_served": by_notice}


__all__ = ["service"]
