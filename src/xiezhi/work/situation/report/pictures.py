"""The drawings of a report, each a file of its own (SVG) that PDF and Word take as it is."""

from collections.abc import Sequence
from datetime import date

from xiezhi.rules.indicators.periods import MONTH
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Chart, Count
from xiezhi.work.situation.charts.flow import flow
from xiezhi.work.situation.charts.months import Closings, InOut, in_out, month_bars
from xiezhi.work.situation.charts.multiples import Area, multiples
from xiezhi.work.situation.report.measuring import CLOSED, NEW, OPENING, PENDING, Found, Measured
from xiezhi.work.situation.report.values import Picture

FEWEST_MONTHS = 3


def flow_picture(measured: Measured) -> Picture | None:
    """The identity of the stock as two bars."""
    if measured.is_empty:
        return None
    opening, new, closed, pending = (Count(measured.amount(key)) for key in (OPENING, NEW, CLOSED, PENDING))
    return _picture(flow(opening, new, closed, pending))


def months_picture(measured: Measured) -> Picture | None:
    """What came in and what was closed, month by month, up to the end of the period."""
    months = [(month.start, found) for month, found in measured.months]
    if len(months) < FEWEST_MONTHS:
        return None
    return _picture(
        in_out(
            [
                InOut(day, _count(measured, found, NEW), _count(measured, found, CLOSED))
                for day, found in months
            ]
        )
    )


def year_picture(measured: Measured) -> Picture | None:
    """The closings of each month of the period, or of the year so far for a shorter one, with those of its last days where known."""
    late = {end.month.start: Count(end.in_last) for end in measured.ends}
    first = min(measured.period.start, date(measured.period.end.year, 1, 1))
    months = [(month, found) for month, found in measured.months if month.start >= first]
    if measured.period.kind == MONTH or len(months) < FEWEST_MONTHS:
        return None
    rows = [
        Closings(
            month.start, _count(measured, found, CLOSED), late.get(month.start), measured.amount(NEW, found)
        )
        for month, found in months
    ]
    return _picture(month_bars(rows))


def areas_picture(measured: Measured, names: Sequence[str], keys: Sequence[str | None]) -> Picture | None:
    """The months of each prefecture in small."""
    if not measured.area_months or len(measured.months) < FEWEST_MONTHS:
        return None
    nothing: Sequence[Found] = [{}] * max(map(len, measured.area_months.values()))
    areas = [
        Area(name, _line(measured, months, NEW), _line(measured, months, CLOSED))
        for name, months in (
            (name, measured.area_months.get(key, nothing)) for name, key in zip(names, keys, strict=True)
        )
    ]
    title = tr("各地区每月新收与结案", "New and closed by prefecture")
    return _picture(multiples(areas, measured.months[0][0].start, title))


def _line(measured: Measured, months: Sequence[Found], key: str) -> list[float]:
    return [measured.amount(key, found) for found in months]


def _count(measured: Measured, found: Found, key: str) -> Count:
    return Count(measured.amount(key, found))


def _picture(chart: Chart) -> Picture:
    return Picture(chart.title, chart.standalone(), chart.description)
