"""The choosers above the figures: court, division, scope, period; what else narrows them; as known when.

They are one form that goes by GET: what is chosen stands in the address and nowhere else. Courts stand in administrative order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xiezhi.record.models import Court, Division, Officer
from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.marks import VERIFICATION_WORDS
from xiezhi.rules.indicators.periods import (
    HALF,
    MONTH,
    OLDER_YEAR,
    QUARTER,
    YEAR,
    Period,
    read_period,
    statistical_year,
    unusual_periods,
)
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.site.staff.parts import Chip
from xiezhi.site.staff.situation.asking import ONLY, Asked
from xiezhi.work.situation.horizon import last_day, may_ask
from xiezhi.work.situation.looking import PERSON
from xiezhi.work.situation.wording import named, period_words

_OFFERED = ((QUARTER, 8), (MONTH, 12), (HALF, 4), (YEAR, 4))
_OLDER_YEARS = 3
_KINDS = {
    QUARTER: ("季度", "Quarters"),
    MONTH: ("月", "Months"),
    HALF: ("半年", "Half-years"),
    YEAR: ("年", "Years"),
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chooser:
    """A field of the form; `groups`: named groups of options ("" = none)."""

    name: str
    words: str
    groups: Sequence[tuple[str, Sequence[Option]]]


def choosers(asked: Asked) -> list[Chooser]:
    """The choosers in which there is something to choose."""
    found = [_courts(asked), _divisions(asked), _scopes(asked), _periods(asked)]
    return [one for one in found if one is not None]


def whose(asked: Asked) -> str:
    """The court looked at, with the courts below it or not, and the division."""
    court, post = asked.court, asked.viewer.post
    assert post is not None
    if court is not None:
        words = area_words(court, below=asked.below)
    else:
        words = _own_words(asked)
    return f"{words}{tr('', ', ')}{named(asked.division)}" if asked.division else words


def _own_words(asked: Asked) -> str:
    post = asked.viewer.post
    assert post is not None
    office = role(post.role)
    scope = office.situation if office.situation != "none" else office.docket
    court = tr(post.court_name, post.court_name_en or post.court_name)
    match scope:
        case "court_and_below" if post.level != "basic":
            return tr(f"{court}和辖区法院", f"{court} and the courts below")
        case "court" | "court_and_below":
            return court
        case "division" if post.division is not None:
            division = tr(post.division_name, post.division_name_en or post.division_name)
            return tr(f"{court}{division}", f"{court}, {division}")
        case "unassigned":
            return tr(f"{court}，待分案件", f"{court}, cases not assigned yet")
        case "closed":
            return tr(f"{court}，已结案件", f"{court}, closed cases")
    return tr("您办理和参加的案件", "the cases you deal with")


def area_words(court: Court, *, below: bool) -> str:
    """A court, or a court with those below it."""
    name = named(court)
    if court.level == "basic" or not below:
        return name
    return tr(f"{name}和辖区法院", f"{name} and the courts below")


def _courts(asked: Asked) -> Chooser | None:
    rows = Court.objects.order_by("place")
    if asked.sight.courts is not None:
        if len(asked.sight.courts) < 2:
            return None
        rows = rows.filter(pk__in=asked.sight.courts)
    found = list(rows)
    chosen = "" if asked.court is None else f"{asked.court.pk}{'' if asked.below else ONLY}"
    whole = [Option("", tr("全部", "All"), not chosen)]
    return Chooser("court", tr("法院", "Court"), [("", whole), *_areas(found, chosen)])


def _areas(courts: list[Court], chosen: str) -> Iterable[tuple[str, list[Option]]]:
    """The superior courts by themselves and with their area, each followed by the courts below it."""
    below: dict[Any, list[Court]] = defaultdict(list)
    listed = {court.pk for court in courts}
    for court in courts:
        below[court.parent_id if court.parent_id in listed else None].append(court)
    for top in below[None]:
        yield from _area(top, below, chosen)


def _area(court: Court, below: dict[Any, list[Court]], chosen: str) -> Iterable[tuple[str, list[Option]]]:
    own, inner = below[court.pk], [one for one in below[court.pk] if below[one.pk]]
    if not own:
        yield "", [_option(str(court.pk), named(court), chosen)]
        return
    options = [_option(f"{court.pk}{ONLY}", named(court), chosen)]
    if inner:
        yield "", options
        for one in own:
            yield from _area(one, below, chosen)
        return
    options.insert(0, _option(str(court.pk), tr("和辖区法院", "with the courts below"), chosen))
    yield named(court), [*options, *(_option(str(one.pk), named(one), chosen) for one in own)]


def _option(value: str, words: str, chosen: str) -> Option:
    return Option(value, words, value == chosen)


def _divisions(asked: Asked) -> Chooser | None:
    """The divisions of the one court that is looked at."""
    if not (asked.sight.aggregate and asked.sight.lists) or role_scope(asked) == "division":
        return None
    court = asked.one_court
    if court is None:
        return None
    chosen = str(asked.division.pk) if asked.division else ""
    rows = Division.objects.filter(court=court).order_by("place")
    options = [Option("", tr("全院", "Whole court"), not chosen)]
    options += [_option(str(row.pk), named(row), chosen) for row in rows]
    return Chooser("division", tr("庭室", "Division"), [("", options)]) if len(options) > 2 else None


def role_scope(asked: Asked) -> str:
    """The scope of figures of the viewer's post."""
    assert asked.viewer.post is not None
    return role(asked.viewer.post.role).situation


