"""What each kind of event does to the state of its case: one short function a kind.

Notes, services, minutes and the like do nothing to it. What an event speaks of may be missing (its beginning was withdrawn, its payload
destroyed): then it has no effect. Called by `state.fold` and `state.apply` only.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from xiezhi.record.case_values import CaseState, Happening, Item, Part, Request, Span

Data = dict[str, Any]
ONE_DAY = timedelta(days=1)


def take_effect(state: CaseState, happening: Happening) -> None:
    """Change the state by one event."""
    kind, data = happening.kind, happening.data
    effect = EFFECTS.get(kind)
    if effect is None:
        return
    if data or kind in _MAY_BE_EMPTY:
        effect(state, data, happening.occurred_on)
    elif kind in _DAYS:
        setattr(state, _DAYS[kind], happening.occurred_on)


# --- docketing


def _received(state: CaseState, data: Data, on: date) -> None:
    state.received_on = on


def _docketed(state: CaseState, data: Data, on: date) -> None:
    state.number, state.type = data["number"], data["type"]
    state.branch, state.instance = data["branch"], data["instance"]
    state.procedure = state.first_procedure = data.get("procedure")
    state.cause_code, state.cause_name = data["cause"].get("code"), data["cause"]["name"]
    state.amount_fen, state.dispute_id = data.get("amount_fen"), data.get("dispute_id")
    state.secrecy = data.get("secrecy", "ordinary")
    state.filed_on = on
    state.received_on = _day(data, "received_on") or state.received_on
    state.anchor_on = _day(data, "anchor_on") or on
    state.parties = tuple({**party, "joined_on": on} for party in data.get("parties", ()))
    state.links = (*state.links, *data.get("links", ()))
    state.facts = data.get("facts", {})
    if "in_custody" not in state.facts:
        _sum_up_custody(state)


def _day(data: Data, name: str) -> date | None:
    text = data.get(name)
    return date.fromisoformat(text) if text else None


# --- assignment and panel


def _assigned(state: CaseState, data: Data, on: date) -> None:
    state.division_id = data["division_id"]
    new = (data["reporting_judge"], "reporting_judge")
    others = tuple(seat for seat in state.panel if seat[1] != "reporting_judge")
    _seat(state, (new, *others), on)


def _panel_formed(state: CaseState, data: Data, on: date) -> None:
    state.panel_form = data["form"]
    _seat(state, tuple((member["officer"], member["role"]) for member in data["members"]), on)


def _seat(state: CaseState, panel: tuple[tuple[str, str], ...], on: date) -> None:
    """The panel from a day on: who leaves has had his last day the day before, who stays keeps his first."""
    ended = {part for part in state.parts if part.last_on is None and (part.officer, part.role) not in panel}
    staying = {(part.officer, part.role) for part in state.parts if part.last_on is None}
    parts = [
        part._replace(last_on=on - ONE_DAY) if part in ended else part
        for part in state.parts
        if part not in ended or part.first_on < on  # one replaced on his first day had none
    ]
    parts += [Part(officer, role, on, None) for officer, role in panel if (officer, role) not in staying]
    state.panel, state.parts = panel, tuple(parts)
    state.reporting_judge = next((officer for officer, role in panel if role == "reporting_judge"), None)


# --- parties and representatives


def _party_joined(state: CaseState, data: Data, on: date) -> None:
    state.parties = (*state.parties, {**data["party"], "joined_on": on})
    if "in_custody" in data["party"]:
        _sum_up_custody(state)


def _party_left(state: CaseState, data: Data, on: date) -> None:
    state.parties = _changed(state.parties, data["party_no"], left=on)


def _representative_appointed(state: CaseState, data: Data, on: date) -> None:
    for party in state.parties:
        if party["no"] == data["party_no"]:
            people = [*party.get("representatives", ()), data["representative"]]
            state.parties = _changed(state.parties, party["no"], representatives=people)
            return


def _representative_dismissed(state: CaseState, data: Data, on: date) -> None:
    for party in state.parties:
        if party["no"] == data["party_no"]:
            people = [one for one in party.get("representatives", ()) if one["name"] != data["name"]]
            state.parties = _changed(state.parties, party["no"], representatives=people)
            return


def _changed(items: tuple[Item, ...], number: int, **changes: Any) -> tuple[Item, ...]:
    """The items with changes in the one of that number."""
    return tuple({**item, **changes} if item["no"] == number else item for item in items)


def _custody_changed(state: CaseState, data: Data, on: date) -> None:
    number, in_custody = data.get("party_no"), data["in_custody"]
    state.custody = (*state.custody, (on, number, in_custody))
    if number is None:
        state.facts = {**state.facts, "in_custody": in_custody}
    else:
        state.parties = _changed(state.parties, number, in_custody=in_custody)
        _sum_up_custody(state)


def _sum_up_custody(state: CaseState) -> None:
    """A case counts as one in custody as long as one of its accused is; nothing is said where no party says anything."""
    told = [party["in_custody"] for party in state.parties if "in_custody" in party]
    if told:
        state.facts = {**state.facts, "in_custody": any(told)}


# --- hearings


def _hearing_scheduled(state: CaseState, data: Data, on: date) -> None:
    hearing = {key: value for key, value in data.items() if key != "hearing_no"}
    state.hearings = (
        *state.hearings,
        {"no": data["hearing_no"], **hearing, "standing": "scheduled", "scheduled_on": on},
    )


def _hearing_became(standing: str) -> Callable[[CaseState, Data, date], None]:
    def effect(state: CaseState, data: Data, on: date) -> None:
        told = {key: value for key, value in data.items() if key != "hearing_no"}
        state.hearings = _changed(state.hearings, data["hearing_no"], **told, standing=standing, ended_on=on)

    return effect


# --- the clock


def _span_opened(thing: str) -> Callable[[CaseState, Data, date], None]:
    def effect(state: CaseState, data: Data, on: date) -> None:
        state.spans = (*state.spans, Span(data["span_no"], thing, data.get("ground"), on, None))

    return effect


def _span_ended(thing: str) -> Callable[[CaseState, Data, date], None]:
    def effect(state: CaseState, data: Data, on: date) -> None:
        state.spans = tuple(
            span._replace(end=on)
            if span.no == data["span_no"] and span.thing == thing and span.end is None
            else span
            for span in state.spans
        )

    return effect


def _extension_requested(state: CaseState, data: Data, on: date) -> None:
    request = Request(
        data["request_no"],
        data.get("months"),
        data.get("days"),
        data["approver"],
        data.get("ground"),
        data["reason"],
        asked_on=on,
        decided_on=None,
        standing="pending",
    )
    state.requests = (*state.requests, request)


def _extension_decided(standing: str) -> Callable[[CaseState, Data, date], None]:
    def effect(state: CaseState, data: Data, on: date) -> None:
        told: Data = {
            name: data[name]
            for name in ("approver", "ground", "parties_consent", "filed_with_high", "decided_by")
            if name in data
        }
        if standing == "granted":
            told |= {"months": data.get("months"), "days": data.get("days")}
        state.requests = tuple(
            request._replace(**told, decided_on=on, standing=standing)
            if request.no == data["request_no"] and request.standing == "pending"
            else request
            for request in state.requests
        )

    return effect


def _converted(state: CaseState, data: Data, on: date) -> None:
    state.procedure = data["to"]
    state.conversions = (*state.conversions, (data["to"], on))


def _restarted(state: CaseState, data: Data, on: date) -> None:
    state.restarts = (*state.restarts, (data["reason"], on))


# --- transfer, merger, links


def _transferred(state: CaseState, data: Data, on: date) -> None:
    state.transferred_to = data["to_court"]


def _merged(state: CaseState, data: Data, on: date) -> None:
    link = {"kind": "merged_into", "number": data["into_number"]}
    if "into_case_id" in data:
        link["case_id"] = data["into_case_id"]
    state.links = (*state.links, link)


def _linked(state: CaseState, data: Data, on: date) -> None:
    """Said after the docketing: it shows the way, but opens nobody the other file."""
    state.links = (*state.links, {**data["link"], "later": True})


# --- closing and after


def _closed(state: CaseState, data: Data, on: date) -> None:
    state.closed_on, state.outcome, state.closing_way = on, data["outcome"], data["way"]


def _appeal_filed(state: CaseState, data: Data, on: date) -> None:
    state.appeals = (*state.appeals, data.get("party_no"))


def _appeal_withdrawn(state: CaseState, data: Data, on: date) -> None:
    number = data.get("party_no")
    state.appeals = () if number is None else tuple(other for other in state.appeals if other != number)


def _appeal_forwarded(state: CaseState, data: Data, on: date) -> None:
    state.appeals = ()


def _effective(state: CaseState, data: Data, on: date) -> None:
    state.effective_on = on


def _archived(state: CaseState, data: Data, on: date) -> None:
    state.archived_on = on
    state.catalogue_number, state.retention = data["catalogue_number"], data["retention"]


# --- papers


def _document_filed(state: CaseState, data: Data, on: date) -> None:
    paper = {key: value for key, value in data.items() if key != "document_no"}
    state.documents = (*state.documents, {"no": data["document_no"], **paper, "filed_on": on})


def _document_withdrawn(state: CaseState, data: Data, on: date) -> None:
    state.documents = _changed(state.documents, data["document_no"], withdrawn=on)


# --- recusal and sealing


def _conflict(state: CaseState, data: Data, on: date) -> None:
    if data["officer"] not in state.conflicts:
        conflict = {"ground": data["ground"], "first_on": on}
        state.conflicts = {**state.conflicts, data["officer"]: conflict}


def _sealed(state: CaseState, data: Data, on: date) -> None:
    state.sealed = True


def _unsealed(state: CaseState, data: Data, on: date) -> None:
    state.sealed = False


def _destroyed(state: CaseState, data: Data, on: date) -> None:
    state.destroyed = state.destroyed.union(data["seqs"])


EFFECTS: dict[str, Callable[[CaseState, Data, date], None]] = {
    "case.received": _received,
    "case.docketed": _docketed,
    "case.assigned": _assigned,
    "panel.formed": _panel_formed,
    "panel.changed": _panel_formed,
    "party.joined": _party_joined,
    "party.left": _party_left,
    "representative.appointed": _representative_appointed,
    "representative.dismissed": _representative_dismissed,
    "custody.changed": _custody_changed,
    "hearing.scheduled": _hearing_scheduled,
    "hearing.held": _hearing_became("held"),
    "hearing.adjourned": _hearing_became("adjourned"),
    "hearing.cancelled": _hearing_became("cancelled"),
    "deduction.started": _span_opened("deduction"),
    "deduction.ended": _span_ended("deduction"),
    "suspension.ordered": _span_opened("suspension"),
    "suspension.ended": _span_ended("suspension"),
    "supplementary_investigation.started": _span_opened("supplementary_investigation"),
    "supplementary_investigation.returned": _span_ended("supplementary_investigation"),
    "notice.published": _span_opened("notice"),
    "notice.ended": _span_ended("notice"),
    "extension.requested": _extension_requested,
    "extension.granted": _extension_decided("granted"),
    "extension.refused": _extension_decided("refused"),
    "extension.withdrawn": _extension_decided("withdrawn"),
    "extension.lapsed": _extension_decided("lapsed"),
    "procedure.converted": _converted,
    "limit.restarted": _restarted,
    "case.transferred": _transferred,
    "case.merged": _merged,
    "link.recorded": _linked,
    "case.closed": _closed,
    "appeal.filed": _appeal_filed,
    "appeal.withdrawn": _appeal_withdrawn,
    "appeal.forwarded": _appeal_forwarded,
    "effect.established": _effective,
    "case.archived": _archived,
    "document.filed": _document_filed,
    "document.withdrawn": _document_withdrawn,
    "conflict.declared": _conflict,
    "recusal.granted": _conflict,
    "record.sealed": _sealed,
    "record.unsealed": _unsealed,
    "payload.destroyed": _destroyed,
}
_MAY_BE_EMPTY = frozenset(
    {"case.received", "appeal.filed", "appeal.withdrawn", "appeal.forwarded", "effect.established"}
)
_DAYS = {"case.docketed": "filed_on", "case.closed": "closed_on", "case.archived": "archived_on"}
"""What remains of a destroyed payload: the day is no secret of the event, it stands in the event itself."""
