"""Drawings as pictures, for Word: set by typst."""

from pathlib import Path

from xiezhi.work.typesetting import compiled

TEMPLATE = Path(__file__).with_name("drawing.typ")
PIXELS = 200  # an inch


def png(svg: str, *, width_mm: float) -> bytes:
    """A standalone SVG as a picture so many millimetres wide. Raises NotPrinted."""
    made = compiled(TEMPLATE, {"svg": svg, "width": str(width_mm)}, format="png", ppi=PIXELS)
    assert isinstance(made, bytes)
    return made
