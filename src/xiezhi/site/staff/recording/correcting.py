"""Corrections: what stands in an event now, and what a correction puts in its place. Which events may be corrected: `case.corrections`."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from xiezhi.record.state import CaseState, Happening, acting
from xiezhi.rules.procedure.catalogue import EventKind, Field, event_kind
from xiezhi.site.staff.case.corrections import WITHDRAW, ways_of
from xiezhi.site.staff.recording.automatic import left_out
from xiezhi.site.staff.recording.entry_form import UNASKED, is_too_long

Content = dict[str, Any]
KEPT_WHEN_EMPTY = "sensitive"  # masked details are not shown in the form; left empty, they stay as they are


class Target(NamedTuple):
    """An event to be corrected, with the content and the day that count now."""

    happening: Happening
    kind: EventKind
    content: Content
    on: date
    ways: tuple[str, ...]


def target_of(state: CaseState, seq: int) -> Target | None:
    """An event as it counts now, after earlier corrections of it."""
    past = next((one for one in state.history if one.seq == seq), None)
    if past is None:
        return None
    counts = next((one for one in acting(state) if one.seq == seq), past)
    return Target(past, event_kind(past.kind), counts.data, counts.occurred_on, ways_of(state, past))


def correction(target: Target, action: str, reason: str, content: Content, on: date) -> Content:
    """The content of the correction: for a replacement only what differs from the event as it was recorded."""
    told: Content = {"corrects": target.happening.seq, "action": action, "reason": reason}
    if action == WITHDRAW:
        return told
    replaced, happening = _replacement(target, content), target.happening
    if on != happening.occurred_on:
        told["occurred_on"] = on.isoformat()
    if replaced != happening.data or "occurred_on" not in told:
        told["data"] = replaced  # back to what was recorded first is said in full as well
    return told


def is_unchanged(target: Target, content: Content, on: date) -> bool:
    """Whether a replacement would replace nothing."""
    return on == target.on and _replacement(target, content) == target.content


def masked(content: Any) -> Any:
    """The content without its protected details: correcting an entry must not open them."""
    if isinstance(content, list):
        return [masked(one) for one in content]
    if isinstance(content, dict):
        return {key: masked(value) for key, value in content.items() if key != KEPT_WHEN_EMPTY}
    return content


def _replacement(target: Target, content: Content) -> Content:
    unasked = {path.rpartition(".")[2] for path in left_out(target.kind)}
    return retained(target.kind.fields, target.content, content, unasked)


def retained(fields: tuple[Field, ...], old: Content, new: Content, unasked: Collection[str] = ()) -> Content:
    """The new content with what the form does not show taken over from the old one."""
    kept = dict(new)
    for field in fields:
        before, after = old.get(field.name), new.get(field.name)
        shown = field.type not in UNASKED and field.name not in unasked and not is_too_long(field, before)
        if not shown and field.name in old and after is None:
            kept[field.name] = before
        elif field.name == KEPT_WHEN_EMPTY and before:
            kept[field.name] = {**before, **(after or {})}
        elif field.shape is not None and field.many and isinstance(after, list):
            kept[field.name] = _rows_retained(field, before or [], after)
        elif field.shape is not None and not field.many:
            inner = retained(field.shape.fields, before or {}, after or {}, unasked)
            kept |= {field.name: inner} if inner else {}
    return kept


def _rows_retained(field: Field, old: list[Content], new: list[Content]) -> list[Content]:
    """Rows find their former selves by what names them: a party by its number, a link by the number of the case."""
    assert field.shape is not None
    key = next((name for name in ("no", "number") if any(name in row for row in old)), None)
    former = {row[key]: row for row in old if key in row} if key else {}
    return [retained(field.shape.fields, former.get(row.get(key or ""), {}), row) for row in new]


def numbered(field_name: str, content: Content) -> Content:
    """Parties that were added get the next numbers; those that stand keep theirs."""
    parties = content.get(field_name)
    if not isinstance(parties, list):
        return content
    highest = max((party.get("no") or 0 for party in parties), default=0)
    given = []
    for party in parties:
        if not party.get("no"):
            highest += 1
        given.append(party if party.get("no") else {**party, "no": highest})
    return {**content, field_name: given}
