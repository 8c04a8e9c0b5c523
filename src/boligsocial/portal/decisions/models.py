"""The table of decisions. The database itself keeps them unchanged: see `guards/`.

Amounts are whole øre. A decision is made once; a later one takes over from it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from boligsocial.portal.promises import is_written


class Decision(models.Model):
    """What a case was decided to, on which evidence, for which reasons, and the letter of it.

    years: `[[year, øre], ...]` of a commitment. proposed_øre: what the proposal of the year gives
    over as many years; none where it says nothing. evidence, letter: canonical JSON, with the
    SHA-256 of the evidence. traits: what it is compared with later cases by. step: the one taken
    with it; none where the case stays where it is. paper: the letter as it was kept.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dated = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    years = models.JSONField(default=list)
    total_øre = models.BigIntegerField(default=0, db_column="total_oere")
    proposed_øre = models.BigIntegerField(null=True, db_column="proposed_oere")
    reasons = models.JSONField()
    text = models.TextField(blank=True)
    deviates = models.BooleanField(default=False)
    deviation = models.TextField(blank=True)
    evidence = models.TextField()
    evidence_digest = models.CharField(max_length=64)
    traits = models.JSONField()
    letter = models.TextField()
    step = models.OneToOneField("cases.Step", null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(
        "cases.Version", null=True, on_delete=models.PROTECT, related_name="decision"
    )
    booked = models.OneToOneField(
        "ledger.Entry", null=True, on_delete=models.PROTECT, related_name="decision"
    )

    class Meta:
        ordering = ("case", "number")
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="decision_once"),
            models.CheckConstraint(condition=Q(total_øre__gte=0), name="decision_amount"),
            models.CheckConstraint(
                condition=Q(deviates=False) | Q(is_written("deviation")),
                name="deviation_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.number} {self.outcome}"
