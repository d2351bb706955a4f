"""Cities as tiles where they lie, roughly, without borders: a way in, not a league table. The shade only says how many figures lie outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart
from xiezhi.work.situation.charts.drawing import Drawing, Linked, Mark, Rect, Text
from xiezhi.work.situation.charts.multiples import cut

TILE, GAP = 68, 4  # px down
ACROSS = 0.008  # gap in shares of the width
COLUMNS = 5  # of a province without a map
WIDTH, NARROW_WIDTH = 460, 340  # px for which words are cut
INSIDE, ONE_OUTSIDE, MORE_OUTSIDE, FEW = "inside", "one_outside", "more_outside", "few"
KINDS = {INSIDE: "tile", ONE_OUTSIDE: "tile-one", MORE_OUTSIDE: "tile-two", FEW: "tile-few"}


@dataclass(frozen=True, slots=True)
class Tile:
    """A city: the key of its place, its name, its number in words, a note, and how it is shaded (INSIDE, ONE_OUTSIDE, MORE_OUTSIDE, FEW)."""

    key: str
    name: str
    value: str
    note: str = ""
    state: str = INSIDE
    href: str = ""


Places = Mapping[str, tuple[int, int]]


def tiles(cities: Sequence[Tile], places: Places, title: str = "") -> Chart:
    """`places`: row and column of each key, from 0. Cities without a place (and all, without places) follow in their order underneath."""
    title = title or tr("各市", "Cities")
    spots = _spots(cities, places)
    across, down = (
        max((column for _, column in spots.values()), default=0) + 1,
        max((row for row, _ in spots.values()), default=0) + 1,
    )
    width = (1 - ACROSS * (across - 1)) / across
    marks: list[Mark] = []
    for city in cities:
        row, column = spots[city.key]
        x, y = column * (width + ACROSS), row * (TILE + GAP)
        room = width * WIDTH - 12
        texts = [*_name(city.name, x, y + 18, width), Text(x, y + 38, city.value, "tile-value", dx=7)]
        if city.note:
            texts.append(Text(x, y + 56, cut(city.note, room), "tile-note", dx=7, roomy=True))
        words = " ".join(filter(None, (city.name, city.value, city.note)))
        marks.append(Linked(city.href, words, (Rect(x, y, width, TILE, KINDS[city.state]), *texts)))
    rows = tuple(
        (Cell(city.name, city.href), Cell(city.value), Cell(city.note or _state_words(city.state)))
        for city in cities
    )
    return Chart(
        title,
        _told(cities),
        (tr("市", "City"), tr("数值", "Value"), tr("说明", "Note")),
        rows,
        Drawing(tuple(marks), down * (TILE + GAP), 8, 8),
    )


def _name(name: str, x: float, y: float, width: float) -> list[Text]:
    """A name, cut further where the drawing is narrow."""
    wide, narrow = cut(name, width * WIDTH - 12), cut(name, width * NARROW_WIDTH - 10)
    if wide == narrow:
        return [Text(x, y, wide, "tile-name", dx=7)]
    return [
        Text(x, y, wide, "tile-name", dx=7, roomy=True),
        Text(x, y, narrow, "tile-name", dx=7, tight=True),
    ]


def _spots(cities: Sequence[Tile], places: Places) -> dict[str, tuple[int, int]]:
    found = {city.key: places[city.key] for city in cities if city.key in places}
    first_free = max((row for row, _ in found.values()), default=-1) + 1
    rest = [city.key for city in cities if city.key not in found]
    return found | {key: (first_free + place // COLUMNS, place % COLUMNS) for place, key in enumerate(rest)}


def _state_words(state: str) -> str:
    return {
        INSIDE: tr("都在区间内", "all inside"), ONE_OUTSIDE: tr("1项在外", "1 outside"), MORE_OUTSIDE: tr("2项以上在外", "2 or more outside"),
        FEW: tr("样本不足", "too few cases"),
    }[state]  # fmt: skip


def _told(cities: Sequence[Tile]) -> str:
    outside = sum(city.state in (ONE_OUTSIDE, MORE_OUTSIDE) for city in cities)
    return tr(
        f"{len(cities)}个市，位置为示意，其中{outside}个有指标在区间外，不分高低",
        f"{len(cities)} cities, placed roughly; {outside} have figures outside an interval, which is neither good nor bad",
    )
