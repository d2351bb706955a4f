"""Many trial clocks asked at once: the kept questions of pending cases, answered by the bulk clock, told as one line of text each, so that
a province is compared with what stands without making a million rows into objects.

Equal questions are asked once: most pending cases of a day and a procedure have no event that bears on their limit.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.limits.bulk import compute_cases
from xiezhi.rules.limits.model import CaseInput, Outcome
from xiezhi.work.deadlines.clocks import Answer, Key, answer_of, without_moves
from xiezhi.work.deadlines.law_in_force import LawInForce
from xiezhi.work.deadlines.questions import read_asked

# What is compared: all that an answer says but anchor, length and number of extensions, which the bulk clock does not tell.
_TOLD = (
    "rule", "rule_from", "law_version", "status", "due_on", "nominal_on", "soft_on", "base_on", "stopped_on", "deducted_days",
    "remaining_days", "issues",
)  # fmt: skip
_TEXTS = ", ".join(f"coalesce(d.{name}::text, '')" for name in _TOLD)
LINE = f"concat_ws('|', {_TEXTS}, d.provisional::text)"
"""The SQL of the line of a standing deadline `d`."""

Asked = dict[str, dict[Key, Answer]]
"""The answers by the text of the question, for the case and each accused apart; nothing where the law data do not reach."""


class Dates(NamedTuple):
    """What people see move."""

    due_on: date | None
    provisional: bool
    status: str


def line(answer: Answer) -> str:
    """An answer as one line, as LINE tells a standing one."""
    told = (getattr(answer, name) for name in _TOLD)
    return "|".join(
        ["" if value is None else str(value) for value in told] + [str(answer.provisional).lower()]
    )


def dates(answer: Answer) -> Dates:
    return Dates(answer.due_on, answer.provisional, answer.status)


def answers(law: LawInForce, texts: Iterable[str], on: date) -> Asked:
    """The answers to kept questions on a day, by their text."""
    asked = [
        (text, key, question)
        for text in dict.fromkeys(texts)
        for key, question in read_asked(json.loads(text), on)
    ]
    outcomes = _ask(law, [question for _, _, question in asked])
    plain = [without_moves(question) for _, _, question in asked]
    moved = [place for place, question in enumerate(plain) if question is not asked[place][2]]
    bases = dict(zip(moved, _ask(law, [plain[place] for place in moved])))
    found: Asked = {text: {} for text, _, _ in asked}
    for place, ((text, key, _), outcome) in enumerate(zip(asked, outcomes)):
        base = bases.get(place, outcome)
        if isinstance(outcome, Outcome) and isinstance(base, Outcome):
            found[text][key] = answer_of(outcome, base, None)
    return found


def _ask(law: LawInForce, questions: Sequence[CaseInput]) -> list[Outcome | XiezhiError]:
    return list(compute_cases(questions, law.clock)) if questions else []
