"""The audit trail: who opened, searched, exported, was refused. Appended unchained, sealed with the events later."""

from django.db import models
from django.db.models import Value

from xiezhi.record.models.events import NextEntry
from xiezhi.record.models.shared import new_id


class AuditEntry(models.Model):
    """One act of looking, or a refusal. Identifiers only: what was read is never copied here. No foreign keys, so that the
    trail outlives what it speaks of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.BigIntegerField(unique=True, db_default=NextEntry(Value("record_audit_entry")))
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    officer = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    court = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    object_class = models.CharField(max_length=2, blank=True, default="")
    object_id = models.CharField(max_length=80, blank=True, default="")
    case = models.UUIDField(null=True)
    purpose = models.CharField(max_length=200, blank=True, default="")
    outcome = models.CharField(max_length=8, help_text="ok, denied, error")
    reason = models.CharField(max_length=200, blank=True, default="")
    session = models.CharField(max_length=64, blank=True, default="")
    ip = models.CharField(max_length=45, blank=True, default="")
    service = models.CharField(max_length=40, blank=True, default="")
    details = models.TextField(
        blank=True, default="", help_text="JSON: names of fields, counts, never contents"
    )
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at"], name="audit_case"),
            models.Index(fields=["officer", "-at"], name="audit_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.outcome}"
