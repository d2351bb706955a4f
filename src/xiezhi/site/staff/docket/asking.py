"""What the address of the docket asks for: view, filters, order, place in the list, past day. Bad values are named, not guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q

from xiezhi.record.projection import MAINLAND
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.docket.columns import STAGES
from xiezhi.site.staff.docket.views import VIEWS, View, is_wide, views_for
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.deadlines import queries
from xiezhi.work.deadlines.watched.levels import at_level

Choice = TypeVar("Choice")

LONGEST_CAUSE = 40
ORDERS = ("asc", "desc")
UNREADABLE = "%EF%BF%BD"  # the sign that stands for what cannot be read
LEVELS: dict[str, tuple[str, str, Callable[[date], Q]]] = {
    "past": ("已超期限", "past the limit", partial(at_level, level="past")),
    "today": ("今日届满", "due today", partial(at_level, level="today")),
    "last": ("末次提醒", "last warning", partial(at_level, level="last")),
    "first": ("首次提醒", "first warning", partial(at_level, level="first")),
    "later": ("未到提醒", "not yet warned of", partial(at_level, level="later")),
    "stopped": ("停表", "clock stopped", partial(at_level, level="stopped")),
    "exempt": ("不受限", "exempt", partial(at_level, level="exempt")),
    "no_limit": ("无法定期限", "no statutory limit", partial(at_level, level="no_limit")),
    "unreckoned": ("算不出期限", "limit not computed", partial(at_level, level="unreckoned")),
    "none": ("停表、不受限", "no last day", lambda on: queries.standing_still()),
}
NAMES = {
    "stage": ("阶段", "Stage"),
    "branch": ("类别", "Branch"),
    "procedure": ("程序", "Procedure"),
    "cause": ("案由", "Cause"),
    "judge": ("承办人", "Judge"),
    "division": ("庭室", "Division"),
    "court": ("法院", "Court"),
    "filed_from": ("立案日（起）", "Filed from"),
    "filed_to": ("立案日（止）", "Filed to"),
    "due_from": ("届满日（起）", "Due from"),
    "due_to": ("届满日（止）", "Due to"),
    "level": ("提醒档", "Warning level"),
    "as_of": ("截至", "As of"),
    "sort": ("排序", "Order"),
    "view": ("视图", "View"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a list; None = not set."""

    stage: str | None = None
    branch: str | None = None
    procedure: str | None = None
    cause: str | None = None
    judge: UUID | None = None
    division: UUID | None = None
    court: UUID | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    level: str | None = None

    def set(self) -> dict[str, str]:
        """The filters that are set, as the address writes them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. `faults` names what could not be read and was left out."""

    view: View
    filters: Filters
    sort: str
    descending: bool
    as_of: date | None
    saved: str
    faults: tuple[str, ...]

    def address(self, **changes: str | None) -> str:
        """The query of the same list with some values changed (None = taken out), from its first page."""
        values: dict[str, str | None] = {"view": self.view.key, **self.filters.set()}
        if (self.sort, self.descending) != usual_order(self.view):
            values |= {"sort": self.sort, "order": ORDERS[self.descending]}
        if self.as_of:
            values["as_of"] = self.as_of.isoformat()
        if self.saved:
            values["saved"] = self.saved
        values |= changes
        return urlencode({name: value for name, value in values.items() if value is not None})

    def day(self, viewer: Viewer) -> date:
        """The day of the reader: today, or the past day."""
        return self.as_of or viewer.on

    @property
    def moment(self) -> datetime | None:
        """24:00 of the past day in mainland China."""
        if self.as_of is None:
            return None
        return datetime.combine(self.as_of + timedelta(days=1), time(), MAINLAND) - timedelta(microseconds=1)


def usual_order(view: View) -> tuple[str, bool]:
    """The order of a view before anybody chose: the nearest day first, the last closing first."""
    return view.sort, view.sort == "closed"


def sorts_of(view: View, *, wide: bool = False, past: bool = False) -> tuple[str, ...]:
    """What a view can be sorted by: the columns that have an index there. By names within one court only (`wide`: several), and
    by parties as they are called today (`past`: a past day is looked at)."""
    if view.closed:
        return ("closed", "filed", "number")
    names = () if wide else ("judge",) if past else ("parties", "judge")
    return ("due", "filed", "number", *names)


