"""The places that a case can be about: areas and estates of the figures it is opened on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from boligsocial.messages import UserError
from boligsocial.portal.figures import lists_of
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.sealed import SealedLists

Geography = Literal["area", "estate"]


@dataclass(frozen=True)
class PlaceAsked:
    """An area or an estate: its id, and its name and municipality in the figures."""

    geography: Geography
    place_id: str
    name: str
    municipality: str
    municipality_code: str


def places_of(figures: str, asked: Sequence[str]) -> tuple[PlaceAsked, ...]:
    """The places written `area:ID` or `estate:ID` in the figures with an id.

    Raises:
        UserError: none, one twice, one that the figures do not have, or no such figures.
    """
    if not asked:
        raise UserError("choose the area or the estate that the case is about")
    if len(set(asked)) < len(asked):
        raise UserError("the same place is chosen twice")
    lists = lists_of(figures)
    return tuple(_place(lists, each) for each in asked)


def _place(lists: AreaLists, asked: str) -> PlaceAsked:
    geography, _, place_id = asked.partition(":")
    if geography == "area" and (area := lists.areas.get(place_id)):
        return PlaceAsked("area", place_id, area.name, area.municipality, area.municipality_code)
    estates = lists.estates if isinstance(lists, SealedLists) else {}
    if geography == "estate" and (estate := estates.get(place_id)):
        return PlaceAsked(
            "estate", place_id, estate.name, estate.municipality, estate.municipality_code
        )
    raise UserError("the figures have no place called {place}", place=asked[:100])
