"""What is done with files: receive one, save a mapping, start, stop, repair, run again. Permission first; `by` None is the system."""

from collections.abc import Mapping as Dictionary
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from xiezhi.record import jobs
from xiezhi.record.errors import InputError, NotThere, XiezhiError
from xiezhi.record.intake import keeping, policy
from xiezhi.record.intake.earlier import earlier_repairs, repaired_before
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.items import check_whole
from xiezhi.record.intake.mapping.converting import Converter
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.record.intake.models import Import, ImportRow, SavedMapping, Source
from xiezhi.record.intake.raw_rows import (
    lock_repairs,
    open_repairs,
    open_row,
    repaired,
    same_value,
    state_of,
    text_of,
)
from xiezhi.record.models import Job
from xiezhi.record.models.shared import HERE
from xiezhi.record.recorders import check_text
from xiezhi.record.viewers import Viewer

KIND = "intake"
LONGEST_NAME, LONGEST_REPAIR = 255, 20_000
REPAIRED_FIELDS = ("raw", "standing", "repaired_by", "repaired_at", "repairs")


class RepairedMeanwhile(XiezhiError):
    """Somebody else changed a quarantined row while this one was open; `row` is as it is now."""

    def __init__(self, row: ImportRow) -> None:
        super().__init__(
            f"第{row.line}行刚被别人改过；请比较之后再存",
            f"line {row.line} was just changed by somebody else; compare, then save",
        )
        self.row = row


@transaction.atomic
def make_source(code: str, title: str, *, by: Viewer | None, at: datetime) -> Source:
    """A new source of the viewer's court (the system's: of the installation). Raises Refused, or InputError for a code that is taken or none."""
    policy.require(by)
    code, title = code.strip(), title.strip()
    check_text("code", code, 40)
    check_text("title", title, 120)
    if not code or code in (HERE, "outside", "demo"):
        raise InputError(
            "来源代码不能为空，也不能是保留的词",
            "the code of a source must not be empty or a reserved word",
            field="code",
        )
    if Source.objects.filter(code=code).exists():
        raise InputError(f"已有来源{code}", f"there is a source {code} already", field="code")
    court = by.post.court if by and by.post else None
    return Source.objects.create(
        code=code, title=title or code, court_id=court, made_by_id=by.officer if by else None, made_at=at
    )


def receive(file: BinaryIO, name: str, source: str, *, by: Viewer | None, at: datetime) -> Import:
    """Keep a file, encrypted and by its contents; nothing is recorded yet. The file is opened once, so that what is no table is refused here.

    Raises Refused, NotThere for a foreign source, InputError for an empty, oversized or unreadable file.
    """
    policy.require(by)
    known = policy.source_for(by, source)
    kept = keeping.keep(file)
    with keeping.opened(kept.sha256) as stream:
        try:
            open_table(stream, kept.size)
        except InputError as fault:
            if fault.field == "file":
                raise
    plain = "".join(sign for sign in name if sign.isprintable()).strip() or "file"
    post = by.post if by else None
    return Import.objects.create(
        source=known, name=plain[-LONGEST_NAME:], sha256=kept.sha256, size=kept.size, court_id=post.court if post else None,
        officer_id=by.officer if by else None, post_id=post.id if post else None, received_at=at,
    )  # fmt: skip


@transaction.atomic
def save_mapping(
    source: str, mapping: Mapping, *, by: Viewer | None, at: datetime, note: str = ""
) -> SavedMapping:
    """The next version of a source's mapping; the latest one when nothing changed. Raises Refused, NotThere, InputError for one that is not whole."""
    policy.require(by)
    known = Source.objects.select_for_update().get(pk=policy.source_for(by, source).pk)
    check_whole(mapping)
    check_text("note", note, 300)
    content = mapping.model_dump(mode="json")
    latest = known.mappings.order_by("-version").first()
    if latest is not None and latest.content == content:
        return latest
    version = (known.mappings.aggregate(last=Max("version"))["last"] or 0) + 1
    return SavedMapping.objects.create(
        source=known, version=version, content=content, note=note, made_by_id=by.officer if by else None, made_at=at
    )  # fmt: skip


def start(of: UUID, mapping: UUID, *, by: Viewer | None, at: datetime) -> Job:
    """Record the file with a saved mapping; a stopped or failed import goes on where it was. The work is the job's (kind `intake`).

    Raises Refused, NotThere, InputError when the mapping does not fit the file.
    """
    policy.require(by)
    known = policy.import_for(by, of)
    saved = SavedMapping.objects.filter(pk=mapping, source=known.source_id).first()
    if saved is None:
        raise NotThere("没有这个对照", "no such mapping")
    value = read_mapping(saved.content)
    check_whole(value)
    with keeping.opened(known.sha256) as stream:
        table = open_table(stream, known.size, value.reading)
        Converter(value, table.columns, epoch_1904=table.epoch_1904)
    if known.batches.exists() and known.mapping_id != saved.pk and not known.read_whole:
        raise InputError(
            "导入已经开始，不能换对照；请先读完，再重新登记隔离的行",
            "the import has begun: its mapping cannot change until the file is read whole",
            field="mapping",
        )
    Import.objects.filter(pk=known.pk).update(mapping=saved)
    return _ask(known, by, at)


def stop(of: UUID, *, by: Viewer | None) -> None:
    """End the work on an import at its next step; what is recorded stays. Raises Refused, NotThere."""
    policy.require(by)
    known = policy.import_for(by, of)
    if known.job_id is not None:
        jobs.cancel(known.job_id)


