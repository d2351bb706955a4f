"""Saved views of the docket that a court keeps for everybody in it."""

from django.db import models
from django.db.models import Q

from xiezhi.record.models.courts import Court, Division, Officer


class CourtView(models.Model):
    """A question to the docket under a name. Whoever made it, or holds that post after him, ends it; the row stays."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=600, blank=True, default="")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, help_text="the post it was made in, with the division")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["court", "name"], condition=Q(ended_at=None), name="courtview_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
