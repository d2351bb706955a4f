"""Reports that were made: their rows, their files (encrypted, as packs are), who received them.

A report pins its snapshot, so that it can be made again as known then; the versions and digests of the definitions stand in its row, so
that the one made again tells which have changed.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xiezhi.record import locked_files
from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Officer
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.models import Circulation, Report
from xiezhi.work.situation.report import templates
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.definitions import Repeated
from xiezhi.work.situation.report.excel import workbook
from xiezhi.work.situation.report.pdf import printed
from xiezhi.work.situation.report.printing import Address, one_line
from xiezhi.work.situation.report.values import Contents
from xiezhi.work.situation.report.wanted import Wanted, demand, open_to, places_of, written_of
from xiezhi.work.situation.report.word import written
from xiezhi.work.situation.sight import Sight

FOLDER = "reports"
PDF, WORD, EXCEL = "pdf", "docx", "xlsx"
FORMS = (PDF, WORD, EXCEL)
MADE, TAKEN, SENT = "report.made", "report.taken", "report.sent"
MOST_RECIPIENTS, LONGEST_RECIPIENT = 40, 120
Told = Callable[[int, int], None]


def contents_for(
    sight: Sight,
    wanted: Wanted,
    *,
    made_on: date,
    recipients: Sequence[str] = (),
    again_of: Report | None = None,
) -> Contents:
    """The report, in the language of the moment; `again_of`: the one that it makes again."""
    repeated = Repeated(again_of.made_at, again_of.digests) if again_of else None
    return contents_of(
        sight, wanted.basis, places_of(wanted), made_on=made_on, recipients=recipients, mark=_mark(), repeated=repeated
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is not kept yet, what was wanted, and its files by their forms."""

    report: Report
    wanted: Wanted
    files: Mapping[str, bytes]


def make(
    sight: Sight, wanted: Wanted, address: Address, *, key: UUID, by: UUID | None, at: datetime, recipients: Sequence[str] = (),
    again_of: Report | None = None, told: Told = lambda done, total: None,
) -> Made:  # fmt: skip
    """Make a report, to be kept under `key`. A form that cannot be made is told in its row and does not hold the others back."""
    total = len(FORMS) + 1
    told(0, total)
    contents = contents_for(
        sight, wanted, made_on=timezone.localdate(at), recipients=recipients, again_of=again_of
    )
    told(1, total)
    files, faults = {}, {}
    for place, form in enumerate(FORMS, 2):
        try:
            files[form] = write(
                contents, address, form, templates.in_use(wanted.court.pk) if form == WORD else None
            )
        except XiezhiError as fault:
            faults[form] = [fault.zh, fault.en]
        told(place, total)
    if not files:
        zh, en = next(iter(faults.values()))
        raise Refused(zh, en)
    report = Report(
        id=key, court=wanted.court, below=wanted.below, division=wanted.division, scope=wanted.scope, period=wanted.period.name,
        snapshot=wanted.snapshot, language=language(), title=contents.title, definitions=contents.versions,
        digests=contents.digests, again_of=again_of, annexes=list(wanted.annexes), recipients=list(recipients),
        made_at=at, officer_id=by, forms={form: hashlib.sha256(file).hexdigest() for form, file in files.items()}, faults=faults,
    )  # fmt: skip
    return Made(report, wanted, files)


@transaction.atomic
def keep(viewer: Viewer, made: Made) -> Report:
    """Keep a report with its files and its entry in the audit trail. Files that a kill left without a row are written anew when it is
    made again under the same key. Raises Refused, NotThere for others' courts and when its snapshot is gone meanwhile."""
    report, wanted = made.report, made.wanted
    demand(viewer, report.court_id, below=report.below, division=report.division_id)
    report.save(force_insert=True)
    snapshots.pin(report.snapshot, f"report/{report.pk}", report.made_at)
    for form, file in made.files.items():
        locked_files.write(_path(report, form), file)
    note(viewer, MADE, object_class="O6", object_id=str(report.pk), details=written_of(wanted))
    return report


