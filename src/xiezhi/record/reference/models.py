"""Yearly totals of another system, version by version: a later version stands beside the earlier one, never in its place."""

from django.db import models
from django.db.models import Q

from xiezhi.record.models import Officer
from xiezhi.record.models.shared import new_id

CURRENT = Q(superseded_at=None)


class ReferenceSeries(models.Model):
    """One version of a series, as one file told it. `layout` is the layout it was read with, `left_out` the lines that could not be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    source = models.CharField(max_length=300, help_text="who published the figures, and where")
    licence = models.CharField(max_length=200, blank=True, default="")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64, help_text="SHA-256 of the file")
    layout = models.JSONField()
    left_out = models.JSONField(default=list, help_text="[line, what was wrong in Chinese, in English]")
    rows = models.PositiveIntegerField(help_text="rows of the file")
    entered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="none: from the command line"
    )
    entered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="reference_version_once"),
            models.UniqueConstraint(fields=["name"], condition=CURRENT, name="reference_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ReferenceValue(models.Model):
    """One total: of a unit (a court, a state) in a year, by a measure of the flow of cases."""

    series = models.ForeignKey(ReferenceSeries, models.CASCADE, related_name="values")
    unit = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=12)
    value = models.BigIntegerField()
    line = models.PositiveIntegerField(help_text="where in the file it stood")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "unit", "year", "measure"], name="reference_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.measure}"
