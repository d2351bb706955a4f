"""A drawing as a list of marks on a plot: across in shares of its width (0 left, 1 right), down in px from the top.

So one drawing fills whatever width it gets while texts, dots and bar ends keep their size, and the same marks make the picture of a
page (`page`) and one with everything written in for paper (`standalone`, see `rendering`). `kind` is a class of the style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a spot; `dx` px aside; `roomy`: left out where the drawing is narrow."""

    x: float
    y: float
    words: str
    kind: str = "label"
    anchor: str = "start"
    dx: float = 0
    roomy: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    dx: float = 0


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    kind: str
    dx: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    kind: str
    dx: float = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points (across, down), or the area they enclose."""

    points: tuple[tuple[float, float], ...]
    kind: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Marks that open what they count (`href` "" = nothing), with words for whoever points at them."""

    href: str
    words: str
    marks: tuple["Text | Line | Rect | Dot | Path", ...]


Mark = Text | Line | Rect | Dot | Path | Linked

MEASURE = 600  # px: the width of a plot for which names are kept apart
APART = 15  # px between two names at its right edge
# Room beside the plot in px; the sheet has a class for each.
ROOMS = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 120, 144, 176)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks, the height in px (with what stands above and under the plot), and the room left and right of it."""

    marks: tuple[Mark, ...]
    height: float
    left: int = 8
    right: int = 8


def names_at_end(names: Sequence[tuple[float, str, str]], bottom: float = float("inf")) -> list[Mark]:
    """Names (height, words, kind) at the right edge of the plot, from above, none over another and none under `bottom`."""
    ordered = sorted(names, key=lambda one: one[0])
    heights: list[float] = []
    for wanted, _, _ in ordered:
        heights.append(max(wanted, heights[-1] + APART) if heights else wanted)
    for place in reversed(range(len(heights))):  # those pushed out at the bottom push back up
        heights[place], bottom = (y := min(heights[place], bottom)), y - APART
    return [Text(1, y + 4, words, kind, dx=8) for y, (_, words, kind) in zip(heights, ordered, strict=True)]


def room_for(texts: Sequence[str], gap: float = 10) -> int:
    """The smallest room that holds the widest of these labels with a gap."""
    needed = max((text_width(text) for text in texts), default=0) + gap
    return next((room for room in ROOMS if room >= needed), ROOMS[-1])


def text_width(text: str, size: float = 12) -> float:
    """Roughly how wide a text is, in px, never too little: Chinese signs are square, figures and letters about three fifths."""
    return size * sum(1.05 if sign >= "\u2e80" else 0.62 for sign in text)
