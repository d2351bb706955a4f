"""Earlier decisions in the same dispute that the procedure paragraph recounts, and the order to try the case again."""

import re
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.text.clauses import Clause
from xiezhi.rules.text.dates import DateMention
from xiezhi.rules.text.script import without_blanks
from xiezhi.rules.text.sections import Document

_DECISION = re.compile(
    r"(?:作出|做出|以)(?:了)?(?P<number>（ ?\d{4} ?）[^，。；（）]{2,30}?号)?"
    r"(?:刑事|民事|行政|执行)?(?:附带民事)?(?P<kind>再审决定|判决|裁定|决定|调解)"
)
_COURT = re.compile(
    r"本院|我院|(?:[^，。；：、（）向由对不]{2,30}?)法院(?=审理|受理|于|以|经|在|作|做|另|重|依|[一二12]|$|，|一审)"
)
_RETRIAL = re.compile(
    r"再审决定|(?:决定|裁定|指令|提起|进行|提出)[^，。；]{0,40}?(?:再审|提审)|由本院再审|提审"
)


@dataclass(frozen=True, slots=True)
class PriorDecision:
    """A decision made earlier: court, number, day, and what it was."""

    court: str | None
    case_no: str | None
    decided_on: date | None
    kind: str

    def as_record(self) -> dict[str, str | None]:
        """In the shape of the truth file."""
        day = self.decided_on.isoformat() if self.decided_on else None
        return {"court": self.court, "case_no": self.case_no, "date": day, "kind": self.kind}


def _last_before(dates: list[DateMention], position: int, floor: int) -> date | None:
    days = [mention.day for mention in dates if floor <= mention.start and mention.end <= position]
    return days[-1] if days else None


def _court_before(text: str, position: int, floor: int, own_court: str | None) -> str | None:
    names = [match.group() for match in _COURT.finditer(text, floor, position)]
    if not names:
        return own_court
    return own_court if names[-1] in ("本院", "我院") else without_blanks(names[-1])


def _kind(word: str, following: str) -> str:
    if word == "裁定" and "发回" in following:
        return "裁定撤销原判发回重审"
    return word


def prior_decisions(
    document: Document, dates: list[DateMention], own_court: str | None
) -> list[PriorDecision]:
    """The decisions recounted in the procedure paragraph, in order."""
    text, span = document.uniform, document.procedure
    found: list[PriorDecision] = []
    for match in _DECISION.finditer(text, span.start, span.end):
        sentence = max(span.start, text.rfind("。", span.start, match.start()) + 1)
        day = _last_before(dates, match.start(), sentence)
        if match["number"] is None and day is None:
            continue
        court = _court_before(text, match.start(), sentence, own_court)
        following = text[match.end() : min(span.end, match.end() + 120)].partition("作出")[0]
        number = without_blanks(match["number"]) if match["number"] else None
        found.append(PriorDecision(court, number, day, _kind(match["kind"], following)))
    return found


def retrial_ordered_on(document: Document, clauses: list[Clause]) -> date | None:
    """The day on which this court or a higher one ordered the retrial."""
    for clause in clauses:
        match = _RETRIAL.search(clause.text)
        if match is None:
            continue
        days = [
            mention.day
            for other in clauses
            if other.sentence == clause.sentence
            for mention in other.dates
            if mention.day and mention.end <= clause.start + match.end()
        ]
        if days:
            return days[-1]
    return None
