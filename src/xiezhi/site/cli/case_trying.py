"""`xiezhi case import --dry-run`: what an import would give; nothing is kept, not even the file."""

import hashlib

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.case_files import SHOWN, Asked, mapping_for, received
from xiezhi.site.cli.console import SOME_FAILED, complain_line, print_line, today

DRY_ROWS = 1_000_000


def try_import(asked: Asked) -> None:
    """What the import would give; nothing is kept, not even the file."""
    from django.db import transaction

    from xiezhi.record.intake import queries

    with asked.file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        with transaction.atomic():
            of = received(asked)
            found = queries.check(of.pk, mapping_for(of, asked), by=None, on=today(), rows=DRY_ROWS)
            transaction.set_rollback(True)
    finally:
        _forget(sha256)
    bad = found.rows - found.good
    print_line(
        tr(
            f"{found.rows:,}行：可以登记{found.good:,}，要隔离{bad:,}；没有写入任何内容",
            f"{found.rows:,} rows: {found.good:,} to be recorded, {bad:,} for quarantine; nothing was written",
        )
    )
    for words in found.notes:
        print_line(tr(*words), "dim")
    for fault in found.faults[:SHOWN]:
        lines = tr("、", ", ").join(map(str, fault.lines[:3]))
        complain_line(
            tr(
                f"{fault.count:,}行：{fault.zh}（第{lines}行……）",
                f"{fault.count:,} rows: {fault.en} (lines {lines} …)",
            ),
            "yellow",
        )
    if bad:
        raise typer.Exit(SOME_FAILED)


def _forget(sha256: str) -> None:
    """Take the file out of the keeping again, unless an import has it."""
    from xiezhi.record.intake import keeping
    from xiezhi.record.intake.models import Import

    if not Import.objects.filter(sha256=sha256).exists():
        keeping.forget(sha256)
