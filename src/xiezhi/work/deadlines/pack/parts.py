"""The tables of the paper pack and the words of their cells, in the language of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from xiezhi.record.state import Span
from xiezhi.rules.dates import add_months
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import MONTHS_EN, day_en, day_zh
from xiezhi.work.deadlines.outgoing.wording import (
    clock_name,
    days_until,
    joined,
    number_shown,
    rule_name,
    subject_name,
)
from xiezhi.work.deadlines.pack.rows import PaperHearing, PaperRow, open_spans
from xiezhi.work.deadlines.watched.levels import FIRST, LAST, TODAY

DUE_DAYS = 30
HEARING_DAYS = 10
STANDING = ("paused", "suspended")
SPANS = {
    "suspension": ("中止", "suspended"),
    "deduction": ("扣除", "deduction"),
    "notice": ("公告", "public notice"),
    "supplementary_investigation": ("补充侦查", "supplementary investigation"),
}
WEEKDAYS = (
    ("一", "Mon"),
    ("二", "Tue"),
    ("三", "Wed"),
    ("四", "Thu"),
    ("五", "Fri"),
    ("六", "Sat"),
    ("日", "Sun"),
)


class Head(NamedTuple):
    """A column: its words, its width in millimetres (0 = what is left), whether it stands right."""

    words: str
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the pack. `past`: what it lists is past its limit, the one thing printed in vermilion."""

    key: str
    title: str
    said: str
    heads: tuple[Head, ...]
    lines: Sequence[Sequence[str]]
    past: bool = False


# --- the parts


def _identity() -> tuple[Head, ...]:
    return (
        Head(tr("案号", "Case number"), 50),
        Head(tr("案由", "Cause"), 46),
        Head(tr("承办法官", "Judge"), 20),
    )


def _named(row: PaperRow | PaperHearing) -> list[str]:
    cause = "" if row.protected else row.cause
    return [number_shown(row.number, row.protected), cause, row.judge or tr("未分案", "not assigned")]


def _dated(title: str, right: str) -> tuple[Head, ...]:
    return (Head(title, 30), Head(right, 19, right=True))


def past(rows: Sequence[PaperRow], on: date) -> Part:
    """The cases past their last day."""
    lines = [
        [*_named(row), _due_day(row), str(-days_until(row.due_on, on)), _basis(row)]
        for row in rows
        if row.due_on is not None and row.due_on < on
    ]
    heads = (
        *_identity(),
        *_dated(tr("届满日", "Due"), tr("超期日数", "Days past")),
        Head(tr("日期由来", "Why this day"), 0),
    )
    return Part(
        "past",
        tr("已超期限", "Past the limit"),
        tr("当日说明原因", "give the reason today"),
        heads,
        lines,
        past=True,
    )


def due(rows: Sequence[PaperRow], on: date) -> Part:
    """The last days ahead, with their warning."""
    last = on + timedelta(days=DUE_DAYS)
    lines = [
        [*_named(row), _due_day(row), str(days_until(row.due_on, on)), _warning(row.level), _basis(row)]
        for row in rows
        if row.due_on is not None and on <= row.due_on <= last
    ]
    heads = (
        *_identity(), *_dated(tr("届满日", "Due"), tr("剩余日数", "Days left")), Head(tr("提醒", "Warning"), 17),
        Head(tr("日期由来", "Why this day"), 0),
    )  # fmt: skip
    return Part(
        "due",
        tr(f"{DUE_DAYS}日内届满", f"Due within {DUE_DAYS} days"),
        tr(f"至{day_words(last)}", f"to {day_words(last)}"),
        heads,
        lines,
    )


def hearings(rows: Sequence[PaperHearing], on: date) -> Part:
    """The hearings ahead."""
    heads = (
        Head(tr("时间", "Time"), 36), Head(tr("法庭", "Courtroom"), 28), *_identity(),
        Head(tr("事项", "Purpose"), 0),
    )  # fmt: skip
    lines = [
        [_moment(row.starts_at), row.room or "—", *_named(row), joined(_nth(row.no), "" if row.protected else row.purpose)]
        for row in rows
    ]  # fmt: skip
    last = on + timedelta(days=HEARING_DAYS)
    return Part(
        "hearings",
        tr(f"{HEARING_DAYS}日内开庭", f"Hearings within {HEARING_DAYS} days"),
        tr(f"至{day_words(last)}", f"to {day_words(last)}"),
        heads,
        lines,
    )


def stopped(rows: Sequence[PaperRow], on: date, months: int) -> Part:
    """The clocks that stand: why, and when somebody looks again, so many months after the last look."""
    ordered = sorted(filter(_stands, rows), key=lambda row: (row.stopped_on or date.max, row.number))
    lines = [
        [
            *_named(row), day_words(row.stopped_on) if row.stopped_on else "—",
            "—" if row.remaining_days is None else str(row.remaining_days), _grounds(row), _check(row, on, months),
        ]
        for row in ordered
    ]  # fmt: skip
    heads = (
        *_identity(), *_dated(tr("停于", "Stopped on"), tr("余下日数", "Days kept")), Head(tr("事由", "Ground"), 0),
        Head(tr("下次核查", "Next check"), 34),
    )  # fmt: skip
    return Part(
        "stopped",
        tr("期限停止计算", "Clocks stopped"),
        tr("扣除、中止的事由消除，期限即续行", "once the ground ends the clock runs on"),
        heads,
        lines,
    )


