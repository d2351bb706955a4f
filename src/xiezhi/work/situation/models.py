"""Snapshots of the facts, how far each reaches and who still needs it; reports and decision meetings, and what became of them."""

from django.db import models
from django.db.models import Q

from xiezhi.record.models.courts import Court, Division, Officer
from xiezhi.record.models.shared import new_id


class Snapshot(models.Model):
    """The facts of all cases as they were known at one moment: files that never change, in a folder named after `id`."""

    FULL, INCREMENTAL, AS_KNOWN = "full", "incremental", "as_known"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        max_length=12,
        help_text="full: every case read; incremental: the changed ones; as_known: of a past day",
    )
    known_at = models.DateTimeField(help_text="the facts are those that were known at this moment")
    taken_at = models.DateTimeField(help_text="when the files stood")
    checked_at = models.DateTimeField(null=True, help_text="until when nothing further had been recorded")
    entry = models.BigIntegerField(default=0, help_text="the last entry of the log of events that was seen")
    gaps = models.JSONField(
        default=list, help_text="entries before it that were still being written: [first, last, when found]"
    )
    cases = models.BigIntegerField()
    rows = models.BigIntegerField(help_text="of now and of before")
    unreadable = models.IntegerField(default=0, help_text="events that could not be opened")
    digest = models.CharField(max_length=64, help_text="of the files")
    rules = models.CharField(
        max_length=64, default="", help_text="digest of the rules by which rows are made"
    )
    seconds = models.FloatField(default=0)
    compared_with = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    differing = models.BigIntegerField(null=True, help_text="cases that the incremental facts had otherwise")
    differences = models.JSONField(default=list, help_text="the first of them: case and columns")
    removed_at = models.DateTimeField(null=True, help_text="the files are gone")

    class Meta:
        ordering = ["-taken_at"]
        indexes = [
            models.Index(fields=["-taken_at"], condition=Q(removed_at=None), name="snapshot_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.known_at:%Y-%m-%d %H:%M}"


class Pin(models.Model):
    """Something that must be able to show its figures again: its snapshot stays as long as the pin does."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="pins")
    holder = models.CharField(max_length=80, help_text="what pins it, such as report/<id>")
    pinned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "holder"], name="pin_once")]

    def __str__(self) -> str:
        return self.holder


class Report(models.Model):
    """A report that was made: what it rests on, so that it can be made again as known then, and its files by `id` in the storage."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    below = models.BooleanField(help_text="with the courts below it")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="+", help_text="of this division only"
    )
    scope = models.CharField(max_length=40)
    period = models.CharField(max_length=24, help_text="2019Q3, or two days with dots between them")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    definitions = models.JSONField(help_text="the versions of the definitions used, by id")
    digests = models.JSONField(
        default=dict, help_text="digests of the definitions used, of rule and words, by key"
    )
    again_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", help_text="the report that this one makes again"
    )
    annexes = models.JSONField(default=list, help_text="what was asked for besides, by name")
    recipients = models.JSONField(
        default=list, help_text="to whom it was meant to go when it was made: lines of text"
    )
    made_at = models.DateTimeField()
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="none: command line"
    )
    forms = models.JSONField(default=dict, help_text="the digest of each file, by its form")
    faults = models.JSONField(default=dict, help_text="why a form is not there: [zh, en], by its form")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["court", "-made_at"], name="report_of_court")]

    def __str__(self) -> str:
        return self.title


class Circulation(models.Model):
    """Who received a report: whoever took it here, and to whom it was sent by other ways (circulation log)."""

    TAKEN, SENT = "taken", "sent"

    report = models.ForeignKey(Report, models.CASCADE, related_name="circulation")
    kind = models.CharField(max_length=8)
    recipient = models.CharField(max_length=120)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="who took it")
    form = models.CharField(max_length=8, blank=True, default="")
    on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.recipient


class ReportTemplate(models.Model):
    """A court's own Word template for its reports. The newest that was not withdrawn is used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text="of the file")
    digest = models.CharField(max_length=64)
    put_at = models.DateTimeField()
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-put_at"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A decision meeting on the figures (数据会商) of a court in a period, from a pinned snapshot."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    below = models.BooleanField(help_text="with the courts below it")
    scope = models.CharField(max_length=40)
    period = models.CharField(max_length=24)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    held_on = models.DateField(help_text="when it is to be held, or was")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["court", "-made_at"], name="meeting_of_court")]

    def __str__(self) -> str:
        return f"{self.period} {self.court_id}"


class Topic(models.Model):
    """Something in the figures that a meeting should look at, found by a rule; what was decided, and who reports on it by when.

    open: to be discussed; noted: discussed, nothing further; assigned: a unit looks into it and answers by a day; answered: it did, and
    whoever assigned it looks at the answer; settled.
    """

    OPEN, NOTED, ASSIGNED, ANSWERED, SETTLED = "open", "noted", "assigned", "answered", "settled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    place = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=40, help_text="rules/data/indicators/topics.toml")
    zh = models.TextField()
    en = models.TextField()
    lists = models.JSONField(
        default=list, help_text="the lists behind its numbers: key, period, side, how many cases then"
    )
    state = models.CharField(max_length=10, default=OPEN)
    unit = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="+", help_text="responsible for the answer"
    )
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="when it answered last")

    class Meta:
        ordering = ["meeting", "place"]
        constraints = [
            models.CheckConstraint(
                name="topic_has_unit_and_day",
                condition=Q(state__in=["open", "noted"]) | Q(unit__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="topic_answer_before_settled",
                condition=Q(state__in=["open", "noted", "assigned"]) | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"], condition=Q(state="assigned"), name="topic_due")]

    def __str__(self) -> str:
        return f"{self.rule} {self.state}"

    @property
    def asks(self) -> str:
        """What the meeting wrote last."""
        said = [one.words for one in self.entries.all() if one.kind == TopicEntry.DECIDED]
        return said[-1] if said else ""


class TopicEntry(models.Model):
    """What somebody wrote about a topic: the meeting what it decided or asks, the unit its answer. None is written over."""

    DECIDED, ANSWERED = "decided", "answered"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
