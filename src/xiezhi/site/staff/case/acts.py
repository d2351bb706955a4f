"""What the viewer's post may record in this case, and why not: recording rights and the order of events, in words.

Every act that is possible leads to its form (`site.staff.recording`); the one that the stage of the case waits for stands first.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from xiezhi.record import recorders
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.projection import hearing_time
from xiezhi.record.state import CaseState, standing
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import APPROVERS
from xiezhi.rules.procedure.catalogue import EventKind, event_kind, load_procedure
from xiezhi.rules.procedure.things import THINGS
from xiezhi.site.staff.case.known import ContentsUnreadable, know
from xiezhi.site.staff.case.opening import Opened

# The acts worth naming beside the case, in the order of its life; each only while it is its time. All of them: `acts_by_phase`.
BEFORE_CLOSING = (
    "case.docketed", "case.assigned", "panel.formed", "panel.changed", "service.completed", "hearing.scheduled", "hearing.held",
    "hearing.adjourned", "deduction.started", "deduction.ended", "suspension.ordered", "suspension.ended", "suspension.reviewed",
    "extension.requested", "extension.granted", "extension.refused", "procedure.converted", "case.closed", "document.filed",
    "note.recorded", "record.unsealed",
)  # fmt: skip
AFTER_CLOSING = (
    "appeal.filed", "appeal.forwarded", "effect.established", "case.archived", "document.filed", "correction.recorded", "record.unsealed",
)  # fmt: skip
AFTER_ARCHIVING = ("document.filed", "correction.recorded", "record.unsealed")
FIRST = "case.received"  # opens a case: nothing to do in one that is there
UNSEALING = "record.unsealed"
DOCKETING, REGISTRY = "case.docketed", "staff:registry_docket"
DECISIONS = ("extension.granted", "extension.refused")
# What is not offered while one such thing is open. What happened before is entered late all the same.
ONE_AT_A_TIME = {
    "extension.requested": "request",
    "suspension.ordered": "suspension",
    "deduction.started": "suspension",
    "supplementary_investigation.started": "supplementary_investigation",
}
ABOVE = ("superior", "high", "spc")  # levels of decision that are no post of this court


class Act(NamedTuple):
    """An act of recording: its name, where its form is, and what forbids it (empty: this post may record it now). `late`: where one
    that happened before is entered all the same, although none is possible now."""

    kind: str
    words: str
    href: str
    refusal: str
    late: str = ""


class Acts(NamedTuple):
    """The act that is due, the others that are possible, and those that are not."""

    main: Act | None
    possible: list[Act]
    refused: list[Act]


class Phase(NamedTuple):
    """The acts of one phase of a case's life. `unusual` can be recorded too, but belong to cases of other branches as a rule."""

    words: str
    possible: list[Act]
    unusual: list[Act]
    refused: list[Act]


def acts_of(opened: Opened, state: CaseState) -> Acts:
    """The acts this post may record in the case now, and those it may not, with the reason."""
    kinds = [event_kind(name) for name in _at_this_time(state)]
    acts = [_act(opened, kind, state) for kind in kinds if not _out_of_time(kind, state)]
    possible = {act.kind: act for act in acts if not act.refusal}
    due = next((name for name in _due(state, opened.viewer.on) if name in possible), None)
    main = possible.pop(due) if due else None
    return Acts(main, list(possible.values()), [act for act in acts if act.refusal])


def acts_by_phase(opened: Opened, state: CaseState) -> list[Phase]:
    """Every kind of event of the catalogue, by the phases of a case's life."""
    procedure = load_procedure()
    phases = []
    for name, words in procedure.choices["phase"].items():
        kinds = [kind for kind in procedure.kinds.values() if kind.phase == name and kind.name != FIRST]
        phase = Phase(tr(*words), [], [], [])
        for kind in kinds:
            act = _act(opened, kind, state)
            usual = phase.possible if kind.is_usual_in(state.branch) else phase.unusual
            (phase.refused if act.refusal else usual).append(act)
        phases.append(phase)
    return phases


def unsealing(opened: Opened) -> str:
    """Where the viewer may unseal a record of which he sees nothing; empty where he may not."""
    try:
        state = know(opened.file, None).state
    except ContentsUnreadable:
        return ""
    return _act(opened, event_kind(UNSEALING), state).href


def forbidden(opened: Opened, kind: EventKind, state: CaseState) -> str:
    """Why this post may not record events of this kind in this case; empty when it may."""
    recorder = opened.viewer.recorder
    if recorder is None:
        return tr("没有职务的，不能登记", "nobody records without a post")
    try:
        recorders.check(recorder, kind, {}, opened.file.case.court_id, state)
    except Refused as refused:
        return tr(refused.zh, refused.en)
    except NotThere:
        return tr("由案件所在法院登记", "recorded by the court of the case")
    return _decided_elsewhere(kind, state, recorders.has_part(recorder.officer, state))


