"""The dates a case is due, each with what it rests on; a new answer supersedes the old one, which stays."""

from django.db import models
from django.db.models import Q

from xiezhi.record.models import Case, Event
from xiezhi.record.models.shared import new_id

CURRENT = Q(superseded_at=None)


class Deadline(models.Model):
    """What the clock of one case, for one subject under one rule, said from `known_from` until it was superseded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    subject = models.CharField(
        max_length=40, default="", blank=True, help_text="empty: the case; else one accused"
    )
    kind = models.CharField(
        max_length=12, default="trial", help_text="trial; registry and secondary clocks come later"
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
    stopped_on = models.DateField(null=True)
    deducted_days = models.IntegerField(default=0)
    remaining_days = models.IntegerField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    issues = models.CharField(max_length=300, blank=True, default="")
    closed_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="+", db_index=False, help_text="the event that led here"
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
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"
