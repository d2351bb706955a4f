"""What a row of the desk is: the thing, why it is here, its day, one main action; and the sections the rows stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import short_day, weekday
from xiezhi.site.staff.deadlines.naming import Named

LIMIT, CLOCK, REQUEST, HEARING, REVIEW = "limit", "clock", "request", "hearing", "review"
ASSIGN, RECEIVED, EDITION, TOPIC = "assign", "received", "edition", "topic"
KINDS = {
    LIMIT: ("审限", "Limits"),
    CLOCK: ("其他期限", "Clocks"),
    REQUEST: ("审批", "Approvals"),
    HEARING: ("开庭", "Hearings"),
    REVIEW: ("核查中止", "Suspensions"),
    ASSIGN: ("分案", "To assign"),
    RECEIVED: ("立案", "To docket"),
    EDITION: ("变更", "Changes"),
    TOPIC: ("会商", "Meetings"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A row. `at` is the time of day, `action` the one main action at `href`; `main` = it waits for this very post."""

    kind: str
    on: date | None
    title: str
    case: Named | None
    why: str
    action: str = ""
    href: str = ""
    main: bool = False
    at: str = ""
    ends: bool = True  # the day is a last day; else it is the day on which something takes place

    @property
    def kind_words(self) -> str:
        return tr(*KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one kind, at most so many as the desk shows; `total` counts them all, `href` lists them."""

    items: list[Item]
    total: int = -1
    href: str = ""

    @property
    def count(self) -> int:
        return len(self.items) if self.total < 0 else self.total


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands in its section: the day in words, and what is left."""

    item: Item
    day: str
    left: str
    past: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of a span of days."""

    words: str
    lines: list[Line]


def sections(items: Sequence[Item], today: date) -> list[Section]:
    """The rows by day: what is past, today, what waits without a day, this week, later."""
    sunday = today + timedelta(days=6 - today.weekday())
    parts: dict[str, list[Item]] = {"past": [], "today": [], "any": [], "week": [], "later": []}
    for item in sorted(items, key=lambda one: (one.on or date.max, one.at, list(KINDS).index(one.kind))):
        parts[_part(item.on, today, sunday)].append(item)
    words = {
        "past": tr("已过", "Past"),
        "today": tr(
            f"今天，{short_day(today, today)} {weekday(today)}",
            f"Today, {weekday(today)} {short_day(today, today)}",
        ),
        "week": tr("本周", "This week"),
        "later": tr("以后", "Later"),
        "any": tr("待办，没有定日", "Waiting, without a day"),
    }
    return [
        Section(words[part], [_line(item, today) for item in found]) for part, found in parts.items() if found
    ]


def _part(day: date | None, today: date, sunday: date) -> str:
    if day is None:
        return "any"
    if day < today:
        return "past"
    if day == today:
        return "today"
    return "week" if day <= sunday else "later"


def _line(item: Item, today: date) -> Line:
    if item.on is None:
        return Line(item, "—", "", past=False)
    day = tr("今天", "Today") if item.on == today else short_day(item.on, today)
    left = (item.on - today).days
    if item.at:
        return Line(item, day, item.at, past=False)
    if left == 0:
        return Line(item, day, tr("今日届满", "last day") if item.ends else "", past=False)
    if left > 0:
        return Line(item, day, tr(f"剩{left}日", f"{left} d left"), past=False)
    over = tr(f"超{-left}日", f"{-left} d over") if item.ends else tr(f"{-left}日前", f"{-left} d ago")
    return Line(item, day, over, item.ends)
