"""`xiezhi case import` and `xiezhi case mapping`: files of cases, event logs or judgments into the record, by the operator of the installation."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import typer

from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import tr
from xiezhi.site.cli.console import (
    LANG,
    SOME_FAILED,
    complain_line,
    growing_bar,
    guarded,
    print_line,
    today,
)
from xiezhi.site.cli.installation import with_record

if TYPE_CHECKING:
    from xiezhi.record.intake.files.table import Reading
    from xiezhi.record.intake.mapping.guessing import Guess
    from xiezhi.record.intake.mapping.values import Mapping
    from xiezhi.record.intake.models import Import, SavedMapping
    from xiezhi.record.models import Job

SHOWN = 12  # reasons and guesses on a terminal
LOOK = 1.0  # seconds between two looks at a job that a worker does
DRY_ROWS = 1_000_000
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


class Asked(NamedTuple):
    """What is to be imported: the file, its source, how it is read."""

    file: Path
    source: str
    mapping: str
    sheet: str
    encoding: str


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
        _try(asked)
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

    from xiezhi.record.intake import actions, policy
    from xiezhi.record.intake.models import Import

    now = timezone.now()
    if not policy.sources_for(None).filter(code=asked.source).exists():
        actions.make_source(asked.source, asked.source, by=None, at=now)
    with asked.file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        unfinished = Import.objects.filter(source__code=asked.source, sha256=sha256, read_whole=False)
        found = unfinished.exclude(mapping=None).select_related("mapping").first()
        if found is not None and found.mapping is not None and not asked.mapping:
            print_line(tr("接着登记上次没有登记完的文件", "going on with the file where it stopped"))
            return found, found.mapping
        stream.seek(0)
        of = actions.receive(stream, asked.file.name, asked.source, by=None, at=now)
    mapping = _mapping(of, asked)
    saved = actions.save_mapping(asked.source, mapping, by=None, at=now, note=tr("命令行", "command line"))
    return of, saved


def _mapping(of: "Import", asked: Asked) -> "Mapping":
    """The mapping that was named; else the latest of the source; else the guess, which is told."""
    from xiezhi.record.intake import queries

    reading = _reading(asked)
    known = _named(asked)
    if known is None:
        found = queries.preview(of.pk, by=None, reading=reading)
        _tell_guess(found.guess)
        return found.guess.mapping
    changes = {name: value for name, value in (("sheet", asked.sheet), ("encoding", asked.encoding)) if value}
    return known.model_copy(update={"reading": known.reading.model_copy(update=changes)})


def _reading(asked: Asked) -> "Reading":
    from xiezhi.record.intake.files.table import Reading

    return Reading(sheet=asked.sheet, encoding=asked.encoding)


def _named(asked: Asked) -> "Mapping | None":
    """The mapping of a file, or the latest of a source: the one named, else that of the file's own source."""
    from xiezhi.record.intake.mapping.values import read_mapping
    from xiezhi.record.intake.models import SavedMapping
    from xiezhi.record.intake.toml import mapping_file

    if asked.mapping.endswith((".toml", ".json")):
        if not Path(asked.mapping).is_file():
            raise InputError(
                f"找不到文件 {asked.mapping}", f"there is no file {asked.mapping}", field="--mapping"
            )
        return mapping_file(Path(asked.mapping))
    saved = (
        SavedMapping.objects.filter(source__code=asked.mapping or asked.source).order_by("-version").first()
    )
    if saved is None and asked.mapping:
        raise InputError(
            f"来源“{asked.mapping}”没有对照",
            f'the source "{asked.mapping}" has no mapping',
            field="--mapping",
        )
    if saved is None:
        return None
    print_line(tr(f"沿用对照第{saved.version}版", f"using version {saved.version} of the mapping"))
    return read_mapping(saved.content)


def _tell_guess(guess: "Guess") -> None:
    from xiezhi.record.intake.mapping.fields import field_of

    print_line(
        tr(
            "没有现成的对照，按列名和内容猜测（xiezhi case mapping 打印出来可改）：",
            "no mapping yet; guessed from heads and contents (xiezhi case mapping prints it to be edited):",
        )
    )
    for reason in guess.reasons[:SHOWN]:
        known = field_of(reason.field)
        print_line(f"  {reason.column} → {tr(known.zh, known.en)}  {tr(reason.zh, reason.en)}", "dim")
    if guess.left:
        print_line(tr("  没有用到：", "  not used: ") + tr("、", ", ").join(guess.left[:SHOWN]), "dim")


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


# --- trying


def _try(asked: Asked) -> None:
    """What the import would give; nothing is kept, not even the file."""
    from django.db import transaction

    from xiezhi.record.intake import queries

    with asked.file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        with transaction.atomic():
            of = _tried(asked)
            found = queries.check(of.pk, _mapping(of, asked), by=None, on=today(), rows=DRY_ROWS)
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


def _tried(asked: Asked) -> "Import":
    from django.utils import timezone

    from xiezhi.record.intake import actions, policy

    now = timezone.now()
    if not policy.sources_for(None).filter(code=asked.source).exists():
        actions.make_source(asked.source, asked.source, by=None, at=now)
    with asked.file.open("rb") as stream:
        return actions.receive(stream, asked.file.name, asked.source, by=None, at=now)


def _forget(sha256: str) -> None:
    """Take the file out of the keeping again, unless an import has it."""
    from xiezhi.record.intake import keeping
    from xiezhi.record.intake.models import Import

    if not Import.objects.filter(sha256=sha256).exists():
        keeping.forget(sha256)


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
