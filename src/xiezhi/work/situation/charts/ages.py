"""The stock by age: one bar for each band, in the order of age, with its count and share."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart, Count
from xiezhi.work.situation.charts.drawing import Drawing, Line, Linked, Mark, Rect, Text, room_for
from xiezhi.work.situation.charts.scale import number_words, percent_words

ROW, BAR, TOP = 30, 20, 4


@dataclass(frozen=True, slots=True)
class Band:
    """A span of age with its cases (`count` None = not told); `long`: drawn darker, for what has waited long."""

    words: str
    count: Count | None
    long: bool = False


def ages(bands: Sequence[Band], title: str = "") -> Chart:
    """Bars from nought; the longest leaves room for its numbers."""
    title = title or tr("未结案件已历时", "Age of the pending stock")
    counts = [band.count.value if band.count else 0.0 for band in bands]
    total, longest = sum(counts), max([*counts, 1.0])
    told = [_numbers(band, total) for band in bands]
    marks: list[Mark] = []
    for place, (band, words) in enumerate(zip(bands, told, strict=True)):
        y = TOP + place * ROW
        width = (band.count.value if band.count else 0.0) / longest
        kind = "bar" if band.long else "bar-second"
        marks.append(Text(0, y + 15, band.words, "label", "end", -10))
        number = (
            Text(width, y + 15, words[0], "value", dx=8),
            Text(width, y + 15, words[1], "quiet", dx=16 + 7.4 * len(words[0])),
        )
        marks.append(
            Linked(
                band.count.href if band.count else "",
                f"{band.words} {' '.join(words)}",
                (Rect(0, y, width, BAR, kind), *number),
            )
        )
    height = TOP + len(bands) * ROW
    marks.append(Line(0, 0, 0, height - 4, "axis"))
    left, right = (
        room_for([band.words for band in bands], 14),
        room_for([f"{one} {two} " for one, two in told], 20),
    )
    return Chart(title, _described(bands, total), (tr("历时", "Age"), tr("未结", "Pending"), tr("占比", "Share")),
                 tuple(_row(band, total) for band in bands), Drawing(tuple(marks), height, left, right))  # fmt: skip


def _numbers(band: Band, total: float) -> tuple[str, str]:
    if band.count is None:
        return tr("不显示", "not shown"), ""
    return number_words(band.count.value), percent_words(band.count.value / total) if total else ""


def _row(band: Band, total: float) -> tuple[Cell, ...]:
    number, share = _numbers(band, total)
    return Cell(band.words), Cell(number, band.count.href if band.count else ""), Cell(share or "—")


def _described(bands: Sequence[Band], total: float) -> str:
    long = sum(band.count.value for band in bands if band.long and band.count)
    told = tr(f"未结{number_words(total)}件", f"{number_words(total)} pending")
    if not total or not long:
        return told
    return told + tr(
        f"，其中历时长的{number_words(long)}件，占{percent_words(long / total)}",
        f", {number_words(long)} of them long pending ({percent_words(long / total)})",
    )
