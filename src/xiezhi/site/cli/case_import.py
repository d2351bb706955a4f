"""`xiezhi case import` and `xiezhi case mapping`: files of cases, event logs or judgments into the record, by the operator of the installation."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer

from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import tr
from xiezhi.site.cli.case_files import SHOWN, Asked, mapping_for, received
from xiezhi.site.cli.case_trying import try_import
from xiezhi.site.cli.console import (
    LANG,
    SOME_FAILED,
    complain_line,
    growing_bar,
    guarded,
    print_line,
)
from xiezhi.site.cli.installation import with_record

if TYPE_CHECKING:
    from xiezhi.record.intake.models import Import, SavedMapping
    from xiezhi.record.models import Job

LOOK = 1.0  # seconds between two looks at a job that a worker does
Told: TypeAlias = Callable[[int, int | None], None]

FILE = typer.Argument(
    exists=True,
    dir_okay=False,
    help=tr(
        "CSV、Excel、ODS、JSON Lines 或 Parquet，可以是 .gz",
        "CSV, Excel, ODS, JSON Lines or Parquet, also as .gz",
    ),
)
SHEET = typer.Option("", help=tr("工作表", "The sheet"))
ENCODING = typer.Option("", help=tr("编码，不写则自动判断", "The encoding; guessed if not given"))


@guarded
@with_record
def import_(
    file: Path = FILE,
    source: str = typer.Option(
        "", help=tr("来源，不写则为文件名", "The source it comes from; else the file's name")
    ),
    mapping: str = typer.Option(
        "",
        help=tr(
            "对照：文件（.toml .json），或者来源名（用其最新一版）",
            "The mapping: a file (.toml .json), or a source whose latest is used",
        ),
    ),
    sheet: str = SHEET,
    encoding: str = ENCODING,
    dry_run: bool = typer.Option(False, "--dry-run", help=tr("只核对，不登记", "Check only, record nothing")),
    result: Path | None = typer.Option(
        None, help=tr("逐行结果写入 .csv 或 .xlsx", "Write the outcome of every row: .csv or .xlsx")
    ),
    lang: str | None = LANG,
) -> None:
    """Every row gets its outcome; the same file again adds nothing, an interrupted one goes on where it stopped."""
    if result is not None and result.suffix not in (".csv", ".xlsx"):
        raise InputError(
            "--result 应以 .csv 或 .xlsx 结尾", "--result should end in .csv or .xlsx", field="--result"
        )
    asked = Asked(file, source or file.name.split(".")[0][:40], mapping, sheet, encoding)
    if dry_run:
        try_import(asked)
        return
    of, saved = _received(asked)
    _record(of, saved)
    of.refresh_from_db()
    if result is not None:
        _write_result(of, result)
    _report(of)


# --- receiving


def _received(asked: Asked) -> "tuple[Import, SavedMapping]":
    """The file in the record's keeping with the mapping it will be read by; an unfinished import of the same file goes on."""
    from django.utils import timezone

    from xiezhi.record.intake import actions
    from xiezhi.record.intake.models import Import

    with asked.file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        unfinished = Import.objects.filter(source__code=asked.source, sha256=sha256, read_whole=False)
        found = unfinished.exclude(mapping=None).select_related("mapping").first()
        if found is not None and found.mapping is not None and not asked.mapping:
            print_line(tr("接着登记上次没有登记完的文件", "going on with the file where it stopped"))
            return found, found.mapping
    of = received(asked)
    mapping = mapping_for(of, asked)
    saved = actions.save_mapping(
        asked.source, mapping, by=None, at=timezone.now(), note=tr("命令行", "command line")
    )
    return of, saved


# --- recording


