"""One row in quarantine: its cells with what is wrong beside them, corrected by hand. When two people do that at once, they compare."""

from collections.abc import Mapping as Typed
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere
from xiezhi.record.intake import actions, queries
from xiezhi.record.intake.earlier import Earlier, earlier_repairs
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.raw_rows import open_repairs, state_of, text_of
from xiezhi.record.intake.results import OUTCOME_WORDS
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.imports.drawn import label_of
from xiezhi.site.staff.imports.mistakes import choices_of, column_of
from xiezhi.site.staff.imports.one import OPEN, parts_of
from xiezhi.site.staff.imports.pages import of_import
from xiezhi.site.staff.imports.rows import reason_words, waiting_words
from xiezhi.site.staff.imports.targets import Choices
from xiezhi.site.staff.parts import Difference
from xiezhi.site.templatetags.words import moment

SALT = "cells"
LONG = 120
Cells = dict[str, str]


class Cell(NamedTuple):
    """A cell of the row: the head of its column, the field it fills, its value as it stands or was typed, what is wrong with it."""

    place: int
    head: str
    words: str
    value: str
    why: str
    choices: Choices

    @property
    def long(self) -> bool:
        return len(self.value) > LONG or "\n" in self.value


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, which: UUID, line: int) -> HttpResponse:
    """The row; what was sent is put into it."""
    viewer, of = of_import(request, which)
    found = queries.outcomes(of.pk, by=viewer, standings=OPEN).filter(line=line).first()
    if found is None:
        return _gone(request, viewer, of, line)
    raw = queries.quarantined_cells(of.pk, line, by=viewer)
    cells = {head: text_of(cell) for head, cell in raw.items()}
    if request.method != "POST":
        return _page(request, of, found, cells, cells)
    if "as_before" in request.POST:
        return _as_before(viewer, of, line)
    seen = _seen(request.POST.get("seen", ""))
    typed = _typed(request.POST, seen)
    if seen != cells:
        return _compared(request, of, found, cells, seen, typed)
    try:
        actions.repair(of.pk, line, _changes(seen, typed), by=viewer, at=timezone.now(), seen=state_of(raw))
    except actions.RepairedMeanwhile:
        return row(request, which, line)  # looked at anew: what the other wrote stands there now
    except XiezhiError as fault:
        return _page(request, of, found, cells, typed, fault=fault.text(language()))
    note(viewer, "import.repaired", object_class="O6", object_id=str(of.pk), details={"line": line})
    messages.success(request, tr(f"第{line}行已改", f"Line {line} repaired"))
    following = _following(viewer, of, line)
    return redirect(following or reverse("staff:import_quarantine", args=[of.pk]))


def _as_before(viewer: Viewer, of: Import, line: int) -> HttpResponse:
    """What an earlier repair of the case put there; the row stays open to be looked at."""
    actions.repair_as_before(of.pk, by=viewer, at=timezone.now(), line=line)
    note(viewer, "import.repaired", object_class="O6", object_id=str(of.pk), details={"line": line})
    return redirect("staff:import_row", of.pk, line)


def _gone(request: HttpRequest, viewer: Viewer, of: Import, line: int) -> HttpResponse:
    """The row has left the quarantine: somebody recorded it meanwhile. Raises NotThere when there never was such a row."""
    if not queries.outcomes(of.pk, by=viewer).filter(line=line).exists():
        raise NotThere("没有这一行", "no such row")
    messages.info(request, tr(f"第{line}行已不在隔离区", f"Line {line} has left the quarantine"))
    return redirect("staff:import_quarantine", of.pk)


def _seen(text: str) -> Cells:
    """The cells the form was made from."""
    try:
        found: Cells = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise BadRequest from None
    return found


def _typed(post: Typed[str, str], seen: Cells) -> Cells:
    """The cells as they were typed; after a comparison, those of the other where his were taken."""
    chosen = "chosen" in post
    typed = {}
    for place, (head, before) in enumerate(seen.items()):
        mine = post.get(f"cell-{place}", before).replace("\r\n", "\n")
        typed[head] = before if chosen and post.get(f"take-{place}", "yours") == "theirs" else mine
    return typed


def _changes(seen: Cells, typed: Cells) -> Cells:
    return {head: value for head, value in typed.items() if value != seen[head]}


