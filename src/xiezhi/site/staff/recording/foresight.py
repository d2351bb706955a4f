"""What an event would do to the dates, before it is recorded: the limit before and after, what the clock objects to, what to look at."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from xiezhi.record import ledger
from xiezhi.record.errors import NotThere, XiezhiError
from xiezhi.record.state import CaseState, acting
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Length, articles_for
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.rules.procedure.advice import Advice, advice
from xiezhi.site.clock_strip import State
from xiezhi.site.clock_strip.words import count_days, summary_of, weekday, whole_day
from xiezhi.site.staff.case.clock import WITHOUT_DAY, course_of_case
from xiezhi.site.staff.recording.desk import CORRECTION, Desk
from xiezhi.work.deadlines.panel import Limit, limit_of

LATE = "recorded_late"  # the advice that repeats what the mark of a late act says
Content = dict[str, Any]


class Row(NamedTuple):
    """One line of the comparison."""

    label: str
    before: str
    after: str
    past: bool = False

    @property
    def changed(self) -> bool:
        return self.before != self.after


class Ground(NamedTuple):
    """What the law says of the chosen ground: where its span begins and ends, how long it may be."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    sources: tuple[Any, ...]


@dataclass(frozen=True)
class Foresight:
    """The answer beside the form. Without `rows` nothing could be foreseen yet: the form is not complete, or the event refused."""

    on: date
    late_days: int
    rows: tuple[Row, ...] = ()
    standing: tuple[Row, ...] = ()
    advice: tuple[Advice, ...] = ()
    refusal: str = ""
    missing: tuple[str, ...] = ()
    provisional: bool = False
    ground: Ground | None = None
    after: CaseState | None = field(default=None, compare=False)

    @property
    def shown(self) -> tuple[Row, ...]:
        """How the limit stands, where nothing changes or nothing can be foreseen yet."""
        return self.rows or self.standing

    @property
    def touches(self) -> bool:
        """Whether the event changes anything of the limit."""
        return any(row.changed for row in self.rows)


def foresee(desk: Desk, content: Content, on: date) -> Foresight:
    """What this content would do. Refusals of the record are told, not raised."""
    late = max(0, (desk.today - on).days) if desk.kind.name != CORRECTION else 0
    ground = _ground(desk, content, on)
    try:
        seen = ledger.foresee(
            desk.case, desk.kind.name, content, occurred_on=on, by=desk.recorder, at=timezone.now()
        )
    except NotThere:
        raise
    except XiezhiError as fault:
        refusal = tr(fault.zh, fault.en)
        return Foresight(on, late, standing=_standing(desk), refusal=refusal, ground=ground)
    after = limit_of(seen.after, seen.court_level, desk.today)
    told = advice(
        desk.kind.name, content, seen.before, on, past=acting(seen.before), outcome=desk.limit.outcome, after=after.outcome,
        court_level=seen.court_level, recorded_on=desk.today,
    )  # fmt: skip
    return Foresight(
        on,
        late,
        tuple(compared(desk.state, desk.limit, seen.after, after)),
        advice=tuple(one for one in told if one.code != LATE),
        provisional=bool(after.outcome and after.outcome.provisional),
        ground=ground,
        after=seen.after,
    )


def waiting(desk: Desk, content: Content, on: date | None, missing: tuple[str, ...]) -> Foresight:
    """While the form is not complete: how the limit stands, and what is still to be filled in."""
    day = on or desk.today
    late = max(0, (desk.today - day).days) if on and desk.kind.name != CORRECTION else 0
    return Foresight(day, late, standing=_standing(desk), missing=missing, ground=_ground(desk, content, day))


def _standing(desk: Desk) -> tuple[Row, ...]:
    return tuple(compared(desk.state, desk.limit, desk.state, desk.limit))


