"""The tables of cases: a case with its places and parties, and all that happens in it.

What has happened is added, never edited: steps, versions of documents, comments, requests and their
answers. A case's own row holds only where it is now.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boligsocial.portal.promises import is_written

NAME_LENGTH, TEXT_LENGTH = 200, 20_000


class Case(models.Model):
    """A matter between the parties and the Fund, of a kind (`kinds/`), in a phase of that kind.

    figures: the snapshot's id, or that of the published figures, that it was opened on, with the
    list of these. in_phase: the number of the step that led into the phase.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=NAME_LENGTH)
    parties = models.ManyToManyField("people.Organisation", related_name="cases")
    phase = models.CharField(max_length=40)
    in_phase = models.PositiveIntegerField(default=0)
    figures = models.CharField(max_length=100)
    list_id = models.CharField(max_length=100)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    caseworker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    grant = models.OneToOneField(
        "ledger.Grant", null=True, on_delete=models.PROTECT, related_name="case"
    )

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(is_written("name")), name="case_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """What people write and say: `2026-0007`."""
        return f"{timezone.localdate(self.opened_at).year}-{self.pk:04}"


class Place(models.Model):
    """An area or an estate that a case is about, named as when it was opened."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="places")
    geography = models.CharField(max_length=10, choices=[("area", "area"), ("estate", "estate")])
    place_id = models.CharField(max_length=100)
    name = models.CharField(max_length=NAME_LENGTH)
    municipality = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "geography", "place_id"), name="place_once"),
        )

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A case went from one phase to another: who took it, for whom and why. The first has no
    `came_from`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    came_from = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("case", "number")
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="step_once"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.came_from} -> {self.to}"


class Document(models.Model):
    """What a phase asks for (`asked` of the kind's file), or a further one, in versions.

    in_phase: in a phase that repeats, the number of the step that led into it; else zero. name: of
    a further document, which nothing asks for.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    asked = models.CharField(max_length=60)
    in_phase = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering = ("case", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "asked", "in_phase"), name="document_once_a_phase"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.asked}"


class Version(models.Model):
    """A version of a document: a text, a table of figures that filled itself, or a file.

    file_digest: SHA-256 of the file, under which it is kept. figures: as they were then.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    figures = models.JSONField(null=True)
    file_digest = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    media = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("document", "number")
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="version_once"),
            models.CheckConstraint(
                condition=~Q(text="", file_digest="", figures__isnull=True),
                name="version_holds_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"


class Check(models.Model):
    """A check of a phase that somebody has made; `undone_at` if it was taken back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checks")
    asked = models.CharField(max_length=60)
    in_phase = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("case", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "asked", "in_phase"),
                condition=Q(undone_at=None),
                name="check_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.asked}"


class Comment(models.Model):
    """What somebody said in a case; an internal one is for the Fund's own people."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    is_internal = models.BooleanField(default=False)

    class Meta:
        ordering = ("case", "at", "id")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"


class Request(models.Model):
    """The Fund asks the parties for more; open until it is answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("case", "due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(
                    is_written("answer"),
                    answered_at__gte=F("at"),
                    answered_by__isnull=False,
                ),
                name="request_is_answered_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"
