"""The pack as a PDF."""

from pathlib import Path

from xiezhi.work.deadlines.pack.contents import Pack
from xiezhi.work.typesetting import typeset

TEMPLATE = Path(__file__).with_name("pack.typ")


def printed(pack: Pack) -> bytes:
    """The PDF. Raises NoChineseFont, NotPrinted."""
    made = typeset(TEMPLATE, pack.as_data(), timestamp=int(pack.known_at.timestamp()))
    assert isinstance(made, bytes)
    return made
