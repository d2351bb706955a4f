"""What every chart is: a drawing with a title and a description, and the numbers it is made of as a table."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from xiezhi.work.situation.charts.drawing import Drawing
from xiezhi.work.situation.charts.rendering import Markup, page, standalone

PAPER_WIDTH = 680  # px: the width of a text column of A4


class Count(NamedTuple):
    """A number and the address of what it counts ("" = opens nothing)."""

    value: float
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table; templates write it with its link."""

    words: str
    href: str = ""

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> Markup:
        words = escape(self.words)
        return Markup(f'<a class="num" href="{escape(self.href)}">{words}</a>' if self.href else words)


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` for a page, `standalone()` for PDF and Word; `columns` and `rows` are the same numbers as a table."""

    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawing: Drawing

    @property
    def svg(self) -> Markup:
        return page(self.drawing, self.title, self.description)

    def standalone(self, width: int = PAPER_WIDTH) -> str:
        """A whole SVG file's text with sizes and colours written in."""
        return standalone(self.drawing, self.title, self.description, width)
