"""The evidence for the concrete discussion of an estate beside an exposed area.

The Fund may take in vulnerable estates "in connection with" exposed areas after a concrete
discussion, with regard to residents who move between them. What is known of that: how near they
lie, how many move from one to the other, how the estate stands in the index, where its figures are
going, and which cases like it were decided before.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from boligsocial.areas.neighbours import estate_neighbours
from boligsocial.definitions import Definition, read_definition
from boligsocial.index.specification import default_specification
from boligsocial.indicators.figures import EVERYONE
from boligsocial.snapshots.store.store import Snapshot

_PAIR = ["estate_id", "area_id"]
LIKENESS = ("distance_m", "percentile", "share_from_area")
"""What makes two cases alike."""


class Attachment(Definition):
    """How far an estate may lie from an area, and how many years of moves are counted."""

    within_m: float
    years: int
    source: str


def default_attachment() -> Attachment:
    """What the product looks at."""
    return read_definition(Path(__file__).parent / "attachment.toml", Attachment)


def attachment_evidence(snapshot: Snapshot, chosen: Attachment | None = None) -> pl.DataFrame:
    """A row for each estate outside an area and each area within reach in its municipality.

    `estate_id`, `area_id`, `distance_m`; over the years counted `moves_from_area`, `moves_to_area`,
    `moves_in` (all moves to the estate from within the country), `share_from_area` of them, and
    `expected_from_area`: those that would come if arrivals from the municipality came from all its
    dwellings alike, by how many moved out of each; `rank`, `percentile` and `band` of the index;
    `<component>_change`, from the first year counted to the last. Counts are unmasked: they pass
    the gate of `disclosure` before anybody sees them.
    """
    chosen = chosen or default_attachment()
    last = snapshot.on.year - 1
    moves = snapshot.table("moves").filter(pl.col("year") > last - chosen.years)
    pairs = _pairs(snapshot, chosen.within_m)
    members = snapshot.table("area_estates")
    place = ["rank", "percentile", "band"]
    index = snapshot.table("index").select("estate_id", *place)
    with_moves = _with_moves(pairs, moves, members)
    return with_moves.join(index, on="estate_id", how="left").join(
        _changes(snapshot, chosen.years), on="estate_id", how="left"
    ).drop("municipality_code").sort("estate_id", "distance_m", "area_id")  # fmt: skip


def similar_cases(case: dict[str, float], decided: pl.DataFrame, count: int = 5) -> pl.DataFrame:
    """The decided cases most like one, the most alike first, with their `unlikeness`.

    `case` and `decided` have the columns of `LIKENESS`; `decided` has what was decided beside them.
    Unlikeness is the distance when each column is measured in its spread over the decided cases;
    a figure that is missing on either side counts as one spread.
    """
    squares = np.zeros(len(decided))
    for name in LIKENESS:
        values = decided[name].cast(pl.Float64).to_numpy()
        spread = float(np.nanstd(values)) if len(values) else 0.0
        apart = np.abs(values - case.get(name, np.nan)) / (spread or 1.0)
        squares += np.where(np.isnan(apart), 1.0, apart) ** 2
    return (
        decided.with_columns(pl.Series("unlikeness", np.sqrt(squares)))
        .sort("unlikeness", maintain_order=True)
        .head(count)
    )


def _pairs(snapshot: Snapshot, within_m: float) -> pl.DataFrame:
    """Estates in no area and the areas near them: `estate_id`, `municipality_code`, `area_id`,
    `distance_m` to the nearest estate of the area."""
    outlines = (
        snapshot.scan("geometry")
        .filter(pl.col("geography") == "estate")
        .select(pl.col("geography_id").alias("estate_id"), "geometry")
        .collect()
    )
    members = snapshot.table("area_estates")
    towns = snapshot.table("areas").select("area_id", "municipality_code")
    outside = snapshot.table("estates").select("estate_id", "municipality_code").join(
        members, on="estate_id", how="anti"
    )  # fmt: skip
    return (
        estate_neighbours(outlines, within_m)
        .join(outside, on="estate_id")
        .join(members.rename({"estate_id": "neighbour_id"}), on="neighbour_id")
        .join(towns, on=["area_id", "municipality_code"], how="semi")
        .group_by(*_PAIR, "municipality_code")
        .agg(pl.col("distance_m").min())
    )


def _with_moves(pairs: pl.DataFrame, moves: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    within = (pl.col("from_estate_id") == pl.col("to_estate_id")).fill_null(False)
    moves = moves.filter(~within)
    local = moves.filter(pl.col("from_municipality_code") == pl.col("to_municipality_code"))
    left_area = local.join(members, left_on="from_estate_id", right_on="estate_id")
    counted = (
        (_between(moves, members, "from_estate_id", "to_estate_id", "moves_from_area"), _PAIR),
        (_between(moves, members, "to_estate_id", "from_estate_id", "moves_to_area"), _PAIR),
        (_total(moves, "to_estate_id", "estate_id", "moves_in"), ["estate_id"]),
        (_total(local, "to_estate_id", "estate_id", "local_in"), ["estate_id"]),
        (_total(left_area, "area_id", "area_id", "area_out"), ["area_id"]),
        (_total(local, "from_municipality_code", "municipality_code", "town_out"),
         ["municipality_code"]),
    )  # fmt: skip
    for counts, key in counted:
        pairs = pairs.join(counts, on=key, how="left")
    came, all_in = pl.col("moves_from_area"), pl.col("moves_in")
    return (
        pairs.with_columns(pl.col("^moves_.*$", "local_in", "area_out").fill_null(0))
        .with_columns(
            share_from_area=pl.when(all_in > 0).then(came / all_in),
            expected_from_area=pl.col("local_in") * pl.col("area_out") / pl.col("town_out"),
        )
        .drop("local_in", "area_out", "town_out")
    )


def _total(moves: pl.DataFrame, by: str, key: str, name: str) -> pl.DataFrame:
    return moves.group_by(pl.col(by).alias(key)).agg(pl.col("moves").sum().alias(name))


def _between(
    moves: pl.DataFrame, members: pl.DataFrame, area_side: str, estate_side: str, name: str
) -> pl.DataFrame:
    return (
        moves.join(members, left_on=area_side, right_on="estate_id")
        .drop_nulls(estate_side)
        .group_by(pl.col(estate_side).alias("estate_id"), "area_id")
        .agg(pl.col("moves").sum().alias(name))
    )


def _changes(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """How each component of the index has changed for each estate over the years counted."""
    names = [each.column for each in default_specification().component]
    first, last = str(snapshot.on.year - years + 1), str(snapshot.on.year)
    wide = (
        snapshot.scan("indicators")
        .filter(
            (pl.col("group") == EVERYONE) & (pl.col("geography") == "estate")
            & pl.col("indicator").is_in(names) & pl.col("period").is_in([first, last])
        )
        .select(pl.col("geography_id").alias("estate_id"), "indicator", "period", "value")
        .collect()
    )  # fmt: skip
    before, after = (wide.filter(pl.col("period") == each).drop("period") for each in (first, last))
    change = after.join(before, on=["estate_id", "indicator"], suffix="_before").select(
        "estate_id", pl.col("indicator") + "_change", pl.col("value") - pl.col("value_before")
    )
    columns = [f"{name}_change" for name in names]
    return change.pivot("indicator", on_columns=columns, index="estate_id", values="value")
