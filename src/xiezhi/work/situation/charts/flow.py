"""The picture of the flow: opening + new above, closed + pending below, on one length because they are the same cases."""

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart, Count
from xiezhi.work.situation.charts.drawing import Drawing, Line, Linked, Mark, Rect, Text
from xiezhi.work.situation.charts.scale import number_words

BAR, UPPER, LOWER, HEIGHT = 46, 24, 94, 164
SMALL = 0.2  # share of the width under which the right part's words stand at its right end
FITS = 0.12  # share of the width from which a number stands on its bar


def flow(opening: Count, new: Count, closed: Count, pending: Count, title: str = "") -> Chart:
    """The identity of the stock. The four must add up; where they do not, a word says by how much."""
    title = title or tr("旧存＋新收－结案＝未结", "Opening + new − closed = pending")
    above, below = opening.value + new.value, closed.value + pending.value
    longest = max(above, below, 1)
    words = (tr("旧存", "Opening"), tr("新收", "New"), tr("结案", "Closed"), tr("未结", "Pending"))
    marks: list[Mark] = [
        Line(0, UPPER + BAR, 0, LOWER, "tie"), Line(above / longest, UPPER + BAR, below / longest, LOWER, "tie"),
        *_row(UPPER, UPPER - 8, (words[0], opening, "bar-grey", "large"), (words[1], new, "bar-second", "large-on-second"), longest),
        *_row(LOWER, LOWER + BAR + 18, (words[2], closed, "bar", "large-on-solid"), (words[3], pending, "bar-soft", "large"), longest),
        Text(0, LOWER - 7, tr(f"受理{number_words(above)}＝旧存＋新收", f"{number_words(above)} on the docket = opening + new"), "quiet", dx=10),
    ]  # fmt: skip
    counts = (opening, new, closed, pending)
    rows = tuple(
        (Cell(name), Cell(number_words(one.value), one.href)) for name, one in zip(words, counts, strict=True)
    )
    return Chart(
        title,
        _told(counts, above - below),
        (tr("项", "Item"), tr("件", "Cases")),
        rows,
        Drawing(tuple(marks), HEIGHT, 8, 8),
    )


_Part = tuple[str, Count, str, str]


def _row(y: float, words_y: float, left: _Part, right: _Part, longest: float) -> list[Mark]:
    cut, end = left[1].value / longest, (left[1].value + right[1].value) / longest
    return [
        *_part(left, 0, cut, y, words_y, at_end=False),
        *_part(right, cut, end, y, words_y, at_end=end - cut < SMALL),
    ]


def _part(part: _Part, start: float, end: float, y: float, words_y: float, *, at_end: bool) -> list[Mark]:
    name, count, bar, kind = part
    number = number_words(count.value)
    x, anchor, inside = (end, "end", -10) if at_end else (start, "start", 10)
    # A number wider than its bar would stand on its neighbour: then it stands with its name.
    fits = end - start >= FITS
    text = (Text(x, y + 31, number, kind, anchor, inside),) if fits else ()
    marks: list[Mark] = [
        Linked(count.href, f"{name} {number}", (Rect(start, y, end - start, BAR, bar), *text))
    ]
    if 0 < start < end:
        marks.append(Line(start, y, start, y + BAR, "cut"))
    return [*marks, Text(x, words_y, name if fits else f"{name} {number}", "label", anchor)]


def _told(counts: tuple[Count, ...], lacking: float) -> str:
    opening, new, closed, pending = (number_words(one.value) for one in counts)
    told = tr(
        f"旧存{opening}件加新收{new}件，减结案{closed}件，未结{pending}件",
        f"{opening} pending at the start plus {new} new, less {closed} closed: {pending} pending at the end",
    )
    if abs(lacking) < 0.5:
        return told
    return told + tr(f"；相差{number_words(lacking)}件", f"; {number_words(lacking)} apart")
