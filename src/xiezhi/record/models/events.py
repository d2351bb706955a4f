"""Events: what happened, never changed, never deleted (triggers and the application's role refuse it)."""

from django.db import models
from django.db.models import Func, Value

from xiezhi.record.models.cases import Case
from xiezhi.record.models.courts import Court, Officer, Post
from xiezhi.record.models.shared import HERE, new_id


class NextEntry(Func):
    """The next number of the log; gaps are possible (a transaction that failed), the order is that of writing."""

    function = "nextval"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """Something that happened in a case: when in law (`occurred_on`), when recorded, by whom, chained to the one before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.BigIntegerField(unique=True, db_default=NextEntry(Value("record_event_entry")))
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=40, default=HERE)
    external_ref = models.CharField(max_length=200, default="", blank=True)
    payload_hash = models.BinaryField(max_length=32)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["case", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Payload(models.Model):
    """The words of an event, encrypted under a key of their own. A recorded lawful order takes key and cipher away; the
    event stays, and with it the chain."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    key = models.BinaryField(null=True, help_text="the data key, wrapped by the master key")
    cipher = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.event_id)
