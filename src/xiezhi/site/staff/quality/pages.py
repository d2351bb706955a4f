"""The data quality list, and behind each figure the cases it counts: as many rows as the figure said, in the columns of the docket."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.intake.policy import imports_for, may_import
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import named_to
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket.columns import chosen
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.pages import kept
from xiezhi.site.staff.docket.paging import SIZE, Cut, Line, mark_of, read_mark
from xiezhi.site.staff.docket.preferences import is_compact
from xiezhi.site.staff.docket.views import is_wide, scope_of
from xiezhi.site.staff.imports.areas import areas
from xiezhi.site.staff.imports.one import with_open_rows
from xiezhi.site.staff.parts import Column, Page
from xiezhi.site.staff.quality.checks import CHECKS, Check, counts

COLUMNS = ("number", "cause", "parties", "procedure", "judge", "filed", "due", "left")
WIDE_COLUMNS = ("number", "cause", "parties", "court", "judge", "filed", "due", "left")


@signed_in
def quality(request: HttpRequest) -> HttpResponse:
    """Every check with its figure."""
    viewer = viewer_in(request)
    found = counts(viewer) if scope_of(viewer) != "none" else {}
    return render(
        request,
        "staff/quality.html",
        {
            "tabs": areas(viewer, "quality"),
            "checks": [(check, found[key]) for key, check in CHECKS.items() if key in found],
            "lists_cases": bool(found),
            "others": _others(viewer),
        },
    )


def _others(viewer: Viewer) -> list[tuple[str, int, str, str]]:
    """What is not counted in cases: imports with rows that wait to be repaired."""
    if not may_import(viewer):
        return []
    waiting = with_open_rows(imports_for(viewer)).count()
    why = tr(
        "隔离的行还不是案件；改好后重新登记。",
        "Rows in quarantine are no cases yet; repair them, then record them again.",
    )
    return [
        (
            tr("导入有隔离的行", "Imports with rows in quarantine"),
            waiting,
            reverse("staff:imports") + "?open=1",
            why,
        )
    ]


@signed_in
def cases(request: HttpRequest, check: str) -> HttpResponse:
    """The cases behind a figure."""
    viewer = viewer_in(request)
    if check not in CHECKS or scope_of(viewer) == "none":
        raise Http404
    found = CHECKS[check]
    cut = line_of(found, viewer).page(read_mark(request.GET.dict(), day=True))
    whole = not cut.more_before and not cut.more_after
    total = len(cut.rows) if whole else found.cases(viewer).count()
    note(viewer, "quality.listed", object_class="O1", details={"check": check, "count": total})
    return render(request, "staff/quality_cases.html", _table(request, viewer, found, cut, total))


def line_of(check: Check, viewer: Viewer) -> Line:
    """The cases of a check, the oldest first."""
    hidden = ExpressionWrapper(~named_to(viewer), BooleanField())
    keyed = check.cases(viewer).annotate(case_key=F("pk"), hidden=hidden)
    return Line([keyed], Q(), "filed_on", Q(filed_on__isnull=False), descending=False)


def _table(request: HttpRequest, viewer: Viewer, check: Check, cut: Cut, total: int) -> dict[str, Any]:
    columns = chosen(WIDE_COLUMNS if is_wide(viewer) else COLUMNS)
    return {
        "tabs": areas(viewer, "quality"),
        "check": check,
        "rows": drawn(cut.rows, columns, viewer.on),
        "head": [Column(column.words, kind=column.classes) for column in columns],
        "keys": [column.key for column in columns],
        "total": total,
        "page": _page(request, cut, total),
        "compact": is_compact(kept(request)),
        "printed_at": timezone.now(),
        "ordered": tr("按立案日排序", "by day of filing"),
    }


def _page(request: HttpRequest, cut: Cut, total: int) -> Page:
    typed = request.GET.get("row", "")
    told = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1
    first = max(1, told) if cut.more_before else 1
    last = first + len(cut.rows) - 1
    before = (
        f"?before={mark_of(cut.rows[0])}&row={max(1, first - SIZE)}" if cut.more_before and cut.rows else ""
    )
    after = f"?after={mark_of(cut.rows[-1])}&row={last + 1}" if cut.more_after else ""
    return Page(
        min(first, last), last, max(total, last), -(-first // SIZE), max(1, -(-total // SIZE)), before, after
    )