def compared(state: CaseState, limit: Limit, new_state: CaseState, new_limit: Limit) -> list[Row]:
    """The lines of before and after; those in which there is nothing on either side are left out."""
    before, after = _figures(state, limit), _figures(new_state, new_limit)
    past = _past(new_state, new_limit)
    rows = [
        Row(tr(*_LABELS[key]), before[key], after[key], past and key in ("due", "left")) for key in _LABELS
    ]
    return [row for row in rows if row.before != "—" or row.after != "—"]


_LABELS = {
    "due": ("届满日", "Last day"),
    "left": ("状态", "Status"),
    "excluded": ("不计入", "Not counted"),
    "granted": ("延长", "Extended by"),
    "procedure": ("程序", "Procedure"),
    "soft": ("软期限", "Soft date"),
}


def _figures(state: CaseState, limit: Limit) -> dict[str, str]:
    course = course_of_case(state, limit)
    outcome = limit.outcome
    summary = summary_of(course)
    status = summary.spoken
    if course.state in (State.PAUSED, State.SUSPENDED, State.INVALID):
        status = tr(f"{summary.spoken}；{summary.headline}", f"{summary.spoken}; {summary.headline}")
    if outcome is None:
        return dict.fromkeys(_LABELS, "—") | {"due": "—", "left": status, "procedure": "—"}
    lengths = [Length(one.months or 0, one.days or 0) for one in outcome.extensions]
    rule = load_catalogue().rules.get(outcome.rule)
    return {
        "due": _due(limit),
        "left": status,
        "excluded": count_days(course.excluded_in_count),
        "granted": tr("、", ", ").join(tr(length_zh(one), length_en(one)) for one in lengths) or "—",
        "procedure": tr(rule.name_zh, rule.name_en) if rule else "—",
        "soft": whole_day(outcome.soft_deadline) if outcome.soft_deadline else "—",
    }


def _due(limit: Limit) -> str:
    outcome = limit.outcome
    assert outcome is not None
    if outcome.deadline is None:
        return tr(*WITHOUT_DAY.get(outcome.status, ("—", "—")))
    day = f"{whole_day(outcome.deadline)}{tr('，', ', ')}{weekday(outcome.deadline)}"
    return day + (tr("（暂定）", " (provisional)") if outcome.provisional else "")


def _past(state: CaseState, limit: Limit) -> bool:
    return course_of_case(state, limit).state in (State.OVERDUE, State.CLOSED_LATE)


def effect_in_words(state: CaseState, limit: Limit, new_state: CaseState, new_limit: Limit) -> str:
    """What an event changed, in a sentence for the message after recording."""
    changed = [row for row in compared(state, limit, new_state, new_limit) if row.changed]
    first = next((row for row in changed if row.label == tr(*_LABELS["due"])), None)
    told = first or next(iter(changed), None)
    if told is None:
        return ""
    return tr(f"{told.label}：{told.before} → {told.after}", f"{told.label}: {told.before} → {told.after}")


def _ground(desk: Desk, content: Content, on: date) -> Ground | None:
    """The chosen ground of a deduction or suspension, or of the span that is ended."""
    if desk.kind.name.partition(".")[0] not in ("deduction", "suspension"):
        return None
    law = load_catalogue()
    span = next((one for one in desk.state.spans if one.no == content.get("span_no")), None)
    ground = law.grounds.get(str(content.get("ground") or (span.ground if span else "")))
    if ground is None:
        return None
    pairs = [
        (tr("开始", "Begins"), tr(*ground.starts)),
        (tr("结束", "Ends"), tr(*ground.ends)),
        (tr("上限", "At most"), _cap(ground.cap) or tr(*ground.shown_cap)),
    ]
    citations = articles_for(ground.articles, desk.state.procedure or "")
    return Ground(
        tr(ground.name_zh, ground.name_en),
        tuple(pair for pair in pairs if pair[1]),
        law.documents.cite_known(citations, on),
    )


def _cap(cap: Length | None) -> str:
    return tr(length_zh(cap), length_en(cap)) if cap else ""
