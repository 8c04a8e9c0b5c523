"""A distribution by groups of areas: region, size of municipality, organisation, or another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from boligsocial.allocation.optimal import OptimalDistribution, OptimalGrant
from boligsocial.allocation.ranked import Distribution, Grant


@dataclass(frozen=True)
class GroupShare:
    """What a group of areas gets; grants in øre a year.

    `need` is need x residents of all its areas, `reached` the part of it in areas with a grant,
    each by its level.
    """

    group: str
    areas: int
    areas_with_grant: int
    residents: int
    residents_reached: int
    grants_øre: int
    need: Decimal
    reached: Decimal

    @property
    def per_resident_dkk(self) -> Decimal | None:
        """Kroner a year for each resident of the group; none where nobody lives there."""
        return Decimal(self.grants_øre) / 100 / self.residents if self.residents else None

    @property
    def reached_share(self) -> Decimal | None:
        """The part of the group's need that is reached; none where there is no need."""
        return self.reached / self.need if self.need else None


def shares_by_group(
    distribution: Distribution | OptimalDistribution, group_of: Mapping[str, str]
) -> tuple[GroupShare, ...]:
    """One row for each group by name; areas that are in no group are left out."""
    by_group: dict[str, list[Grant | OptimalGrant]] = {}
    for grant in distribution.grants:
        group = group_of.get(grant.candidate.area_id)
        if group is not None:
            by_group.setdefault(group, []).append(grant)
    return tuple(_share(group, grants) for group, grants in sorted(by_group.items()))


def _share(group: str, grants: list[Grant | OptimalGrant]) -> GroupShare:
    needs = [
        Decimal(repr(float(each.candidate.need))) * each.candidate.residents for each in grants
    ]
    return GroupShare(
        group=group,
        areas=len(grants),
        areas_with_grant=sum(each.øre > 0 for each in grants),
        residents=sum(each.candidate.residents for each in grants),
        residents_reached=sum(each.candidate.residents for each in grants if each.øre),
        grants_øre=sum(each.øre for each in grants),
        need=sum(needs, Decimal(0)),
        reached=sum(
            (need * each.level for need, each in zip(needs, grants, strict=True)), Decimal(0)
        ),
    )
