"""Where files come from, how their columns are read, what became of every row.

Contents of files lie encrypted in the document storage; raw rows that could not be recorded lie encrypted in `raw`.
"""

from django.db import models
from django.db.models import Q

from xiezhi.record.models import Court, Job, Officer, Post
from xiezhi.record.models.shared import new_id


class Source(models.Model):
    """A system, an office or a file that delivers cases. `code` is what events and cases carry as their source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, related_name="+", help_text="whose source it is; none: the installation's"
    )  # fmt: skip
    made_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class SavedMapping(models.Model):
    """One version of how a source's columns are read. A version is never changed; another one follows it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="mappings")
    version = models.PositiveIntegerField()
    content = models.JSONField(help_text="a Mapping as intake.mapping.values writes it")
    note = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "-version"]
        constraints = [models.UniqueConstraint(fields=["source", "version"], name="mapping_version")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.version}"


class Import(models.Model):
    """One file that was received, and how far its recording is."""

    RECEIVED, RUNNING, DONE, STOPPED, FAILED = "received", "running", "done", "stopped", "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="imports")
    mapping = models.ForeignKey(SavedMapping, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(help_text="bytes")
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, related_name="+", help_text="whose import it is; none: the system's"
    )  # fmt: skip
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", help_text="the latest")
    standing = models.CharField(max_length=12, default=RECEIVED)
    read_whole = models.BooleanField(default=False, help_text="every row of the file has its outcome")
    notes = models.JSONField(default=list, help_text="what was noticed in the file: pairs of words")
    fault_zh = models.TextField(blank=True, default="")
    fault_en = models.TextField(blank=True, default="")
    vanished = models.BigIntegerField(null=True, help_text="cases of the source that this file does not name")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["court", "-received_at"], name="import_court")]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """What became of one row. `raw` holds what could not be recorded, encrypted, until it is repaired."""

    RECORDED, SAME, CORRECTED, QUARANTINED, UNREADABLE, REPAIRED = (
        "recorded", "same", "corrected", "quarantined", "unreadable", "repaired",
    )  # fmt: skip
    OUTCOMES = (RECORDED, SAME, CORRECTED, QUARANTINED, UNREADABLE)

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    line = models.BigIntegerField(help_text="in the file, from 1")
    standing = models.CharField(max_length=12, help_text="repaired: waits to be recorded again")
    external_ref = models.CharField(max_length=200, blank=True, default="")
    number = models.CharField(max_length=80, blank=True, default="")
    case_id = models.UUIDField(null=True, help_text="no constraint: written by COPY beside the case itself")
    reasons = models.JSONField(default=list, help_text="faults and notes: zh, en, field")
    raw = models.BinaryField(null=True, help_text="the cells, encrypted")
    repaired_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    repaired_at = models.DateTimeField(null=True)
    repairs = models.BinaryField(
        null=True, help_text="what a repair put in place of what, by column, encrypted: offered when the file comes again"
    )  # fmt: skip

    class Meta:
        ordering = ["of", "line"]
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="importrow_line")]
        indexes = [
            models.Index(
                fields=["of", "line"],
                condition=~Q(standing__in=["recorded", "same"]),
                name="importrow_looked_at",
            ),
            models.Index(
                fields=["external_ref"], condition=Q(repairs__isnull=False), name="importrow_repairs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.standing}"


class ImportBatch(models.Model):
    """A stretch of rows whose outcomes are committed: what a worker that goes on after a kill passes over."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="batches", db_index=False)
    place = models.PositiveIntegerField(help_text="which batch of the file, from 0")
    counts = models.JSONField(default=dict, help_text="rows by outcome")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "place"], name="importbatch_once")]

    def __str__(self) -> str:
        return str(self.place)


class Delivered(models.Model):
    """What a source last said of one case, so that the same again adds nothing and something else becomes a correction."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    external_ref = models.CharField(max_length=200)
    case_id = models.UUIDField()
    digest = models.BinaryField(max_length=16)
    version = models.CharField(max_length=80, blank=True, default="")
    of = models.ForeignKey(
        Import, models.PROTECT, related_name="+", db_index=False, help_text="the import that said so"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_ref"], name="delivered_once")]

    def __str__(self) -> str:
        return self.external_ref
