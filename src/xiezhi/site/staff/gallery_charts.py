"""The charts of the situation on the page of all components: invented numbers, each chart in its fullest state."""

import math
from datetime import date
from typing import NamedTuple

from xiezhi.rules.dates import add_months
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.frame import Chart, figure
from xiezhi.work.situation.charts import Chart as Drawn
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.ages import Band, ages
from xiezhi.work.situation.charts.control import Opened, control
from xiezhi.work.situation.charts.distribution import Value, distribution
from xiezhi.work.situation.charts.flow import flow
from xiezhi.work.situation.charts.forecast import Course, forecast
from xiezhi.work.situation.charts.funnel import Court, funnel
from xiezhi.work.situation.charts.history import Break, Spot, history
from xiezhi.work.situation.charts.months import Closings, InOut, in_out, month_bars
from xiezhi.work.situation.charts.multiples import Area, spark
from xiezhi.work.situation.charts.rendering import Markup
from xiezhi.work.situation.charts.survival import Named, survival
from xiezhi.work.situation.statistics.control import individuals
from xiezhi.work.situation.statistics.forecast import SARIMA, Bands, Forecast, Score
from xiezhi.work.situation.statistics.funnel import proportions
from xiezhi.work.situation.statistics.survival import Curve

HERE = "#charts"
FIRST = date(2025, 1, 1)
NEW = (
    9600,
    7700,
    12100,
    11400,
    11200,
    11600,
    11600,
    11000,
    11600,
    10300,
    12600,
    13000,
    10200,
    8100,
    12800,
    12600,
    12300,
    12400,
    12500,
    11938,
)
CLOSED = (
    7700,
    6400,
    10900,
    11200,
    11150,
    12800,
    11100,
    10500,
    12100,
    9600,
    12300,
    16629,
    8300,
    7000,
    11800,
    11900,
    11800,
    13700,
    11700,
    11429,
)
CITIES = (
    ("澄阳", "Chengyang", 5220), ("石炉", "Shilu", 461), ("松岚", "Songlan", 1408), ("霁川", "Jichuan", 825),
    ("云岭", "Yunling", 1991), ("沙驿", "Shayi", 1481), ("墨陵", "Moling", 1651), ("朔原", "Shuoyuan", 1044),
    ("桑荫", "Sangyin", 1724), ("苇塘", "Weitang", 2282), ("岱谷", "Daigu", 1772), ("鹤丘", "Heqiu", 1602),
    ("青塬", "Qingyuan", 1262), ("雪禾", "Xuehe", 554),
)  # fmt: skip


class Spark(NamedTuple):
    """A court's lines with the numbers written around them."""

    name: str
    drawing: Markup
    highest: float
    new: float
    closed: float


def figures() -> list[Chart]:
    """Every chart as a figure with its table."""
    drawn = (
        (flow(_count(19227), _count(93115), _count(87695), _count(24647)), "w12"), (_in_out(), "w7"), (_month_bars(), "w5"),
        (_ages(), "w5"), (_survival(), "w7"),
        (_control(), "w7"), (_funnel(), "w7"), (_distribution(), "w5"), (_forecast(), "w7"), (_groups(), "w5"), (_history(), "w12"),
    )  # fmt: skip
    return [figure(chart, say=chart.description, wide=wide) for chart, wide in drawn]


def _count(value: float) -> Count:
    return Count(value, HERE)


def _names() -> list[str]:
    return [tr(f"{zh}中院", f"{en} Intermediate") for zh, en, *_ in CITIES]


def _in_out() -> Drawn:
    return in_out(
        [
            InOut(add_months(FIRST, place), _count(new), _count(closed))
            for place, (new, closed) in enumerate(zip(NEW, CLOSED, strict=True))
        ]
    )


def _month_bars() -> Drawn:
    pairs = list(zip(NEW, CLOSED, strict=True))[:12]
    return month_bars(
        [
            Closings(
                add_months(FIRST, place),
                _count(closed),
                _count(round(closed * (0.14 + 0.02 * (place % 4)))),
                new,
            )
            for place, (new, closed) in enumerate(pairs)
        ]
    )


def _ages() -> Drawn:
    bands = ((0, 3, 12003), (3, 6, 6458), (6, 12, 3894), (12, 18, 1356), (18, 36, 739))
    named = [
        Band(tr(f"{low}至{high}个月", f"{low} to {high} months"), _count(count), low >= 12)
        for low, high, count in bands
    ]
    return ages([*named, Band(tr("满36个月", "36 months or more"), _count(197), long=True)])


