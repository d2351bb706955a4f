"""Drawings as pictures, for Word: set by typst with the fonts of the machine, which are searched once for the process."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from xiezhi.rules.errors import XiezhiError

TEMPLATE = Path(__file__).with_name("drawing.typ")
PIXELS = 200  # an inch


class NotPrinted(XiezhiError):
    """The template and the data do not go together: a fault of the product, told with what typst said."""


def png(svg: str, *, width_mm: float) -> bytes:
    """A standalone SVG as a picture so many millimetres wide. Raises NotPrinted."""
    made = compiled(compiler(TEMPLATE), {"svg": svg, "width": str(width_mm)}, format="png", ppi=PIXELS)
    assert isinstance(made, bytes)
    return made


def compiled(compiler: typst.Compiler, inputs: dict[str, str], **options: Any) -> bytes | list[bytes] | None:
    """What a template makes of its inputs. Raises NotPrinted."""
    try:
        made: bytes | list[bytes] | None = compiler.compile(sys_inputs=inputs, **options)
    except typst.TypstError as fault:
        raise NotPrinted(
            f"排版失败：{fault.message}；请把这句话告诉系统管理员",
            f"typesetting failed: {fault.message}; tell the system administrator",
        ) from fault
    return made


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts of the machine. Searching them takes longer than setting a report."""
    return typst.Fonts()


@lru_cache(maxsize=4)
def compiler(template: Path) -> typst.Compiler:
    """One for each template and process."""
    return typst.Compiler(template, root=template.parent, font_paths=fonts())


def search_again() -> None:
    """Forget the fonts that were found: somebody installs one now, and it is there without a restart."""
    fonts.cache_clear()
    compiler.cache_clear()