def interrupted(of: UUID, *, at: datetime) -> None:
    """Whoever recorded the file in the foreground broke off: the import has stopped, and `start` goes on with it."""
    Import.objects.filter(pk=of, standing=Import.RUNNING).update(standing=Import.STOPPED, ended_at=at)


def repair(
    of: UUID,
    line: int,
    changes: Dictionary[str, str],
    *,
    by: Viewer | None,
    at: datetime | None = None,
    seen: str | None = None,
) -> ImportRow:
    """Put other cells (column: text) into a quarantined row; it is recorded again by `rerun`. `seen`: the state (`raw_rows.state_of`) of the cells
    that the changes start from. Raises Refused, NotThere, InputError, RepairedMeanwhile when somebody else changed the row after that."""
    policy.require(by)
    known = policy.import_for(by, of)
    with transaction.atomic():
        waiting = (ImportRow.QUARANTINED, ImportRow.REPAIRED)
        row = (
            ImportRow.objects.select_for_update()
            .filter(of=known, line=line, standing__in=waiting)
            .exclude(raw=None)
            .first()
        )
        if row is None:
            raise NotThere("这一行不在隔离中", "this row is not in quarantine")
        if seen is not None and seen != state_of(open_row(bytes(row.raw or b""))):
            raise RepairedMeanwhile(row)
        _put(row, changes, by, at)
        row.save(update_fields=REPAIRED_FIELDS)
        return row


def repair_all(of: UUID, column: str, value: str, instead: str, *, by: Viewer | None, at: datetime) -> int:
    """Put another value into a column of every quarantined row that has this one there; how many rows that were. Rows that were repaired already and
    still have the value are among them. Raises Refused, NotThere, InputError."""
    policy.require(by)
    known = policy.import_for(by, of)
    count = 0
    with transaction.atomic():
        waiting = (ImportRow.QUARANTINED, ImportRow.REPAIRED)
        rows = ImportRow.objects.select_for_update().filter(of=known, standing__in=waiting).exclude(raw=None)
        for row in rows.order_by("line").iterator(500):
            cells = open_row(bytes(row.raw or b""))
            if column in cells and same_value(cells[column], value):
                _put(row, {column: instead}, by, at)
                row.save(update_fields=REPAIRED_FIELDS)
                count += 1
    return count


def _put(row: ImportRow, changes: Dictionary[str, str], by: Viewer | None, at: datetime | None) -> None:
    for column, text in changes.items():
        if len(text) > LONGEST_REPAIR:
            raise InputError(f"“{column}”过长", f"“{column}” is too long", field=column)
    cells, repairs = open_row(bytes(row.raw or b"")), open_repairs(row.repairs)
    for column, after in changes.items():
        first = repairs[column][0] if column in repairs else text_of(cells.get(column))
        repairs[column] = (first, after)
    row.repairs = lock_repairs({column: told for column, told in repairs.items() if told[0] != told[1]})
    row.raw, row.standing = repaired(bytes(row.raw or b""), changes), ImportRow.REPAIRED
    row.repaired_by_id, row.repaired_at = by.officer if by else None, at


def repair_as_before(of: UUID, *, by: Viewer | None, at: datetime, line: int | None = None) -> int:
    """Put into quarantined rows (or the one of a line) what an earlier repair of the same case put there, where the file still says the
    same; how many rows that were. Raises Refused, NotThere."""
    policy.require(by)
    known = policy.import_for(by, of)
    count = 0
    with transaction.atomic():
        waiting = repaired_before(known) if line is None else repaired_before(known).filter(line=line)
        rows = list(waiting.select_for_update(of=("self",)))
        for number, before in earlier_repairs(known, rows).items():
            row = next(one for one in rows if one.line == number)
            changes = {column: after for column, (_, after) in before.repairs.items()}
            _put(row, changes, by, at)
            row.save(update_fields=REPAIRED_FIELDS)
            count += 1
    return count


def rerun(
    of: UUID, *, by: Viewer | None, at: datetime, mapping: UUID | None = None, every: bool = False
) -> Job:
    """Record the repaired rows again; with `every` all that are in quarantine, as after a change of the mapping or of the staff.

    Raises Refused, NotThere, InputError.
    """
    policy.require(by)
    known = policy.import_for(by, of)
    if known.mapping_id is None:
        raise InputError("导入还没有开始", "the import has not begun", field="mapping")
    with transaction.atomic():
        if mapping is not None:
            saved = SavedMapping.objects.filter(pk=mapping, source=known.source_id).first()
            if saved is None:
                raise NotThere("没有这个对照", "no such mapping")
            if not known.read_whole:
                raise InputError(
                    "文件还没有读完，不能换对照",
                    "the file is not read whole: its mapping cannot change yet",
                    field="mapping",
                )
            Import.objects.filter(pk=known.pk).update(mapping=saved)
        if every:
            ImportRow.objects.filter(of=known, standing=ImportRow.QUARANTINED).exclude(raw=None).update(
                standing=ImportRow.REPAIRED
            )
    return _ask(known, by, at)


def _ask(known: Import, by: Viewer | None, at: datetime) -> Job:
    job = jobs.ask(KIND, str(known.pk), court=known.court_id, officer=by.officer if by else None, at=at)
    Import.objects.filter(pk=known.pk).update(job=job)
    return job
