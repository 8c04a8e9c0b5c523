"""Two distributions side by side: who loses, who is reduced, who is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boligsocial.allocation.ranked import Candidate, Distribution, Grant


class Change(StrEnum):
    """What the second distribution does to an area that the first gave its grant."""

    LOSES = "loses"
    REDUCED = "reduced"
    UNCHANGED = "unchanged"
    RAISED = "raised"
    GAINS = "gains"
    WITHOUT = "without"
    """No grant in either."""


@dataclass(frozen=True)
class ComparedArea:
    """One area in both distributions. An area that loses its grant must be anchored."""

    candidate: Candidate
    first: Grant
    second: Grant

    @property
    def change(self) -> Change:
        return change(self.first.øre, self.second.øre)


def change(before_øre: int, after_øre: int) -> Change:
    """What becomes of an area whose grant goes from one amount to another."""
    if before_øre == after_øre:
        return Change.UNCHANGED if before_øre else Change.WITHOUT
    if after_øre == 0:
        return Change.LOSES
    if before_øre == 0:
        return Change.GAINS
    return Change.REDUCED if after_øre < before_øre else Change.RAISED


@dataclass(frozen=True)
class Comparison:
    """All areas in both distributions, in the order of the second."""

    first: Distribution
    second: Distribution
    areas: tuple[ComparedArea, ...]

    def with_change(self, change: Change) -> list[ComparedArea]:
        return [area for area in self.areas if area.change is change]

    def residents(self, changes: Iterable[Change]) -> int:
        """How many residents live in the areas with one of these changes."""
        wanted = set(changes)
        return sum(area.candidate.residents for area in self.areas if area.change in wanted)


def compare(first: Distribution, second: Distribution) -> Comparison:
    """Pair two distributions of the same candidates."""
    by_area = {grant.candidate.area_id: grant for grant in first.grants}
    return Comparison(
        first,
        second,
        tuple(
            ComparedArea(grant.candidate, by_area[grant.candidate.area_id], grant)
            for grant in second.grants
        ),
    )
