"""Candidates for merging: neighbours of one municipality, and the groups that they make up."""

from __future__ import annotations

from typing import Literal

import polars as pl

from boligsocial.areas.components import connected

IdColumn = Literal["area_id", "estate_id"]


def merging_pairs(
    neighbours: pl.DataFrame, places: pl.DataFrame, id_column: IdColumn = "area_id"
) -> pl.DataFrame:
    """Each pair of neighbours within a municipality once: the table that `allocate` reads.

    `neighbours` as from `area_neighbours` or `estate_neighbours`, which set how far apart they may
    lie; `places` has the id, `municipality_code` and `residents`. The result has `area_id,
    neighbour_id, municipality_code, distance_m, shared_boundary_m, residents` (of both; null where
    one is unknown), `area_id` the smaller id, also where the places are estates.
    """
    described = places.select(
        pl.col(id_column).alias("area_id"), "municipality_code", pl.col("residents").cast(pl.Int64)
    )
    return (
        neighbours.rename({id_column: "area_id"}, strict=True)
        .filter(pl.col("area_id") < pl.col("neighbour_id"))
        .join(described, on="area_id")
        .join(described, left_on="neighbour_id", right_on="area_id", suffix="_other")
        .filter(pl.col("municipality_code") == pl.col("municipality_code_other"))
        .select(
            "area_id", "neighbour_id", "municipality_code", "distance_m", "shared_boundary_m",
            pl.col("residents") + pl.col("residents_other"),
        )
        .sort("area_id", "neighbour_id")
    )  # fmt: skip


def merging_groups(
    pairs: pl.DataFrame, places: pl.DataFrame, id_column: IdColumn = "area_id"
) -> pl.DataFrame:
    """What hangs together through pairs: `group_id, area_id, areas, residents`, sorted.

    One row for each place of a pair; `group_id` is the smallest id of its group, `areas` and
    `residents` (null where one is unknown) are those of the whole group.
    """
    ids = pl.concat([pairs["area_id"], pairs["neighbour_id"]]).unique().sort()
    ends = [ids.search_sorted(pairs[end]).to_numpy() for end in ("area_id", "neighbour_id")]
    root = connected(len(ids), ends[0], ends[1])
    counted = places.select(pl.col(id_column).alias("area_id"), pl.col("residents").cast(pl.Int64))
    unknown = pl.col("residents").is_null().any()
    return (
        pl.DataFrame({"group_id": ids.gather(root), "area_id": ids})
        .join(counted, on="area_id")
        .with_columns(
            pl.len().cast(pl.Int64).over("group_id").alias("areas"),
            pl.when(~unknown).then(pl.col("residents").sum()).over("group_id").alias("residents"),
        )
        .select("group_id", "area_id", "areas", "residents")
        .sort("group_id", "area_id")
    )
