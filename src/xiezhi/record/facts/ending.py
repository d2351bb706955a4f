"""How a case ended, in the words of the facts. Pure; called by `row`."""

from collections.abc import Iterable
from datetime import date

from xiezhi.record.case_values import CaseState, Happening
from xiezhi.record.facts.words import Kind, closing_kind, words


def kind_of_closing(state: CaseState, kind: Kind) -> str | None:
    """The kind of closing; None for a pending case, or an outcome that is none of the handbook's."""
    rule = words().by_ruling
    ruled = (
        state.procedure in rule["procedures"] or kind.symbol in rule["symbols"] or kind.instance in rule["instances"]
    )  # fmt: skip
    if ruled and state.outcome in rule["outcomes"]:
        return "ruling"
    return closing_kind(kind.instance, state.outcome)


def in_court(state: CaseState, closed_kind: str | None) -> bool | None:
    """Whether the decision was pronounced on a day in court; None while there is no decision."""
    if closed_kind not in words().in_court["kinds"]:
        return None
    return state.closing_way == words().in_court_way and any(
        hearing["standing"] == "held" and hearing.get("ended_on") == state.closed_on
        for hearing in state.hearings
    )


def appealable(
    state: CaseState, kind: Kind, procedure: str | None, closed_kind: str | None, court_level: str
) -> bool | None:
    """Whether the closing can be appealed; None while there is none, or where its kind does not tell."""
    rule = words().appealable
    if state.closed_on is None or closed_kind is None or kind.instance is None:
        return None
    if (
        kind.instance not in rule["instances"]
        or procedure in rule["not_procedures"]
        or court_level in rule["not_levels"]
    ):
        return False
    return None if closed_kind in rule["not_told"] else closed_kind in rule["kinds"]


def appeal(state: CaseState, happened: Iterable[Happening]) -> dict[str, date | None]:
    """The day of the first appeal and the day it was sent on. One taken back before it was sent leaves none."""
    lodged = sent = None
    if state.closed_on is not None:
        for happening in happened:
            if happening.kind == "appeal.filed":
                lodged = lodged or happening.occurred_on
            elif happening.kind == "appeal.forwarded":
                sent = sent or happening.occurred_on
    if sent is None and not state.appeals:
        lodged = None
    return {"appeal_lodged_on": lodged, "appeal_sent_on": sent}


__all__ = ["appeal", "appealable", "in_court", "kind_of_closing"]
