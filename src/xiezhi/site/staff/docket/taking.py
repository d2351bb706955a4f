"""Taking rows of the docket away, on paper or as a file: what was asked for, whether it may go on, and the sheet that comes of it.

The rows, their order and their columns are those of the list. Every taking states a purpose and leaves an entry in the trail. Above
NEEDS_A_LOOK rows one looks a second time; above AT_ONCE a job writes the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.docket import asking, sheets
from xiezhi.site.staff.docket.asking import Asked
from xiezhi.site.staff.docket.columns import DocketColumn, chosen
from xiezhi.site.staff.docket.listing import Listing
from xiezhi.site.staff.docket.paging import SIZE, Cut
from xiezhi.site.staff.docket.preferences import columns_of
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import usual_columns, view_words

PAPER = "paper"
FORMS = (PAPER, *sheets.WRITERS)
NEEDS_A_LOOK = 1_000  # rows (handbook of tasks and access, 6.5)
AT_ONCE = 5_000  # rows; more are written by a job, and none go on paper
MOST_ROWS = 200_000
MOST_TICKED = 2 * SIZE
SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 60
EXPORTED, PRINTED = "docket.exported", "docket.printed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to take: of which list, in which form, what for. `ticked`: these rows alone; None = all."""

    asked: Asked
    query: str
    form: str
    purpose: str
    ticked: tuple[UUID, ...] | None = None
    looked: bool = False

    @property
    def verb(self) -> str:
        return PRINTED if self.form == PAPER else EXPORTED


@dataclass(frozen=True, slots=True)
class Weighed:
    """What came of it: the rows, where all of them go at once; how many there are; why nothing is handed out."""

    cut: Cut = field(default_factory=lambda: Cut([], False, False))
    count: int = 0
    refusal: str = ""

    @property
    def is_long_work(self) -> bool:
        return self.cut.more_after

    @property
    def needs_a_look(self) -> bool:
        return self.count > NEEDS_A_LOOK


def wanted(typed: Mapping[str, str], ticked: Iterable[str], viewer: Viewer) -> Wanted:
    """What a form asks for. `typed` has the address of the list as `query`."""
    query = typed.get("query", "")
    only = _identifiers(ticked) if typed.get("which") == "ticked" else None
    purpose = " ".join(typed.get("purpose", "").split())
    return Wanted(
        asking.read_query(query, viewer), query, typed.get("form", ""), purpose, only, typed.get("looked") == "1"
    )  # fmt: skip


def _identifiers(ticked: Iterable[str]) -> tuple[UUID, ...]:
    found = []
    for typed in list(ticked)[:MOST_TICKED]:
        try:
            found.append(UUID(typed))
        except ValueError:
            continue  # nothing of ours: it is no row of the list
    return tuple(found)


def weigh(want: Wanted, viewer: Viewer) -> Weighed:
    """The rows, or why they are not handed out."""
    refusal = _fault(want)
    if refusal:
        return Weighed(refusal=refusal)
    listing = Listing(want.asked, viewer, want.ticked)
    cut = listing.page(None, AT_ONCE)
    count = listing.count() if cut.more_after else len(cut.rows)
    return Weighed(cut, count, _too_many(want, cut, count))


def _fault(want: Wanted) -> str:
    if want.asked.faults:
        return tr("没有取出，条件有误：", "Not taken; a filter is wrong: ") + want.asked.faults[0]
    if want.ticked == ():
        return tr("没有取出：一行也没有勾选", "Not taken: no row is ticked")
    if not SHORTEST_PURPOSE <= len(want.purpose) <= LONGEST_PURPOSE:
        return tr(
            f"没有取出：请写明用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}个字",
            f"Not taken: state the purpose in {SHORTEST_PURPOSE} to {LONGEST_PURPOSE} characters",
        )
    return ""


def _too_many(want: Wanted, cut: Cut, count: int) -> str:
    most = AT_ONCE if want.form == PAPER else MOST_ROWS
    if cut.more_after and count > most:
        return tr(
            f"没有取出：列表有{count:,}件，一次最多{most:,}件；请加上条件",
            f"Not taken: the list has {count:,} cases, at most {most:,} are taken at once; narrow it",
        )
    return ""


def columns_for(asked: Asked, viewer: Viewer, preferred: dict[str, Any]) -> list[DocketColumn]:
    """The columns the reader chose for this view, or the usual ones: on the screen, on paper and in a file."""
    return chosen(columns_of(preferred, asked.view.key) or usual_columns(asked.view, viewer))


def sheet_of(
    want: Wanted, viewer: Viewer, columns: list[DocketColumn], rows: Iterable[Row], at: datetime
) -> sheets.Sheet:
    """The rows with who takes them, when and why."""
    mark = sheets.mark_words(
        viewer.name, at, want.purpose, demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=want.asked.as_of
    )  # fmt: skip
    title, day = view_words(want.asked.view, viewer), want.asked.day(viewer)
    return sheets.Sheet(title, columns, rows, day, mark, sheets.across_words(viewer.name, at))


def note_taking(want: Wanted, viewer: Viewer, count: int, refusal: str = "") -> None:
    """The entry in the trail: the question and the count, not the rows."""
    which = "all" if want.ticked is None else "ticked"
    note(
        viewer, want.verb, object_class="O1", purpose=want.purpose, service=want.form,
        outcome="denied" if refusal else "ok", reason=refusal,
        details={"query": want.asked.address(), "count": count, "which": which},
    )  # fmt: skip