def read(data: Mapping[str, str], viewer: Viewer) -> Asked:
    """The address as a question."""
    faults: list[str] = []
    allowed = views_for(viewer)
    view = _one_of(data, "view", {view.key: view for view in allowed}, faults) or allowed[0]
    filters = _filters(data, faults)
    as_of = _past_day(data, viewer, faults)
    sorts = sorts_of(view, wide=is_wide(viewer), past=as_of is not None)
    sort = _one_of(data, "sort", {name: name for name in sorts}, faults)
    usual, down = usual_order(view)
    descending = data.get("order") == "desc" if sort else down
    return Asked(view, filters, sort or usual, descending, as_of, data.get("saved", "")[:8], tuple(faults))


def read_query(query: str, viewer: Viewer) -> Asked:
    """The address of a list, sent along in a form. NUL, which the database cannot keep, hides in it from the check of what is sent."""
    return read(dict(parse_qsl(query.replace("%00", UNREADABLE))), viewer)


def _filters(data: Mapping[str, str], faults: list[str]) -> Filters:
    branches = load_procedure().choices["branch"]
    filters = Filters(
        stage=_one_of(data, "stage", {name: name for name in STAGES}, faults),
        branch=_one_of(data, "branch", {name: name for name in branches}, faults),
        procedure=_one_of(data, "procedure", {name: name for name in load_catalogue().rules}, faults),
        cause=data.get("cause", "").strip()[:LONGEST_CAUSE] or None,
        judge=_identifier(data, "judge", faults),
        division=_identifier(data, "division", faults),
        court=_identifier(data, "court", faults),
        filed_from=_day(data, "filed_from", faults),
        filed_to=_day(data, "filed_to", faults),
        due_from=_day(data, "due_from", faults),
        due_to=_day(data, "due_to", faults),
        level=_one_of(data, "level", {name: name for name in LEVELS}, faults),
    )
    _check_ranges(filters, faults)
    return filters


def _one_of(
    data: Mapping[str, str], name: str, choices: Mapping[str, Choice], faults: list[str]
) -> Choice | None:
    typed = data.get(name, "")
    if typed and typed not in choices:
        _refuse(name, typed, faults, "没有这一项", "no such choice")
    return choices.get(typed)


def _identifier(data: Mapping[str, str], name: str, faults: list[str]) -> UUID | None:
    typed = data.get(name, "")
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        _refuse(name, typed, faults, "没有这一项", "no such choice")
        return None


def _day(data: Mapping[str, str], name: str, faults: list[str]) -> date | None:
    typed = data.get(name, "").strip()
    if not typed:
        return None
    try:
        return typed_day(typed)
    except InputError as fault:
        _refuse(name, typed, faults, fault.zh, fault.en)
        return None


def _past_day(data: Mapping[str, str], viewer: Viewer, faults: list[str]) -> date | None:
    day = _day(data, "as_of", faults)
    if day is not None and day > viewer.on:
        _refuse("as_of", data["as_of"], faults, "晚于今天", "lies after today")
    return day if day is not None and day < viewer.on else None


def _check_ranges(filters: Filters, faults: list[str]) -> None:
    for name, first, last in (
        ("filed_from", filters.filed_from, filters.filed_to),
        ("due_from", filters.due_from, filters.due_to),
    ):
        if first and last and first > last:
            _refuse(
                name,
                first.isoformat(),
                faults,
                "起日晚于止日，没有案件会符合",
                "is after the end; no case can fit",
                used=True,
            )


def _refuse(name: str, typed: str, faults: list[str], zh: str, en: str, *, used: bool = False) -> None:
    label, shown = tr(*NAMES[name]), typed[:LONGEST_CAUSE]
    left_out = "" if used else tr("；没有采用", "; left out")
    faults.append(tr(f"{label}“{shown}”：{zh}{left_out}", f'{label} "{shown}": {en}{left_out}'))


def condition(asked: Asked, viewer: Viewer) -> Q:
    """View and filters as one condition over a queryset with its trial deadline."""
    on, filters = asked.day(viewer), asked.filters
    found = asked.view.asked(viewer, on)
    for name in ("stage", "branch", "procedure", "judge", "division", "court"):
        value = getattr(filters, name)
        if value is not None:
            found &= Q(**{"reporting_judge" if name == "judge" else name: value})
    if filters.cause:
        found &= Q(cause_name__contains=filters.cause)
    for name, day in (("gte", filters.filed_from), ("lte", filters.filed_to)):
        if day is not None:
            found &= Q(**{f"filed_on__{name}": day})
    found &= queries.due_between(filters.due_from, filters.due_to)
    if filters.level:
        found &= LEVELS[filters.level][2](on)
    return found


__all__ = ["Asked", "Filters", "VIEWS", "condition", "read", "sorts_of"]
