"""Rows of an import as lists show them: outcome, identifier, case (only where the viewer may be shown it), reasons in words."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from xiezhi.record.intake import queries
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.raw_rows import open_repairs
from xiezhi.record.intake.results import OUTCOME_WORDS
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.imports.drawn import label_of
from xiezhi.site.staff.imports.one import OPEN, parts_of, rows_address
from xiezhi.site.staff.imports.pages import of_import
from xiezhi.site.staff.parts import Chip, Page

SIZE = 50


class RowShown(NamedTuple):
    """A row of the file in a list."""

    line: int
    outcome: str
    reference: str
    case: str
    case_href: str
    reasons: list[str]
    repair_href: str
    act: str


@signed_in
@require_safe
def rows(request: HttpRequest, which: UUID) -> HttpResponse:
    """What became of every row, or of those with one outcome."""
    viewer, of = of_import(request, which)
    counts = queries.counts(of)
    chosen = request.GET.get("outcome", "")
    chosen = chosen if chosen in OUTCOME_WORDS else ""
    found = queries.outcomes(of.pk, by=viewer, standings=(chosen,) if chosen else ())
    total = counts.get(chosen, 0) if chosen else sum(counts.values())
    page, cut = cut_page(request, found, total)
    return render(
        request,
        "staff/import_rows.html",
        {
            "of": of,
            "parts": parts_of(of, counts, "rows"),
            "chips": _chips(of, counts, chosen),
            "chosen": chosen,
            "rows": shown(cut, of, viewer),
            "total": total,
            "page": page,
            "finished": bool(counts),
        },
    )


def _chips(of: Import, counts: dict[str, int], chosen: str) -> list[Chip]:
    every = Chip(tr("全部", "All"), rows_address(of), on=not chosen, count=sum(counts.values()), one_of=True)
    here = reverse("staff:import_rows", args=[of.pk])
    return [
        every,
        *(
            Chip(
                tr(*words),
                f"{here}?outcome={standing}",
                on=standing == chosen,
                count=counts[standing],
                one_of=True,
            )
            for standing, words in OUTCOME_WORDS.items()
            if counts.get(standing)
        ),
    ]


def cut_page(request: HttpRequest, found: QuerySet[ImportRow], total: int) -> tuple[Page, list[ImportRow]]:
    """The rows of the page asked for, which begins behind a line (`after`) or ends before one (`before`)."""
    before, after = number(request.GET.get("before", "")), number(request.GET.get("after", ""))
    if before:
        cut = list(found.filter(line__lt=before).order_by("-line")[:SIZE])[::-1]
    else:
        cut = list(found.filter(line__gt=after or 0)[:SIZE])
    if not cut:
        return Page(0, 0, total, 1, 1), cut
    first = 1 + (found.filter(line__lt=cut[0].line).count() if before or after else 0)
    last = first + len(cut) - 1
    kept = {name: str(value) for name, value in request.GET.items() if name not in ("before", "after")}
    earlier = "?" + urlencode({**kept, "before": str(cut[0].line)}) if first > 1 else ""
    later = "?" + urlencode({**kept, "after": str(cut[-1].line)}) if last < total else ""
    return Page(first, last, total, -(-first // SIZE), max(1, -(-total // SIZE)), earlier, later), cut


def number(text: str) -> int:
    """A whole number in an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def shown(cut: Sequence[ImportRow], of: Import, viewer: Viewer) -> list[RowShown]:
    """The rows with the cases this viewer may be shown."""
    named = dict(
        searchable_for(viewer)
        .filter(pk__in=[row.case_id for row in cut if row.case_id])
        .values_list("pk", "number")
    )
    return [_shown(row, of, named) for row in cut]


def _shown(row: ImportRow, of: Import, named: dict[UUID, str]) -> RowShown:
    seen = row.case_id in named if row.case_id else False
    words = (named[row.case_id] or tr("（未编号）", "(no number yet)")) if row.case_id and seen else ""
    hidden = tr("不在您的范围", "outside your scope") if row.case_id and not seen else ""
    return RowShown(
        row.line,
        tr(*OUTCOME_WORDS[row.standing]),
        row.external_ref or ("" if row.case_id else row.number),
        words or hidden,
        reverse("staff:case", args=[row.case_id]) if seen else "",
        waiting_words(row) if row.standing == ImportRow.REPAIRED else reason_words(row.reasons),
        reverse("staff:import_row", args=[of.pk, row.line]) if row.standing in OPEN else "",
        tr("再改", "Repair again") if row.standing == ImportRow.REPAIRED else tr("改", "Repair"),
    )


def waiting_words(row: ImportRow) -> list[str]:
    """Of a row that was repaired what its check said before does not hold any more: who repaired what, and that it waits."""
    if not row.repairs:
        return [tr("等待重新登记", "waits to be recorded again")]
    who = row.repaired_by.name if row.repaired_by else ""
    changes = [
        tr(f"{column}：“{before}”改为“{after}”", f"{column}: “{before}” became “{after}”")
        for column, (before, after) in open_repairs(row.repairs).items()
    ]
    waits = tr(
        f"{who}已改，等待重新登记", f"repaired{f' by {who}' if who else ''}, waits to be recorded again"
    )
    return [waits, *changes]


def reason_words(reasons: Iterable[dict[str, Any]]) -> list[str]:
    """Faults and notes in the reader's language, with the column before them."""
    found = []
    for reason in reasons:
        label = label_of(reason["field"]) if reason.get("field") else ""
        words = tr(reason["zh"], reason["en"])
        found.append(f"{label}{tr('：', ': ')}{words}" if label and label not in words else words)
    return found
