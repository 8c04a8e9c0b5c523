"""Where the made-up cases are: areas and estates of a snapshot of made-up people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boligsocial.law.rules import rules_on
from boligsocial.portal.figures import figures_id
from boligsocial.snapshots.estates import Estate, nearest_estates
from boligsocial.snapshots.sealed import SealedLists

_NEAR = 12


@dataclass(frozen=True)
class Places:
    """The areas on the latest list of § 61 a, the others, and estates beside the first ones.

    names: by `area:ID` and `estate:ID`.
    """

    figures: str
    names: Mapping[str, str]
    listed: Sequence[str]
    other: Sequence[str]
    beside: Sequence[str]

    def of(self, said: str) -> str:
        """`listed:1` as the services have it, `area:ID`."""
        group, _, number = said.partition(":")
        found: Sequence[str] = getattr(self, group)
        geography = "estate" if group == "beside" else "area"
        return f"{geography}:{found[(int(number) - 1) % len(found)]}"


def places_in(lists: SealedLists) -> Places:
    """The places of a snapshot, in the order of their ids."""
    latest = lists.lists[-1]
    first_status = rules_on(latest.on).statuses[0].id
    held = lists.memberships.filter(
        list_id=latest.list_id, status=first_status, on_list=True
    )["area_id"].to_list()  # fmt: skip
    listed = sorted(held)
    other = sorted(set(lists.areas) - set(held))
    names = {f"area:{each.area_id}": each.name for each in lists.areas.values()}
    names |= {f"estate:{each.estate_id}": each.name for each in lists.estates.values()}
    return Places(
        figures_id(lists), names, listed or other, other, _beside(lists, listed or other),
    )  # fmt: skip


def _beside(lists: SealedLists, areas: Sequence[str]) -> list[str]:
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
