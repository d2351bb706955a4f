"""From the state of a case to its row of facts. Pure: a state, its court, its limit and the case its decision is about go in.

What the record does not know is None; docs/facts.md says so column by column.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from xiezhi.record.case_values import CaseState, Happening, Item
from xiezhi.record.facts.columns import told_columns
from xiezhi.record.facts.custody import detained_from
from xiezhi.record.facts.ending import appeal, appealable, in_court, kind_of_closing
from xiezhi.record.facts.served import service
from xiezhi.record.facts.words import Kind, kind_of, level_word, number_read, procedure_word, words
from xiezhi.rules.indicators.columns import UNTOLD, fact_columns

Row = tuple[Any, ...]


class Place(NamedTuple):
    """A court in the tree: `province` is the high court above it, `city` the intermediate court above it or the court itself."""

    id: str
    code: str
    level: str
    province: str | None
    city: str | None


class Limit(NamedTuple):
    """What the clock of the trial limit said from `known_from` until `known_to` (None = still).

    `base_on`: the last day had nothing moved it; `deducted_on`: with deductions and suspensions, without extensions (None with
    `deducted_to_find`: it hangs on the state, ask `Limits.without_extensions`); `due_on`: with everything.
    """

    known_from: datetime
    known_to: datetime | None
    base_on: date | None
    deducted_on: date | None
    due_on: date | None
    extensions: int
    deducted_days: int
    stopped: bool
    deducted_to_find: bool = False


class Other(NamedTuple):
    """A case that a link names: its court and instance, the case that it is linked to itself as the decision it reviews, and the number of
    the decision it enforces (told of an enforcement that is resumed)."""

    id: str
    court: str
    instance: str
    reviews: str | None = None
    enforces: str = ""


Find = Callable[[Item], Other | None]
"""The case a link names; None where the record does not have it."""


def fact(
    case: str,
    state: CaseState,
    happened: Collection[Happening],
    place: Place,
    limit: Limit | None,
    find: Find,
    courts: Mapping[str, str],
    late: int = 0,
    untold: Collection[str] = (),
    filing_due_on: date | None = None,
) -> Row:
    """The row of a docketed case in the order of `told_columns`. `happened`: its events that hold, as corrected; `courts`: code to
    identifier, for decisions that are told by their number only; `late`: how many of its events were recorded late; `untold`: the things
    (`words().untold`) of which neither its source nor, so far, the record tells; `filing_due_on`: the last day for filing it."""
    kind = kind_of(state.branch, state.instance, state.type, state.number)
    procedure = procedure_word(state.procedure)
    closed_kind = kind_of_closing(state, kind)
    prior, prior_court = _prior(state, kind, find, courts)
    told = {
        "case_id": case,
        "case_no": state.number or None,
        "dispute_id": state.dispute_id or case,
        "court_id": place.id,
        "court_level": level_word(place.level),
        "division_id": state.division_id,
        "judge_id": state.reporting_judge,
        "case_class": kind.case_class,
        "type_code": kind.symbol,
        "instance": kind.instance,
        "cause_code": state.cause_code or None,
        "filed_on": state.filed_on,
        "source": _source(state, kind, place, find),
        "closed_on": state.closed_on,
        "closed_kind": closed_kind,
        "procedure": procedure,
        "converted_from": _converted_from(state, procedure),
        "tribunal": state.panel_form,
        "suspended_from": _suspended_from(state),
        "in_court_pronounced": in_court(state, closed_kind),
        "hearing_held": any(hearing["standing"] == "held" for hearing in state.hearings),
        "settings_count": len(state.hearings),
        "mediable": _mediable(state, kind, procedure),
        "appealable": appealable(state, kind, procedure, closed_kind, place.level),
        "prior_case_id": prior,
        "outcome_on_prior": _outcome_on_prior(state, kind),
        "claim_amount": None if state.amount_fen is None else Decimal(state.amount_fen) / 100,
        "exec_basis": _exec_basis(state, kind, find),
        "lay_assessor": _with_assessor(state),
        "detained_from": detained_from(state, happened),
        "filing_due_on": filing_due_on,
        "late_entries": late,
        "secrecy": "sealed" if state.sealed else state.secrecy,
        "province_id": place.province,
        "city_id": place.city,
        "prior_court_id": prior_court,
    }
    told.update(_limit(limit))
    told.update(appeal(state, happened))
    told.update(service(state, happened))
    told.update(_untold(told, untold, state.facts))
    return tuple([told[name] for name in told_columns()])


def _untold(told: Mapping[str, Any], things: Collection[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that say nothing where nought would mean that there was none, and their names. What has a value is told."""
    empty: set[str] = set()
    for thing in map(words().untold.__getitem__, things):
        if (
            not thing.told_by(facts)
            and thing.concerns(told)
            and not any(told[name] for name in thing.columns)
        ):
            empty.update(thing.columns)
    names = [name for name in fact_columns() if name in empty]
    return dict.fromkeys(names) | {UNTOLD: f",{','.join(names)}," if names else None}


