"""The words of a reminder by mail: facts only — case number, clock, last day, days left, link — in Chinese with the English below."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

from xiezhi.rules.language import speak_to, tr
from xiezhi.rules.limits.sentences import day_en, day_zh
from xiezhi.work.deadlines.outgoing.wording import (
    TRIAL,
    clock_name,
    joined,
    number_shown,
    plain_text,
    rule_name,
    subject_name,
)

MOST_LINES = 60
Address: TypeAlias = Callable[[UUID], str]


class Reminding(NamedTuple):
    """One reminder that goes into a letter. `absent`: the name of the officer who is away, where a stand-in is written to."""

    reminder: int
    case: UUID
    number: str
    protected: bool
    kind: str
    rule: str
    subject: str
    due_on: date
    provisional: bool
    absent: str


class Letter(NamedTuple):
    """Subject and text."""

    subject: str
    text: str


def letter(name: str, lines: Sequence[Reminding], on: date, address: Address) -> Letter:
    """One letter for all reminders of a person on a day, nearest date first."""
    ordered = sorted(lines, key=lambda line: (line.due_on, line.number, line.kind))
    texts, subjects = [], []
    for lang in ("zh", "en"):
        with speak_to(lang):
            subjects.append(tr(f"期限提醒：{len(lines)}项", f"Limits: {len(lines)}"))
            texts.append(_text(name, ordered, on, address))
    return Letter(" / ".join(subjects), "\n\n".join(texts) + "\n")


def _text(name: str, lines: Sequence[Reminding], on: date, address: Address) -> str:
    shown = [_line(place, line, on, address) for place, line in enumerate(lines[:MOST_LINES], 1)]
    left = len(lines) - len(shown)
    return "\n".join(
        [
            tr(f"{plain_text(name)}：", f"{plain_text(name)},"),
            tr("下列期限到了提醒日：", "these limits have reached a warning point:"),
            "",
            *shown,
            "",
            *(
                [tr(f"另有{left}项，见系统中的审限页。", f"And {left} more: see the page of deadlines.")]
                if left
                else []
            ),
            tr(
                "本信由系统自动发出，只作提醒；日期以系统为准。",
                "Sent by the system as a reminder; what the system says prevails.",
            ),
        ]
    )


def _line(place: int, line: Reminding, on: date, address: Address) -> str:
    clock = rule_name(line.rule) if line.kind == TRIAL else clock_name(line.kind)
    day = tr(f"{day_zh(line.due_on)}届满", f"due {day_en(line.due_on)}")
    if line.provisional:
        day += tr("（暂定）", " (provisional)")
    away = tr(f"{line.absent}离岗，由您代办", f"for {line.absent}, who is away") if line.absent else ""
    said = joined(
        number_shown(line.number, line.protected),
        clock,
        subject_name(line.subject),
        day,
        _left(line.due_on, on),
        away,
    )
    link = "" if line.protected else f"\n   {address(line.case)}"
    return f"{place}. {plain_text(said)}{link}"


def _left(due_on: date, on: date) -> str:
    days = (due_on - on).days
    if days == 0:
        return tr("今日", "today")
    unit = "day" if abs(days) == 1 else "days"
    return (
        tr(f"已过{-days}日", f"{-days} {unit} past") if days < 0 else tr(f"剩{days}日", f"{days} {unit} left")
    )
