"""Axes: round values from nought (or not), months, and how numbers are written on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN
from xiezhi.work.situation.charts.drawing import Line, Mark, Text

TEN_THOUSAND = 10_000
STEPS = (1, 2, 2.5, 5, 10)
MOST_DECIMALS = 6  # of a label on an axis
TOO_CLOSE = 1e-9  # values that differ by rounding only are one value


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` on px from `bottom` up to `top`; `ticks` are the values written."""

    low: float
    high: float
    top: float
    bottom: float
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Where a value stands; beyond the ends, at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def scale_over(
    values: Sequence[float], top: float, bottom: float, *, zero: bool = True, most: float | None = None
) -> Scale:
    """A scale over these values with three to six round ticks. `most`: it ends there at the latest if no value lies beyond (1 for shares)."""
    high, low = max(values, default=1.0), min(values, default=0.0)
    if zero:
        high, low = max(high, 0.0), min(low, 0.0)
    beyond = most is None or high > most
    if high - low <= abs(high) * TOO_CLOSE:
        high, low = high + (abs(high) or 1.0) * 0.5, low if zero else low - abs(low) * 0.5
    step = round_step((high - low) / 4)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    end = last * step if beyond or most is None else min(last * step, most)
    start = 0.0 if zero and low >= 0 else first * step
    ticks = tuple(
        round(place * step, 10)
        for place in range(first, last + 1)
        if start - 1e-9 <= place * step <= end + 1e-9
    )
    return Scale(start, end, top, bottom, ticks)


def round_step(rough: float) -> float:
    """The next round number not under this one: 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def grid(scale: Scale, words: Sequence[str]) -> list[Mark]:
    """A light line and a label at each tick."""
    marks: list[Mark] = []
    for tick, label in zip(scale.ticks, words, strict=True):
        y = scale.y(tick)
        marks += [
            Line(0, y, 1, y, "axis" if tick == 0 else "grid"),
            Text(0, y + 4, label, "quiet", "end", -8),
        ]
    return marks


def count_ticks(scale: Scale, unit_zh: str = "件", unit_en: str = "cases") -> tuple[list[str], str]:
    """The labels of counts and the unit over them: in Chinese from ten thousand on as 万, which is then said."""
    if scale.high >= TEN_THOUSAND:
        zh = [f"{tick / TEN_THOUSAND:g}" for tick in scale.ticks]
        return [tr(one, f"{tick:,.0f}") for one, tick in zip(zh, scale.ticks, strict=True)], tr(
            f"万{unit_zh}", unit_en
        )
    return number_ticks(scale.ticks), tr(unit_zh, unit_en)


def decimals(ticks: Sequence[float]) -> int:
    """How many decimals tell neighbouring ticks apart and none of them wrong: as many as the step between them has."""
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else abs(sum(ticks))
    if not step:
        return 0
    return next((count for count in range(MOST_DECIMALS) if _is_whole(step * 10**count)), MOST_DECIMALS)


def _is_whole(value: float) -> bool:
    return round(value) >= 1 and abs(value - round(value)) < 1e-6


def number_ticks(ticks: Sequence[float]) -> list[str]:
    """The labels of numbers: 0.000, 0.025, 0.050; 1,000."""
    count = decimals(ticks)
    return [_signed(f"{tick:,.{count}f}") for tick in ticks]


def percent_ticks(ticks: Sequence[float]) -> list[str]:
    """The labels of shares: 90%, 92.5%, 95%."""
    count = decimals([100 * tick for tick in ticks])
    return [percent_words(tick, count) for tick in ticks]


def number_words(value: float) -> str:
    """1,234 or 12.5: no more decimals than it has, at most two; what rounds to nought is 0, without a sign."""
    rounded = round(value, 2)
    return _signed(f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0"))


def number_between(value: float, scale: Scale) -> str:
    """A number that lies between the ticks of an axis: told to a tenth of the step between them."""
    return _signed(f"{value:,.{_between(scale.ticks)}f}")


def percent_between(share: float, scale: Scale) -> str:
    """A share that lies between the ticks of an axis: told to a tenth of the step between them, and to 0.1 % at least."""
    return percent_words(share, max(1, _between([100 * tick for tick in scale.ticks])))


def _between(ticks: Sequence[float]) -> int:
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    return min(MOST_DECIMALS, max(0, math.ceil(1 - math.log10(step) - TOO_CLOSE)))


def _signed(words: str) -> str:
    """A number with the minus of print, and none before nought."""
    return words.replace("-", "−") if any(sign in "123456789" for sign in words) else words.removeprefix("-")


def short_words(value: float, scale: Scale) -> str:
    """A count as short as on the axis: 1.12 (under 万件) / 11k."""
    if scale.high >= TEN_THOUSAND:
        return tr(f"{value / TEN_THOUSAND:.2f}", f"{value / 1000:.0f}k")
    return number_words(value)


def percent_words(share: float | None, decimals: int = 1) -> str:
    """94.2%; a dash where there is none."""
    return "—" if share is None else f"{_signed(f'{100 * share:.{decimals}f}')}%"


def month_words(month: date, *, year: bool = False) -> str:
    """7月 / Jul, with the year 2025年7月 / Jul 2025."""
    name = MONTHS_EN[month.month - 1]
    return (
        tr(f"{month.year}年{month.month}月", f"{name} {month.year}") if year else tr(f"{month.month}月", name)
    )


def months_axis(months: Sequence[date], y: float, *, top: float = 0) -> list[Mark]:
    """A tick under each month's middle; names each quarter (each month in a short row); a dashed line where a year begins."""
    marks: list[Mark] = []
    many = len(months)
    step = 1 if many <= 12 else 3 if many <= 36 else 6 if many <= 72 else 12
    for place, month in enumerate(months):
        x = (place + 0.5) / many
        first_of_year = month.month == 1 or place == 0
        if step < 12:
            marks.append(Line(x, y, x, y + 4, "axis"))
        if month.month == 1 and place:
            marks.append(Line(place / many, top, place / many, y, "tie"))
        if (month.month - 1) % step and place:
            continue
        crowded = place == 0 and step > 1 and months_to_january(month) < 0.13 * many
        if not crowded:
            with_year = first_of_year and many > 12
            words = (
                tr(f"{month.year}年", str(month.year))
                if with_year and month.month == 1 and step > 3
                else month_words(month, year=with_year)
            )
            marks.append(
                Text(x, y + 18, words, "quiet", "middle", roomy=_only_with_room(place, month, step, many))
            )
    return marks


def months_to_january(month: date) -> int:
    """How many months until the next January; 12 in January."""
    return 13 - month.month


def _only_with_room(place: int, month: date, step: int, many: int) -> bool:
    if place == 0 or (month.month == 1 and step > 1):
        return False
    return bool(month.month % 2 == 0) if step == 1 else True
