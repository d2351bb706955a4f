"""Month by month: what came in against what was closed, and the closings of each month with the rush at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart, Count
from xiezhi.work.situation.charts.drawing import (
    APART,
    Dot,
    Drawing,
    Line,
    Linked,
    Mark,
    Path,
    Rect,
    Text,
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
    short_words,
)
from xiezhi.work.situation.wording import signed

TOP, BOTTOM, HEIGHT = 24, 236, 262
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class InOut:
    """A month (its first day) with what came in and what was closed."""

    month: date
    new: Count
    closed: Count


@dataclass(frozen=True, slots=True)
class Closings:
    """A month (its first day) with its closings, of which `late` towards its end (None = not asked), and what came in."""

    month: date
    closed: Count
    late: Count | None = None
    new: float | None = None


def in_out(months: Sequence[InOut], title: str = "") -> Chart:
    """Two lines from nought: new (grey) and closed (accent), the gap between them shaded grey where stock grows."""
    title = title or tr("每月新收与结案", "New and closed, month by month")
    scale = scale_over(
        [one for month in months for one in (month.new.value, month.closed.value)], TOP, BOTTOM
    )
    ticks, unit = count_ticks(scale)
    many = max(1, len(months))
    new = [((place + 0.5) / many, scale.y(month.new.value)) for place, month in enumerate(months)]
    closed = [((place + 0.5) / many, scale.y(month.closed.value)) for place, month in enumerate(months)]
    marks: list[Mark] = [*grid(scale, ticks), Text(0, 12, unit, "quiet", "end", -8), *_gaps(new, closed)]
    marks += months_axis([month.month for month in months], BOTTOM, top=TOP)
    if months:
        marks += [
            Path(tuple(new), "line-grey"),
            Path(tuple(closed), "line"),
            *_ends(months, new, closed),
            *_gap_words(new, closed),
        ]
    for place, month in enumerate(months):
        name = month_words(month.month, year=True)
        marks += [_spot(new[place], month.new, tr(f"{name}新收", f"new, {name}"), "dot-small-grey"),
                  _spot(closed[place], month.closed, tr(f"{name}结案", f"closed, {name}"), "dot-small")]  # fmt: skip
    right = room_for([_end_words(months, "new"), _end_words(months, "closed")], 14) if months else 16
    return Chart(title, _in_out_told(months), (tr("月份", "Month"), tr("新收", "New"), tr("结案", "Closed"), tr("存量增减", "Change of stock")),
                 tuple(_in_out_row(month) for month in months), Drawing(tuple(marks), HEIGHT, room_for(ticks), right))  # fmt: skip


def _spot(at: tuple[float, float], count: Count, words: str, kind: str) -> Linked:
    told = f"{words} {number_words(count.value)}"
    return Linked(count.href, told, (Dot(*at, 9, "touch"), Dot(*at, 2.5, kind)))


def _in_out_row(month: InOut) -> tuple[Cell, ...]:
    change = month.new.value - month.closed.value
    return (
        Cell(month_words(month.month, year=True)),
        Cell(number_words(month.new.value), month.new.href),
        Cell(number_words(month.closed.value), month.closed.href),
        Cell(signed(change, "", digits=0)),
    )


def _in_out_told(months: Sequence[InOut]) -> str:
    if not months:
        return tr("没有月份", "No months")
    new, closed = sum(month.new.value for month in months), sum(month.closed.value for month in months)
    first, last = month_words(months[0].month, year=True), month_words(months[-1].month, year=True)
    stock = signed(new - closed, "", digits=0)
    return tr(
        f"{first}至{last}，新收{number_words(new)}件，结案{number_words(closed)}件，存量{stock}件",
        f"{first} to {last}: {number_words(new)} new, {number_words(closed)} closed, stock {stock}",
    )


def _gaps(new: Sequence[tuple[float, float]], closed: Sequence[tuple[float, float]]) -> list[Mark]:
    """The area between the lines, in pieces cut where they cross."""
    pieces: list[Mark] = []
    for place in range(len(new) - 1):
        (x0, a0), (x1, a1) = new[place], new[place + 1]
        b0, b1 = closed[place][1], closed[place + 1][1]
        if (a0 - b0) * (a1 - b1) < 0:
            share = (a0 - b0) / ((a0 - b0) - (a1 - b1))
            cross = (x0 + share * (x1 - x0), a0 + share * (a1 - a0))
            pieces.append(Path(((x0, a0), cross, (x0, b0)), "grown" if a0 < b0 else "shrunk", closed=True))
            pieces.append(Path((cross, (x1, a1), (x1, b1)), "grown" if a1 < b1 else "shrunk", closed=True))
        elif a0 != b0 or a1 != b1:
            pieces.append(
                Path(
                    ((x0, a0), (x1, a1), (x1, b1), (x0, b0)),
                    "grown" if a0 + a1 < b0 + b1 else "shrunk",
                    closed=True,
                )
            )
    return pieces


def _end_words(months: Sequence[InOut], which: str) -> str:
    last = months[-1]
    return tr(f"新收{number_words(last.new.value)}", f"New {number_words(last.new.value)}") if which == "new" else tr(
        f"结案{number_words(last.closed.value)}", f"Closed {number_words(last.closed.value)}")  # fmt: skip


def _ends(
    months: Sequence[InOut], new: Sequence[tuple[float, float]], closed: Sequence[tuple[float, float]]
) -> list[Mark]:
    """The names of the lines at their right ends, kept apart."""
    x, (above, below) = new[-1][0], apart(new[-1][1], closed[-1][1])
    return [
        Text(x, above + 4, _end_words(months, "new"), "label", dx=10),
        Text(x, below + 4, _end_words(months, "closed"), "accent-text", dx=10),
    ]


def apart(first: float, second: float) -> tuple[float, float]:
    """Two heights moved apart evenly until a gap lies between them, which stays the upper staying so."""
    lacking = APART - abs(first - second)
    if lacking <= 0:
        return first, second
    return (
        (first - lacking / 2, second + lacking / 2)
        if first <= second
        else (first + lacking / 2, second - lacking / 2)
    )


def _gap_words(new: Sequence[tuple[float, float]], closed: Sequence[tuple[float, float]]) -> list[Mark]:
    """What the two shades mean, over the plot, where no line runs."""
    gaps = [one[1] - two[1] for one, two in zip(new, closed, strict=True)]
    words = [tr("灰：存量增", "grey: stock grows")] if min(gaps) < 0 else []
    words += [tr("绿：存量减", "green: stock shrinks")] if max(gaps) > 0 else []
    return [Text(1, 12, tr("　", "; ").join(words), "quiet", "end")] if words else []


def month_bars(months: Sequence[Closings], title: str = "", *, late: str = "") -> Chart:
    """Closings as bars from nought with their mean, the late ones of each month darker, December marked; new as a dashed line. `late`: which
    days those are; without it the last days of a month by the threshold of that name."""
    late = late or _last_days()
    title = title or tr("每月结案", "Closings, month by month")
    values = [month.closed.value for month in months]
    scale = scale_over([*values, *(month.new for month in months if month.new is not None)], TOP, BOTTOM)
    ticks, unit = count_ticks(scale)
    marks: list[Mark] = [*grid(scale, ticks), Text(0, 12, unit, "quiet", "end", -8)]
    many = max(1, len(months))
    for place, month in enumerate(months):
        marks.append(_bar(month, place, many, scale, late))
    ends: list[str] = []
    if months:
        marks += months_axis([month.month for month in months], BOTTOM, top=TOP)
        mean = sum(values) / many
        more, ends = _lines(months, mean, many, scale)
        marks += more
    if any(month.late is not None and month.late.value for month in months):
        marks.append(Text(1, 12, tr(f"深色：{late}", f"dark: {late}"), "quiet", "end"))
    return Chart(title, _bars_told(months), _bars_columns(late), tuple(_bars_row(month) for month in months),
                 Drawing(tuple(marks), HEIGHT, room_for(ticks), room_for(ends, 14)))  # fmt: skip


def _last_days() -> str:
    days = thresholds().last_days
    return tr(f"最后{days}天", f"in the last {days} days")


def _bar(month: Closings, place: int, many: int, scale: Scale, late: str) -> Linked:
    x, width, top = (place + 0.14) / many, 0.72 / many, scale.y(month.closed.value)
    name = month_words(month.month, year=True)
    told = tr(
        f"{name}结案{number_words(month.closed.value)}件",
        f"{number_words(month.closed.value)} closed in {name}",
    )
    kind = "bar-second" if month.month.month == DECEMBER else "bar-soft"
    parts: list[Rect | Text] = [Rect(x, top, width, BOTTOM - top, kind)]
    if month.late is not None and month.late.value:
        y = scale.y(month.late.value)
        parts.append(Rect(x, top, width, BOTTOM - y, "bar"))
        told += tr(
            f"，其中{late}{number_words(month.late.value)}件",
            f", {number_words(month.late.value)} of them {late}",
        )
    if many <= 12:
        parts.append(
            Text(
                x + width / 2,
                BOTTOM - 8,
                short_words(month.closed.value, scale),
                "on-second" if kind == "bar-second" else "on-soft",
                "middle",
                roomy=True,
            )
        )
    return Linked(month.closed.href, told, tuple(parts))


def _lines(months: Sequence[Closings], mean: float, many: int, scale: Scale) -> tuple[list[Mark], list[str]]:
    y = scale.y(mean)
    marks: list[Mark] = [Line(0, y, 1, y, "mean")]
    words = tr(f"月均{number_words(round(mean))}", f"mean {number_words(round(mean))}")
    known = [
        ((place + 0.5) / many, scale.y(month.new))
        for place, month in enumerate(months)
        if month.new is not None
    ]
    if not known:
        return [*marks, Text(1, y + 4, words, "strong", dx=8)], [words]
    new_words = tr("新收（虚线）", "new (dashed)")
    for_mean, for_new = apart(y, known[-1][1])
    marks += [
        Path(tuple(known), "line-dashed"),
        Text(1, for_new + 4, new_words, "quiet", dx=8),
        Text(1, for_mean + 4, words, "strong", dx=8),
    ]
    return marks, [words, new_words]


def _bars_columns(late: str) -> tuple[str, ...]:
    return tr("月份", "Month"), tr("结案", "Closed"), tr(f"其中{late}", f"Of these {late}"), tr("新收", "New")


def _bars_row(month: Closings) -> tuple[Cell, ...]:
    late = Cell("—") if month.late is None else Cell(number_words(month.late.value), month.late.href)
    new = Cell("—" if month.new is None else number_words(month.new))
    return (
        Cell(month_words(month.month, year=True)),
        Cell(number_words(month.closed.value), month.closed.href),
        late,
        new,
    )


def _bars_told(months: Sequence[Closings]) -> str:
    if not months:
        return tr("没有月份", "No months")
    most, least = max(months, key=lambda one: one.closed.value), min(months, key=lambda one: one.closed.value)
    names = [month_words(one.month, year=True) for one in (most, least)]
    counts = [number_words(one.closed.value) for one in (most, least)]
    mean = number_words(round(sum(month.closed.value for month in months) / len(months)))
    return tr(
        f"月均结案{mean}件；最多{names[0]}{counts[0]}件，最少{names[1]}{counts[1]}件",
        f"{mean} closed a month on average; most in {names[0]} ({counts[0]}), fewest in {names[1]} ({counts[1]})",
    )
