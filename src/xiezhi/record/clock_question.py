"""From the state of a case to the question for the limits clock (`rules.limits`). The clock itself puts the events in their order."""

from collections.abc import Iterator
from datetime import date

from xiezhi.record.case_values import CaseState, Request, Span
from xiezhi.rules.limits.model import (
    COURT_LEVELS,
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    NoticePeriod,
    Restart,
    SupplementaryInvestigation,
    Suspension,
)

_APPROVED = {"pending": None, "granted": True, "refused": False}


def clock_input(state: CaseState, court_level: str | None, as_of: date) -> CaseInput | None:
    """The question about the trial limit on a day; None for a case without a procedure. A court of none of our levels, such as one abroad,
    has none for the law either."""
    if state.first_procedure is None:
        return None
    return CaseInput(
        procedure=state.first_procedure,
        anchor_date=state.anchor_on,
        court_level=court_level if court_level in COURT_LEVELS else None,
        facts=_facts(state),
        events=tuple(_events(state)),
        as_of=as_of,
        closed_on=state.closed_on,
        id=state.number or None,
    )


def _facts(state: CaseState) -> Facts:
    told = state.facts
    election_day = told.get("election_day")
    return Facts(
        in_custody=told.get("in_custody"),
        foreign_related=told.get("foreign_related", False),
        hk_macao_tw=told.get("hk_macao_tw", False),
        election_day=date.fromisoformat(election_day) if election_day else None,
        grounds=tuple(told.get("grounds", ())),
        max_sentence_years=told.get("max_sentence_years"),
        others=tuple(sorted(told.get("others", {}).items())),
    )


def _events(state: CaseState) -> Iterator[Event]:
    yield from map(_span, state.spans)
    for request in state.requests:
        if request.standing in _APPROVED:  # one withdrawn or lapsed asks for nothing any more
            yield _extension(request)
    for to, on in state.conversions:
        yield Conversion(to, on)
    for reason, on in state.restarts:
        yield Restart(reason, on)


def _span(span: Span) -> Event:
    if span.thing == "deduction":
        return Deduction(span.ground or "", span.start, span.end)
    if span.thing == "suspension":
        return Suspension(span.ground or "", span.start, span.end)
    if span.thing == "notice":
        return NoticePeriod(span.start, span.end)
    return SupplementaryInvestigation(span.start, span.end)


def _extension(request: Request) -> Extension:
    return Extension(
        months=request.months,
        days=request.days,
        approver=request.approver,
        applied_on=request.asked_on,
        decided_on=request.decided_on,
        approved=_APPROVED[request.standing],
        ground=request.ground,
        parties_consent=request.parties_consent,
        filed_with_high=request.filed_with_high,
    )
