"""The signature part: who decided, who wrote, and the date under the names (落款).

The date of the decision stands here and only here. When it is masked or miswritten its words are kept and no day
is guessed.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from xiezhi.rules.text.dates import whole_date
from xiezhi.rules.text.sections import Document
from xiezhi.rules.text.titles import ASSISTANT, CLERK, JUDGE, JUROR, OFFICE, PRESIDING, TYPIST

_DATE_LIKE = re.compile(
    r"[一二12][〇零0oO一二三四五六七八九\d千]{1,8} ?年 ?[^ 年月]{1,3} ?月 ?[^ 月年书审法附]{0,4}?(?:日|(?=[^㐀-鿿×]|$)|无|号)"
)
_NAME = re.compile(r"[㐀-鿿×XＸ*·•‧.]{2,16}")
_NOT_A_NAME = re.compile(r"本件|核对|无异|法律|条文|附|相关|院印|公章|适用|判决|裁定|打印|校对")
_AFTER_NAME = re.compile(r"（[^）]{0,6}）?|[：:，。、,].*$")


@dataclass(frozen=True, slots=True)
class Signatures:
    """The people who sign by office, and the date; `date_words` is set only when the date is not readable."""

    presiding_judge: str | None = None
    judges: list[str] = field(default_factory=list)
    jurors: list[str] = field(default_factory=list)
    judge_assistants: list[str] = field(default_factory=list)
    clerks: list[str] = field(default_factory=list)
    decision_date: date | None = None
    date_words: str | None = None

    @property
    def deciding(self) -> int:
        """How many people decided."""
        return len(self.judges) + len(self.jurors) + (self.presiding_judge is not None)


def _names(words: str) -> list[str]:
    """The names in what follows an office: single characters were spaced out (张 三), longer words are people."""
    people: list[str] = []
    spaced_out = False
    for piece in _AFTER_NAME.sub(" ", words.lstrip(" ：:，")).split():
        if spaced_out and len(piece) == 1:
            people[-1] += piece
            continue
        spaced_out = len(piece) == 1
        people.append(piece)
    return [name for name in people if _NAME.fullmatch(name) and not _NOT_A_NAME.search(name)]


def read_signatures(document: Document) -> Signatures | None:
    """The people and the date of the signature part; None when the document has none."""
    if document.signatures is None:
        return None
    text = document.signatures.of(document.uniform)
    dates = [match.group() for match in _DATE_LIKE.finditer(text)]
    people: dict[str, list[str]] = {PRESIDING: [], JUDGE: [], JUROR: [], ASSISTANT: [], CLERK: [], TYPIST: []}
    offices = list(OFFICE.finditer(text))
    for office, following in zip(offices, [*offices[1:], None], strict=True):
        words = _DATE_LIKE.sub(" ", text[office.end() : following.start() if following else len(text)])
        known = people[str(office.lastgroup)]
        known += [name for name in _names(words) if name not in known]
    day = next((found for found in map(whole_date, dates) if found), None)
    return Signatures(
        presiding_judge=people[PRESIDING][0] if people[PRESIDING] else None,
        judges=people[JUDGE],
        jurors=people[JUROR],
        judge_assistants=people[ASSISTANT],
        clerks=people[CLERK],
        decision_date=day,
        date_words=dates[0] if dates and day is None else None,
    )
