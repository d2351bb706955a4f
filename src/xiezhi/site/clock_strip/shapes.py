"""What a drawing is made of. Places along the time axis are percents, so that a drawing stretches and its text does not."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A bar from `x` percent, `width` percent wide; `kind` is its class in the sheet, `title` what it says when touched."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str = ""


class Stroke(NamedTuple):
    """A line from one place to another (x in percent, y in px)."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


class Sign(NamedTuple):
    """A small figure that keeps its size: needle, flag, hollow-flag, tick-box, soft. Drawn once per page, used by name."""

    name: str
    x: float
    y: float
    kind: str = ""


class Label(NamedTuple):
    """Words beside a place: `anchor` is start, middle or end, `dx` the px between the place and the words."""

    words: str
    x: float
    y: float
    anchor: str = "start"
    dx: float = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture for everything at least `width` px wide; `name` says when the sheet shows it."""

    name: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    signs: tuple[Sign, ...]
    labels: tuple[Label, ...]
