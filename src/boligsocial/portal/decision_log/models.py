"""The table of the log of decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class LogEntry(models.Model):
    """A decision or a step, as it was written down.

    number: counts up without gaps. kind: what was done, `case.step` for example. case: the case's
    number, if it is of one. content: JSON in its one canonical form, so that its bytes can be
    proven. hash: SHA-256 of everything in the entry and of `previous`, the hash before it.
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    case = models.PositiveBigIntegerField(null=True, db_index=True)
    content = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
