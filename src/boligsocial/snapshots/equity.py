"""Two distributions by place: what each region or municipality gets, and for how many residents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boligsocial.allocation.comparison import Change, ComparedArea, Comparison

TOUCHED = (Change.LOSES, Change.REDUCED)


@dataclass(frozen=True)
class PlaceShare:
    """The candidates of a place in both distributions; amounts in øre a year.

    `touched` counts the residents of areas that lose their grant or get less.
    """

    place: str
    areas: int
    residents: int
    first_øre: int
    second_øre: int
    touched: int

    @property
    def first_per_resident_dkk(self) -> int:
        return round(self.first_øre / 100 / self.residents)

    @property
    def second_per_resident_dkk(self) -> int:
        return round(self.second_øre / 100 / self.residents)


def shares_by_place(comparison: Comparison, place_of: Mapping[str, str]) -> tuple[PlaceShare, ...]:
    """One row per place, in the order of its name; `place_of` gives each area's place by id."""
    by_place: dict[str, list[ComparedArea]] = {}
    for area in comparison.areas:
        by_place.setdefault(place_of[area.candidate.area_id], []).append(area)
    return tuple(_share(place, areas) for place, areas in sorted(by_place.items()))


def _share(place: str, areas: list[ComparedArea]) -> PlaceShare:
    return PlaceShare(
        place=place,
        areas=len(areas),
        residents=sum(each.candidate.residents for each in areas),
        first_øre=sum(each.first.øre for each in areas),
        second_øre=sum(each.second.øre for each in areas),
        touched=sum(each.candidate.residents for each in areas if each.change in TOUCHED),
    )
