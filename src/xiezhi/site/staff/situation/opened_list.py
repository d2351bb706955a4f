"""A number that was opened: its cases as rows in the columns of the docket, on the screen and in a file alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, CharField, F, Value
from django.http import QueryDict

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.indicators.model import COUNT
from xiezhi.rules.language import tr
from xiezhi.site.staff.docket import sheets
from xiezhi.site.staff.docket.columns import DocketColumn, chosen
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.site.staff.docket.views import is_wide
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.work.deadlines.queries import with_trial_deadline
from xiezhi.work.situation.case_list import CaseList, case_list
from xiezhi.work.situation.counts import formula_of, name_of
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR, tells
from xiezhi.work.situation.meeting.holding import told_count

COLUMNS = ("number", "cause", "parties", "procedure", "judge", "filed", "closed", "due", "left")
WIDE_COLUMNS = ("number", "cause", "parties", "court", "judge", "filed", "closed", "due", "left")
EXPORTED = "situation.exported"
PAGE = 2_000  # rows read at once
TOPIC = "topic"  # of the address: the topic of a meeting whose list was opened


@dataclass(frozen=True, slots=True)
class Opened:
    """A number that was opened: the question, what it is called, the side and its cases."""

    asked: Asked
    key: str
    side: str
    cases: CaseList

    @property
    def title(self) -> str:
        """结收比，分母."""
        name = name_of(self.key)
        formula = formula_of(self.key)
        if formula is None or formula.denominator is None:
            return name
        return name + (
            tr("：分子", ", numerator") if self.side == NUMERATOR else tr("：分母", ", denominator")
        )

    @property
    def how(self) -> str:
        """How the number comes from the rows, where it is not their count."""
        if self.cases.side.of is not None:
            return tr("数字是这些案件的合计", "the number is a sum over these cases")
        if self.cases.side.distinct:
            return tr("数字是这些案件所属纠纷的个数", "the number counts the disputes of these cases")
        formula = formula_of(self.key)
        if formula is not None and formula.value != COUNT and formula.denominator is None:
            return tr("数字由这些案件算出", "the number is computed from these cases")
        return ""


def open_list(data: QueryDict, asked: Asked) -> Opened:
    """The list that an address names. Raises NotThere for a figure or side that there is not, and for who lists no cases."""
    key, side = data.get("figure", ""), data.get("side", NUMERATOR)
    formula = formula_of(key)
    there = formula is not None and side in (NUMERATOR, DENOMINATOR) and asked.sight.lists
    if formula is None or not there or not tells(formula, asked.sight, asked.look):
        raise NotThere("没有这样的列表", "no such list")
    return Opened(asked, key, side, case_list(asked.sight, asked.look, formula, side))


def told_of_topic(data: QueryDict, opened: Opened) -> int | None:
    """How many cases the topic told whose list was opened, where the reader sees another number of them; None otherwise."""
    try:
        topic = UUID(data.get(TOPIC, ""))
    except ValueError:
        return None
    asked = opened.asked
    told = told_count(asked.viewer, topic, opened.key, asked.chosen or asked.period, opened.side)
    return None if told == len(opened.cases) else told


def columns_for(viewer: Viewer) -> list[DocketColumn]:
    """Who looks at several courts sees in which one a case is."""
    return chosen(WIDE_COLUMNS if is_wide(viewer) else COLUMNS)


def rows_of(listed: CaseList, some: list[UUID]) -> list[Row]:
    """The rows of these cases in their order; those that are not named to the viewer say nothing but that they are there."""
    allowed = searchable_for(listed.sight.viewer).filter(pk__in=some)
    keyed: Any = with_trial_deadline(allowed).annotate(
        case_key=F("pk"), hidden=Value(False, BooleanField()), place=Value(None, CharField())
    )
    found = {row.case: row for row in (Row(*values) for values in keyed.values_list(*READ))}
    return [found.get(case) or placeholder(case) for case in some]


def placeholder(case: UUID) -> Row:
    """A row of which nothing is told."""
    empty: dict[str, Any] = dict.fromkeys(Row._fields)
    texts = ("number", "branch", "procedure", "cause", "parties", "stage", "court", "court_en", "outcome")
    return Row(**(empty | dict.fromkeys(texts, "") | {"case": case, "hidden": True}))


def every_row(listed: CaseList) -> Iterator[list[Row]]:
    """All rows of a list, so many at once."""
    for first in range(0, len(listed), PAGE):
        yield rows_of(listed, listed.part(first, first + PAGE))


def sheet_of(opened: Opened, purpose: str, at: datetime, rows: Iterable[Row]) -> sheets.Sheet:
    """The rows with who takes them, when and why, and as known when."""
    viewer = opened.asked.viewer
    mark = sheets.mark_words(
        viewer.name, at, purpose, demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=opened.asked.as_of
    )  # fmt: skip
    return sheets.Sheet(
        tr("案件", "Cases"), columns_for(viewer), rows, viewer.on, mark, sheets.across_words(viewer.name, at)
    )


def note_taking(opened: Opened, purpose: str, form: str, refusal: str = "") -> None:
    """The entry in the trail: the question and the count, not the rows."""
    note(
        opened.asked.viewer, EXPORTED, object_class="O1", purpose=purpose, service=form,
        outcome="denied" if refusal else "ok", reason=refusal,
        details={"figure": opened.key, "side": opened.side, "query": opened.asked.values(), "count": len(opened.cases)},
    )  # fmt: skip
