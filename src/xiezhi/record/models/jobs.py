"""Long work that somebody started and waits for: an import, a recomputation, a pack to print."""

from django.db import models
from django.db.models import Q

from xiezhi.record.models.courts import Court, Officer
from xiezhi.record.models.shared import new_id

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)


class Job(models.Model):
    """One piece of long work. Whoever takes the lease does it; when its worker dies the lease ends and another goes on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, default="", help_text="what it works on")
    court = models.ForeignKey(Court, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="who asked for it; none: the schedule"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    problems = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault_zh = models.TextField(blank=True, default="")
    fault_en = models.TextField(blank=True, default="")
    result = models.JSONField(default=dict, help_text="what the kind of work says about its outcome")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=OPEN), name="job_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=OPEN), name="job_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
