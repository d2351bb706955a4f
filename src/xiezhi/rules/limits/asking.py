"""A question to the clock written as the JSON that `exchange.read_case` reads; what is not said is left out."""

from datetime import date
from typing import Any

from xiezhi.rules.limits.model import (
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

_TYPES: dict[type[Any], str] = {
    Deduction: "deduct",
    Suspension: "suspend",
    Extension: "extend",
    Conversion: "convert",
    SupplementaryInvestigation: "supplementary_investigation",
    Restart: "restart",
    NoticePeriod: "notice_period",
}
_LASTING = ("procedure", "anchor_date", "court_level", "as_of", "closed_on", "id")


def write_question(case: CaseInput) -> dict[str, Any]:
    """The question as a JSON object: `read_case` gives the same one back."""
    told = {name: _plain(getattr(case, name)) for name in _LASTING if getattr(case, name) is not None}
    facts = _facts(case.facts)
    if facts:
        told["facts"] = facts
    if case.events:
        told["events"] = [_event(event) for event in case.events]
    return told


def _facts(facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "in_custody": facts.in_custody,
        "foreign_related": facts.foreign_related or None,
        "hk_macao_tw": facts.hk_macao_tw or None,
        "election_day": facts.election_day,
        "grounds": list(facts.grounds) or None,
        "max_sentence_years": facts.max_sentence_years,
        **dict(facts.others),
    }
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _event(event: Event) -> dict[str, Any]:
    told = {name: _plain(value) for name, value in event._asdict().items() if value not in (None, False)}
    if isinstance(event, Extension) and event.approved is False:
        told["approved"] = False
    return {"type": _TYPES[type(event)], **told}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
