"""Advice before an act is recorded: what the law wants otherwise, said beside the form and kept out of the record's refusals.

A late or faulty act belongs into the record like any other: `order` says what cannot follow, `advice` what should be looked at.
The sentences, numbers and articles are rules/data/procedure/advice.toml and the data of limits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiezhi.rules.documents import Source
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Outcome
from xiezhi.rules.procedure.advising import closing, hearings, ladder, spans
from xiezhi.rules.procedure.advising.asked import Asked, Past, Situation
from xiezhi.rules.procedure.advising.closing import closing_days
from xiezhi.rules.procedure.advising.found import Found
from xiezhi.rules.procedure.advising.texts import Entry, load_advice

# Said by the clock about every request that is not decided, or refused: no fault of the act.
_EXPECTED = ("extension_pending", "extension_not_approved")
_MARKS = ("refused.", "flagged.")


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to look at before recording: its code, its sentence, the articles in the text of the day, the field it stands at
    (empty: the act as a whole)."""

    code: str
    zh: str
    en: str
    articles: tuple[Source, ...]
    field: str


CHECKS: dict[str, Callable[[Entry, Asked], Found | None]] = {
    "adjourned_often": hearings.adjourned_often,
    "other_circumstances": hearings.other_circumstances,
    "hearings_apart": hearings.hearings_apart,
    "before_hearing": hearings.before_hearing,
    "papers_before_hearing": hearings.papers_before_hearing,
    "rest_day": hearings.rest_day,
    "ground_unfit": spans.ground_unfit,
    "span_document": spans.span_document,
    "document": spans.document,
    "investigated_often": spans.investigated_often,
    "investigated_long": spans.investigated_long,
    "converted_after_hearing": spans.converted_after_hearing,
    "conversion_unknown": spans.conversion_unknown,
    "converted_late": spans.converted_late,
    "rung_missing": ladder.rung_missing,
    "approver": ladder.approver,
    "length": ladder.length,
    "extension_ground": ladder.extension_ground,
    "consent": ladder.consent,
    "filing": ladder.filing,
    "applied_late": ladder.applied_late,
    "decided_late": ladder.decided_late,
    "expired": ladder.expired,
    "closed_late": closing.closed_late,
    "closed_suspended": closing.closed_suspended,
    "closing_day": closing.closing_day_differs,
    "recorded_late": closing.recorded_late,
}


def advice(
    kind: str,
    data: Mapping[str, Any],
    state: Situation,
    occurred_on: date,
    *,
    past: Sequence[Past] = (),
    outcome: Outcome | None = None,
    after: Outcome | None = None,
    court_level: str | None = None,
    recorded_on: date | None = None,
) -> tuple[Advice, ...]:
    """What to look at before this act is recorded; empty when nothing strikes. Never a reason to refuse it.

    `state` is the case before the act, `past` its events that hold, as corrected; without them nothing is said of papers served.
    `outcome` is the limit as it stands then, `after` as the act would leave it (both with their steps); without them the questions
    about the limit are not asked. `court_level` is that of the court of the case, `recorded_on`
    the recorder's today.
    """
    asked = Asked(kind, data, state, past, occurred_on, outcome, after, court_level, recorded_on)
    found = list(_looked_for(asked))
    said = {entry.issue for entry, _ in found}
    return (*(one for _, one in found), *_said_by_clock(asked, said))


def _looked_for(asked: Asked) -> Iterator[tuple[Entry, Advice]]:
    for entry in load_advice():
        if not entry.speaks_of(asked.kind, asked.rule) or not _in_force(entry, asked.on):
            continue
        found = CHECKS[entry.check](entry, asked)
        if found is not None:
            citations = entry.articles or found.citations
            sources = load_catalogue().documents.cite_known(citations, asked.on)
            texts = entry.zh.format_map(found.words(0)), entry.en.format_map(found.words(1))
            yield entry, Advice(entry.code, *texts, sources, entry.field)


def _in_force(entry: Entry, on: date) -> bool:
    """Whether the text the advice rests on was in force that day."""
    return not entry.articles or load_catalogue().documents.version_id(entry.articles[0], on) is not None


def _said_by_clock(asked: Asked, said: set[str]) -> Iterator[Advice]:
    """What the clock would newly say about events without effect, or with effect and a flaw."""
    if asked.outcome is None or asked.after is None:
        return
    before = {step.text_zh for step in asked.outcome.steps}
    for step in asked.after.steps:
        code = step.kind.partition(".")[2]
        if not step.kind.startswith(_MARKS) or step.text_zh in before or code in said or code in _EXPECTED:
            continue
        said.add(code)
        yield Advice(code, step.text_zh.rstrip("。"), step.text_en.rstrip("."), step.sources, "")


__all__ = ["CHECKS", "Advice", "advice", "closing_days"]
