"""What the tables of several rooms promise alike, for their constraints and their query sets."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan


def is_written(field: str) -> GreaterThan:
    """A text is more than spaces."""
    return GreaterThan(Length(Trim(field)), 0)


def ends_after_it_starts() -> Q:
    """What runs from `starts_on` until `ends_on`, if that is known, ends no earlier."""
    return Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))


def counts_on(day: date) -> Q:
    """What runs on a day; the day that it ends on is not among them."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))
