"""Places as plans and efforts share them: an estate is also in the areas that it is a part of."""

from __future__ import annotations

from collections.abc import Iterable

from boligsocial.messages import UserError
from boligsocial.portal.cases.models import Case
from boligsocial.portal.development.overlaps import Place
from boligsocial.portal.figures import lists_of
from boligsocial.snapshots.area_lists import PREVENTION, AreaLists
from boligsocial.snapshots.sealed import SealedLists


def figures_of(figures: str) -> AreaLists | None:
    """The figures with an id, if they are here still."""
    try:
        return lists_of(figures)
    except UserError:
        return None


def with_areas(places: Iterable[Place], figures: str) -> frozenset[Place]:
    """The places, and the areas of those that are estates."""
    given = frozenset(places)
    lists = figures_of(figures)
    if not isinstance(lists, SealedLists):
        return given
    estates = (lists.estates.get(each.partition(":")[2]) for each in given if _is_estate(each))
    return given | {f"area:{area}" for estate in estates if estate for area in estate.areas}


def places_of_case(case: Case) -> frozenset[Place]:
    """The places of a case, with the areas of its estates."""
    own = (f"{each.geography}:{each.place_id}" for each in case.places.all())
    return with_areas(own, case.figures)


def areas_of_case(case: Case) -> list[str]:
    """The ids of the areas of a case, and of those that its estates are a part of."""
    found = places_of_case(case)
    return sorted(each.partition(":")[2] for each in found if each.startswith("area:"))


def exposed_among(places: Iterable[Place], figures: str) -> frozenset[Place]:
    """The areas on the latest list, beyond its limits or close to it, and prevention areas."""
    lists = figures_of(figures)
    if lists is None:
        return frozenset()
    latest = next((each for each in reversed(lists.lists) if lists.names_areas(each.list_id)), None)
    if latest is None:
        return frozenset()
    exposed = (
        lists.listed(latest.list_id)
        | lists.exposed(latest.list_id)
        | lists.edge(latest.list_id)
        | lists.with_status(latest.list_id, PREVENTION)
    )
    return frozenset(each for each in places if each.removeprefix("area:") in exposed)


def _is_estate(place: Place) -> bool:
    return place.startswith("estate:")
