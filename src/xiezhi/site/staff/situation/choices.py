"""What pages of the situation share beside the frame: rows of choices, each a value in the address, and tables that stand open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.parts import Chip
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.frame import Table
from xiezhi.site.staff.typed import typed_number


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of which exactly one is on."""

    words: str
    chips: Sequence[Chip]


def picked(data: QueryDict, name: str, offered: Sequence[str]) -> str:
    """The value chosen in the address; the first offered where it is none of them."""
    typed = data.get(name, "")
    return typed if typed in offered else offered[0]


def choice(
    asked: Asked,
    here: str,
    words: str,
    name: str,
    options: Sequence[tuple[str, str]],
    chosen: str,
    **others: str,
) -> Choice:
    """The row of a value `name`; `others` are the further values of the page, which stay."""
    return Choice(
        words,
        [Chip(told, asked.address(here, **(others | {name: value})), value == chosen, one_of=True) for value, told in options],
    )  # fmt: skip


def supposed(
    data: QueryDict, name: str, words: str, most: float, faults: list[str], *, digits: int = 0
) -> float | None:
    """A number typed to see what would follow from it; None where there is none, and where it cannot be used, which the faults then tell."""
    try:
        return typed_number(data.get(name, ""), most, digits=digits)
    except InputError as fault:
        faults.append(tr(f"{words}：{fault.zh}；没有采用", f"{words}: {fault.en}; left out"))
        return None


def table_markup(table: Table) -> SafeString:
    """A table in place of a drawing: what is made of numbers alone."""
    return render_to_string("staff/situation/table.html", {"table": table})


def kept(asked: Asked, **others: str) -> list[tuple[str, str]]:
    """What a change of the choosers leaves as it is: the snapshot, the filters, the further values of the page."""
    return [
        *((name, value) for name, value in asked.values() if name in ("snapshot", "where")),
        *others.items(),
    ]