def _record(of: "Import", saved: "SavedMapping") -> None:
    """Do the work here; where a worker has taken it up already, follow that."""
    from django.db import transaction
    from django.utils import timezone

    from xiezhi.record import jobs
    from xiezhi.record.intake import actions
    from xiezhi.record.intake.run import run

    now = timezone.now()
    with transaction.atomic():
        job = actions.start(of.pk, saved.pk, by=None, at=now)
        ours = jobs.lease(job.pk, now)
    with growing_bar(tr("登记", "recording")) as told:
        try:
            done = jobs.do_leased(job.pk, run, told) if ours else _followed(job, told)
        except KeyboardInterrupt:
            _interrupted(of, timezone.now())
            raise
    if done.fault_zh:
        raise XiezhiError(done.fault_zh, done.fault_en)


def _followed(job: "Job", told: Told) -> "Job":
    import time

    from xiezhi.record.models.jobs import OPEN

    while job.state in OPEN:
        time.sleep(LOOK)
        job.refresh_from_db()
        told(job.done, job.total)
    return job


def _interrupted(of: "Import", at: datetime) -> None:
    from xiezhi.record.intake import actions

    actions.interrupted(of.pk, at=at)
    complain_line(
        tr(
            "已停下；登记过的留在记录里。再运行同样的命令就从这里接着登记。",
            "stopped; what is recorded stays. The same command goes on from here.",
        )
    )


# --- telling


def _report(of: "Import") -> None:
    """The figures, the first reasons, and what to do; the exit status says whether every row was recorded."""
    from xiezhi.record.intake import queries
    from xiezhi.record.intake.models import ImportRow
    from xiezhi.record.intake.results import OUTCOME_WORDS

    counts = queries.counts(of)
    told = [f"{tr(*OUTCOME_WORDS[standing])} {count:,}" for standing, count in counts.items()]
    total = sum(counts.values())
    print_line(tr(f"{total:,}行：", f"{total:,} rows: ") + tr("，", ", ").join(told))
    if of.vanished:
        print_line(
            tr(
                f"来源以前报过、这次没有的案件{of.vanished:,}件，没有改动",
                f"{of.vanished:,} cases told of before are not in this file; left alone",
            )
        )
    bad = (ImportRow.QUARANTINED, ImportRow.UNREADABLE)
    waiting = queries.outcomes(of.pk, by=None, standings=bad)
    for row in waiting[:SHOWN]:
        reasons = tr("；", "; ").join(tr(reason["zh"], reason["en"]) for reason in row.reasons)
        complain_line(tr(f"第{row.line}行：{reasons}", f"line {row.line}: {reasons}"), "yellow")
    failed = sum(counts.get(standing, 0) for standing in bad)
    if failed > SHOWN:
        complain_line(
            tr(
                f"另有{failed - SHOWN:,}行，用 --result 写出全部",
                f"{failed - SHOWN:,} more: --result writes all",
            ),
            "yellow",
        )
    if failed:
        raise typer.Exit(SOME_FAILED)


def _write_result(of: "Import", target: Path) -> None:
    from xiezhi.record.intake.results import result_file
    from xiezhi.site.cli.files import replacing

    with replacing(str(target)) as path, path.open("w+b") as stream:
        result_file(of.pk, target.suffix[1:], stream, by=None)
    print_line(tr(f"逐行结果已写入 {target}", f"outcomes written to {target}"))


@guarded
@with_record
def mapping(file: Path = FILE, sheet: str = SHEET, encoding: str = ENCODING, lang: str | None = LANG) -> None:
    """The mapping that heads and contents suggest, as TOML to be edited."""
    from itertools import islice

    from xiezhi.record.intake.files.opening import open_table
    from xiezhi.record.intake.files.table import Reading
    from xiezhi.record.intake.mapping.guessing import guess
    from xiezhi.record.intake.queries import SAMPLED
    from xiezhi.record.intake.toml import as_toml

    reading = Reading(sheet=sheet, encoding=encoding)
    with file.open("rb") as stream:
        table = open_table(stream, file.stat().st_size, reading)
        rows = [row.cells for row in islice(table.rows, SAMPLED) if row.cells is not None]
        found = guess(table.columns, rows, reading=reading)
        notes = [tr(*words) for words in table.notes]
    for words in notes:
        complain_line(words, "dim")
    typer.echo(as_toml(found.mapping, found.reasons, found.left), nl=False)
