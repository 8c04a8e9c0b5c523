"""The tables of development: plans that change an area's dwellings, what they do and when, who must
move, and the goals that they share with social efforts.

Versions, their measures and status reports are never edited: the database keeps them (`guards/`).
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boligsocial.portal.promises import is_written

NAME_LENGTH, TEXT_LENGTH = 200, 10_000


class PlanKind(models.TextChoices):
    """A development plan of § 168 a, another complex transformation, or a renovation alone."""

    DEVELOPMENT = "development"
    TRANSFORMATION = "transformation"
    RENOVATION = "renovation"


class Plan(models.Model):
    """A physical plan of an area.

    figures: those that the area is of. approved_on: from when it is in force; none while it is in
    preparation. reason: why another transformation is complex. obliged_since: the list that brought
    the duty to have a plan, where the figures do not tell.
    """

    kind = models.CharField(max_length=20, choices=PlanKind.choices)
    name = models.CharField(max_length=NAME_LENGTH)
    area_id = models.CharField(max_length=100, db_index=True)
    area = models.CharField(max_length=NAME_LENGTH)
    municipality = models.CharField(max_length=NAME_LENGTH)
    figures = models.CharField(max_length=100)
    organisations = models.ManyToManyField("people.Organisation", related_name="plans")
    approved_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    obliged_since = models.DateField(null=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("municipality", "area", "id")
        constraints = (
            models.CheckConstraint(condition=is_written("name"), name="plan_has_a_name"),
            models.CheckConstraint(
                condition=~Q(kind="transformation") | Q(is_written("reason")),
                name="transformation_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("approved_on")),
                name="plan_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def is_in_force_on(self, day: date) -> bool:
        """Whether it is approved on a day, and not ended."""
        begun = self.approved_on is not None and self.approved_on <= day
        return begun and (self.ended_on is None or day < self.ended_on)


class PlanVersion(models.Model):
    """The dwellings of the area as counted on a day, and how many measures the plan has.

    residents, listed_share (per cent) and answers: of the ways to a dispensation.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    counted_on = models.DateField()
    family = models.PositiveIntegerField()
    other_social = models.PositiveIntegerField(default=0)
    private = models.PositiveIntegerField(default=0)
    demolished = models.PositiveIntegerField(default=0)
    business_m2 = models.PositiveIntegerField(default=0)
    residents = models.PositiveIntegerField(null=True)
    listed_share = models.DecimalField(null=True, max_digits=6, decimal_places=3)
    answers = models.JSONField(default=dict)
    measure_count = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="development_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlannedMeasure(models.Model):
    """A measure of a version: so many dwellings, or square metres, on a day."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=30)
    on = models.DateField()
    amount = models.PositiveIntegerField()
    words = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering = ("version", "on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="measure_is_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.amount} {self.kind}"


class StatusReport(models.Model):
    """What is told of a plan in a year; a later one of the same year stands beside it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-year", "-at", "-id")
        constraints = (
            models.CheckConstraint(condition=is_written("text"), name="report_has_a_text"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.year}"


def _lasts() -> Q:
    return Q(ends_on__gte=F("starts_on"))


class Stage(models.Model):
    """A renovation case or a milestone of a plan, from a day to a day, both counted."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stages")
    kind = models.CharField(
        max_length=20, choices=[("renovation", "renovation"), ("milestone", "milestone")]
    )
    name = models.CharField(max_length=NAME_LENGTH)
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (models.CheckConstraint(condition=_lasts(), name="stage_lasts"),)

    def __str__(self) -> str:
        return self.name


class Wave(models.Model):
    """Households that must move from a place, from a day to a day, both counted."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(max_length=NAME_LENGTH)
    starts_on = models.DateField()
    ends_on = models.DateField()
    households = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(condition=_lasts(), name="wave_lasts"),
            models.CheckConstraint(condition=Q(households__gte=1), name="wave_moves_somebody"),
        )

    def __str__(self) -> str:
        return self.name


class Receiving(models.Model):
    """A place that a wave moves to, named as when it was planned."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="receiving")
    geography = models.CharField(max_length=10, choices=[("area", "area"), ("estate", "estate")])
    place_id = models.CharField(max_length=100)
    name = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("wave", "geography", "place_id"), name="receiving_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SharedGoal(models.Model):
    """A goal named once, of a plan and of a social effort alike."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="shared_goals")
    text = models.CharField(max_length=NAME_LENGTH)
    due_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "case", "text"), name="goal_named_once"),
            models.CheckConstraint(condition=is_written("text"), name="goal_has_words"),
        )

    def __str__(self) -> str:
        return self.text
