"""The columns of the docket: what each is called, how it is drawn on the page, what stands in the spreadsheet."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiezhi.record.party_label import SIDES
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Status
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.clock_strip.words import short_day, whole_day
from xiezhi.site.staff.docket.next_step import next_step
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.templatetags.parts import clock_bar

NOTHING = "—"
FEN_A_YUAN = 100
STAGES = {
    "received": ("收案", "received"),
    "pending": ("审理中", "pending"),
    "suspended": ("中止", "suspended"),
    "closed": ("已结", "closed"),
    "effective": ("已生效", "effective"),
    "archived": ("已归档", "archived"),
}
_PROVINCE = re.compile("^[^省区]{2,8}?(省|自治区)(?!高级)")
_UNBOUND = {
    Status.EXEMPT: ("不受限", "exempt"),
    Status.NO_LIMIT: ("无法定期限", "no limit"),
    Status.INVALID: ("算不出", "not computed"),
}

Value = str | int | Decimal | date | None
Drawn = SafeString | str


_LABELLED = ("filed", "base", "due", "closed", "deducted", "extensions", "beyond", "left", "amount")


class Cell(NamedTuple):
    """A cell of the page: its classes, its label on a phone, the whole text where it is clipped, its content."""

    classes: str
    label: str
    title: str
    content: Drawn


@dataclass(frozen=True, slots=True)
class DocketColumn:
    """`value` is the plain content, for sheets and for a clipped cell's title; `draw` the cell on the page, where it differs.
    `identifies`: tells which case it is, and so stays closed for a protected one. `kind`: the classes of its cells."""

    key: str
    zh: str
    en: str
    value: Callable[[Row, date], Value]
    draw: Callable[[Row, date], Drawn] | None = None
    kind: str = ""
    sort: str = ""
    identifies: bool = False

    @property
    def words(self) -> str:
        return tr(self.zh, self.en)

    @property
    def classes(self) -> str:
        return f"in-{self.key} {self.kind}".rstrip()

    @property
    def label(self) -> str:
        """What stands before the content where there are no heads: days and figures do not speak for themselves."""
        return self.words if self.key in _LABELLED else ""

    def shown(self, row: Row, today: date) -> Cell:
        """The cell on the page."""
        if row.hidden and self.identifies:
            words = hidden_words() if self.key == "number" else NOTHING
            return Cell(self.classes, self.label, "", words)
        plain = self.value(row, today)
        words = (
            short_day(plain, today) if isinstance(plain, date) else NOTHING if plain is None else str(plain)
        )
        drawn = self.draw(row, today) if self.draw else words
        return Cell(self.classes, self.label, words if "clip" in self.kind else "", drawn)

    def told(self, row: Row, today: date) -> Value:
        """The content in a sheet."""
        if row.hidden and self.identifies:
            return hidden_words() if self.key == "number" else None
        return self.value(row, today)


def hidden_words() -> str:
    """What stands in place of a protected case's number."""
    return tr("受保护，不显示", "protected, not shown")


def case_address(row: Row) -> str:
    return reverse("staff:case", args=[row.case])


def parties(label: str) -> str:
    """The two sides of a case in one line."""
    return label.replace(SIDES, tr(" 诉 ", " v. "))


def procedure_name(rule: str) -> str:
    """The name of a procedure (a rule of the catalogue of limits)."""
    found = load_catalogue().rules.get(rule)
    return tr(found.name_zh, found.name_en) if found else rule


def choice_name(kind: str, key: str) -> str:
    """The name of a choice of the event catalogue (branch, outcome …)."""
    names = load_procedure().choices[kind].get(key)
    return tr(*names) if names else key


def stage_name(stage: str) -> str:
    return tr(*STAGES[stage]) if stage in STAGES else stage


def _number(row: Row, today: date) -> Drawn:
    shown = row.number or tr("（未编号）", "(no number yet)")
    return format_html('<a class="number" href="{}">{}</a>', case_address(row), shown)


def _flag(words: str, title: str = "") -> SafeString:
    return (
        format_html('<span class="flag" title="{}">{}</span>', title, words)
        if title
        else format_html('<span class="flag">{}</span>', words)
    )


def _due(row: Row, today: date) -> Drawn:
    if row.due_on is None:
        return _without_due(row)
    words, past = short_day(row.due_on, today), "past" if row.is_past(today) else "due"
    flags = format_html_join("", "{}", ((flag,) for flag in _due_flags(row, today)))
    if row.hidden:
        return format_html('<span class="{}">{}</span>{}', past, words, flags)
    return format_html('<a class="{}" href="{}#limit">{}</a>{}', past, case_address(row), words, flags)


def _due_flags(row: Row, today: date) -> list[SafeString]:
    flags = []
    if row.rolled and row.nominal_on:
        nominal = whole_day(row.nominal_on)
        flags.append(
            _flag(
                tr("顺延", "rolled"), tr(f"名义届满日{nominal}，遇休息日", f"nominal {nominal}, a rest day")
            )
        )
    beyond = row.days_beyond_base(today)
    if beyond:
        flags.append(
            _flag(
                tr("隐性", "hidden"),
                tr(f"自然天数过基本期限{beyond}日", f"{beyond} days beyond the base limit"),
            )
        )
    if row.provisional:
        year = row.due_on.year if row.due_on else ""
        flags.append(
            _flag(
                tr("暂定", "prov."),
                tr(f"{year}年放假安排未公布", f"the holiday notice for {year} is not out"),
            )
        )
    return flags


