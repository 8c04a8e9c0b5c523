"""The tables of letters and of the texts that are searched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A letter to a person, kept until it has been sent. occasion: what it is about, so that the
    same is not written twice. error: why the last attempt failed."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters"
    )
    occasion = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("written_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("to", "occasion"), name="letter_once_an_occasion"),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Searchable(models.Model):
    """A text of a case as it is searched: in one form of each letter, whichever way it is written.

    source: the model and key that it is from. is_internal: for the Fund's own people.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=60, unique=True)
    is_internal = models.BooleanField(default=False)
    shown = models.TextField()
    folded = models.TextField()

    class Meta:
        ordering = ("case", "id")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.source}"
