"""The table of financing plans: versions that follow each other and are never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PlanVersion(models.Model):
    """A financing plan as somebody saved it.

    content: the plan as `stored.py` writes it. file_name: of the workbook that it was read from,
    if it was.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case", "number")
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="plan_version_once"),
            models.CheckConstraint(
                condition=models.Q(number__gt=0), name="plan_versions_count_from_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: plan v{self.number}"
