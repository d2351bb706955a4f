"""The values of the overview: does the stock grow, and where. Every figure comes through the doorway (`looking`).

Counts add up over months, courts and classes. So three questions answer for everything: each court month by month, each class in the
period, the balance. Who lists no cases gets each figure by itself, because small ones of a division are hidden from him; a period that is
not made of whole months is asked for by itself too.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from xiezhi.rules.indicators.periods import LENGTHS, Grid, Period, between
from xiezhi.work.situation.codes import in_order
from xiezhi.work.situation.counted import Counted
from xiezhi.work.situation.counts import age_bands, flaws, late_entries, within_base
from xiezhi.work.situation.court_months import CourtMonths
from xiezhi.work.situation.flow_keys import BALANCE, CLOSED, FLOW, NEW, PENDING
from xiezhi.work.situation.horizon import first_day
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.overview_values import (
    MONTHS_SHOWN,
    NET,
    Flow,
    Limit,
    Month,
    Overview,
    Part,
    counted_as,
    months_to,
)
from xiezhi.work.situation.parts import hide
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.suppression import hidden_among


def overview(sight: Sight, look: Look) -> Overview | None:
    """The overview of a look; None where nothing can be counted."""
    courts = CourtMonths(sight, look) if sight.lists else None
    summed = courts is not None and look.period.kind in LENGTHS
    begun = first_day(look.snapshot, sight.courts if look.courts is None else look.courts)

    def flow_of(period: Period) -> Flow | None:
        return courts.flow(period) if courts is not None and summed else _flow(sight, look, period)

    flows = {
        period: flow_of(period)
        for period in (look.period, look.period.last_year, look.period.previous)
        if period == look.period or begun is None or period.end >= begun
    }
    flow = flows[look.period]
    if flow is None:
        return None
    months = courts.months if courts is not None else _months(sight, look)
    if begun is not None:  # of months before the facts begin nothing is known, which is not nought
        months = [one for one in months if one.period.end >= begun]
    classes, limits, ages, flawed = _by_class(sight, look)
    if any(one.hidden for one in (flow.closed, *(shown for part in classes for shown in part.flow.values()))):
        limits, flawed = [], []  # they would tell roughly what is hidden
    if flow.pending.hidden:
        ages = [(count, hide(one)) for count, one in ages]  # which add up to it
    year = [one for one in months if one.period.start.year == look.period.end.year]
    return Overview(
        flow, flows.get(look.period.last_year), flows.get(look.period.previous), _to_date(look.period, begun, flow_of),
        months, _balance(sight, look, year), year, ages, classes, limits,
        courts.areas(_by_court(sight, look) if not summed else None) if courts is not None else [], flawed,
    )  # fmt: skip


def _to_date(
    period: Period, begun: date | None, flow_of: Callable[[Period], Flow | None]
) -> tuple[Flow, Flow | None] | None:
    """The flow since the year began, and that of the same days of the year before where the facts hold all of them."""
    whole = period.year_to_date
    flow = flow_of(whole) if whole != period else None
    if flow is None:
        return None
    known = begun is None or whole.last_year.start >= begun.replace(day=1)
    return flow, flow_of(whole.last_year) if known else None


def _balance(sight: Sight, look: Look, year: Sequence[Month]) -> Shown | None:
    """How evenly the closings lie over these months; None where they are too few to tell."""
    if not year:
        return None
    span = between(year[0].period.start, year[-1].period.end)
    found = figures_for(sight, replace(look, period=span), by_key((BALANCE,)))
    return next((one for one in found if one.value is not None), None)


def _flow(sight: Sight, look: Look, period: Period) -> Flow | None:
    found = {one.key: one for one in figures_for(sight, look, by_key(FLOW), grid=Grid((period,)))}
    if len(found) < len(FLOW):
        return None
    # Any three of them tell the fourth.
    hidden = not sight.lists and hidden_among([found[key].numerator for key in FLOW])
    if hidden or any(one.hidden for one in found.values()):
        found = {key: Shown(key, period, (), None, None, None, hidden=True) for key in FLOW}
    return Flow(*(found[key] for key in FLOW))


def _months(sight: Sight, look: Look) -> list[Month]:
    months = months_to(look.period, MONTHS_SHOWN)
    shown = figures_for(sight, look, by_key((NEW, CLOSED)), grid=months)
    found = {(one.key, one.period): one for one in shown}
    return [Month(one, found[NEW, one], found[CLOSED, one]) for one in months.periods] if found else []


def _by_court(sight: Sight, look: Look) -> dict[str, dict[str, float]]:
    """New, closed and pending of each court in the period."""
    found: dict[str, dict[str, float]] = {}
    for one in figures_for(sight, look, by_key((NEW, CLOSED, PENDING)), by=("court_id",)):
        found.setdefault(str(one.group[0]), {})[one.key] = one.numerator or 0
    return found


Listed = list[tuple[Counted, Shown]]


def _by_class(sight: Sight, look: Look) -> tuple[list[Part], list[Limit], Listed, Listed]:
    """The flow and the limits of each class; and, of all classes together, the stock by age and what is lacking."""
    apart = [*by_key((*FLOW, NET)), within_base().formula]
    lacking = (*flaws(), *late_entries())
    together = [one.formula for one in (*age_bands(), *lacking)]
    summed = sight.lists
    found: dict[str | None, dict[str, Shown]] = {}
    for one in figures_for(sight, look, [*apart, *together] if summed else apart, by=("case_class",)):
        found.setdefault(one.group[0], {})[one.key] = one
    ordered = in_order("case_class", found)
    parts = [
        Part(value, {key: shown for key, shown in found[value].items() if key in FLOW})
        for value in ordered
        if any(found[value][key].numerator or found[value][key].hidden for key in FLOW if key in found[value])
    ]
    pairs = ((value, found[value].get(NET), found[value].get(within_base().key)) for value in ordered)
    limits = [
        Limit(value, net, gross)
        for value, net, gross in pairs
        if net and gross and (net.denominator or net.hidden)
    ]
    if summed:
        return parts, limits, _summed(look, found, age_bands()), _summed(look, found, lacking)
    return parts, limits, _ages(sight, look), _by_itself(sight, look, lacking)


def _summed(look: Look, found: dict[str | None, dict[str, Shown]], counts: Sequence[Counted]) -> Listed:
    """Counts added up over the classes; those that the facts do not allow are left out."""
    listed: Listed = []
    for count in counts:
        told = [by_class[count.key].numerator or 0 for by_class in found.values() if count.key in by_class]
        if told:
            listed.append((count, counted_as(count.key, look.period, sum(told))))
    return listed


def _by_itself(sight: Sight, look: Look, counts: Sequence[Counted]) -> Listed:
    """Counts for who lists no cases: the small ones are hidden."""
    found = {one.key: one for one in figures_for(sight, look, [count.formula for count in counts])}
    return [(count, found[count.key]) for count in counts if count.key in found]


def _ages(sight: Sight, look: Look) -> Listed:
    """The stock by age for who lists no cases: all of it, or nothing where a part is hidden."""
    bands = _by_itself(sight, look, age_bands())
    return [(count, hide(one)) for count, one in bands] if any(one.hidden for _, one in bands) else bands
