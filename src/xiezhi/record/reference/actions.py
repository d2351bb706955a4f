"""Keeping a version of a reference series: from rows that were read, by somebody who may."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, Refused
from xiezhi.record.intake.policy import may_import
from xiezhi.record.recorders import check_text
from xiezhi.record.reference.figures import Read
from xiezhi.record.reference.layout import Layout
from xiezhi.record.reference.models import CURRENT, ReferenceSeries, ReferenceValue
from xiezhi.record.viewers import Viewer

LONGEST_NAME, LONGEST_SOURCE, LONGEST_LICENCE, LONGEST_FILE = 80, 300, 200, 200
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class About:
    """What people say of a series: its name, who published it, under which licence; and the file it came in."""

    name: str
    source: str
    licence: str
    file_name: str
    file_hash: str


@transaction.atomic
def keep(
    read: Read, layout: Layout, about: About, *, by: Viewer | None, at: datetime
) -> tuple[ReferenceSeries, bool]:
    """The series as a new version, and whether it is new: the same figures once more change nothing.

    `by` None: the operator of the installation. Raises Refused without the right, InputError for words that cannot be kept and
    for a file without a single total.
    """
    if not may_import(by):
        raise Refused("参照数列由审判管理办公室录入", "reference series are entered by trial management")
    _check(about)
    if not read.figures:
        raise InputError("文件里没有一个可用的数字", "the file has not a single usable total", field="file")
    earlier = ReferenceSeries.objects.select_for_update().filter(CURRENT, name=about.name).first()
    if earlier is not None and _same(earlier, read, about):
        return earlier, False
    if earlier is not None:
        earlier.superseded_at = at
        earlier.save(update_fields=["superseded_at"])
    made = ReferenceSeries.objects.create(
        name=about.name, version=earlier.version + 1 if earlier else 1, source=about.source, licence=about.licence,
        file_name=about.file_name, file_hash=about.file_hash, layout=layout.as_json(),
        left_out=[list(fault) for fault in read.left_out], rows=read.rows, entered_by_id=by.officer if by else None,
        entered_at=at,
    )  # fmt: skip
    ReferenceValue.objects.bulk_create(
        [
            ReferenceValue(series=made, unit=one.unit, year=one.year, measure=one.measure, value=one.value, line=one.line)
            for one in read.figures
        ],
        batch_size=CHUNK,
    )  # fmt: skip
    note(
        by, "series.entered", object_class="O6", object_id=str(made.pk), details={"totals": len(read.figures)}
    )
    return made, True


def _check(about: About) -> None:
    for field, text, longest in (
        ("name", about.name, LONGEST_NAME), ("source", about.source, LONGEST_SOURCE),
        ("licence", about.licence, LONGEST_LICENCE), ("file", about.file_name, LONGEST_FILE),
    ):  # fmt: skip
        check_text(field, text, longest)
    if not about.name:
        raise InputError("请给数列起个名字", "give the series a name", field="name")
    if not about.source:
        raise InputError("请写明数字的出处", "say where the figures come from", field="source")


def _same(earlier: ReferenceSeries, read: Read, about: About) -> bool:
    kept = set(earlier.values.values_list("unit", "year", "measure", "value"))
    told = {(one.unit, one.year, one.measure, one.value) for one in read.figures}
    return kept == told and (earlier.source, earlier.licence) == (about.source, about.licence)