def barred(kind: EventKind, state: CaseState) -> str:
    """What the case lacks for this act, or has already, in the words of the catalogue; empty when it is its time."""
    case, conditions = standing(state), load_procedure().conditions
    for flag in kind.needs:
        if not case.has(flag):
            return tr(*conditions[flag].lacking)
    for flag in kind.forbids:
        if case.has(flag):
            return tr(*conditions[flag].barred)
    if kind.after_closing == "no" and state.closed_on is not None:
        return tr(
            "案件已经结案；结案有误的，请先更正结案记录",
            "the case is closed; if its closing is wrong, correct that entry first",
        )
    thing = kind.ends or kind.uses
    if thing is None or _is_optional(kind):
        return ""
    if kind.ends and not case.open_since(thing):
        return tr(f"没有{THINGS[thing].open_zh}", f"there is {THINGS[thing].none_open_en}")
    if kind.uses and not case.used(thing):
        return tr(f"本案没有{THINGS[thing].all_zh}", f"this case has no {THINGS[thing].all_en}")
    return ""


def _is_optional(kind: EventKind) -> bool:
    """Whether the act may leave out what it could speak of: an appeal by others than a party."""
    return any(field.name == "party_no" and not field.required for field in kind.fields)


def _decided_elsewhere(kind: EventKind, state: CaseState, has_part: bool) -> str:
    """A decision on more time that a court above takes: the panel records it, not the head of the court by his office."""
    request = next((one for one in state.requests if one.standing == "pending"), None)
    if has_part or request is None or kind.name not in DECISIONS or request.approver not in ABOVE:
        return ""
    zh, en = APPROVERS[request.approver]
    return tr(
        f"这一申请由{zh}决定；收到决定后，由本案的办案人员登记",
        f"{en} decides on this request; those who deal with the case record the decision when it comes",
    )


def _act(opened: Opened, kind: EventKind, state: CaseState) -> Act:
    words, refusal = tr(kind.name_zh, kind.name_en), forbidden(opened, kind, state) or barred(kind, state)
    if refusal:
        return Act(kind.name, words, "", refusal)
    href, refusal = _href(opened, kind), _one_is_enough(kind, state)
    return Act(kind.name, words, "" if refusal else href, refusal, href if refusal else "")


def _href(opened: Opened, kind: EventKind) -> str:
    if kind.name != DOCKETING:
        return reverse("staff:case_record_kind", args=[opened.case, kind.name])
    try:
        return reverse(REGISTRY, args=[opened.case])
    except NoReverseMatch:
        return ""


def _one_is_enough(kind: EventKind, state: CaseState) -> str:
    """What makes no sense beside something that is open: a second request, a second suspension, a deduction while the case stands."""
    thing = ONE_AT_A_TIME.get(kind.name)
    if thing is None or not standing(state).open_since(thing):
        return ""
    if kind.opens != thing:
        return tr(
            "案件中止审理，审限已经停止计算；请先登记恢复审理",
            "the case is suspended and its clock stands; record its resumption first",
        )
    words = THINGS[thing]
    return tr(f"已有{words.open_zh}", f"one {words.en} is {words.open_en} already")


def _at_this_time(state: CaseState) -> tuple[str, ...]:
    if state.archived_on is not None:
        return AFTER_ARCHIVING
    return AFTER_CLOSING if state.closed_on is not None else BEFORE_CLOSING


def _out_of_time(kind: EventKind, state: CaseState) -> bool:
    """Whether nobody at all would record this now: it was done already, or what it speaks of was never begun."""
    case = standing(state)
    if any(case.has(flag) for flag in kind.forbids) or (kind.name == UNSEALING and not state.sealed):
        return True
    if kind.uses and kind.uses != "party":
        return not case.open_since(kind.uses)
    return bool(kind.ends) and not case.open_since(kind.ends or "")


def _due(state: CaseState, today: date) -> Iterator[str]:
    """The acts that the stage of the case waits for, the most urgent first."""
    if state.closed_on is not None:
        if state.appeals:
            yield "appeal.forwarded"
        if state.effective_on is None:
            yield "effect.established"
        if state.archived_on is None:
            yield "case.archived"
        return
    if state.filed_on is None:
        yield DOCKETING
    if state.reporting_judge is None:
        yield "case.assigned"
    if state.panel_form is None:
        yield "panel.formed"
    if any(one.standing == "pending" for one in state.requests):
        yield "extension.granted"
    hearings = [one for one in state.hearings if one["standing"] == "scheduled"]
    if any(hearing_time(one["starts_at"]).date() <= today for one in hearings):
        yield "hearing.held"
    if any(span.end is None and span.thing == "suspension" for span in state.spans):
        yield "suspension.ended"
    if any(span.end is None and span.thing == "deduction" for span in state.spans):
        yield "deduction.ended"
    if not any(one["standing"] == "held" for one in state.hearings) and not hearings:
        yield "hearing.scheduled"
    yield "case.closed"
