"""Placing labels in rows so that none covers another, nor the line that leads to another.

What is found free at the width a drawing is laid out for stays free at every greater width: places are percents and
texts keep their size, so distances only grow.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from xiezhi.site.clock_strip.measure import text_width

ROW = 16  # px from one row of labels to the next
APART = 8  # px between two labels in a row
LEADER = 3  # px kept free on both sides of a leading line


class Wanted(NamedTuple):
    """A label looking for a place: at `x` percent, on one of the `sides` (start, end, middle), `dx` px away."""

    words: str
    x: float
    kind: str = ""
    dx: float = 5
    sides: tuple[str, ...] = ("start", "end")
    needed: bool = False


class Placed(NamedTuple):
    """A label in its row (0 is nearest to the band)."""

    wanted: Wanted
    row: int
    anchor: str

    @property
    def dx(self) -> float:
        """The px between the place and the words, on the side that was found free."""
        return {"start": self.wanted.dx, "end": -self.wanted.dx, "middle": 0.0}[self.anchor]


def extent(place: float, words: str, anchor: str, dx: float) -> tuple[float, float]:
    """From where to where a label reaches, in px."""
    width = text_width(words)
    left = place + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, left + width


@dataclass(slots=True)
class Rows:
    """The rows above (or below) a band at one width, with what is taken in each."""

    width: int
    most: int
    others: tuple[float, ...] = ()
    taken: list[list[tuple[float, float]]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def place(self, wanted: Wanted) -> bool:
        """Put a label into the lowest row with room for it and for its leader; False if there is none."""
        tries = [(row, anchor) for row in range(self.most) for anchor in wanted.sides]
        for row, anchor in sorted(
            tries, key=lambda place: place[0] == 0 and self._covers_others(wanted, place[1])
        ):
            if self._fits(wanted, row, anchor):
                self._take(Placed(wanted, row, anchor))
                return True
        return False

    def _covers_others(self, wanted: Wanted, anchor: str) -> bool:
        """Whether a label in the lowest row would bar the way of another place's leader: only if nothing else is free."""
        place = wanted.x * self.width / 100
        left, right = extent(place, wanted.words, anchor, Placed(wanted, 0, anchor).dx)
        return any(
            left - LEADER < other < right + LEADER for other in self.others if abs(other - place) > LEADER
        )

    def _fits(self, wanted: Wanted, row: int, anchor: str) -> bool:
        place = wanted.x * self.width / 100
        left, right = extent(place, wanted.words, anchor, Placed(wanted, row, anchor).dx)
        if left < 0 or right > self.width:
            return False
        if not self._is_free(row, left - APART, right + APART):
            return False
        return all(self._is_free(lower, place - LEADER, place + LEADER) for lower in range(row))

    def _is_free(self, row: int, left: float, right: float) -> bool:
        return row >= len(self.taken) or all(right <= one or left >= two for one, two in self.taken[row])

    def _take(self, placed: Placed) -> None:
        place = placed.wanted.x * self.width / 100
        while len(self.taken) <= placed.row:
            self.taken.append([])
        self.taken[placed.row].append(extent(place, placed.wanted.words, placed.anchor, placed.dx))
        for lower in range(placed.row):
            self.taken[lower].append((place - LEADER, place + LEADER))
        self.placed.append(placed)

    @property
    def height(self) -> int:
        """The px all rows in use need."""
        return ROW * len(self.taken)


def arrange(wanted: list[Wanted], width: int, most: int) -> Rows:
    """Place labels in the order given, the important ones first; those without room are left out (titles still say them).

    A `needed` label that finds no room gets a row of its own.
    """
    rows = Rows(width, most, tuple(label.x * width / 100 for label in wanted))
    for label in wanted:
        if not rows.place(label) and label.needed:
            rows.most += 1
            rows.place(label)
    return rows
