"""The course of a case as lines: newest first, what is to come on top, corrections beside what they correct."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from xiezhi.record.projection import hearing_time
from xiezhi.record.state import CaseState, Happening
from xiezhi.rules.language import tr
from xiezhi.rules.limits.model import Outcome
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.clock_strip.words import short_day, whole_day
from xiezhi.site.staff.case.corrections import correctable
from xiezhi.site.staff.case.known import INNER_FILE, Known, Logged, is_destroyed, of_inner_file
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.voice import Said, Voice, kind_name, listed
from xiezhi.site.staff.case.wording import say
from xiezhi.site.staff.parts import Happened, threaded

LATE_FROM = 4  # days: what happened on a Friday and was recorded on Monday is not late
CORRECTION, FILED = "correction.recorded", "document.filed"


def lines(opened: Opened, known: Known, voice: Voice, outcome: Outcome | None) -> list[Happened]:
    """The events this viewer may read, and the days to come, with the excluded spans along their line."""
    state = known.state
    shown = readable(opened, known)
    corrected = _corrections(state, shown)
    open_to_correction = correctable(opened, known) if known.as_of is None else frozenset()
    happened = [
        replace(_line(opened, known, voice, happening, corrected), correct_href=_correct(opened, happening))
        if happening.seq in open_to_correction
        else _line(opened, known, voice, happening, corrected)
        for happening in sorted(shown, key=lambda one: (one.occurred_on, one.seq), reverse=True)
    ]
    ahead = sorted(_ahead(state, outcome, known.on), key=lambda line: line.on, reverse=True)
    spans = [(span.start, span.end) for span in outcome.spans] if outcome else []
    return threaded([*ahead, *happened], spans, today=state.closed_on or known.on)


def readable(opened: Opened, known: Known) -> list[Happening]:
    """The events whose class is open; of the inner file there is no trace for those who may not read it."""
    if opened.file.opens("O2"):
        return list(known.state.history)
    return [one for one in known.state.history if not of_inner_file(one, known.state)]


def _correct(opened: Opened, happening: Happening) -> str:
    """Where an event is corrected."""
    return f"{reverse('staff:case_record_kind', args=[opened.case, CORRECTION])}?event={happening.seq}"


def _corrections(state: CaseState, shown: list[Happening]) -> dict[int, int]:
    """For every corrected event the number of the correction that counts: the last one that was not withdrawn itself."""
    return {
        one.data["corrects"]: one.seq
        for one in shown
        if one.kind == CORRECTION and one.seq not in state.withdrawn and one.data
    }


def _line(
    opened: Opened, known: Known, voice: Voice, happening: Happening, corrected: dict[int, int]
) -> Happened:
    seq, logged = happening.seq, known.log[happening.seq]
    said = _said(known.state, voice, happening)
    inner = tr("副卷", "inner file") if event_kind(happening.kind).object_class == INNER_FILE else ""
    words, href = _leads_to(opened, known.state, voice, happening, corrected)
    late = (logged.recorded_on - happening.occurred_on).days
    return Happened(
        happening.occurred_on,
        said.words,
        recorded(voice, logged, happening.occurred_on, known.on),
        listed(inner, said.detail),
        words,
        href,
        clock=event_kind(happening.kind).clock,
        withdrawn=seq in corrected,
        late_days=late if late >= LATE_FROM else 0,
        anchor=f"event-{seq}",
    )


def _said(state: CaseState, voice: Voice, happening: Happening) -> Said:
    if is_destroyed(happening, state):
        return Said(
            kind_name(happening.kind), tr("内容已依法销毁，只余事由与日期", "Content destroyed as the law orders; kind and day remain")
        )  # fmt: skip
    said = say(voice, happening.kind, happening.data, happening.occurred_on)
    if happening.kind == CORRECTION and happening.data.get("action") == "replace":
        return Said(said.words, f"{said.detail}{_replaced_by(state, voice, happening.data)}")
    return said


def _replaced_by(state: CaseState, voice: Voice, data: dict[str, Any]) -> str:
    """What counts instead, in the words of the corrected kind."""
    target = next((past for past in state.history if past.seq == data["corrects"]), None)
    if target is None:
        return ""
    day = date.fromisoformat(data["occurred_on"]) if "occurred_on" in data else target.occurred_on
    content = data.get("data") or target.data
    said = say(voice, target.kind, content, day) if content else Said(kind_name(target.kind))
    now = f"{said.words}{tr('（', ' (')}{said.detail}{tr('）', ')')}" if said.detail else said.words
    return tr(f"；现为{whole_day(day)}：{now}", f"; now {whole_day(day)}: {now}")


def _leads_to(
    opened: Opened, state: CaseState, voice: Voice, happening: Happening, corrected: dict[int, int]
) -> tuple[str, str]:
    """What a line links to: the event it corrects, the correction, or the paper it is about."""
    if happening.kind == CORRECTION and happening.data:
        target = happening.data["corrects"]
        kind = next((past.kind for past in state.history if past.seq == target), "")
        return tr(
            f"第{target}号：{kind_name(kind)}", f"entry {target}: {kind_name(kind)}"
        ), f"#event-{target}"
    if happening.seq in corrected:
        correction = corrected[happening.seq]
        return tr(f"见第{correction}号更正", f"see correction {correction}"), f"#event-{correction}"
    paper = voice.papers.get(happening.data.get("document_no", 0))
    if paper is not None and happening.kind == FILED:
        return tr("下载", "download"), reverse("staff:document", args=[opened.case, paper])
    return "", ""


def recorded(voice: Voice, logged: Logged, occurred_on: date, today: date) -> str:
    """Who recorded it, and when: the same day, or the day."""
    who = voice.names.officer(logged.officer) if logged.officer else logged.fed_by
    day = logged.recorded_on
    when = (
        tr("当日登记", "same day")
        if day == occurred_on
        else tr(f"{short_day(day, today)}登记", f"recorded {short_day(day, today)}")
    )
    return f"{who}{tr('，', ', ')}{when}" if who else when


def _ahead(state: CaseState, outcome: Outcome | None, on: date) -> Iterator[Happened]:
    """The hearings fixed and the last day of the limit, as far as they are to come."""
    if state.closed_on is not None:
        return
    if outcome and outcome.deadline and outcome.deadline > on:
        yield Happened(outcome.deadline, tr("审限届满", "Last day of the limit"), ahead=True)
    for hearing in state.hearings:
        at = hearing_time(hearing["starts_at"])
        if hearing["standing"] == "scheduled" and at.date() > on:
            room = hearing.get("room") or ""
            words = tr(f"第{hearing['no']}次开庭，{at:%H:%M}", f"Hearing {hearing['no']}, {at:%H:%M}")
            yield Happened(at.date(), words + (tr("，", ", ") + room if room else ""), ahead=True)