def _scopes(asked: Asked) -> Chooser:
    options = [_option(one.id, tr(one.name_zh, one.name_en), asked.scope) for one in scopes().values()]
    return Chooser("scope", tr("口径", "Scope"), [("", options)])


def _periods(asked: Asked) -> Chooser:
    """The last periods of each kind up to today, and the one that is chosen if it is another."""
    today = min(asked.viewer.on, last_day(asked.look.snapshot) or asked.viewer.on)
    chosen = asked.chosen or asked.period
    groups = [(tr(*_KINDS[kind]), _last(asked, kind, count, today, chosen)) for kind, count in _OFFERED]
    offered = {option.value for _, options in groups for option in options}
    if asked.sight.lists:  # to others two spans that differ by ten days would tell those
        older = _older_years(today, chosen)
        groups.append((_older_words(), older))
        offered |= {option.value for option in older}
    if chosen.name not in offered:
        groups.insert(0, ("", [Option(chosen.name, period_words(chosen), True)]))
    return Chooser("period", tr("期间", "Period"), groups)


def _older_words() -> str:
    """旧统计年度（名称与用法未经核实）."""
    told = unusual_periods()[OLDER_YEAR]
    zh, en = VERIFICATION_WORDS[told.verification]
    return tr(f"{told.name_zh}（{zh}）", f"{told.name_en} ({en})".capitalize())


def _older_years(today: date, chosen: Period) -> list[Option]:
    newest = statistical_year(today.year)
    if newest.end < today:
        newest = newest.shifted(1)
    years = [newest.shifted(-place) for place in range(_OLDER_YEARS)]
    return [Option(one.name, period_words(one), one == chosen) for one in years]


def _last(asked: Asked, kind: str, count: int, today: date, chosen: Period) -> list[Option]:
    month, half = today.month, 1 if today.month < 7 else 2
    written = {
        MONTH: f"{today.year}-{month:02}", QUARTER: f"{today.year}Q{(month - 1) // 3 + 1}", HALF: f"{today.year}H{half}", YEAR: str(today.year),
    }[kind]  # fmt: skip
    newest = read_period(written)
    periods = [newest.shifted(-place) for place in range(count)]
    allowed = [one for one in periods if may_ask(asked.sight, one, asked.snapshot)]
    return [Option(one.name, period_words(one), one == chosen) for one in allowed]


def campaign(asked: Asked) -> tuple[str, str] | None:
    """The two days of a campaign, for who may ask for any days; the days of the period shown are filled in."""
    if not asked.sight.lists:
        return None
    return (asked.period.start.isoformat(), asked.period.end.isoformat())


def filters(asked: Asked, here: str, *arguments: str) -> list[Chip]:
    """What narrows the figures further; pressing one takes it off."""
    chips = []
    for name, text in asked.where:
        left = replace(asked, where=tuple(pair for pair in asked.where if pair[0] != name))
        chips.append(Chip(filter_words(name, text), left.address(here, *arguments), on=True))
    return chips


def filter_words(name: str, text: str) -> str:
    """民事 · 类别."""
    column = fact_columns()[name]
    if name == PERSON:
        return tr("承办法官：", "Reporting judge: ") + Officer.objects.get(pk=text).name
    pair = column.words.get(text)
    value = tr(*pair) if pair else text or tr("未填", "not told")
    return f"{tr(column.name_zh, column.name_en)}{tr('：', ': ')}{value}"


__all__ = [
    "Chooser",
    "Option",
    "area_words",
    "campaign",
    "choosers",
    "filter_words",
    "filters",
    "whose",
]
