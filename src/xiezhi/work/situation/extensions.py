"""What extensions, deductions and suspensions did to the limits of a period: closings and the pending stock, gross, net and between.

Gross is the base limit by the calendar; net is the limit with everything that moved it. A closing beyond the one and within the other is
a hidden overrun (隐性超审限): nothing wrong by itself, but nothing that a share within the limit tells. Closings fall into four parts:
without a limit, within the base limit, hidden overruns, beyond the limit; the stock into five, those whose clock stands being one of them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from xiezhi.record.models import Court, Division
from xiezhi.rules.indicators.periods import MONTH, MONTHS_A_YEAR, Grid, grid, grid_over
from xiezhi.work.situation.codes import in_order
from xiezhi.work.situation.counts import hidden_overruns, within_base
from xiezhi.work.situation.flow_keys import CLOSED, PENDING
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.page_counts import (
    bunched,
    closed_by_limit,
    days_deducted,
    deducted,
    limits,
    suspended,
    within_base_pending,
)
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.workload import Unit, areas

NET, GROSS = "ops.in_approved_limit", within_base().key
LIMITED, PAST, UNLIMITED = (one.key for one in closed_by_limit())
HIDDEN, HIDDEN_PENDING = (one.key for one in hidden_overruns())
EXTENDED, DEDUCTED, DAYS = bunched()[0].key, deducted().key, days_deducted().key
CLOSINGS = (CLOSED, UNLIMITED, LIMITED, GROSS, NET, HIDDEN, PAST, EXTENDED, DEDUCTED, DAYS)
IN_BASE = within_base_pending().key
OVER, _, STOPPED, UNLIMITED_PENDING = (one.key for one in limits())
SUSPENDED = suspended().key  # among those whose clock stands
STOCK = (PENDING, IN_BASE, HIDDEN_PENDING, OVER, STOPPED, SUSPENDED, UNLIMITED_PENDING)
KEYS = (*CLOSINGS, *STOCK)
PAST_KEYS = (LIMITED, GROSS, NET, HIDDEN, PAST)


@dataclass(frozen=True, slots=True)
class Extensions:
    """Figures by key: of all; by class ("" = not told) in the order of the handbook; of the last twelve months, oldest first."""

    whole: dict[str, Shown]
    classes: dict[str, dict[str, Shown]]
    months: list[dict[str, Shown]]


def extensions(sight: Sight, look: Look) -> Extensions | None:
    """What moved the limits of the look's period; None where nothing was closed and nothing is pending."""
    whole = _told(sight, {one.key: one for one in figures_for(sight, look, by_key(KEYS))})
    if not any(_is_there(whole.get(key)) for key in (CLOSED, PENDING)):
        return None
    last = grid_over(MONTH, look.period.end, look.period.end).periods[0]
    return Extensions(whole, _by_class(sight, look), _months(sight, look, grid(last, MONTHS_A_YEAR)))


def by_court(sight: Sight, look: Look) -> list[Unit]:
    """The courts of the look, in administrative order."""
    found = _by(sight, look, "court_id")
    courts = Court.objects.filter(pk__in=[key for key in found if key]).order_by("place")
    return [Unit(court, found[str(court.pk)], {}, 0.0) for court in courts]


def by_area(sight: Sight, look: Look) -> list[Unit]:
    """The courts added up by area, for who lists the cases; a median of several courts is none of theirs."""
    counts = [
        replace(unit, figures={key: one for key, one in unit.figures.items() if key != DAYS})
        for unit in by_court(sight, look)
    ]
    return areas(counts)


def by_division(sight: Sight, look: Look, court: UUID) -> list[Unit]:
    """The divisions of a court that closed cases or have some, in administrative order; last the cases that lie with none."""
    found = _by(sight, replace(look, courts=(str(court),)), "division_id")
    divisions = Division.objects.filter(court=court).order_by("place")
    units = [Unit(one, found[str(one.pk)], {}, 0.0) for one in divisions if str(one.pk) in found]
    return [*units, Unit(None, found[""], {}, 0.0)] if "" in found else units


def within(sight: Sight, figures: Mapping[str, Shown], key: str) -> float | None:
    """The share of closings with a limit that GROSS or NET counts. Of counts in fives, which others are told, it comes from the figure."""
    shown, limited = figures.get(key), figures.get(LIMITED)
    if shown is None or not sight.lists:
        return None if shown is None else shown.value
    if limited is None or not limited.numerator or shown.numerator is None:
        return None
    return shown.numerator / limited.numerator


def _by_class(sight: Sight, look: Look) -> dict[str, dict[str, Shown]]:
    found = _by(sight, look, "case_class")
    return {name: found[name] for name in in_order("case_class", found)}


def _by(sight: Sight, look: Look, column: str) -> dict[str, dict[str, Shown]]:
    """Figures by the values of a column ("" = none), of those where there is something to count."""
    found: defaultdict[str, dict[str, Shown]] = defaultdict(dict)
    for one in figures_for(sight, look, by_key(KEYS), by=(column,)):
        found[one.group[0] or ""][one.key] = one
    return {
        name: _told(sight, figures)
        for name, figures in found.items()
        if any(_is_there(figures.get(key)) for key in (CLOSED, PENDING))
    }


def _told(sight: Sight, figures: Mapping[str, Shown]) -> dict[str, Shown]:
    """The closings, and the stock, each told as a whole or not at all."""
    return told_together(sight, told_together(sight, figures, CLOSINGS), STOCK)


def _months(sight: Sight, look: Look, months: Grid) -> list[dict[str, Shown]]:
    found: defaultdict[str, dict[str, Shown]] = defaultdict(dict)
    for one in figures_for(sight, look, by_key(PAST_KEYS), grid=months):
        found[one.period.name][one.key] = one
    return [told_together(sight, found[name], PAST_KEYS) for name in sorted(found)]


def _is_there(shown: Shown | None) -> bool:
    return shown is not None and bool(shown.numerator or shown.hidden)
