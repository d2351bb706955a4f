"""What was wrong with a cell, a row or a file, in both languages, so that whoever repairs it knows where to look."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiezhi.rules.errors import XiezhiError

LONGEST_SHOWN = 40  # of a faulty value in a message
Words = tuple[str, str]


class Fault(NamedTuple):
    """One fault of a row. `field` is the column or field it lies in, empty for the whole row; one that is not `grave` is a note."""

    field: str
    zh: str
    en: str
    grave: bool = True

    def as_json(self) -> dict[str, object]:
        """As it is kept with the outcome of a row."""
        return {"field": self.field, "zh": self.zh, "en": self.en, **({} if self.grave else {"note": True})}


def of_error(fault: XiezhiError, field: str = "") -> Fault:
    """What the record refused, as a fault of the row."""
    return Fault(getattr(fault, "field", None) or field, fault.zh, fault.en)


def from_json(kept: Mapping[str, Any]) -> Fault:
    return Fault(str(kept["field"]), str(kept["zh"]), str(kept["en"]), not kept.get("note"))


def note(field: str, zh: str, en: str) -> Fault:
    """Something worth telling that refuses nothing."""
    return Fault(field, zh, en, grave=False)


def shown(value: object) -> str:
    """A value as a message shows it: short, printable."""
    text = value if isinstance(value, str) else str(value)
    text = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
