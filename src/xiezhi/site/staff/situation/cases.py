"""The list that a number opens: as many rows as the number said, in the columns of the docket, on the screen and as a file."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, CharField, F, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.indicators.model import COUNT
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.site.staff.docket import sheets
from xiezhi.site.staff.docket.columns import chosen
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.site.staff.docket.taking import LONGEST_PURPOSE, NEEDS_A_LOOK, SHORTEST_PURPOSE
from xiezhi.site.staff.docket.views import is_wide
from xiezhi.site.staff.parts import Column
from xiezhi.site.staff.situation import choosers
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.frame import question, told
from xiezhi.work.deadlines.queries import with_trial_deadline
from xiezhi.work.situation.case_list import CaseList, case_list
from xiezhi.work.situation.counts import formula_of, name_of
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR

COLUMNS = ("number", "cause", "parties", "procedure", "judge", "filed", "closed", "due", "left")
WIDE_COLUMNS = ("number", "cause", "parties", "court", "judge", "filed", "closed", "due", "left")


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


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a number; with POST the same rows as a file."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    opened = _opened(request, asked)
    if request.method == "POST":
        return _file(request, opened)
    return _page(request, opened)


def _opened(request: HttpRequest, asked: Asked) -> Opened:
    key, side = request.GET.get("figure", ""), request.GET.get("side", NUMERATOR)
    formula = formula_of(key)
    if formula is None or side not in (NUMERATOR, DENOMINATOR) or not asked.sight.lists:
        raise Http404
    return Opened(asked, key, side, case_list(asked.sight, asked.look, formula, side))


def _page(request: HttpRequest, opened: Opened, refusal: str = "") -> HttpResponse:
    asked, viewer = opened.asked, opened.asked.viewer
    total, number = len(opened.cases), page_number(request)
    on_page = opened.cases.part((number - 1) * SIZE, number * SIZE)
    columns = chosen(WIDE_COLUMNS if is_wide(viewer) else COLUMNS)
    note(
        viewer, "situation.listed", object_class="O1",
        details={"figure": opened.key, "side": opened.side, "query": asked.values(), "count": total},
    )  # fmt: skip
    context: dict[str, Any] = {
        "asked": asked,
        "opened": opened,
        "told": told(asked),
        "filters": [choosers.filter_words(name, text) for name, text in asked.where],
        "rows": drawn(rows_of(opened.cases, on_page), columns, viewer.on),
        "head": [Column(column.words, kind=column.classes) for column in columns],
        "keys": [column.key for column in columns],
        "total": total,
        "placeholders": opened.cases.placeholders(),
        "page": page_of(request, number, len(on_page), total),
        "back": asked.address("situation"),
        "refusal": refusal,
        "purpose": request.POST.get("purpose", ""),
        "shortest": SHORTEST_PURPOSE, "longest": LONGEST_PURPOSE,
        "printed_at": timezone.now(),
    }  # fmt: skip
    return render(request, "staff/situation/cases.html", context, status=422 if refusal else 200)


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


def _file(request: HttpRequest, opened: Opened) -> HttpResponse:
    """All rows of the list as a file, with who took them, when and why."""
    purpose, form = " ".join(request.POST.get("purpose", "").split()), request.POST.get("form", "")
    if form not in sheets.WRITERS:
        raise Http404
    refusal = _refusal(purpose, len(opened.cases))
    viewer, at = opened.asked.viewer, timezone.now()
    note(
        viewer, "situation.exported", object_class="O1", purpose=purpose, service=form,
        outcome="denied" if refusal else "ok", reason=refusal,
        details={"figure": opened.key, "side": opened.side, "query": opened.asked.values(), "count": len(opened.cases)},
    )  # fmt: skip
    if refusal:
        return _page(request, opened, refusal)
    mark = sheets.mark_words(
        viewer.name, at, purpose, demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=None
    )
    columns = chosen(WIDE_COLUMNS if is_wide(viewer) else COLUMNS)
    rows = rows_of(opened.cases, opened.cases.part(0, len(opened.cases)))
    sheet = sheets.Sheet(
        tr("案件", "Cases"), columns, rows, viewer.on, mark, sheets.across_words(viewer.name, at)
    )
    stream = BytesIO()
    sheets.WRITERS[form](sheet, stream)
    answer = HttpResponse(stream.getvalue(), content_type=sheets.MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="cases.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _refusal(purpose: str, count: int) -> str:
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        return tr(
            f"没有取出：请写明用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}个字",
            f"Not taken: state the purpose in {SHORTEST_PURPOSE} to {LONGEST_PURPOSE} characters",
        )
    if count > NEEDS_A_LOOK:
        return tr(
            f"没有取出：列表有{count:,}件，一次最多{NEEDS_A_LOOK:,}件；请缩小法院或者期间的范围",
            f"Not taken: the list has {count:,} cases, at most {NEEDS_A_LOOK:,} are taken at once; narrow the court or the period",
        )
    return ""
