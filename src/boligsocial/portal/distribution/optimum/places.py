"""What lies where: neighbours that may share a plan, sizes of municipalities, organisations.

Published lists have no outlines, no residents of municipalities and no estates; a snapshot has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import polars as pl

from boligsocial.areas.merging import merging_pairs
from boligsocial.areas.neighbours import area_neighbours
from boligsocial.indicators.figures import EVERYONE
from boligsocial.messages import Message, write_figure
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.writing import language, said
from boligsocial.snapshots.area_lists import Area, AreaLists
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.store import Snapshot

Pairs = tuple[tuple[str, str], ...]


def knows_neighbours(lists: AreaLists) -> bool:
    """Whether the figures say where areas lie closely enough to tell who are neighbours."""
    return isinstance(lists, SealedLists)


def neighbour_pairs(
    lists: AreaLists, area_ids: Iterable[str], within_m: float | None = None
) -> Pairs:
    """The pairs among some areas that may share a plan, the smaller id first.

    within_m: how far apart they may lie; as everywhere where it is not given.
    """
    if not isinstance(lists, SealedLists):
        return ()
    among = set(area_ids)
    pairs = _pairs(lists.snapshot, limits().within_m if within_m is None else within_m)
    return tuple(pair for pair in pairs if among.issuperset(pair))


@lru_cache(maxsize=8)
def _pairs(snapshot: Snapshot, within_m: float) -> Pairs:
    outlines = (
        snapshot.scan("geometry")
        .filter(pl.col("geography") == "estate")
        .select(pl.col("geography_id").alias("estate_id"), "geometry")
        .collect()
    )
    near = area_neighbours(outlines, snapshot.table("area_estates"), within_m)
    found = merging_pairs(near, snapshot.table("areas"))
    return tuple(found.select("area_id", "neighbour_id").iter_rows())


def regions(areas: Mapping[str, Area]) -> dict[str, str]:
    """The region of each area."""
    return {area_id: area.region for area_id, area in areas.items()}


def organisations(lists: AreaLists, areas: Mapping[str, Area]) -> dict[str, str]:
    """The housing organisation of each area, or that it has several; none where none is known."""
    if not isinstance(lists, SealedLists):
        return {}
    owners: dict[str, set[str]] = {}
    for estate in lists.estates.values():
        for area_id in estate.areas:
            owners.setdefault(area_id, set()).add(estate.organisation)
    several = said(Message("Several organisations together"))
    return {
        area_id: next(iter(owners[area_id])) if len(owners[area_id]) == 1 else several
        for area_id in areas
        if area_id in owners
    }


def municipality_sizes(lists: AreaLists, areas: Mapping[str, Area], year: int) -> dict[str, str]:
    """The size of each area's municipality in words; none where its residents are not known."""
    if not isinstance(lists, SealedLists):
        return {}
    residents = _municipal_residents(lists.snapshot, str(year))
    return {
        area_id: _size_name(residents[area.municipality_code])
        for area_id, area in areas.items()
        if area.municipality_code in residents
    }


@lru_cache(maxsize=16)
def _municipal_residents(snapshot: Snapshot, period: str) -> dict[str, float]:
    return dict(
        snapshot.scan("indicators")
        .filter(
            (pl.col("geography") == "municipality") & (pl.col("group") == EVERYONE)
            & (pl.col("indicator") == "residents") & (pl.col("period") == period)
        )
        .drop_nulls("value")
        .select("geography_id", "value")
        .collect()
        .iter_rows()
    )  # fmt: skip


def _size_name(residents: float) -> str:
    middle, large = limits().municipality_sizes
    if residents < middle:
        return said(Message("Under {residents} residents", {"residents": middle}))
    if residents < large:
        figures = {name: write_figure(each, language())
                   for name, each in (("middle", middle), ("large", large - 1))}  # fmt: skip
        return said(Message("{middle} to {large} residents", dict(figures)))
    return said(Message("{residents} residents or more", {"residents": large}))