def write(contents: Contents, address: Address, form: str, template: bytes | None = None) -> bytes:
    """A form of a report. Raises NoChineseFont, NotPrinted, BadTemplate."""
    if form == PDF:
        return printed(contents, address)
    return written(contents, address, template) if form == WORD else workbook(contents, address)


def _mark() -> str:
    """What stands across every page of invented data."""
    if settings.TRAINING:
        return tr("培训数据", "TRAINING DATA")
    return tr("演示数据", "DEMONSTRATION DATA") if settings.DEMONSTRATION else ""


def _path(report: Report, form: str) -> str:
    return f"{FOLDER}/{report.pk}.{form}"


# --- reading


def reports_of(viewer: Viewer, most: int = 50) -> list[Report]:
    """The reports that the viewer may have, the newest first."""
    rows = open_to(viewer).select_related("court", "division", "snapshot", "officer", "again_of")
    return list(rows.prefetch_related("circulation").order_by("-made_at")[:most])


def report_of(viewer: Viewer, report: UUID) -> Report:
    """One of them. Raises NotThere."""
    found = open_to(viewer).select_related("court", "division", "snapshot").filter(pk=report).first()
    if found is None:
        raise NotThere("没有这份报告", "no such report")
    return found


@transaction.atomic
def take(viewer: Viewer, report: UUID, form: str) -> tuple[Report, bytes]:
    """A file of a report, noted in its circulation and in the audit trail. Raises NotThere."""
    found = report_of(viewer, report)
    if form not in found.forms:
        raise NotThere("没有这份文件", "no such file")
    file = locked_files.read(_path(found, form))
    on = viewer.on
    officer = Officer.objects.get(pk=viewer.officer)
    already = Circulation.objects.filter(
        report=found, kind=Circulation.TAKEN, officer=officer, form=form, on=on
    )
    if not already.exists():
        Circulation.objects.create(
            report=found, kind=Circulation.TAKEN, recipient=officer.name, officer=officer, form=form, on=on,
            entered_at=timezone.now(), entered_by=officer,
        )  # fmt: skip
    note(viewer, TAKEN, object_class="O6", object_id=str(found.pk), details={"form": form})
    return found, file


@transaction.atomic
def enter_sent(viewer: Viewer, report: UUID, recipients: Sequence[str], on: date) -> list[Circulation]:
    """Enter to whom a report was sent by other ways. Raises NotThere, InputError."""
    found = report_of(viewer, report)
    names = clean_recipients(recipients)
    if not names:
        raise InputError(
            "请写明发送给谁，一行一个", "say to whom it was sent, one a line", field="recipients"
        )
    if on > viewer.on:
        raise InputError("发送日期不能晚于今天", "the day of sending cannot lie ahead", field="on")
    rows = [
        Circulation(
            report=found,
            kind=Circulation.SENT,
            recipient=name,
            on=on,
            entered_at=timezone.now(),
            entered_by_id=viewer.officer,
        )
        for name in names
    ]
    Circulation.objects.bulk_create(rows)
    note(
        viewer, SENT, object_class="O6", object_id=str(found.pk), details={"recipients": names, "on": str(on)}
    )
    return rows


def clean_recipients(lines: Sequence[str]) -> list[str]:
    """Lines that say something, each once, without signs that cannot be printed. Raises InputError for too many or too long ones."""
    found = list(dict.fromkeys(clean for line in lines if (clean := one_line(line))))
    if len(found) > MOST_RECIPIENTS or any(len(one) > LONGEST_RECIPIENT for one in found):
        raise InputError(
            f"发送对象最多{MOST_RECIPIENTS}行，每行不超过{LONGEST_RECIPIENT}字",
            f"at most {MOST_RECIPIENTS} recipients, each of at most {LONGEST_RECIPIENT} characters",
            field="recipients",
        )
    return found
