"""Finding areas and estates of the figures shown by name, municipality or organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from boligsocial.messages import Message
from boligsocial.portal.figures import NAME, PUBLISHED, figures_id
from boligsocial.portal.work.folding import folded
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.sealed import SealedLists

MOST = 25
_AREA, _ESTATE = Message("area"), Message("estate")


@dataclass(frozen=True)
class PlaceFound:
    """An area or an estate with the address of its page."""

    kind: Message
    name: str
    municipality: str
    address: str


def found_places(lists: AreaLists, query: str, most: int = MOST) -> list[PlaceFound]:
    """The places that every word of a query is in, areas first and those that begin with it."""
    words = folded(query).split()
    if not words:
        return []
    found = [(place, text) for place, text in _places(lists) if all(word in text for word in words)]
    found.sort(key=lambda each: not each[1].startswith(words[0]))
    return [place for place, _ in found[:most]]


def _places(lists: AreaLists) -> Iterator[tuple[PlaceFound, str]]:
    figures = figures_id(lists)
    ending = "" if figures == PUBLISHED else f"?{NAME}={figures}"
    for area in lists.areas.values():
        address = reverse("atlas:area", kwargs={"area_id": area.area_id}) + ending
        text = folded(f"{area.name} {area.municipality} {area.area_id}")
        yield PlaceFound(_AREA, area.name, area.municipality, address), text
    if not isinstance(lists, SealedLists):
        return
    for estate in lists.estates.values():
        address = reverse("estates:estate", kwargs={"estate_id": estate.estate_id}) + ending
        text = folded(f"{estate.name} {estate.municipality} {estate.organisation}")
        yield PlaceFound(_ESTATE, estate.name, estate.municipality, address), text
