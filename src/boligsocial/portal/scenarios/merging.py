"""Who may share a plan and what that saves, as a scenario of the best distribution keeps it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from boligsocial.definitions import Definition
from boligsocial.portal.distribution.choices import Choice
from boligsocial.portal.distribution.optimum.best import Best
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.places import Pairs


class Merging(Definition):
    """The principles of shared plans, and which areas are neighbours.

    Pairs follow from the snapshot and from how far apart areas may lie; their fingerprint tells
    whether they are still the same.
    """

    coordination_cost_mio: Decimal
    max_areas_per_plan: int
    same_municipality: bool
    within_m: float
    pairs: int
    fingerprint: str

    def over(self, choice: Choice) -> Choice:
        """The choice with these principles of shared plans."""
        own = {name: getattr(self, name) for name in _OF_PRINCIPLES}
        return replace(choice, principles=choice.principles.model_copy(update=own))

    def are_the_same(self, pairs: Pairs) -> bool:
        """Whether the same areas are neighbours."""
        return self.fingerprint == fingerprint(pairs)


_OF_PRINCIPLES = ("coordination_cost_mio", "max_areas_per_plan", "same_municipality")


def merging_of(best: Best) -> dict[str, Any]:
    """What decides the shared plans of a best distribution, as it is kept."""
    principles = best.shared.choice.principles
    return Merging(
        coordination_cost_mio=principles.coordination_cost_mio,
        max_areas_per_plan=principles.max_areas_per_plan,
        same_municipality=principles.same_municipality,
        within_m=limits().within_m,
        pairs=len(best.pairs),
        fingerprint=fingerprint(best.pairs),
    ).model_dump(mode="json")


def fingerprint(pairs: Pairs) -> str:
    """Of who are neighbours, in whatever order they come."""
    written = sorted("\t".join(sorted(pair)) for pair in pairs)
    return sha256("\n".join(written).encode()).hexdigest()
