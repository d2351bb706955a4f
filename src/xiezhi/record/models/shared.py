"""What many tables of the record share: time-ordered identifiers, where a row came from, days between which it holds."""

import uuid

import uuid_utils.compat
from django.db import models
from django.db.models import F, Q

HERE = "here"  # the source of rows that were entered on this platform


def new_id() -> uuid.UUID:
    """A UUID of version 7: unique without asking anybody, in order of time, so that indexes grow at their end."""
    return uuid_utils.compat.uuid7()


class Identified(models.Model):
    """A row with an opaque identifier, and the system and reference it came from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=40, default=HERE)
    external_ref = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True


class Dated(models.Model):
    """Holds from `first_on` to `last_on`, both inclusive; no last day = still."""

    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    """A dated row ends no earlier than it begins."""
    return models.CheckConstraint(name=name, condition=Q(last_on=None) | Q(last_on__gte=F("first_on")))


def once_per_source(name: str) -> models.UniqueConstraint:
    """One row for one reference of another system."""
    return models.UniqueConstraint(
        fields=["source", "external_ref"], condition=~Q(external_ref=""), name=name
    )
