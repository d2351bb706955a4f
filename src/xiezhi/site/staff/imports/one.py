"""What the pages of one import share: its parts as tabs, its outcomes with their addresses, its state in words."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.results import OUTCOME_WORDS
from xiezhi.record.models.jobs import RUNNING, WAITING
from xiezhi.rules.language import tr
from xiezhi.site.staff.parts import Tab

OPEN = (ImportRow.QUARANTINED, ImportRow.REPAIRED)
STATES = {
    Import.RECEIVED: ("待定对照", "to be mapped"),
    Import.RUNNING: ("登记中", "recording"),
    Import.DONE: ("已完成", "done"),
    Import.STOPPED: ("已停止", "stopped"),
    Import.FAILED: ("中断", "failed"),
}


class Counted(NamedTuple):
    """An outcome with its figure and the page that lists exactly those rows; `open`: somebody has to do something."""

    words: str
    rows: int
    href: str
    open: bool


def state_words(of: Import) -> str:
    """How far an import is."""
    if of.job is not None and of.job.state == WAITING:
        return tr("排队中", "waiting")
    if of.standing == Import.RUNNING and of.job is not None and of.job.state != RUNNING:
        return tr(*STATES[Import.FAILED])  # its worker died too often
    return tr(*STATES[of.standing])


def with_open_rows(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Those of the imports that have rows somebody has to repair."""
    return imports.filter(Exists(ImportRow.objects.filter(of=OuterRef("pk"), standing__in=OPEN)))


def begun(of: Import) -> bool:
    """Whether its rows were asked to be recorded."""
    return of.job_id is not None


def counted(of: Import, counts: dict[str, int]) -> list[Counted]:
    """The outcomes in their order, those of repaired rows only where there are some."""
    return [
        Counted(tr(*words), counts.get(standing, 0), rows_address(of, standing), standing in OPEN)
        for standing, words in OUTCOME_WORDS.items()
        if standing != ImportRow.REPAIRED or counts.get(standing)
    ]


def rows_address(of: Import, standing: str = "") -> str:
    """The rows of an outcome: the quarantine for those somebody has to repair."""
    if standing in OPEN:
        return reverse("staff:import_quarantine", args=[of.pk])
    return reverse("staff:import_rows", args=[of.pk]) + (f"?outcome={standing}" if standing else "")


def parts_of(of: Import, counts: dict[str, int], current: str) -> list[Tab]:
    """Mapping, run, rows, quarantine: those that there are."""
    found = [
        Tab(
            tr("对照", "Mapping"), reverse("staff:import_mapping", args=[of.pk]), current=current == "mapping"
        )
    ]
    if begun(of):
        total = sum(counts.values())
        waiting = sum(counts.get(standing, 0) for standing in OPEN)
        found += [
            Tab(tr("登记", "Recording"), reverse("staff:import_run", args=[of.pk]), current=current == "run"),
            Tab(tr("逐行结果", "Rows"), rows_address(of), total, current == "rows"),
            Tab(
                tr("隔离", "Quarantine"),
                reverse("staff:import_quarantine", args=[of.pk]),
                waiting,
                current == "quarantine",
            ),
        ]
    return found
