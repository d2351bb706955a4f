"""The list of what an edition moves as a spreadsheet: the rows of the page in their order, under a line that says who took them."""

import io

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking
from xiezhi.site.staff.deadlines.change_lines import ChangeLine, line_of
from xiezhi.site.staff.docket import sheets
from xiezhi.work.deadlines.changed_law.change_list import changes_in, read_changes
from xiezhi.work.deadlines.models import Edition

HEADS = (
    ("法院", "Court"), ("案号", "Case"), ("期限", "Clock"), ("原届满日", "Due before"), ("新届满日", "Due after"),
    ("差（日）", "Difference (days)"), ("承办", "Judge"),
)  # fmt: skip
MOST_ROWS = 1_000  # without a second look (handbook of tasks and access, 6.5)
SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 60
WIDTHS = (30, 27, 22, 20, 20, 14, 12)


@signed_in
def export(request: HttpRequest, edition: int) -> HttpResponse:
    """The list as .xlsx; the purpose is audited, and more rows than a file takes need a narrower list."""
    viewer = viewer_in(request)
    found = Edition.objects.defer("files").filter(pk=edition).first()
    if found is None or viewer.post is None:
        raise NotThere("没有这一版法规数据", "no such edition")
    asked, purpose = asking.read(request.GET.dict(), viewer), " ".join(request.GET.get("purpose", "").split())
    rows = changes_in(viewer, found, asked.scope.court, dates_only=request.GET.get("moved") == "1")
    refusal = _refusal(rows.count(), purpose)
    about = {"edition": edition, "query": asked.values()}
    if refusal:
        note(
            viewer, "changes.exported", outcome="denied", reason=refusal, purpose=purpose[:200], details=about
        )
        messages.error(request, refusal)
        return redirect(asked.address("deadlines_edition", str(edition)))
    lines = [line_of(one) for one in read_changes(viewer, rows, MOST_ROWS)]
    note(
        viewer, "changes.exported", object_class="O1", purpose=purpose, details=about | {"count": len(lines)}
    )
    mark = sheets.mark_words(
        viewer.name, timezone.now(), purpose,
        demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=None,
    )  # fmt: skip
    answer = HttpResponse(written(mark, lines), content_type=sheets.MEDIA_TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="changes-{edition}-{viewer.on:%Y%m%d}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def _refusal(total: int, purpose: str) -> str:
    least, most = SHORTEST_PURPOSE, LONGEST_PURPOSE
    if not least <= len(purpose) <= most:
        return tr(
            f"没有导出：请写明用途，{least}至{most}个字",
            f"Not exported: state the purpose in {least} to {most} characters",
        )
    if total > MOST_ROWS:
        return tr(
            f"没有导出：列表有{total:,}行，一次最多{MOST_ROWS:,}行；请选定一个法院",
            f"Not exported: the list has {total:,} rows, at most {MOST_ROWS:,} go into a file; choose a court",
        )
    return ""


def written(mark: str, lines: list[ChangeLine]) -> bytes:
    """The workbook."""
    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"constant_memory": True, **plain}) as book:
        page = book.add_worksheet(tr("变更影响", "Changes"))
        quiet, head = book.add_format({"font_color": "#626c6f"}), book.add_format({"bold": True, "bottom": 1})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.freeze_panes(2, 0)
        page.write_string(0, 0, mark, quiet)
        for place, (words, width) in enumerate(zip(HEADS, WIDTHS)):
            page.set_column(place, place, width)
            page.write_string(1, place, tr(*words), head)
        for number, line in enumerate(lines, 2):
            for place, value in enumerate(_values(line)):
                page.write_string(number, place, sheets.harmless(value) if place != 5 else value)
    return stream.getvalue()


def _values(line: ChangeLine) -> tuple[str, ...]:
    return (line.case.court, line.case.number, line.what, line.before, line.after, line.days, line.case.judge)
