"""Work that recurs: what is due when, and who holds the lease for doing it."""

from django.db import models


class Chore(models.Model):
    """One recurring piece of work. Several workers may run: whoever takes the lease does it; a dead worker's lease ends."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    result = models.CharField(max_length=200, blank=True, default="")
    fault = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return self.name
