"""The dates a case is due, each with what it rests on; a new answer supersedes the old one, which stays.

Beside them: the reminders before those dates, who stands in for whom, and the editions of law data that wait for a person to accept
what they would move.
"""

from django.db import models
from django.db.models import Q

from xiezhi.record.models import Case, Court, Division, Event, Officer, Post
from xiezhi.record.models.shared import new_id

CURRENT = Q(superseded_at=None)


class Deadline(models.Model):
    """What the clock of one case, for one subject under one rule, said from `known_from` until it was superseded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    subject = models.CharField(
        max_length=40,
        default="",
        blank=True,
        help_text="empty: the case; else one accused (party/2), one hearing (hearing/3)",
    )
    kind = models.CharField(
        max_length=60,
        default="trial",
        help_text="trial; else the rule of a registry, transfer or secondary clock",
    )
    rule = models.CharField(max_length=60)
    rule_from = models.DateField(null=True)
    law_version = models.CharField(max_length=40, blank=True, default="")
    status = models.CharField(max_length=12)
    anchor_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    nominal_on = models.DateField(null=True)
    soft_on = models.DateField(null=True)
    base_on = models.DateField(
        null=True, help_text="the last day without deduction, suspension and extension"
    )
    base_days = models.PositiveIntegerField(
        null=True, help_text="the length of that limit, before its last day is rolled over rest days"
    )
    stopped_on = models.DateField(null=True)
    deducted_days = models.IntegerField(default=0)
    remaining_days = models.IntegerField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    issues = models.CharField(max_length=300, blank=True, default="")
    closed_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="the event that led here",
    )
    change = models.ForeignKey(
        "Change",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="or the accepted change of the law data",
    )
    known_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "subject", "kind"], condition=CURRENT, name="deadline_current"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "known_from"], name="deadline_case"),
            # What lists of pending cases sort and filter by, without a look at the table.
            models.Index(
                fields=["due_on", "case"],
                include=["base_on", "status", "provisional"],
                condition=CURRENT & Q(closed_on=None, kind="trial", subject=""),
                name="deadline_due",
            ),
            models.Index(
                fields=["due_on", "case"],
                condition=CURRENT & Q(closed_on=None) & ~Q(kind="trial", subject=""),
                name="deadline_beside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"


class Question(models.Model):
    """What the trial clock of a pending case is asked, kept for recomputing a whole province without opening its events.

    A cache of the case's state, written by following; the row goes when the case is closed.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    asks = models.JSONField(
        help_text="a CaseInput as rules.limits.exchange writes it, with one for each accused apart"
    )

    def __str__(self) -> str:
        return str(self.case_id)


class Reminder(models.Model):
    """A warning point that a deadline reached: once for each point of each answer of the clock."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="reminders")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="whose case it is; none: nobody's yet"
    )
    point = models.SmallIntegerField(help_text="days before the due date; 0 = the day itself, -1 = past it")
    due_on = models.DateField()
    issued_on = models.DateField()
    acknowledged_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deadline", "point"], name="reminder_once")]
        indexes = [
            models.Index(
                fields=["officer", "due_on"], condition=Q(acknowledged_at=None), name="reminder_open"
            ),
            models.Index(fields=["court", "issued_on"], name="reminder_court"),
            models.Index(fields=["id"], condition=Q(mailed_at=None), name="reminder_unmailed"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.point}"


class Absence(models.Model):
    """An officer is away between two days, both included; reminders and desk go to the one who stands in."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="taken back")

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_in_order", condition=Q(last_on__gte=models.F("first_on"))),
            models.CheckConstraint(name="absence_of_another", condition=~Q(officer=models.F("stand_in"))),
        ]
        indexes = [models.Index(fields=["stand_in", "last_on"], name="absence_stand_in")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.first_on}–{self.last_on}"


class Edition(models.Model):
    """An edition of the law data the clock answers by. One is in force; a further one waits until a named person accepts what it moves."""

    STAGED, IN_FORCE, SUPERSEDED, REFUSED = "staged", "in_force", "superseded", "refused"

    digest = models.CharField(max_length=64, help_text="of the files, so that the same edition stands once")
    files = models.JSONField(help_text="path under rules/data to its text: calendar and limits")
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    standing = models.CharField(max_length=12, default=STAGED)
    staged_at = models.DateTimeField()
    staged_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="none: came with the software"
    )
    compared_at = models.DateTimeField(null=True, help_text="the list of what it moves was made")
    compared = models.PositiveIntegerField(default=0, help_text="how many open clocks were asked")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standing"], condition=Q(standing="in_force"), name="edition_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["standing"], condition=Q(standing="staged"), name="edition_one_staged"
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh


class Change(models.Model):
    """One date that an edition moves: before and after, as it was compared, and when it was carried out."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="changes")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=60, default="trial")
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    provisional_before = models.BooleanField(default=False)
    provisional_after = models.BooleanField(default=False)
    status_before = models.CharField(max_length=12, blank=True, default="")
    status_after = models.CharField(max_length=12, blank=True, default="")
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "case", "subject", "kind"], name="change_once"),
        ]
        indexes = [models.Index(fields=["edition", "court"], name="change_court")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_before} → {self.due_after}"


class FeedKey(models.Model):
    """A secret link to a calendar, for an officer in one of his posts. Of its secret only the hash is kept; made anew, the old one ends."""

    OWN, DIVISION = "own", "division"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="the link ends with it")
    scope = models.CharField(
        max_length=10, help_text="own: the officer's cases; division: all of the division"
    )
    language = models.CharField(max_length=2, default="zh")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="renewed or revoked")
    read_on = models.DateField(
        null=True, help_text="the last day of reading; the audit trail has one entry a day"
    )
    contents = models.CharField(max_length=64, blank=True, default="", help_text="hash of what it said last")
    changed_at = models.DateTimeField(null=True, help_text="since when it says that")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "scope"], condition=Q(ended_at=None), name="feed_key_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.scope}"
