"""The tables of scenarios and proposals. The database itself keeps them unchanged: see `guards/`.

Amounts are whole øre. A scenario is saved once and never edited; a changed one is a scenario of its
own that names the one it came from.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boligsocial.portal.promises import is_written

NAME_LENGTH, TEXT_LENGTH = 120, 2_000


class Scenario(models.Model):
    """Everything that decides a distribution, under a name, and what it came to when saved.

    figures: a snapshot's id, or that of the published figures. choices: the principles and each of
    their fields, as the address of Fordeling has them. reform: laid over the law of the list's
    date. index: the specification that is the need, instead of the criteria. merging: who may share
    a plan, for the best distribution alone. fingerprint: of each area's grant and shared plans.
    """

    name = models.CharField(max_length=NAME_LENGTH)
    note = models.TextField(blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    comes_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="later"
    )
    figures = models.CharField(max_length=100)
    list_id = models.CharField(max_length=100)
    frame_øre = models.BigIntegerField(db_column="frame_oere")
    choices = models.JSONField()
    method = models.CharField(max_length=10, default="ranked")
    reform = models.JSONField(null=True)
    index = models.JSONField(null=True)
    merging = models.JSONField(null=True)
    granted_øre = models.BigIntegerField(db_column="granted_oere")
    left_øre = models.BigIntegerField(db_column="left_oere")
    areas = models.PositiveIntegerField()
    residents = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(is_written("name")), name="scenario_has_a_name"),
            models.CheckConstraint(condition=Q(frame_øre__gte=0), name="scenario_frame"),
            models.CheckConstraint(
                condition=Q(method="ranked", merging__isnull=True)
                | Q(method="optimal", merging__isnull=False),
                name="scenario_shares_plans_where_it_is_the_best",
            ),
            models.CheckConstraint(
                condition=Q(comes_from=None) | ~Q(comes_from=F("id")),
                name="scenario_comes_from_another",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def saved_on(self) -> date:
        """The day, here, on which it was saved."""
        return timezone.localdate(self.saved_at)


class Proposal(models.Model):
    """A scenario put forward as the distribution of a year; one at a time, until it is replaced."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="proposals")
    year = models.PositiveSmallIntegerField()
    reason = models.TextField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "-marked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("year",), condition=Q(replaced_at=None), name="one_proposal_a_year"
            ),
            models.CheckConstraint(condition=Q(is_written("reason")), name="proposal_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.scenario_id}"

    @property
    def marked_on(self) -> date:
        """The day, here, on which it was marked."""
        return timezone.localdate(self.marked_at)

    @property
    def replaced_on(self) -> date | None:
        """The day, here, on which another took over."""
        return self.replaced_at and timezone.localdate(self.replaced_at)

    @property
    def is_current(self) -> bool:
        """Whether no later proposal of the year has replaced it."""
        return self.replaced_at is None
