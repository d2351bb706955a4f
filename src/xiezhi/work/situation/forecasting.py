"""Months ahead: intake by the season of the past, closings, and the stock that follows. Workload only: never an outcome, never a person.

Computed by the worker (`computed`) from the whole months that the facts reach; needs a year of them.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from xiezhi.rules.indicators.periods import MONTH, MONTHS_A_YEAR, Grid, grid, grid_over
from xiezhi.work.situation.computed import Answer, Progress
from xiezhi.work.situation.flow_keys import CLOSED, NEW, PENDING
from xiezhi.work.situation.horizon import first_day, last_day
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.sight import Sight

if TYPE_CHECKING:
    from xiezhi.work.situation.statistics.forecast import Forecast, Stock

FORECAST = "forecast"
AHEAD = 12  # months
MOST_MONTHS, FEWEST_MONTHS = 72, 12
FIRST_WEEK = 7  # facts that begin by this day of a month hold the whole month
CERTAINTIES = (0.5, 0.8, 0.95)


def known_months(look: Look) -> Grid | None:
    """The whole months of the facts, the last six years of them; None while there are fewer than twelve."""
    first, last = first_day(look.snapshot), last_day(look.snapshot)
    if first is None or last is None:
        return None
    month, begun = (grid_over(MONTH, day, day).periods[0] for day in (last, first))
    newest = month if month.end <= last else month.previous
    oldest = begun if first.day <= FIRST_WEEK else begun.shifted(1)
    many = (
        (newest.start.year - oldest.start.year) * MONTHS_A_YEAR + newest.start.month - oldest.start.month + 1
    )
    return grid(newest, min(many, MOST_MONTHS)) if many >= FEWEST_MONTHS else None


def series(sight: Sight, look: Look) -> dict[str, list[Shown]]:
    """What came in and was closed in each known month, and what was open at its end; empty where there is too little, or where a
    count may not be shown."""
    months = known_months(look)
    if months is None:
        return {}
    shown = figures_for(sight, look, by_key([NEW, CLOSED, PENDING]), grid=months)
    if not shown or any(one.hidden for one in shown):
        return {}
    return {key: [one for one in shown if one.key == key] for key in (NEW, CLOSED, PENDING)}


def forecast(sight: Sight, look: Look, choices: Mapping[str, str], told: Progress) -> Answer:
    """Forecasts of intake, closings and stock, as plain values. Job FORECAST."""
    from xiezhi.work.situation.statistics import forecast as statistics

    known = series(sight, look)
    if not known:
        return {"months": 0}
    told(0, 2)
    intake = statistics.forecast(_values(known[NEW]), AHEAD)
    told(1, 2)
    closings = statistics.forecast(_values(known[CLOSED]), AHEAD)
    stock = statistics.stock(_values(known[PENDING])[-1], intake, closings)
    return {
        "months": len(known[NEW]),
        "first": known[NEW][0].period.start.isoformat(),
        "last": known[NEW][-1].period.end.isoformat(),
        "intake": _plain(intake),
        "closings": _plain(closings),
        "stock": asdict(stock),
        "fewest": [
            [certainty, statistics.fewest_closings(intake, certainty)]
            for certainty in (CERTAINTIES if intake.bands.low_80 else CERTAINTIES[:1])
        ],
    }


def _values(shown: list[Shown]) -> list[float]:
    return [one.numerator or 0.0 for one in shown]


def _plain(found: "Forecast") -> dict[str, Any]:
    """Without the simulated courses, of which the bands are what is shown."""
    return {
        "method": found.method, "months": found.months, "middle": found.middle, "bands": asdict(found.bands), "baseline_only": found.baseline_only,
        "scores": [asdict(score) for score in found.scores],
    }  # fmt: skip


def forecast_of(told: Mapping[str, Any]) -> "Forecast":
    """A forecast of an answer."""
    from xiezhi.work.situation.statistics.forecast import Forecast, Score

    return Forecast(
        told["method"], told["months"], tuple(told["middle"]), _bands(told["bands"]), told["baseline_only"],
        tuple(Score(**score) for score in told["scores"]), None,
    )  # fmt: skip


def stock_of(told: Mapping[str, Any]) -> "Stock":
    """The stock of an answer."""
    from xiezhi.work.situation.statistics.forecast import Stock

    return Stock(tuple(told["middle"]), _bands(told["bands"]))


def _bands(told: Mapping[str, Any]) -> Any:
    from xiezhi.work.situation.statistics.forecast import Bands

    return Bands(**{name: tuple(values) for name, values in told.items()})


def with_closings(pending: float, intake: Mapping[str, Any], closings: float) -> list[float]:
    """The stock at the end of each month ahead if so many were closed in each; never under nought."""
    found = []
    for new in intake["middle"]:
        pending = max(0.0, pending + new - closings)
        found.append(pending)
    return found