def hidden(rows: Sequence[PaperRow], on: date) -> Part:
    """Within the limit as extended and deducted, beyond the base limit by the calendar."""
    lines = [
        [*_named(row), _due_day(row), day_words(row.base_on), str((on - row.base_on).days), _basis(row)]
        for row in rows
        if row.base_on is not None and row.due_on is not None and row.base_on < on <= row.due_on
    ]
    heads = (
        *_identity(), Head(tr("届满日", "Due"), 30), *_dated(tr("基本期限至", "Base limit to"), tr("超出日数", "Days beyond")),
        Head(tr("日期由来", "Why this day"), 0),
    )  # fmt: skip
    said = tr("在期限内，自然天数已过基本期限", "within the limit, beyond the base limit by the calendar")
    return Part("hidden", tr("隐性超审限", "Hidden overruns"), said, heads, lines)


def beside(rows: Sequence[PaperRow], on: date) -> Part:
    """The clocks beside the trial limit."""
    lines = [
        [
            *_named(row),
            _due_day(row),
            _days(row.due_on, on),
            joined(clock_name(row.kind), subject_name(row.subject)),
        ]
        for row in rows
        if row.due_on is not None
    ]
    heads = (
        *_identity(),
        *_dated(tr("届满日", "Due"), tr("剩余日数", "Days left")),
        Head(tr("期限", "Clock"), 0),
    )
    said = tr(f"{DUE_DAYS}日内届满或者已过", f"due within {DUE_DAYS} days or past")
    return Part("beside", tr("其他期限", "Other clocks"), said, heads, lines)


# --- the words of a cell


def day_words(day: date) -> str:
    """A day as each language writes it."""
    return tr(day_zh(day), day_en(day))


def _moment(at: datetime) -> str:
    """A day of the coming ones with its weekday and hour; the year goes without saying."""
    local = timezone.localtime(at)
    (zh, en), month = WEEKDAYS[local.weekday()], MONTHS_EN[local.month - 1]
    return tr(f"{local.month}月{local.day}日 周{zh} {local:%H:%M}", f"{en} {local.day} {month} {local:%H:%M}")


def _due_day(row: PaperRow) -> str:
    assert row.due_on is not None
    return day_words(row.due_on)


def _days(due_on: date, on: date) -> str:
    left = days_until(due_on, on)
    return str(left) if left >= 0 else tr(f"已过{-left}", f"{-left} past")


def _warning(level: str) -> str:
    words = {
        TODAY: ("今日届满", "today"),
        LAST: ("末次提醒", "last"),
        FIRST: ("首次提醒", "first"),
    }
    return tr(*words[level]) if level in words else ""


def _nth(no: int) -> str:
    return tr(f"第{no}次开庭", f"hearing {no}")


def _basis(row: PaperRow) -> str:
    """What a due date rests on, in a line; of a protected case nothing that tells what it is about."""
    deducted, times = row.deducted_days or 0, row.extensions or 0
    return joined(
        "" if row.protected or not row.rule else rule_name(row.rule),
        tr(f"{day_words(row.anchor_on)}起算", f"from {day_words(row.anchor_on)}") if row.anchor_on else "",
        tr(f"扣除{deducted}日", f"{deducted} days excluded") if deducted else "",
        tr(f"延长{times}次", f"extended {times} times" if times > 1 else "extended once") if times else "",
        tr("休息日顺延", "moved over rest days") if row.nominal_on and row.nominal_on != row.due_on else "",
        tr("暂定", "provisional") if row.provisional else "",
    )


def _stands(row: PaperRow) -> bool:
    return row.due_on is None and (row.status in STANDING or row.stage == "suspended")


def _grounds(row: PaperRow) -> str:
    """Why the clock stands; of a protected case only that it does."""
    kind = tr("中止", "suspended") if row.stage == "suspended" else tr("扣除", "deduction")
    if row.protected:
        return kind
    spans = open_spans(row.case)
    return tr("；", "; ").join(_span_words(span, row.stopped_on) for span in spans) or kind


def _span_words(span: Span, stopped_on: date | None) -> str:
    """The kind of a span and its ground; since when, where that is not the day the clock stopped."""
    ground = load_catalogue().grounds.get(span.ground or "")
    kind = tr(*SPANS[span.thing]) if span.thing in SPANS else ""
    name = tr(ground.name_zh, ground.name_en) if ground else ""
    since = day_words(span.start)
    return joined(
        tr("：", ": ").join(filter(None, (kind, name))),
        tr(f"{since}起", f"since {since}") if span.start != stopped_on else "",
    )


def _check(row: PaperRow, on: date, months: int) -> str:
    """By when the cause of a suspension is looked at again; a deduction has no such day."""
    if row.stage != "suspended" or row.looked_on is None:
        return tr("事由消除时", "when the ground ends")
    day = add_months(row.looked_on, months)
    return day_words(day) + (tr("，已过", ", past") if day < on else "")
