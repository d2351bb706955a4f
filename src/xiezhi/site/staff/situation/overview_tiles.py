"""The areas of the overview, each with its stock and its months: as a tile of the map, and as one of the small multiples."""

from typing import NamedTuple

from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.language import tr
from xiezhi.rules.tiles import places
from xiezhi.site.staff.situation import choosers
from xiezhi.site.staff.situation.asking import ONLY, Asked
from xiezhi.site.staff.situation.numbers import Number
from xiezhi.work.situation.charts import multiples
from xiezhi.work.situation.charts.rendering import Markup
from xiezhi.work.situation.charts.scale import month_words
from xiezhi.work.situation.few import FEW
from xiezhi.work.situation.flow_keys import CLOSED, NEW, PENDING
from xiezhi.work.situation.overview_values import Area
from xiezhi.work.situation.wording import area_place, count_words, short_name, signed

OVERVIEW = "situation"


class Tile(NamedTuple):
    """An area as it is drawn: as a tile, and as one of the small multiples. `spot`: its row and column on the map, if it has
    one; `place`: its name there."""

    spot: tuple[int, int] | None
    name: str
    place: str
    href: str
    pending: Number
    note: str
    few: bool
    drawing: Markup
    top: str
    new: Number
    closed: Number
    month: str


def tile(asked: Asked, area: Area) -> Tile:
    """A court or an area with its stock, by how much that grew, and its months."""
    key = str(area.court.pk)
    name = short_name(choosers.area_words(area.court, below=area.below))
    href = asked.address(OVERVIEW, court=key if area.below else f"{key}{ONLY}", division=None)
    last, new, closed = area.months[-1]
    grown = signed(area.new - area.closed, "", digits=0)
    note = tr(f"本期{grown}", grown)

    def number(figure: str, count: float, period: Period) -> Number:
        opened = asked.cases(figure, period=period, court=key, below=area.below) if count else ""
        return Number(count_words(count), opened, counts=True)

    code = area.court.code
    return Tile(
        spot=places(code[:1]).get(code) if area.below else None,
        name=name,
        place=area_place(name),
        href=href,
        pending=number(PENDING, area.pending, asked.period),
        note=note,
        few=area.pending < FEW,
        drawing=small(area, name),
        top=count_words(max(max(month[1:]) for month in area.months)),
        new=number(NEW, new, last),
        closed=number(CLOSED, closed, last),
        month=month_words(last.start),
    )


def small(area: Area, name: str) -> Markup:
    """The months of an area as two small lines."""
    new, closed = [month[1] for month in area.months], [month[2] for month in area.months]
    return multiples.spark(multiples.Area(name, new, closed), area.months[0][0].start).svg
