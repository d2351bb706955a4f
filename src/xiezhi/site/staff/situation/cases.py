"""The list that a number opens: as many rows as the number said, in the columns of the docket, on the screen and as a file.

Above NEEDS_A_LOOK rows one looks a second time before taking them; above AT_ONCE the worker writes the file.
"""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.rules.language import tr
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.site.staff.docket import sheets
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.taking import (
    AT_ONCE,
    LONGEST_PURPOSE,
    MOST_ROWS,
    NEEDS_A_LOOK,
    SHORTEST_PURPOSE,
)
from xiezhi.site.staff.parts import Column
from xiezhi.site.staff.situation import choosers, list_exporting
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import question, told
from xiezhi.site.staff.situation.opened_list import (
    Opened,
    columns_for,
    every_row,
    note_taking,
    open_list,
    rows_of,
    sheet_of,
    told_of_topic,
)


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a number; with POST the same rows as a file."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    opened = open_list(request.GET, asked)
    if request.method == "POST":
        return _file(request, opened)
    return _page(request, opened)


def _page(request: HttpRequest, opened: Opened, refusal: str = "", *, look: bool = False) -> HttpResponse:
    asked, viewer = opened.asked, opened.asked.viewer
    total, number = len(opened.cases), page_number(request)
    on_page = opened.cases.part((number - 1) * SIZE, number * SIZE)
    columns, said = columns_for(viewer), told_of_topic(request.GET, opened)
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
        "told_of_topic": said,
        "filtered": said is not None,
        "placeholders": opened.cases.placeholders(),
        "page": page_of(request, number, len(on_page), total),
        "back": asked.address("situation"),
        "refusal": refusal,
        "look": look,
        "purpose": request.POST.get("purpose", ""),
        "shortest": SHORTEST_PURPOSE, "longest": LONGEST_PURPOSE,
        "printed_at": timezone.now(),
    }  # fmt: skip
    return render(request, "staff/situation/cases.html", context, status=422 if refusal and not look else 200)


def _file(request: HttpRequest, opened: Opened) -> HttpResponse:
    """All rows of the list as a file, with who took them, when and why."""
    purpose, form = " ".join(request.POST.get("purpose", "").split()), request.POST.get("form", "")
    if form not in sheets.WRITERS:
        raise Http404
    count, at = len(opened.cases), timezone.now()
    refusal = _refusal(purpose, count)
    if refusal:
        note_taking(opened, purpose, form, refusal)
        return _page(request, opened, refusal)
    if count > NEEDS_A_LOOK and request.POST.get("looked") != "1":
        return _page(request, opened, _second_look(count), look=True)
    if count > AT_ONCE:
        job = list_exporting.ask_for(opened, form, purpose, at)
        return redirect("staff:docket_written", job.pk)
    note_taking(opened, purpose, form)
    stream = BytesIO()
    rows = (row for some in every_row(opened.cases) for row in some)
    sheets.WRITERS[form](sheet_of(opened, purpose, at, rows), stream)
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
    if count > MOST_ROWS:
        return tr(
            f"没有取出：列表有{count:,}件，一次最多{MOST_ROWS:,}件；请缩小法院或者期间的范围",
            f"Not taken: the list has {count:,} cases, at most {MOST_ROWS:,} are taken at once; narrow the court or the period",
        )
    return ""


def _second_look(count: int) -> str:
    later = (
        tr(
            "；文件由后台写成，在“我的导出”中取",
            "; it is written in the background and fetched from “My exports”",
        )
        if count > AT_ONCE
        else ""
    )
    return tr(
        f"列表有{count:,}件，含当事人姓名。确需全部取出的，请再按一次{later}。",
        f"The list has {count:,} cases and names parties. Press once more to take all of them{later}.",
    )
