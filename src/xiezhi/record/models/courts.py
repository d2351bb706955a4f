"""Courts, divisions, rooms, officers and their posts, all dated: courts are renamed and merged, people come and go."""

from django.db import models

from xiezhi.record.models.shared import Dated, Identified, in_order, once_per_source


class Court(Identified, Dated):
    """A court under its present code and name; earlier ones stand in CourtName, a merged court names its successor."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=160, blank=True, default="")
    level = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    place = models.PositiveIntegerField(help_text="administrative order")

    class Meta:
        ordering = ["place"]
        constraints = [in_order("court_days"), once_per_source("court_ref")]
        indexes = [models.Index(fields=["code"], name="court_code")]

    def __str__(self) -> str:
        return self.name


class CourtName(Dated):
    """What a court was called between two days."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="names")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [in_order("courtname_days")]

    def __str__(self) -> str:
        return self.name


class Division(Identified, Dated):
    """A division (庭、室) of a court."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="divisions")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=30)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["court", "place"]
        constraints = [in_order("division_days"), once_per_source("division_ref")]

    def __str__(self) -> str:
        return self.name


class Room(Identified):
    """A courtroom."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Officer(Identified):
    """Somebody who works at a court, known by the staff number: names may be equal."""

    staff_number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=160, help_text="how the name sorts: pinyin")

    class Meta:
        constraints = [once_per_source("officer_ref")]

    def __str__(self) -> str:
        return self.name


class Post(Identified, Dated):
    """What an officer is, where, between which days. Several at once are possible; one is chosen for a session's writing."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    court = models.ForeignKey(Court, models.PROTECT, related_name="posts")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField(max_length=30)
    appointment = models.CharField(
        max_length=120, blank=True, default="", help_text="document of appointment"
    )

    class Meta:
        ordering = ["-first_on"]
        constraints = [in_order("post_days"), once_per_source("post_ref")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"
