"""The evidence sheet of an estate beside an exposed area, for the concrete discussion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from django.urls import NoReverseMatch, reverse

from boligsocial.disclosure.gate import SHOWN
from boligsocial.index.specification import default_specification
from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE
from boligsocial.portal.atlas.lists import Standing, standing
from boligsocial.portal.estates.writing import indicator_name, written
from boligsocial.snapshots.area_lists import Area, AreaList
from boligsocial.snapshots.attached import Nearby, has_evidence, shown_nearby
from boligsocial.snapshots.attachment import attachment_evidence, default_attachment
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.standings import newest_named_list
from boligsocial.snapshots.unit_figures import delivered, unit_figures

KIND = "attached_estate"
"""The kind of case that a concrete discussion is."""


@dataclass(frozen=True)
class NearbyArea:
    """An area near the estate, as it stands on the newest list.

    is_exposed: on the list, close to it, or exposed all the same.
    """

    area: Area
    standing: Standing
    nearby: Nearby
    is_exposed: bool


@dataclass(frozen=True)
class Trend:
    """A measure of the index over the years counted; empty text is a figure that is hidden."""

    name: str
    first: str
    last: str

    @property
    def is_hidden(self) -> bool:
        return not (self.first and self.last)


@dataclass(frozen=True)
class Evidence:
    """What is known of how an estate hangs together with the areas beside it.

    moves_in: the first and the last calendar year of the moves; years: of the trends, whose figures
    are of 1 January.
    """

    on: AreaList
    areas: tuple[NearbyArea, ...]
    moves_in: tuple[int, int]
    years: tuple[int, int]
    trends: tuple[Trend, ...]

    @property
    def is_beside_exposed(self) -> bool:
        return any(each.is_exposed for each in self.areas)


@lru_cache(maxsize=8)
def evidence_in(lists: SealedLists) -> pl.DataFrame:
    """The evidence of every estate, not masked; computed once for each snapshot."""
    return attachment_evidence(lists.snapshot)


def exposed_areas(lists: SealedLists) -> set[str]:
    """The areas on the newest list, close to it, or exposed all the same."""
    list_id = newest_named_list(lists).list_id
    return lists.listed(list_id) | lists.edge(list_id) | lists.exposed(list_id)


def areas_nearby(lists: SealedLists, estate_id: str) -> tuple[Nearby, ...]:
    """The areas within reach of an estate outside them, as far as they may be shown."""
    if not has_evidence(lists.snapshot):
        return ()
    return shown_nearby(evidence_in(lists), lists.snapshot, estate_id)


def evidence_of(lists: SealedLists, estate_id: str, nearby: tuple[Nearby, ...]) -> Evidence:
    """The whole sheet of an estate that has areas within reach."""
    exposed = exposed_areas(lists)
    on, last = newest_named_list(lists), lists.snapshot.on.year
    first = max(last - default_attachment().years + 1, lists.snapshot.manifest.years[0])
    return Evidence(
        on,
        tuple(
            NearbyArea(
                lists.areas[each.area_id],
                standing(lists, on, each.area_id),
                each,
                each.area_id in exposed,
            )
            for each in nearby
        ),
        (last - default_attachment().years, last - 1),
        (first, last),
        tuple(_trends(lists, estate_id, str(first), str(last))),
    )


def new_case_address(lists: SealedLists, estate_id: str) -> str:
    """Where a concrete discussion of an estate is opened; empty where there are no cases."""
    try:
        page = reverse("cases:new")
    except NoReverseMatch:
        return ""
    return f"{page}?slags={KIND}&sted=estate:{estate_id}&snapshot={lists.snapshot.id}"


def _trends(lists: SealedLists, estate_id: str, first: str, last: str) -> Iterator[Trend]:
    own = unit_figures(lists.snapshot, "estate", estate_id)
    rows = own.filter((pl.col("group") == EVERYONE) & (pl.col("state") == SHOWN))
    values = {(row["indicator"], row["period"]): row["value"] for row in rows.iter_rows(named=True)}
    known = {each.id: each for each in delivered(lists.snapshot)}
    for column in (each.column for each in default_specification().component):
        if column in known:
            yield _trend(known[column], values.get((column, first)), values.get((column, last)))


def _trend(indicator: Indicator, first: float | None, last: float | None) -> Trend:
    name = indicator_name(indicator)
    if first is None or last is None:
        return Trend(name, "", "")
    return Trend(name, written(first, indicator.unit), written(last, indicator.unit))
