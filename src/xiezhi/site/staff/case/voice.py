"""The voice in which events are told: what it knows beyond one event, and the small words that all kinds share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from xiezhi.record.state import CaseState
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Length
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.rules.procedure.catalogue import event_kind, load_procedure
from xiezhi.site.clock_strip.words import count_days, whole_day
from xiezhi.site.staff.case.names import Names, party_names

Data = dict[str, Any]
NOT_SPECIFIED = "not_specified"


class Said(NamedTuple):
    """An event in words: what happened, and what else is on record about it."""

    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the words need to know beyond one event. `papers` are the documents by their number in the file, `numbers` the case
    numbers that this viewer may read."""

    names: Names
    parties: dict[int, str]
    spans: dict[int, tuple[str | None, date]]
    requests: dict[int, Data]
    titles: dict[int, str]
    papers: dict[int, UUID]
    numbers: frozenset[str]
    law: Catalogue

    def party(self, number: int | None) -> str:
        if number is None:
            return ""
        return self.parties.get(number, tr(f"{number}号当事人", f"party {number}"))

    def ground(self, ground: str | None) -> str:
        known = self.law.grounds.get(ground or "")
        return tr(known.name_zh, known.name_en) if known else ground or ""

    def span(self, number: int) -> str:
        return self.ground(self.spans[number][0]) if number in self.spans else ""

    def span_length(self, number: int, end: date) -> str:
        """How many days a span took, up to its end."""
        if number not in self.spans:
            return ""
        days = (end - self.spans[number][1]).days
        return tr(f"共{days}日", f"{count_days(days)} in all")

    def procedure(self, rule: str | None) -> str:
        known = self.law.rules.get(rule or "")
        return tr(known.name_zh, known.name_en) if known else rule or ""

    def number(self, number: str | None) -> str:
        """A case number where the viewer may see that case; else that there is another case, and no more."""
        if number and number in self.numbers:
            return number
        return tr("另一案件", "another case")


Tell = Callable[[Voice, Data, date], Said]
"""How one kind of event is told; the day is that on which it happened."""


def voice_of(state: CaseState, names: Names, papers: dict[int, UUID], numbers: frozenset[str]) -> Voice:
    """The voice in which the events of a case are told."""
    requested = [past.data for past in state.history if past.kind == "extension.requested" and past.data]
    return Voice(
        names,
        party_names(state),
        {span.no: (span.ground, span.start) for span in state.spans},
        {data["request_no"]: data for data in requested},
        {paper["no"]: paper_title(paper) for paper in state.documents},
        papers,
        numbers,
        load_catalogue(),
    )


def kind_name(kind: str) -> str:
    known = event_kind(kind)
    return tr(known.name_zh, known.name_en)


def choice(choices: str, value: str | None) -> str:
    """The name of a value of a closed list."""
    return tr(*load_procedure().names_of(choices, value)) if value else ""


def lower(choices: str, value: str | None) -> str:
    """The same inside a sentence: English names of lists begin with a capital, which proper names keep."""
    words = choice(choices, value)
    return words[:1].lower() + words[1:] if words[1:].islower() else words


def approver(level: str) -> str:
    """Who decides on more time, with the article; nothing where the record does not say."""
    if level == NOT_SPECIFIED:
        return ""
    name = lower("approver", level)
    return tr(name, f"the {name}")


def sentence(words: str) -> str:
    """With the capital that begins an English sentence."""
    return words[:1].upper() + words[1:]


def length(data: Data) -> str:
    """Months or days of an extension."""
    asked = Length(data.get("months") or 0, data.get("days") or 0)
    return tr(length_zh(asked), length_en(asked))


def moment(text: str) -> str:
    """A moment of an event's content, 2026-09-22T14:30, as people write it."""
    at = datetime.fromisoformat(text)
    return f"{whole_day(at.date())} {at:%H:%M}"


def listed(*parts: str) -> str:
    """Details side by side; empty ones are left out."""
    return tr("；", "; ").join(part for part in parts if part)


def told(zh: str, en: str, value: object) -> str:
    """A labelled detail, or nothing where there is nothing to tell."""
    return tr(f"{zh}：{value}", f"{en}: {value}") if value else ""


def paper_title(paper: Data) -> str:
    return str(paper.get("title") or paper["name"])


def panel_words(voice: Names, members: list[tuple[str, str]]) -> str:
    """The members of a panel in order, each with the roles held."""
    roles: dict[str, list[str]] = {}
    for officer, role in members:
        roles.setdefault(officer, []).append(lower("panel_role", role))
    joint = tr("、", ", ")
    return joint.join(
        tr(
            f"{voice.officer(officer)}（{joint.join(held)}）",
            f"{voice.officer(officer)} ({joint.join(held)})",
        )
        for officer, held in roles.items()
    )
