"""Sentences and clauses of a part, each with its dates and the court that acts in it.

A date belongs to the verb that follows it: in the same clause, or in an earlier clause of the sentence when no
other act has used it (于2018年2月28日受理后，…，于2018年3月13日公开开庭). Acts of another court, such as the first
instance described in an appeal, are told apart by the court last named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xiezhi.rules.text.dates import DateMention
from xiezhi.rules.text.sections import Span

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_CLAUSE = re.compile(r"[^，：]+[，：]?")
_OWN_COURT = re.compile(r"本院|我院")
_COURT_NAMED = re.compile(r"(?P<aside>[向由至对经给]?)[^，。；、（）向由至对经给 ]{2,30}法院")
_ACT = re.compile(
    r"提起公诉|提起公益诉讼|立案|受理|收到|作出|做出|宣判|裁定|建议|提出|转为|转换|变更为|恢复(?!日)|中止(?!审理，|期)|批准|指定|指令"
    r"|召开|庭前会议|延长|撤诉|撤回|开庭审理|开庭进行"
)
_GOVERNING = frozenset(("裁定", "建议", "提出", "批准", "指令"))
_GOVERNED_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas; `own` is False where another court acts."""

    start: int
    text: str
    sentence: int
    dates: tuple[DateMention, ...]
    own: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _acts_here(text: str, own: bool) -> bool:
    if _OWN_COURT.search(text):
        return True
    named = [match["aside"] for match in _COURT_NAMED.finditer(text)]
    return own if all(named) else False


def clauses_of(text: str, span: Span, dates: list[DateMention]) -> list[Clause]:
    """The clauses of a part of the uniform text; `dates` are the mentions found in it."""
    clauses: list[Clause] = []
    following = 0
    for number, sentence in enumerate(_SENTENCE.finditer(text, span.start, span.end)):
        own = True
        for match in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
            first = following
            while following < len(dates) and dates[following].start < match.end():
                following += 1
            own = _acts_here(match.group(), own)
            clauses.append(Clause(match.start(), match.group(), number, tuple(dates[first:following]), own))
    return clauses


def _last_act(clause: Clause, before: int) -> int:
    """Where the last act before a position starts; a verb that governs what stands there (裁定中止) is part of it."""
    last = -1
    for match in _ACT.finditer(clause.text, 0, max(0, before - clause.start)):
        start = clause.start + match.start()
        if match.group() not in _GOVERNING or before - start > _GOVERNED_WITHIN:
            last = start
    return last


def dates_of_act(clauses: list[Clause], index: int, position: int) -> list[DateMention]:
    """The dates that belong to the act at `position` in clause `index`; empty when another act has them."""
    for clause in reversed(clauses[: index + 1]):
        if clause.sentence != clauses[index].sentence:
            break
        used = _last_act(clause, min(position, clause.end))
        found = [mention for mention in clause.dates if used < mention.start and mention.end <= position]
        if found or used >= 0:
            return found
    return []


@dataclass(frozen=True, slots=True)
class Sentence:
    """The clauses of one sentence, their place among all clauses, and the sentence's words."""

    clauses: list[Clause]
    first: int
    last: int
    text: str

    def days_before(self, pattern: re.Pattern[str]) -> list[list[date | None]]:
        """For every match of the pattern the days that belong to it ([] when the act has no date)."""
        found: list[list[date | None]] = []
        for index in range(self.first, self.last):
            clause = self.clauses[index]
            for match in pattern.finditer(clause.text):
                mentions = dates_of_act(self.clauses, index, clause.start + match.start())
                found.append([mention.day for mention in mentions])
        return found

    def first_days(self, pattern: re.Pattern[str]) -> list[date | None]:
        return next((days for days in self.days_before(pattern) if days), [])


def sentences(clauses: list[Clause]) -> Iterator[Sentence]:
    for _, group in groupby(range(len(clauses)), key=lambda index: clauses[index].sentence):
        places = list(group)
        first, last = places[0], places[-1] + 1
        yield Sentence(clauses, first, last, "".join(clause.text for clause in clauses[first:last]))