# --- where it came from


def _source(state: CaseState, kind: Kind, place: Place, find: Find) -> str | None:
    told = words()
    if state.filed_on is None or kind.instance is None:
        return None
    for link in state.links:
        if link["kind"] in told.source_links:
            return told.source_links[link["kind"]]
        if link["kind"] == "retrial_of" and kind.instance == "retrial":
            other = find(link)
            if other is not None and other.instance == "retrial_review" and other.court != place.id:
                return "ordered_retrial"
    return told.source_instances.get(kind.instance, "new")


def _prior(
    state: CaseState, kind: Kind, find: Find, courts: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The case whose decision this one is about, and its court; of a decision outside the record only the court, by the number. What an
    enforcement is about is the decision it rests on."""
    told = words()
    rule = told.prior
    kinds = {told.basis_link} if kind.instance in told.basis["instances"] else rule["links"]
    for link in state.links:
        if link["kind"] not in kinds:
            continue
        other = find(link)
        if other is None:
            return link.get("case_id"), courts.get(number_read(link.get("number") or "").court or "")
        if other.instance in rule["through"] and other.reviews is not None:
            reviewed = find({"case_id": other.reviews})
            other = reviewed or other
        return other.id, other.court
    return None, None


def _outcome_on_prior(state: CaseState, kind: Kind) -> str | None:
    told = words()
    if state.outcome is None or kind.instance not in told.prior["instances"]:
        return None
    return told.prior_outcomes.get(state.outcome, told.prior_otherwise)


def _exec_basis(state: CaseState, kind: Kind, find: Find) -> str | None:
    told = words()
    if kind.instance not in told.basis["instances"]:
        return None
    if state.procedure in told.basis_procedures:
        return told.basis_procedures[state.procedure]
    for link in state.links:
        if link["kind"] == told.basis_link:
            return _basis_of(link.get("number") or "")
        if link["kind"] == told.basis_through and (resumed := find(link)) is not None:
            return _basis_of(resumed.enforces)
    return None


def _basis_of(decision: str) -> str | None:
    """What a decision is as the basis of an enforcement, by its number."""
    symbol = number_read(decision).symbol or ""
    return words().basis_symbols.get(symbol[:1])


# --- how it went


def _mediable(state: CaseState, kind: Kind, procedure: str | None) -> bool | None:
    rule = words().mediable
    if kind.case_class is None or kind.instance is None:
        return None
    return (
        kind.case_class in rule["classes"]
        and kind.instance in rule["instances"]
        and procedure not in rule["not_procedures"]
        and state.cause_name not in rule["not_causes"]
        and state.procedure not in words().by_ruling["procedures"]
    )


def _converted_from(state: CaseState, procedure: str | None) -> str | None:
    """The procedure before the last conversion, where it was another one of the handbook's."""
    if not state.conversions:
        return None
    before = state.conversions[-2][0] if len(state.conversions) > 1 else state.first_procedure
    word = procedure_word(before)
    return None if word == procedure else word


def _suspended_from(state: CaseState) -> date | None:
    if state.closed_on is not None:
        return None
    running = [span.start for span in state.spans if span.thing == "suspension" and span.end is None]
    return min(running, default=None)


def _with_assessor(state: CaseState) -> bool | None:
    """None until there is a panel or a sole judge."""
    if state.panel_form is None:
        return None
    return any(part.role == "assessor" for part in state.parts)


def _limit(limit: Limit | None) -> dict[str, Any]:
    """The three last days, all empty while the clock stands or where the case has no limit."""
    if limit is None:
        return {
            "deadline_base": None,
            "deadline_deducted": None,
            "deadline_extended": None,
            "extended_times": None,
            "deducted_days": None,
            "clock_stopped": None,
        }
    days = (
        (None, None, None)
        if limit.stopped or limit.due_on is None
        else (limit.base_on, limit.deducted_on, limit.due_on)
    )
    return {
        "deadline_base": days[0],
        "deadline_deducted": days[1],
        "deadline_extended": days[2],
        "extended_times": limit.extensions,
        "deducted_days": limit.deducted_days,
        "clock_stopped": limit.stopped,
    }
