"""Where the made-up cases are: areas and estates of a snapshot of made-up people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from boligsocial.law.rules import rules_on
from boligsocial.portal.distribution.optimum.places import neighbour_pairs
from boligsocial.portal.estates.attached import (
    areas_nearby,
    evidence_in,
    evidence_of,
    exposed_areas,
)
from boligsocial.portal.figures import figures_id
from boligsocial.snapshots.attached import has_evidence
from boligsocial.snapshots.estates import Estate, nearest_estates
from boligsocial.snapshots.sealed import SealedLists

_NEAR = 12


@dataclass(frozen=True)
class Places:
    """The areas on the latest list of § 61 a, two neighbours that are not on it, the others, and
    estates beside exposed areas.

    names: by `area:ID` and `estate:ID`.
    """

    figures: str
    names: Mapping[str, str]
    listed: Sequence[str]
    together: Sequence[str]
    other: Sequence[str]
    beside: Sequence[str]

    def of(self, said: str) -> str:
        """`listed:1` as the services have it, `area:ID`."""
        group, _, number = said.partition(":")
        found: Sequence[str] = getattr(self, group)
        geography = "estate" if group == "beside" else "area"
        return f"{geography}:{found[(int(number) - 1) % len(found)]}"


def places_in(lists: SealedLists) -> Places:
    """The places of a snapshot: areas by their ids, estates by what speaks for them."""
    latest = lists.lists[-1]
    first_status = rules_on(latest.on).statuses[0].id
    held = lists.memberships.filter(
        list_id=latest.list_id, status=first_status, on_list=True
    )["area_id"].to_list()  # fmt: skip
    listed, off = sorted(held), sorted(set(lists.areas) - set(held))
    together = next(iter(neighbour_pairs(lists, off)), off[:1])
    names = {f"area:{each.area_id}": each.name for each in lists.areas.values()}
    names |= {f"estate:{each.estate_id}": each.name for each in lists.estates.values()}
    return Places(
        figures_id(lists), names, listed or off, together,
        [each for each in off if each not in together] or off,
        _attached(lists, listed) or _nearest(lists, listed or off),
    )  # fmt: skip


def _attached(lists: SealedLists, listed: Sequence[str]) -> list[str]:
    """Estates beside exposed areas whose moves are shown, one for each area: those with all figures
    first, then those beside areas on the list, then those where most come from the area."""
    if not has_evidence(lists.snapshot):
        return []
    area = pl.col("area_id")
    rows = (
        evidence_in(lists)
        .filter(area.is_in(exposed_areas(lists)), pl.col("percentile").is_not_null())
        .sort(
            area.is_in(listed),
            "share_from_area",
            "estate_id",
            descending=[True, True, False],
            nulls_last=True,
        )
        .unique("estate_id", keep="first", maintain_order=True)
        .unique("area_id", keep="first", maintain_order=True)
    )
    shown = [each for each in rows["estate_id"] if _is_shown(lists, each)]
    return sorted(shown, key=lambda each: _has_hidden_trends(lists, each))


def _is_shown(lists: SealedLists, estate_id: str) -> bool:
    hidden = any(each.reason for each in areas_nearby(lists, estate_id))
    return _stands_alone(lists, estate_id) and not hidden


def _has_hidden_trends(lists: SealedLists, estate_id: str) -> bool:
    sheet = evidence_of(lists, estate_id, areas_nearby(lists, estate_id))
    return any(each.is_hidden for each in sheet.trends)


def _nearest(lists: SealedLists, areas: Sequence[str]) -> list[str]:
    """Estates in no area, the nearest to an estate of each area; each once."""
    members = {area: each for each in lists.estates.values() for area in each.areas}
    found: list[str] = []
    for area in areas:
        if area in members:
            near = nearest_estates(lists.snapshot, members[area].estate_id, _NEAR)
            outside = (each.estate_id for each in near if _stands_alone(lists, each.estate_id))
            found += [each for each in outside if each not in found][:1]
    return found


def _stands_alone(lists: SealedLists, estate_id: str) -> bool:
    estate: Estate = lists.estates[estate_id]
    return not estate.areas and not estate.is_hidden
