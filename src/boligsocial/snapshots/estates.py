"""The estates of a snapshot: what each is, whether its figures may be shown, and its rank."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import polars as pl

from boligsocial.areas.neighbours import estate_neighbours
from boligsocial.disclosure.gate import too_small
from boligsocial.snapshots.store.store import Snapshot

INDEX = "index"
_CANDIDATES = 5


@dataclass(frozen=True)
class IndexPlace:
    """A place in the index, 1 the worst, among `of`: `low` to `high` where it has an interval.

    `pooled`: the score is of the estate together with its neighbours.
    """

    rank: int
    of: int
    score: float
    percentile: float | None
    low: int | None
    high: int | None
    pooled: bool


@dataclass(frozen=True)
class Estate:
    """An estate on the date of the snapshot; `residents` is none where they are hidden.

    `areas` are the ids of the areas that it is part of.
    """

    estate_id: str
    name: str
    organisation: str
    municipality_code: str
    municipality: str
    region: str
    dwellings: int
    residents: int | None
    areas: tuple[str, ...]
    longitude: float | None
    latitude: float | None
    index: IndexPlace | None

    @property
    def is_hidden(self) -> bool:
        """Whether it has too few residents or households to show figures of."""
        return self.residents is None


def estates_of(snapshot: Snapshot) -> dict[str, Estate]:
    """Every estate by id, in the order of ids."""
    middles = snapshot.scan("geometry").filter(pl.col("geography") == "estate").select(
        pl.col("geography_id").alias("estate_id"), "longitude", "latitude"
    )  # fmt: skip
    areas = snapshot.table("area_estates").group_by("estate_id").agg(
        pl.col("area_id").sort().alias("areas")
    )  # fmt: skip
    shown = pl.when(~too_small()).then("residents").alias("residents")
    rows = (
        snapshot.table("estates").with_columns(shown)
        .join(middles.collect(), on="estate_id", how="left")
        .join(areas, on="estate_id", how="left")
        .sort("estate_id")
    )  # fmt: skip
    places = index_places(snapshot)
    return {row["estate_id"]: _estate(row, places) for row in rows.iter_rows(named=True)}


def index_places(snapshot: Snapshot) -> dict[str, IndexPlace]:
    """The place of every estate that has one; empty for a snapshot without an index."""
    if INDEX not in snapshot.manifest.rows():
        return {}
    table = snapshot.table(INDEX).drop_nulls("rank")
    among = table["pool_id"].n_unique()
    return {row["estate_id"]: _place(row, among) for row in table.iter_rows(named=True)}


def _place(row: dict[str, Any], among: int) -> IndexPlace:
    return IndexPlace(
        row["rank"], among, row["score"], row.get("percentile"), row.get("rank_low"),
        row.get("rank_high"), bool(row.get("pooled")),
    )  # fmt: skip


def _estate(row: dict[str, Any], places: dict[str, IndexPlace]) -> Estate:
    return Estate(
        row["estate_id"], row["name"], row["organisation"], row["municipality_code"],
        row["municipality"], row["region"], row["dwellings"], row["residents"],
        tuple(row["areas"] or ()), row["longitude"], row["latitude"],
        places.get(row["estate_id"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Neighbour:
    """An estate nearby: metres between the outlines, and whether they touch."""

    estate_id: str
    distance_m: float
    touches: bool


def nearest_estates(snapshot: Snapshot, estate_id: str, count: int) -> tuple[Neighbour, ...]:
    """The nearest estates by their outlines, the nearest first; () for one without an outline.

    Outlines are measured for the estates whose middles are nearest, several times as many.
    """
    places = snapshot.scan("geometry").filter(pl.col("geography") == "estate").collect()
    here = places.filter(pl.col("geography_id") == estate_id)
    if not len(here) or here["x"].null_count():
        return ()
    away = (pl.col("x") - here["x"].item()).pow(2) + (pl.col("y") - here["y"].item()).pow(2)
    near = places.filter(pl.col("x").is_not_nan()).sort(away).head(_CANDIDATES * count)
    outlines = near.select(pl.col("geography_id").alias("estate_id"), "geometry")
    pairs = estate_neighbours(outlines, math.inf).filter(pl.col("estate_id") == estate_id)
    return tuple(
        Neighbour(row["neighbour_id"], row["distance_m"], row["contact"] != "near")
        for row in pairs.sort("distance_m", "neighbour_id").head(count).iter_rows(named=True)
    )
