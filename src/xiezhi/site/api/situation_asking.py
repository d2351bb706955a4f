"""What a program asks of the situation, read strictly: what the pages would name and leave out is refused here, with the field."""

from datetime import date
from uuid import UUID

from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Court, Division
from xiezhi.record.viewers import Viewer
from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.rules.indicators.columns import CODE, FLAG, fact_columns
from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import FIRST_YEAR, Grid, Period, grid, read_period
from xiezhi.site.api.situation_shapes import Question
from xiezhi.site.staff.situation.asking import FILTERS, LONGEST_SHOWN, Asked, usual_period
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.counted import PREFIX
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.engine.errors import no_such
from xiezhi.work.situation.horizon import counted_period, may_ask, may_ask_as_of, may_pin
from xiezhi.work.situation.looking import Where
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import Sight, sight_of

COURT, CITY = "court_id", "city_id"
# By what figures stand apart. Not by persons, nor by what is secret about a case.
APART = (COURT, CITY, *sorted(FILTERS - {"cause_code"}))


def sight_in(viewer: Viewer) -> Sight:
    """What the viewer may count. Raises Refused for a post that has no figures at all."""
    sight = sight_of(viewer)
    if sight.is_empty:
        raise Refused("您的岗位没有态势数字", "your post has no figures of the situation")
    return sight


def asked_in(question: Question, viewer: Viewer) -> Asked:
    """The question of a program. Raises InputError, and NotThere for what is not the viewer's to look at."""
    sight = sight_in(viewer)
    snapshot = snapshot_in(question.snapshot, question.as_of, viewer.on, sight)
    court = _court(question.court, sight)
    where = _where(question.where, sight)
    if question.scope not in scopes():
        raise no_such("口径", "scope", question.scope[:LONGEST_SHOWN], scopes(), field="scope")
    chosen = period_in(question.period, sight, snapshot, viewer.on)
    period = counted_period(chosen, snapshot)
    division, below = _division(question.division, sight, court), question.below
    if division is not None:  # it is one of its own court alone
        court, below = division.court, False
    return Asked(
        viewer, sight, snapshot, question.scope, period, court, below, division, where, chosen=chosen
    )


def snapshot_in(key: UUID | None, as_of: str | None, today: date, sight: Sight) -> Snapshot:
    """The facts that are named, those known at the end of a day, or the newest. Raises InputError, NotThere."""
    if key is not None and as_of is not None:
        raise InputError("snapshot 与 as_of 只能给一个", "give snapshot or as_of, not both", field="as_of")
    if as_of is not None:
        day = _past_day(as_of, today)
        if not may_ask_as_of(sight, day, today):
            raise _only_month_ends("as_of")
        return snapshots.as_known(day)
    found = snapshots.latest() if key is None else snapshots.of_id(str(key))
    if found is None:
        raise NotThere("没有这份数据快照", "no such snapshot of the facts")
    if not may_pin(sight, found):
        raise _only_month_ends("snapshot")
    return found


def _only_month_ends(field: str) -> InputError:
    return InputError(
        "您的岗位只能看最新的数据，或者某月最后一日24时所知的数据",
        "your post looks at the newest facts, or at those known at the end of a month",
        field=field,
    )


def _past_day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    first = load_calendar().first
    if day is None or not first <= day <= today:
        raise InputError(
            f"as_of 应为{first}至今天的真实日期，实为 {text}",
            f"as_of: expected a real day from {first} to today, found {text}",
            field="as_of",
        )
    return day


def period_in(text: str | None, sight: Sight, snapshot: Snapshot, today: date) -> Period:
    """The period asked for, the last complete quarter without one. Raises InputError.

    Who lists no cases asks for calendar months, quarters, half-years and years that are over (`may_ask`).
    """
    if text is None:
        return usual_period(snapshot, today)
    try:
        period = read_period(text)
    except InputError as fault:
        raise InputError(fault.zh, fault.en, field="period") from None
    if not may_ask(sight, period, snapshot):
        raise InputError(
            "您的岗位只能看已经结束的整月、整季、半年、整年",
            "your post looks at calendar months, quarters, half-years and years that are over",
            field="period",
        )
    return period


def series_in(asked: Asked, periods: int) -> Grid:
    """So many periods up to the one asked for, of which only what has passed is counted. Raises InputError where they would begin before
    any that is read."""
    last = asked.chosen or asked.period
    if last.start.toordinal() - (periods - 1) * last.days < date(FIRST_YEAR, 1, 1).toordinal():
        raise InputError(
            f"{periods}个这样的期间会早于{FIRST_YEAR}年",
            f"{periods} such periods would begin before {FIRST_YEAR}",
            field="periods",
        )
    return Grid((*grid(last, periods).periods[:-1], asked.period))


def _court(key: UUID | None, sight: Sight) -> Court | None:
    if key is None:
        return None
    found = Court.objects.filter(pk=key).first()
    if found is None or not sight.over(str(key)):
        raise NotThere("没有这个法院", "no such court")
    return found


def _division(key: UUID | None, sight: Sight, court: Court | None) -> Division | None:
    if key is None:
        return None
    found = Division.objects.select_related("court").filter(pk=key).first()
    outside = found is None or not sight.over(str(found.court_id)) or not sight.lists
    if found is None or outside or (court is not None and found.court_id != court.pk):
        raise NotThere("没有这个庭室", "no such division")
    return found


def _where(texts: list[str], sight: Sight) -> Where:
    if texts and not sight.lists:  # a filter taken from the whole would tell what it leaves out
        raise InputError("您的岗位不能筛选", "your post cannot narrow figures", field="where")
    return tuple(dict(_condition(text) for text in texts).items())


def _condition(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or name not in FILTERS:
        raise no_such("栏", "column", name[:LONGEST_SHOWN], FILTERS, field="where")
    column = fact_columns()[name]
    words = {CODE: tuple(column.words), FLAG: ("true", "false")}.get(column.kind)
    if value and words is not None and value not in words:
        raise no_such("值", "value", value[:LONGEST_SHOWN], words, field="where")
    if len(value) > LONGEST_SHOWN or "\x00" in value:
        raise InputError(
            f"{name} 的值过长或者不可读", f"the value of {name} is too long or cannot be read", field="where"
        )
    return name, value


def apart_in(names: list[str], asked: Asked) -> tuple[str, ...]:
    """The columns by which figures stand apart. Raises InputError."""
    for name in names:
        if name not in APART:
            raise no_such("栏", "column", name[:LONGEST_SHOWN], APART, field="by")
    if len(set(names)) < len(names):
        raise InputError("同一栏写了两次", "a column stands twice", field="by")
    if len(names) > 1 and not asked.sight.lists:  # a cell of two could be had from the totals of each
        raise InputError("您的岗位只能按一栏分列", "your post sets figures apart by one column", field="by")
    return tuple(names)


def formula_in(key: str, sight: Sight) -> Formula:
    """The formula of a key. Counts of pages, parts of one whole, are not for who lists no cases: one by one they would tell what is hidden
    among them. Raises InputError."""
    found = formula_of(key) if sight.lists or not key.startswith(PREFIX) else None
    if found is None:
        raise InputError(
            f"没有这项指标：{key}；全部指标见 /api/situation/indicators", f"there is no indicator {key}; /api/situation/indicators lists them",
            field="indicator",
        )  # fmt: skip
    return found