def _without_due(row: Row) -> Drawn:
    words = due_words(row)
    if row.status in _UNBOUND or row.status is None:
        return format_html('<span class="second">{}</span>', words)
    return _flag(words)


def due_words(row: Row) -> str:
    """What stands where there is no last day."""
    if row.status is None:
        return NOTHING
    if row.stage == "suspended" or row.status == Status.SUSPENDED:
        return tr("中止", "suspended")
    if row.status == Status.PAUSED:
        return tr("扣除中", "clock stopped")
    return tr(*_UNBOUND.get(Status(row.status), ("", "")))


def left_words(row: Row, today: date) -> str:
    """Days left as a list says them: 12, 今日, 超7, 停，余53."""
    left = row.days_left(today)
    if left is None:
        if row.remaining_days is None or row.lifted or row.closed_on is not None:
            return NOTHING
        return tr(f"停，余{row.remaining_days}", f"{row.remaining_days}, stopped")
    if left < 0:
        return tr(f"超{-left}", f"{-left} over")
    if row.closed_on is not None:
        return tr(f"余{left}", f"{left} spare")
    return str(left) if left else tr("今日", "today")


def _left(row: Row, today: date) -> Drawn:
    words = left_words(row, today)
    kind = "past" if row.is_past(today) else "second" if row.due_on is None else ""
    return format_html('<span class="{}">{}</span>', kind, words) if kind else words


def _procedure(row: Row, today: date) -> Drawn:
    """In a narrow column what the head and most rows say is left out; the whole name is the cell's title."""
    name = procedure_name(row.procedure).removeprefix("First instance, ")
    short = name.removesuffix("程序").removesuffix(" procedure")
    return short[:1].upper() + short[1:] or NOTHING


def _court_drawn(row: Row, today: date) -> Drawn:
    """In a narrow column a court goes by its place; the whole name is the cell's title."""
    name = _court(row, today)
    return _PROVINCE.sub("", name).replace("人民法院", "法院") or name


def _amount(row: Row, today: date) -> Decimal | None:
    return None if row.amount_fen is None else Decimal(row.amount_fen) / FEN_A_YUAN


def _amount_drawn(row: Row, today: date) -> Drawn:
    amount = _amount(row, today)
    return NOTHING if amount is None else f"{amount:,.2f}"


def _left_value(row: Row, today: date) -> Value:
    return left_words(row, today) if row.due_on is None else row.days_left(today)


def _court(row: Row, today: date) -> str:
    return tr(row.court, row.court_en or row.court)


def _division(row: Row, today: date) -> str | None:
    return tr(row.division, row.division_en or row.division) if row.division else None


COLUMNS = {
    column.key: column
    for column in (
        DocketColumn("number", "案号", "Number", lambda row, _: row.number, _number, "whole", "number", True),
        DocketColumn("cause", "案由", "Cause", lambda row, _: row.cause or None, None, "clip", "", True),
        DocketColumn("parties", "当事人", "Parties", lambda row, _: parties(row.parties) or None, None, "clip", "parties", True),
        DocketColumn("procedure", "程序", "Procedure", lambda row, _: procedure_name(row.procedure) or None, _procedure, "clip"),
        DocketColumn("branch", "类别", "Branch", lambda row, _: choice_name("branch", row.branch), None, "clip"),
        DocketColumn("court", "法院", "Court", _court, _court_drawn, "clip"),
        DocketColumn("division", "庭室", "Division", _division, None, "clip"),
        DocketColumn("judge", "承办", "Judge", lambda row, _: row.judge, None, "clip", "judge"),
        DocketColumn("stage", "阶段", "Stage", lambda row, _: stage_name(row.stage), None, "whole"),
        DocketColumn("filed", "立案", "Filed", lambda row, _: row.filed_on, None, "whole", "filed"),
        DocketColumn("base", "基本届满", "Base limit", lambda row, _: row.base_on, None, "whole"),
        DocketColumn("due", "届满日", "Due", lambda row, _: row.due_on or due_words(row), _due, "", "due"),
        DocketColumn("deducted", "扣除", "Deducted", lambda row, _: row.deducted_days or None, None, "right"),
        DocketColumn("extensions", "延长", "Extended", lambda row, _: row.extensions or None, None, "right"),
        DocketColumn("beyond", "过基本", "Beyond base", lambda row, on: row.days_beyond_base(on) or None, None, "right"),
        DocketColumn(
            "progress", "期限进度", "Progress", lambda row, on: row.bar(on).words, lambda row, on: clock_bar(row.bar(on))
        ),
        DocketColumn("left", "剩余日", "Days left", _left_value, _left, "right whole"),
        DocketColumn("closed", "结案", "Closed", lambda row, _: row.closed_on, None, "whole", "closed"),
        DocketColumn(
            "outcome", "结案方式", "Outcome",
            lambda row, _: choice_name("outcome", row.outcome) if row.outcome else None, None, "clip", "", True,
        ),
        DocketColumn("amount", "标的额（元）", "Amount (yuan)", _amount, _amount_drawn, "right whole", "", True),
        DocketColumn("next", "下一步", "Next", next_step, None, "clip", "", True),
    )
}  # fmt: skip
ALWAYS = "number"


def chosen(keys: Sequence[str]) -> list[DocketColumn]:
    """The columns of these keys in the fixed order; the number is never left out, unknown keys are."""
    wanted = {ALWAYS, *keys}
    return [column for key, column in COLUMNS.items() if key in wanted]
