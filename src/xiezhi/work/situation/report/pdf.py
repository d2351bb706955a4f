"""The report as a PDF."""

from pathlib import Path

from xiezhi.work.situation.report.printing import Address, as_data
from xiezhi.work.situation.report.values import Contents
from xiezhi.work.typesetting import typeset

TEMPLATE = Path(__file__).with_name("report.typ")


def printed(contents: Contents, address: Address) -> bytes:
    """The PDF. The same contents give the same bytes. Raises NoChineseFont, NotPrinted."""
    timestamp = int(contents.basis.known_at.timestamp())
    made = typeset(TEMPLATE, as_data(contents, address), timestamp=timestamp)
    assert isinstance(made, bytes)
    return made
