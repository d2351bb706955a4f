"""Cases and what belongs to one: parties, panel, hearings, documents, links. Every row is a sum of events (record.state)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from xiezhi.record.models.courts import Court, Division, Officer
from xiezhi.record.models.shared import Dated, Identified, in_order, new_id, once_per_source

PENDING = Q(closed_on=None)


class DocketColumns(models.Model):
    """What a list of cases shows of one, today or as it was known on a past day."""

    number = models.CharField(max_length=80)
    number_key = models.CharField(max_length=80, help_text="how the number sorts: year, court, type, serial")
    type = models.CharField(max_length=8, blank=True, default="")
    branch = models.CharField(max_length=20)
    instance = models.CharField(max_length=20)
    procedure = models.CharField(max_length=60, blank=True, default="")
    cause_code = models.CharField(max_length=20, blank=True, default="")
    cause_name = models.CharField(max_length=160, blank=True, default="")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    reporting_judge = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    panel_form = models.CharField(max_length=12, blank=True, default="")
    stage = models.CharField(max_length=12)
    parties_label = models.CharField(max_length=300, blank=True, default="")
    received_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=30, blank=True, default="")
    closing_way = models.CharField(max_length=20, blank=True, default="")
    secrecy = models.CharField(max_length=12, default="ordinary")
    next_hearing_at = models.DateTimeField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    known_from = models.DateTimeField(help_text="since when the row reads like this")

    class Meta:
        abstract = True


class Case(Identified, DocketColumns):
    """One numbered docket entry, as it stands now."""

    dispute_id = models.UUIDField()
    last_seq = models.PositiveIntegerField()
    last_hash = models.BinaryField(max_length=32)
    parties_key = models.CharField(
        max_length=160, blank=True, default="", db_default="", help_text="how the parties sort: pinyin"
    )
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            once_per_source("case_ref"),
            models.UniqueConstraint(
                fields=["court", "number"], condition=~Q(number=""), name="case_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["court", "filed_on", "id"], name="case_court_filed"),
            models.Index(fields=["court", "number_key"], name="case_court_number"),
            models.Index(fields=["court", "closed_on"], name="case_court_closed"),
            models.Index(fields=["division", "filed_on", "id"], name="case_division_filed"),
            models.Index(fields=["reporting_judge", "filed_on", "id"], name="case_judge_filed"),
            models.Index(fields=["filed_on", "id"], name="case_filed"),
            models.Index(fields=["number_key"], name="case_number_key"),
            models.Index(fields=["closed_on", "id"], name="case_closed"),
            models.Index(
                fields=["court"],
                include=["id", "division", "reporting_judge", "stage", "filed_on"],
                condition=PENDING,
                name="case_pending",
            ),
            models.Index(fields=["filed_on", "id"], condition=PENDING, name="case_pending_filed"),
            models.Index(fields=["number_key", "id"], condition=PENDING, name="case_pending_number"),
            models.Index(
                fields=["court", "parties_key", "id"], condition=PENDING, name="case_pending_parties"
            ),
            models.Index(fields=["dispute_id"], name="case_dispute"),
            # Few: a list sorted by number reads them by themselves, at its end.
            models.Index(fields=["court", "id"], condition=~Q(secrecy="ordinary"), name="case_protected"),
            GinIndex(fields=["search"], name="case_search", fastupdate=True),
        ]

    def __str__(self) -> str:
        return self.number


class CasePast(DocketColumns):
    """A case as its row read from `known_from` until `known_to` (exclusive): written whenever the ledger changes the row."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="past")
    known_to = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["court", "known_from", "known_to"], name="past_court"),
            models.Index(fields=["case", "known_from"], name="past_case"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseParty(models.Model):
    """A party of a case. What could harm a person (identity number, phone, address) lies encrypted in `sensitive`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    no = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200, blank=True, default="")
    sex = models.CharField(max_length=10, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    sensitive = models.BinaryField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="party_no")]

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """Who speaks for a party."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(CaseParty, models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    firm = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class PanelMember(Dated):
    """An officer's part in a case, between two days; the reading of a file hangs on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="panel")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="parts")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [in_order("panel_days")]
        indexes = [models.Index(fields=["officer", "case"], name="panel_officer")]

    def __str__(self) -> str:
        return self.role


class Conflict(models.Model):
    """An officer who may not deal with, or see, a case (recusal, kinship)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="conflicts")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="conflicts")
    ground = models.CharField(max_length=200)
    first_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="conflict_once")]

    def __str__(self) -> str:
        return self.ground


class Hearing(models.Model):
    """A hearing fixed, held, put off or dropped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    no = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    room_name = models.CharField(max_length=60, blank=True, default="")
    purpose = models.CharField(max_length=120, blank=True, default="")
    standing = models.CharField(max_length=12, help_text="scheduled, held, adjourned, cancelled")

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="hearing_no")]
        indexes = [models.Index(fields=["starts_at"], name="hearing_start")]

    def __str__(self) -> str:
        return f"{self.no} {self.starts_at:%Y-%m-%d %H:%M}"


class CaseDocument(models.Model):
    """A paper of the file: its contents lie in the document storage under their hash, its archive attributes here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    no = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=200, blank=True, default="")
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="bytes")
    pages = models.PositiveIntegerField(null=True)
    file = models.CharField(max_length=10, help_text="main (正卷) or inner (副卷)")
    catalogue_number = models.CharField(max_length=80, blank=True, default="")
    retention = models.CharField(max_length=20, blank=True, default="")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="document_no")]

    def __str__(self) -> str:
        return self.name


class CaseLink(models.Model):
    """How a case came out of another one: appeal of, remand of, enforcement of, merged into, transferred from …"""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=80, blank=True, default="")
    later = models.BooleanField(default=False, help_text="entered after the docketing: opens no file")
    # No constraint: the other case may be entered later, or be another court's.
    other = models.ForeignKey(
        Case, models.DO_NOTHING, null=True, db_constraint=False, related_name="linked_from"
    )

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="link_case"),
            models.Index(fields=["number"], name="link_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class NumberSeries(models.Model):
    """The last serial number given out in a court for a type of case in a year; its lock makes numbers gap-free."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "symbol", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.symbol} {self.last}"
