"""Known months and months ahead on one axis: the forecast dashed, with the spans it stays in four times of five, nineteen of twenty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.dates import add_months
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart, Count
from xiezhi.work.situation.charts.drawing import (
    Dot,
    Drawing,
    Line,
    Linked,
    Mark,
    Path,
    Text,
    names_at_end,
    room_for,
)
from xiezhi.work.situation.charts.scale import (
    Scale,
    count_ticks,
    grid,
    month_words,
    months_axis,
    number_words,
    scale_over,
)
from xiezhi.work.situation.statistics.forecast import BASELINE, ETS, SARIMA, Bands, Forecast, Stock

TOP, BOTTOM, HEIGHT = 24, 236, 262
METHODS = {
    BASELINE: ("与上年同月相同", "as a year ago"),
    ETS: ("指数平滑", "exponential smoothing"),
    SARIMA: ("季节性ARIMA", "seasonal ARIMA"),
}


@dataclass(frozen=True, slots=True)
class Course:
    """Another course ahead, to be seen against the forecast (what if)."""

    name: str
    values: Sequence[float]


def forecast(
    first: date,
    known: Sequence[Count],
    ahead: Forecast | Stock,
    title: str = "",
    *,
    others: Sequence[Course] = (),
    unit: tuple[str, str] = ("件", "cases"),
) -> Chart:
    """`first`: the month of the first known value. `others`: what-if courses, grey."""
    title = title or tr("预测", "Forecast")
    many = len(known) + len(ahead.middle)
    months = [add_months(first, place) for place in range(many)]
    bands = ahead.bands
    values = [
        *(one.value for one in known),
        *ahead.middle,
        *bands.high_95,
        *(value for other in others for value in other.values),
    ]
    scale = scale_over(values, TOP, BOTTOM)
    ticks, unit_words = count_ticks(scale, *unit)
    marks: list[Mark] = [
        *grid(scale, ticks),
        Text(0, 12, unit_words, "quiet", "end", -8),
        *_bands(known, bands, scale, many),
    ]
    marks += months_axis(months, BOTTOM, top=TOP)
    now = len(known) / many
    marks += [
        Line(now, TOP - 6, now, BOTTOM, "break"),
        Text(now, 14, tr("预测", "forecast"), "quiet", "start", 6),
    ]
    joint = [_point(len(known) - 1, known[-1].value, scale, many)] if known else []
    for other in others:
        marks.append(
            Path(
                (
                    *joint,
                    *(
                        _point(len(known) + place, value, scale, many)
                        for place, value in enumerate(other.values)
                    ),
                ),
                "line-grey",
            )
        )
    line = tuple(_point(place, one.value, scale, many) for place, one in enumerate(known))
    middle = tuple(_point(len(known) + place, value, scale, many) for place, value in enumerate(ahead.middle))
    marks += [Path(line, "line"), Path((*joint, *middle), "line-ahead")]
    for place, one in enumerate(known):
        words = f"{month_words(months[place], year=True)} {number_words(one.value)}"
        marks.append(
            Linked(one.href, words, (Dot(*line[place], 9, "touch"), Dot(*line[place], 2, "dot-small")))
        )
    names = [
        (scale.y(ahead.middle[-1]), number_words(round(ahead.middle[-1])), "accent-text"),
        *((scale.y(other.values[-1]), other.name, "quiet") for other in others),
    ]
    marks += names_at_end(names)
    columns = (
        tr("月份", "Month"),
        tr("已知", "Known"),
        tr("预测", "Forecast"),
        tr("80%区间", "80 % band"),
        tr("95%区间", "95 % band"),
        *(other.name for other in others),
    )
    rows = tuple(_row(months[place], place, known, ahead, others) for place in range(many))
    return Chart(
        title,
        told(ahead),
        columns,
        rows,
        Drawing(tuple(marks), HEIGHT, room_for(ticks), room_for([words for _, words, _ in names], 14)),
    )


def _point(place: int, value: float, scale: Scale, many: int) -> tuple[float, float]:
    return (place + 0.5) / many, scale.y(value)


def _bands(known: Sequence[Count], bands: Bands, scale: Scale, many: int) -> list[Mark]:
    marks: list[Mark] = []
    for low, high, kind in (
        (bands.low_95, bands.high_95, "band-outer"),
        (bands.low_80, bands.high_80, "band"),
    ):
        if not low:
            continue
        upper = [_point(len(known) + place, value, scale, many) for place, value in enumerate(high)]
        lower = [_point(len(known) + place, value, scale, many) for place, value in enumerate(low)]
        joint = [_point(len(known) - 1, known[-1].value, scale, many)] if known else []
        marks.append(Path((*joint, *upper, *reversed(lower)), kind, closed=True))
    return marks


def _row(
    month: date, place: int, known: Sequence[Count], ahead: Forecast | Stock, others: Sequence[Course]
) -> tuple[Cell, ...]:
    name = Cell(month_words(month, year=True))
    if place < len(known):
        return (
            name,
            Cell(number_words(known[place].value), known[place].href),
            *(Cell("") for _ in range(3 + len(others))),
        )
    at = place - len(known)
    bands = ahead.bands
    spans = (_span(bands.low_80, bands.high_80, at), _span(bands.low_95, bands.high_95, at))
    return (
        name,
        Cell(""),
        Cell(number_words(round(ahead.middle[at]))),
        *map(Cell, spans),
        *(Cell(number_words(round(other.values[at]))) for other in others),
    )


def _span(low: Sequence[float], high: Sequence[float], at: int) -> str:
    return f"{number_words(round(low[at]))}–{number_words(round(high[at]))}" if low else "—"


def method_words(method: str) -> str:
    """The name of a method."""
    return tr(*METHODS[method])


def told(ahead: Forecast | Stock) -> str:
    """How far the forecast can be trusted: the method, and how it did on months it had not seen."""
    if isinstance(ahead, Stock):
        return tr(
            "存量由新收与结案的预测推算，虚线为居中的走势",
            "Stock follows from the forecasts of intake and closings; dashed is the middle course",
        )
    if ahead.baseline_only:
        return tr(
            f"只有{ahead.months}个月的数据，不足36个月或没有起伏，只用“与上年同月相同”推算",
            f"{ahead.months} months of data, fewer than 36 or without any change: so the forecast is the same month a year ago",
        )
    score = next((one for one in ahead.scores if one.method == ahead.method), None)
    name = method_words(ahead.method)
    if score is None:
        return name
    parts = [tr(f"方法：{name}", f"method: {name}")]
    baseline = next((one for one in ahead.scores if one.method == BASELINE), None)
    if baseline is not None and baseline is not score and baseline.mase:
        ratio = score.mase / baseline.mase
        parts.append(
            tr(
                f"对未见过的月份，误差为“与上年同月相同”的{ratio:.2f}倍",
                f"on months it had not seen, its error was {ratio:.2f} of that of repeating last year",
            )
        )
    held = f"{100 * score.coverage_95:.0f}"
    parts.append(
        tr(f"95%区间盖住{held}%", f"the 95 % band held {held} %")
        if score.holds
        else tr(
            f"95%区间只盖住{held}%，靠不住，不画区间",
            f"the 95 % band held only {held} %, so no band is drawn",
        )
    )
    return tr("；", "; ").join(parts)
