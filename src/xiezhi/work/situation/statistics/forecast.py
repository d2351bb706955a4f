"""Months ahead: intake, closings, and the stock that follows from both. Workload only, never an outcome, never a person.

The baseline says: as in the same month a year ago. With three years at hand, exponential smoothing (ETS, damped trend) and a seasonal ARIMA
(0,1,1)(0,1,1)₁₂ compete with it: each forecasts the last months from several earlier points (rolling origin), and the one with the smallest
mean absolute scaled error is taken, of those whose 95 % band held FEWEST_HELD of the trials if there are any; where none did, there are no
bands. MASE: error ÷ mean error of "as a year ago" within the known months
(Hyndman, Koehler, Int. J. Forecasting 22 (2006) 679–688); "as a year ago" has one of its own in the trials, with which the others
are compared. Bands are quantiles of simulated courses.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiezhi.work.situation.statistics.checks import equally_many, not_negative, numbers
from xiezhi.work.situation.statistics.errors import UnusableValues

YEAR = 12
FEWEST, FEWEST_FOR_BANDS, FEWEST_FOR_MODELS = 12, 18, 36  # months
COURSES = 2000  # simulated; from one seed, so that the same months give the same bands
SEED = 20260916
ORIGINS = (12, 9, 6)  # months before the end from which the candidates are tried
TRIED = 6  # months ahead in a trial
BASELINE, ETS, SARIMA = "seasonal_naive", "ets", "sarima"
FEWEST_HELD = (
    0.8  # of the months tried inside the band of 95 %: under it the band promises what it does not keep
)
Q_80, Q_95 = (0.1, 0.9), (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Score:
    """How a method did on the months it did not see: MASE, and the shares of them inside its bands."""

    method: str
    mase: float
    coverage_80: float
    coverage_95: float

    @property
    def holds(self) -> bool:
        """Whether its bands kept what they promise, roughly: the trials are few."""
        return self.coverage_95 >= FEWEST_HELD


@dataclass(frozen=True, slots=True)
class Bands:
    """Low and high of each month ahead, 95 % outside 80 %; empty where there are too few months to tell."""

    low_95: tuple[float, ...] = ()
    low_80: tuple[float, ...] = ()
    high_80: tuple[float, ...] = ()
    high_95: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months ahead by the chosen method. `baseline_only`: fewer than 36 months, so nothing else was tried.

    `scores`: every method tried, the chosen one first. `courses`: simulated courses, for sums and stock.
    """

    method: str
    months: int
    middle: tuple[float, ...]
    bands: Bands
    baseline_only: bool
    scores: tuple[Score, ...]
    courses: Any = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock at the end of each month ahead."""

    middle: tuple[float, ...]
    bands: Bands


def forecast(values: Sequence[float], horizon: int = 12) -> Forecast:
    """Forecast monthly counts, oldest first and without gaps. Raises TooFewValues under twelve months, UnusableValues."""
    series = not_negative(numbers(values, fewest=FEWEST))
    if horizon < 1:
        raise UnusableValues("至少预测一个月", "a forecast reaches at least one month ahead")
    baseline_only = bool(series.size < FEWEST_FOR_MODELS or series.min() == series.max())
    scores = () if baseline_only else _scores(series)
    for score in scores:
        ahead = _run(score.method, series, horizon)
        if ahead is not None:
            return _forecast(
                score.method,
                series,
                ahead,
                baseline_only,
                (score, *(one for one in scores if one is not score)),
            )
    return _forecast(BASELINE, series, _seasonal_naive(series, horizon), baseline_only, ())


def stock(pending: float, intake: Forecast, closings: Forecast) -> Stock:
    """The stock that follows: pending + new − closed, month by month, never under nought. Without bands where either has none.

    Raises UnusableValues where one reaches further ahead than the other.
    """
    import numpy as np

    equally_many(closings.middle, intake.middle)
    new, closed = (np.asarray(one.middle)[None, :] for one in (intake, closings))
    middle = _accumulated(pending, new, closed)[0]
    known = intake.bands.low_80 and closings.bands.low_80
    bands = _bands(_accumulated(pending, intake.courses, _shuffled(closings)), middle) if known else Bands()
    return Stock(tuple(map(float, middle)), bands)


def fewest_closings(intake: Forecast, certainty: float = 0.5) -> float:
    """How many closings a month keep the stock from being larger at the end than now, with this certainty (0.5: as likely as not)."""
    import numpy as np

    if not 0 < certainty < 1:
        raise UnusableValues("把握应在0和1之间", "a certainty lies between 0 and 1")
    sums = intake.courses.sum(axis=1)
    known = sums if intake.bands.low_80 else np.array([sum(intake.middle)])
    return float(np.ceil(np.quantile(known, certainty) / len(intake.middle) - 1e-9))


def _accumulated(pending: float, new: Any, closed: Any) -> Any:
    """Stock month by month of each course; what is not there cannot be closed."""
    import numpy as np

    found, now = np.empty(new.shape), np.full(new.shape[0], float(pending))
    for month in range(new.shape[1]):
        now = np.maximum(0.0, now + new[:, month] - closed[:, month])
        found[:, month] = now
    return found


def _shuffled(closings: Forecast) -> Any:
    """The courses of the closings in another order than those of intake: both are simulated from one seed, yet independent."""
    import numpy as np

    return closings.courses[np.random.default_rng(SEED + 1).permutation(COURSES)]


_Ahead = tuple[Any, Any]  # the middle, the courses


def _forecast(
    method: str, series: Any, ahead: _Ahead, baseline_only: bool, scores: tuple[Score, ...]
) -> Forecast:
    import numpy as np

    middle, courses = np.maximum(0.0, ahead[0]), np.maximum(0.0, ahead[1])
    told = series.size >= FEWEST_FOR_BANDS and (not scores or scores[0].holds)
    bands = _bands(courses, middle) if told else Bands()
    return Forecast(
        method, int(series.size), tuple(map(float, middle)), bands, baseline_only, scores, courses
    )


def _bands(courses: Any, middle: Any) -> Bands:
    """Quantiles of the courses; the middle always lies within."""
    import numpy as np

    low_95, low_80, high_80, high_95 = _ends(courses)
    lows = (np.minimum(low_95, middle), np.minimum(low_80, middle))
    highs = (np.maximum(high_80, middle), np.maximum(high_95, middle))
    return Bands(*(tuple(map(float, line)) for line in (*lows, *highs)))


def _ends(courses: Any) -> Any:
    """The ends of the bands at each month ahead, from the lowest to the highest: 95 %, 80 %, 80 %, 95 %."""
    import numpy as np

    return np.quantile(courses, [Q_95[0], *Q_80, Q_95[1]], axis=0)


def _scores(series: Any) -> tuple[Score, ...]:
    """Every method that stands through all trials, the best first."""
    found = [score for method in (BASELINE, ETS, SARIMA) if (score := _score(method, series)) is not None]
    return tuple(sorted(found, key=lambda score: (not score.holds, score.mase)))


def _score(method: str, series: Any) -> Score | None:
    import numpy as np

    errors, inside_80, inside_95 = [], [], []
    for back in ORIGINS:
        known, truth = series[:-back], series[-back : len(series) - back + TRIED]
        ahead = _run(method, known, len(truth))
        if ahead is None:
            return None
        scale = np.abs(known[YEAR:] - known[:-YEAR]).mean() or 1.0
        errors += list(np.abs(truth - ahead[0]) / scale)
        low_95, low_80, high_80, high_95 = _ends(ahead[1])
        inside_80 += list((truth >= low_80) & (truth <= high_80))
        inside_95 += list((truth >= low_95) & (truth <= high_95))
    return Score(method, float(np.mean(errors)), float(np.mean(inside_80)), float(np.mean(inside_95)))


def _run(method: str, series: Any, horizon: int) -> _Ahead | None:
    """The middle and the courses ahead; None where the method does not settle on these months."""
    import numpy as np

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            middle, courses = _METHODS[method](series, horizon)
        except (ValueError, np.linalg.LinAlgError):
            return None
    # A fit that ran away forecasts many times of what there ever was.
    if (
        not np.isfinite(middle).all()
        or not np.isfinite(courses).all()
        or np.abs(middle).max() > 5 * max(1.0, series.max())
    ):
        return None
    return middle, courses


def _seasonal_naive(series: Any, horizon: int) -> _Ahead:
    """As a year ago; errors of the past are added once for each year ahead."""
    import numpy as np

    middle = np.array([series[-YEAR + month % YEAR] for month in range(horizon)])
    past = series[YEAR:] - series[:-YEAR]
    spread = float(np.sqrt((past**2).mean())) if past.size else 0.0
    years = -(-horizon // YEAR)
    steps = np.random.default_rng(SEED).normal(0.0, spread, (COURSES, years * YEAR))
    drift = steps.reshape(COURSES, years, YEAR).cumsum(axis=1).reshape(COURSES, years * YEAR)
    return middle, middle + drift[:, :horizon]


def _ets(series: Any, horizon: int) -> _Ahead:
    import numpy as np
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    model = ETSModel(
        series, error="add", trend="add", damped_trend=True, seasonal="add", seasonal_periods=YEAR
    )
    fit = model.fit(disp=False)
    courses = fit.simulate(horizon, anchor="end", repetitions=COURSES, rng=np.random.default_rng(SEED))
    return np.asarray(fit.forecast(horizon)), np.asarray(courses).T


def _sarima(series: Any, horizon: int) -> _Ahead:
    import numpy as np
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    model = SARIMAX(series, order=(0, 1, 1), seasonal_order=(0, 1, 1, YEAR))
    fit = model.fit(disp=False, maxiter=100)
    courses = fit.simulate(horizon, anchor="end", repetitions=COURSES, rng=np.random.default_rng(SEED))
    return np.asarray(fit.forecast(horizon)), np.asarray(courses).reshape(horizon, COURSES).T


_METHODS: dict[str, Callable[[Any, int], _Ahead]] = {BASELINE: _seasonal_naive, ETS: _ets, SARIMA: _sarima}