def _curve(pace: float, cases: int, longest: int = 540) -> Curve:
    days = tuple(float(day) for day in range(0, longest, 6))
    share = tuple(1.0 / (1.0 + (day / pace) ** 3.2) for day in days)
    spread = [1.96 * math.sqrt(one * (1 - one) / cases) for one in share]
    low = tuple(max(0.0, one - wide) for one, wide in zip(share, spread, strict=True))
    high = tuple(min(1.0, one + wide) for one, wide in zip(share, spread, strict=True))
    at_risk = tuple(round(cases * one) for one in share)

    def median(line: tuple[float, ...]) -> float | None:
        return next((day for day, one in zip(days, line, strict=True) if one <= 0.5), None)

    return Curve(
        days,
        share,
        low,
        high,
        at_risk,
        cases,
        cases - at_risk[-1],
        float(longest),
        at_risk[-1],
        median(share),
        median(low),
        median(high),
    )


def _survival() -> Drawn:
    return survival(
        [
            Named(
                tr("建设工程施工合同纠纷一审", "Construction contracts, first instance"),
                _curve(160, 412),
                closed_only=147,
            )
        ]
    )


def _groups() -> Drawn:
    return survival(
        [
            Named(tr("普通程序", "ordinary"), _curve(160, 412)),
            Named(tr("简易程序", "simplified"), _curve(70, 830)),
            Named(tr("小额诉讼", "small claims"), _curve(45, 502)),
        ],
        tr("三种程序的历时", "Three procedures"),
    )


def _control() -> Drawn:
    values = [
        round(900 + 24 * math.sin(place * 2.4) + 18 * math.cos(place * 5.1) + (55 if place > 14 else 0))
        for place in range(23)
    ]
    values[6] = 1130
    return control(individuals(values), [Opened(add_months(FIRST, place), HERE) for place in range(23)])


def _funnel() -> Drawn:
    shares = (0.083, 0.061, 0.08, 0.094, 0.112, 0.079, 0.085, 0.071, 0.081, 0.087, 0.058, 0.084, 0.079, 0.1)
    found = proportions(
        [round(pending * share) for (*_, pending), share in zip(CITIES, shares, strict=True)],
        [pending for *_, pending in CITIES],
    )
    return funnel(found, [Court(name, HERE) for name in _names()], tr("上诉率", "Appeal rate"))


def _distribution() -> Drawn:
    shares = (0.947, 0.91, 0.93, None, 0.962, 0.941, 0.945, 0.971, 0.938, 0.929, 0.941, 0.958, 0.89, 0.944)
    values = [
        Value(name, share, few=place == 1, href=HERE)
        for place, (name, share) in enumerate(zip(_names(), shares, strict=True))
    ]
    return distribution(values, tr("审限内结案率", "Closed within the limit"), interval=(0.90, 0.98))


def _forecast() -> Drawn:
    season = (0.82, 0.66, 1.05, 1.02, 1.0, 1.04, 1.03, 0.98, 1.03, 0.92, 1.12, 1.15)
    known = [
        _count(round((10300 + 45 * place) * season[place % 12] + 260 * math.sin(place * 3.3)))
        for place in range(36)
    ]
    middle = tuple((10300 + 45 * place) * season[place % 12] for place in range(36, 48))
    wide = [420 + 45 * place for place in range(12)]
    bands = Bands(
        *(
            tuple(one + times * spread for one, spread in zip(middle, wide, strict=True))
            for times in (-1.96, -1.28, 1.28, 1.96)
        )
    )
    ahead = Forecast(SARIMA, 36, middle, bands, False, (Score(SARIMA, 0.72, 0.78, 0.94),), None)
    return forecast(
        date(2023, 9, 1),
        known,
        ahead,
        tr("新收的预测", "Forecast of intake"),
        others=[Course(tr("增编10%", "10% more"), [1.1 * one for one in middle])],
    )


def _history() -> Drawn:
    values = (0.972, 0.978, 0.981, 0.979, 0.985, 0.99, 0.864, 0.881, 0.903, 0.897, 0.92, None, 0.934, 0.945)
    spots = [
        Spot(f"{2023 + place // 4}Q{place % 4 + 1}", value, "" if value is None else f"{round(2200 * value):,} ÷ 2,200", few=place == 10, href=HERE)
        for place, value in enumerate(values)
    ]  # fmt: skip
    return history(
        spots,
        [Break(6, tr("2024年7月起不计延长", "from July 2024 without extensions"))],
        tr("审限内结案率，逐季", "Closed within the limit, by quarter"),
    )


def sparks() -> list[Spark]:
    """The small lines of courts; words and numbers around them are the page's."""
    areas = [
        Area(name, [round(new * pending / 24647 * (1 + 0.15 * math.sin(place + month))) for month, new in enumerate(NEW)],
             [round(closed * pending / 24647 * (1 + 0.12 * math.cos(place + 2 * month))) for month, closed in enumerate(CLOSED)], HERE)
        for place, (name, (*_, pending)) in enumerate(zip(_names(), CITIES, strict=True))
    ]  # fmt: skip
    return [
        Spark(area.name, spark(area, FIRST).svg, max(*area.new, *area.closed), area.new[-1], area.closed[-1])
        for area in areas
    ]
