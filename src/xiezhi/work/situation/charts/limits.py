"""Within the limit, net and gross: two dots on one line for each kind of case, the bar between them what deductions and extensions did."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart, Count
from xiezhi.work.situation.charts.drawing import Dot, Drawing, Line, Linked, Mark, Rect, Text, room_for
from xiezhi.work.situation.charts.scale import number_words, percent_ticks, percent_words, round_step

ROW, TOP = 34, 24
FEW = thresholds().few_cases
WIDEST = 0.3  # of the scale: from here to 100 % at least


@dataclass(frozen=True, slots=True)
class Pair:
    """A kind of case: closings with a limit, of these within it net and gross."""

    name: str
    whole: Count
    net: Count
    gross: Count

    @property
    def shares(self) -> tuple[float, float]:
        return self.net.value / self.whole.value, self.gross.value / self.whole.value


def net_and_gross(pairs: Sequence[Pair], title: str = "") -> Chart:
    """The order is that of the input. Kinds of few cases are told in counts, without dots."""
    title = title or tr("期限内结案：净与毛", "Closed within the limit: net and gross")
    drawn = [pair for pair in pairs if pair.whole.value >= FEW]
    start = _start([share for pair in drawn for share in pair.shares])
    bottom = TOP + ROW * len(pairs)
    marks: list[Mark] = _grid(start, bottom)
    for place, pair in enumerate(pairs):
        marks += _row(pair, TOP + ROW * place + ROW / 2, start)
    rows = tuple(_cells(pair) for pair in pairs)
    heads = (
        tr("类别", "Class"),
        tr("有期限结案", "Closed, with a limit"),
        tr("净", "Net"),
        tr("净占", "Net share"),
        tr("毛", "Gross"),
        tr("毛占", "Gross share"),
    )
    left = room_for([f"{pair.name} {number_words(pair.whole.value)}" for pair in pairs], 14)
    # The words of a share of all stand right of its dot, at the very end of the plot.
    right = room_for([percent_words(1.0)], 14)
    return Chart(title, _told(pairs), heads, rows, Drawing(tuple(marks), bottom + 26, left, right))


def _start(shares: list[float]) -> float:
    """Where the scale begins: below the lowest share, at a round one."""
    low = min(shares, default=1.0)
    step = round_step(max(WIDEST, 1 - low) / 4)
    return max(0.0, 1 - step * max(2, int((1 - low) / step) + 1))


def _grid(start: float, bottom: float) -> list[Mark]:
    step = round_step((1 - start) / 4)
    ticks = [1 - step * place for place in range(int((1 - start) / step + 1e-9) + 1)]
    marks: list[Mark] = []
    for tick, words in zip(ticks, percent_ticks(ticks), strict=True):
        x = (tick - start) / (1 - start)
        marks += [
            Line(x, TOP, x, bottom, "grid"),
            Text(x, bottom + 18, words, "quiet", "middle"),
        ]
    return marks


def _row(pair: Pair, y: float, start: float) -> list[Mark]:
    marks: list[Mark] = [Text(0, y + 4, f"{pair.name} {number_words(pair.whole.value)}", "label", "end", -8)]
    if pair.whole.value < FEW:
        words = tr(
            f"不足{FEW}件，只列件数：净{number_words(pair.net.value)}，毛{number_words(pair.gross.value)}",
            f"under {FEW}, in counts: net {number_words(pair.net.value)}, gross {number_words(pair.gross.value)}",
        )
        return [*marks, Text(0, y + 4, words, "quiet", dx=8)]
    net, gross = ((share - start) / (1 - start) for share in pair.shares)
    net_words, gross_words = (percent_words(share) for share in pair.shares)
    marks.append(Rect(min(net, gross), y - 3, abs(net - gross), 6, "bar-soft"))
    marks.append(
        Linked(
            pair.gross.href,
            tr(f"{pair.name}毛{gross_words}", f"{pair.name}, gross {gross_words}"),
            (Dot(gross, y, 9, "touch"), Dot(gross, y, 4.5, "dot-run")),
        )
    )
    marks.append(
        Linked(
            pair.net.href,
            tr(f"{pair.name}净{net_words}", f"{pair.name}, net {net_words}"),
            (Dot(net, y, 9, "touch"), Dot(net, y, 5, "dot")),
        )
    )
    if net - gross > 0.02:  # under its dot: left of it, where the scale begins, stands the name of the row
        marks.append(Text(gross, y + 17, gross_words, "quiet-haloed", "middle"))
    return [*marks, Text(net, y + 4, net_words, "strong-haloed", dx=10)]


def _cells(pair: Pair) -> tuple[Cell, ...]:
    shares = [percent_words(share) for share in pair.shares] if pair.whole.value else ["—", "—"]
    return (
        Cell(pair.name), Cell(number_words(pair.whole.value), pair.whole.href), Cell(number_words(pair.net.value), pair.net.href), Cell(shares[0]),
        Cell(number_words(pair.gross.value), pair.gross.href), Cell(shares[1]),
    )  # fmt: skip


def _told(pairs: Sequence[Pair]) -> str:
    told = [
        f"{pair.name} {percent_words(pair.shares[0])} / {percent_words(pair.shares[1])}"
        for pair in pairs
        if pair.whole.value >= FEW
    ]
    return tr("净与毛：", "Net and gross: ") + tr("；", "; ").join(
        told or [tr("没有足够的案件", "too few cases")]
    )