def _page(
    request: HttpRequest, of: Import, found: ImportRow, cells: Cells, typed: Cells, fault: str = ""
) -> HttpResponse:
    mapping = read_mapping(of.mapping.content) if of.mapping is not None else Mapping()
    shown, elsewhere = _with_faults(found, typed, mapping)
    return render(
        request,
        "staff/import_row.html",
        {
            **_around(request, of, found),
            "fault": fault,
            "seen": signing.dumps(cells, salt=SALT, compress=True),
            "wrong": [cell for cell in shown if cell.why],
            "right": [cell for cell in shown if not cell.why],
            "reasons": elsewhere,
            "earlier": _earlier(of, found),
        },
    )


def _earlier(of: Import, found: ImportRow) -> Earlier | None:
    """The repair of the same case in an earlier import, where this file still says what was repaired."""
    return earlier_repairs(of, [found]).get(found.line)


def _with_faults(found: ImportRow, typed: Cells, mapping: Mapping) -> tuple[list[Cell], list[str]]:
    """The cells, each with its fault; and the reasons that lie in no single cell."""
    why: dict[str, list[str]] = {}
    repairs = open_repairs(found.repairs)
    elsewhere = waiting_words(found) if found.standing == ImportRow.REPAIRED else []
    for reason in found.reasons:
        column = column_of(str(reason["field"]), mapping, typed)
        if repairs and (not column or column in repairs):
            continue  # said of what stood there before
        if column and not reason.get("note"):
            why.setdefault(column, []).append(tr(reason["zh"], reason["en"]))
        else:
            elsewhere += reason_words([reason])
    fields = {column: rule.field for rule in mapping.rules for column in rule.columns}
    cells = [
        Cell(
            place,
            head,
            _field_words(head, fields.get(head, "")),
            value,
            tr("；", "; ").join(why.get(head, ())),
            choices_of(head, mapping),
        )
        for place, (head, value) in enumerate(typed.items())
    ]
    return cells, elsewhere


def _field_words(head: str, field: str) -> str:
    """What the column is for us, unless its head says so already."""
    words = label_of(field) if field else ""
    return "" if words == head else words


def _around(request: HttpRequest, of: Import, found: ImportRow) -> dict[str, Any]:
    viewer = of_import(request, of.pk)[0]
    return {
        "of": of,
        "parts": parts_of(of, queries.counts(of), "quarantine"),
        "line": found.line,
        "outcome": tr(*OUTCOME_WORDS[found.standing]),
        "reference": found.external_ref,
        "following": _following(viewer, of, found.line),
    }


def _following(viewer: Viewer, of: Import, line: int) -> str:
    """The next row that still has to be repaired."""
    waiting = queries.outcomes(of.pk, by=viewer, standings=(ImportRow.QUARANTINED,))
    after = waiting.filter(line__gt=line).values_list("line", flat=True).first()
    return reverse("staff:import_row", args=[of.pk, after]) if after is not None else ""


def _compared(
    request: HttpRequest, of: Import, found: ImportRow, cells: Cells, seen: Cells, typed: Cells
) -> HttpResponse:
    """What stood there, what the other wrote, what was typed here: nothing is lost, everything is chosen."""
    heads = list(seen)
    differences = [
        (
            heads.index(head),
            Difference(head, seen[head], cells.get(head, ""), typed[head]),
            _mine(seen, cells, typed, head),
        )
        for head in heads
        if cells.get(head, "") != seen[head] or typed[head] != seen[head]
    ]
    return render(
        request,
        "staff/import_row.html",
        {
            **_around(request, of, found),
            "differences": differences,
            "said": _said(found),
            "seen": signing.dumps({head: cells.get(head, "") for head in heads}, salt=SALT, compress=True),
            "kept": [(place, typed[head]) for place, head in enumerate(heads)],
        },
    )


def _mine(seen: Cells, cells: Cells, typed: Cells, head: str) -> bool:
    """Whether only the one in front of the screen changed this cell."""
    return cells.get(head, "") == seen[head] and typed[head] != seen[head]


def _said(found: ImportRow) -> str:
    """Who saved first, and when."""
    by = found.repaired_by
    who = by.name if by is not None else tr("另一人", "somebody else")
    at = moment(found.repaired_at) if found.repaired_at else ""
    return tr(
        f"您打开这一行之后，{who}{f'在{at}' if at else ''}先改了。请逐项选定；您写的都还在。",
        f"After you opened this row {who} repaired it{f', on {at}' if at else ''}. Choose for each column; nothing you wrote is lost.",
    )
