"""Small estates pooled with their neighbours, so that each has figures that may be used."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import Field

from boligsocial.definitions import Definition, read_definition


class PoolLimits(Definition):
    """The least number of residents and households that figures may be about."""

    residents: int = Field(ge=0)
    households: int = Field(ge=0)
    valid_from: date
    source: str


def default_pool_limits() -> PoolLimits:
    """Those under which the Fund gets full data."""
    return read_definition(Path(__file__).parent / "definitions" / "pool_limits.toml", PoolLimits)


def pools(estates: pl.DataFrame, neighbours: pl.DataFrame, limits: PoolLimits) -> pl.DataFrame:
    """The pool of each estate: `estate_id, pool_id, pooled, large_enough`, in the order given.

    `estates` has `estate_id, municipality_code, residents, households` (null is nobody);
    `neighbours` has `estate_id, neighbour_id, distance_m`, in either direction or both.

    The smallest pool that is too small joins the nearest pool next to it in its municipality, one
    that is too small too before one that is not, so that a large estate keeps its own figures
    where it can; this goes on until every pool is large enough or has no neighbour left. A pool
    is named after its estate with the most residents. Equal sizes and distances go by id.
    """
    merging = _Merging(estates, limits)
    merging.connect(_within_municipality(estates, neighbours))
    merging.run()
    return estates.select("estate_id").with_columns(
        pl.Series("pool_id", [merging.name_of(each) for each in estates["estate_id"]], pl.String),
        pl.Series("pooled", [merging.is_pooled(each) for each in estates["estate_id"]], pl.Boolean),
        pl.Series(
            "large_enough", [merging.is_large(each) for each in estates["estate_id"]], pl.Boolean
        ),
    )


def _within_municipality(estates: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    place = estates.select("estate_id", "municipality_code")
    return (
        neighbours.select("estate_id", "neighbour_id", "distance_m")
        .filter(pl.col("estate_id") != pl.col("neighbour_id"))
        .join(place, on="estate_id")
        .join(place.rename({"estate_id": "neighbour_id"}), on=["neighbour_id", "municipality_code"])
    )


@dataclass
class _Pool:
    name: str
    largest: int
    residents: int
    households: int
    members: int = 1
    distances: dict[str, float] = field(default_factory=dict)

    def order(self) -> tuple[int, str]:
        return self.residents, self.name


class _Merging:
    """Pools while they grow; `_into` leads from an estate or a former pool to the one it is in."""

    def __init__(self, estates: pl.DataFrame, limits: PoolLimits) -> None:
        self._limits = limits
        rows = estates.select(
            "estate_id", pl.col("residents", "households").fill_null(0)
        ).iter_rows()
        self._pools = {name: _Pool(name, people, people, homes) for name, people, homes in rows}
        self._into: dict[str, str] = {}

    def connect(self, pairs: pl.DataFrame) -> None:
        nearest: dict[tuple[str, str], float] = defaultdict(lambda: float("inf"))
        for one, other, distance in pairs.select(
            "estate_id", "neighbour_id", pl.col("distance_m").cast(pl.Float64)
        ).iter_rows():
            nearest[one, other] = min(nearest[one, other], distance)
        for (one, other), distance in nearest.items():
            for from_, to in ((one, other), (other, one)):
                known = self._pools[from_].distances
                known[to] = min(known.get(to, distance), distance)

    def run(self) -> None:
        waiting = [pool.order() for pool in self._pools.values() if not self._enough(pool)]
        heapq.heapify(waiting)
        while waiting:
            size, name = heapq.heappop(waiting)
            pool = self._pools.get(name)
            outdated = pool is None or pool.residents != size or self._enough(pool)
            if pool is None or outdated or not pool.distances:
                continue
            merged = self._merge(pool, self._nearest(pool))
            if not self._enough(merged):
                heapq.heappush(waiting, merged.order())

    def name_of(self, estate: str) -> str:
        while estate in self._into:
            estate = self._into[estate]
        return estate

    def is_pooled(self, estate: str) -> bool:
        return self._pools[self.name_of(estate)].members > 1

    def is_large(self, estate: str) -> bool:
        return self._enough(self._pools[self.name_of(estate)])

    def _enough(self, pool: _Pool) -> bool:
        limits = self._limits
        return pool.residents >= limits.residents and pool.households >= limits.households

    def _nearest(self, pool: _Pool) -> _Pool:
        name = min(
            pool.distances,
            key=lambda other: (self._enough(self._pools[other]), pool.distances[other], other),
        )
        return self._pools[name]

    def _merge(self, one: _Pool, other: _Pool) -> _Pool:
        kept, gone = sorted((one, other), key=lambda pool: (-pool.largest, pool.name))
        kept.residents += gone.residents
        kept.households += gone.households
        kept.members += gone.members
        for name, distance in gone.distances.items():
            about = self._pools[name].distances
            about.pop(gone.name, None)
            if name != kept.name:
                nearest = min(distance, kept.distances.get(name, distance))
                kept.distances[name] = about[kept.name] = nearest
        kept.distances.pop(gone.name, None)
        self._into[gone.name] = kept.name
        del self._pools[gone.name]
        return kept
