"""Which list a page shows, and how an area stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from boligsocial.messages import Message, UserError
from boligsocial.portal import words
from boligsocial.portal.components import AreaPoint, choices
from boligsocial.portal.components import Choice as Choice
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.standings import is_certainly_off, newest_named_list, status_on


@dataclass(frozen=True)
class Standing:
    """An area on a list as published: the look of a status, and other words where they fit."""

    status: str
    words: Message


def chosen_list(snapshot: AreaLists, list_id: str) -> AreaList:
    """The list of an address; the newest of which areas are named where the address names none.

    Raises:
        UserError: no list is called so.
    """
    if not list_id:
        return newest_named_list(snapshot)
    for each in snapshot.lists:
        if each.list_id == list_id:
            return each
    raise UserError(
        "there is no list called {list}; the newest is {newest}",
        list=list_id[:40],
        newest=snapshot.lists[-1].list_id,
    )


def list_choices(snapshot: AreaLists, chosen: AreaList) -> tuple[Choice, ...]:
    """Every list, the newest first."""
    named = ((each.list_id, words.list_name(each)) for each in reversed(snapshot.lists))
    return choices(named, chosen.list_id)


def standing(snapshot: AreaLists, on: AreaList, area_id: str) -> Standing:
    """How an area stands on a list, with the doubt that the list leaves."""
    status = status_on(snapshot, on.list_id, area_id)
    if status is not None:
        return Standing(status.id, Message(""))
    if is_certainly_off(snapshot, on.list_id, area_id):
        return Standing("none", words.NOT_ON_LIST)
    if snapshot.kind != "published":
        return Standing("undetermined", Message(""))
    if snapshot.listed(on.list_id):
        return Standing("none", words.NOT_NAMED)
    return Standing("undetermined", words.NAMES_NOT_KNOWN)


def area_address(area: Area) -> str:
    """The address of an area's page."""
    return reverse("atlas:area", args=[area.area_id])


def area_point(area: Area, status: str) -> AreaPoint:
    """An area on the map."""
    return AreaPoint(
        area.area_id, area.name, area.municipality, area.longitude, area.latitude, status,
        area_address(area),
    )  # fmt: skip


def unnamed(snapshot: AreaLists, on: AreaList) -> Message | None:
    """That areas of a list are counted but not named, where it is so."""
    if snapshot.kind != "published":
        return None
    outermost = on.rules.statuses[0].id
    if outermost in on.named_in_full or on.counts[outermost] is None:
        return None
    return Message(
        "Not every area of this list is named in the sources. An area that is not named may still "
        "be one of its disadvantaged areas or prevention areas."
    )
