"""Seals: signed Merkle roots over all events, or all audit entries, up to one."""

from django.db import models


class Seal(models.Model):
    """One signed checkpoint of a log (RFC 6962 tree over the entries in order)."""

    log = models.CharField(max_length=10, help_text="events or audit")
    size = models.BigIntegerField(help_text="leaves of the tree")
    last_entry = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField(
        help_text="the roots of the complete subtrees, 32 bytes each, largest first"
    )
    checkpoint = models.TextField()
    key_id = models.CharField(max_length=16)
    algorithm = models.CharField(max_length=20)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="seal_size")]

    def __str__(self) -> str:
        return f"{self.log} {self.size}"
