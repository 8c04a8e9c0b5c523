"""The evidence of an estate beside areas, as far as the gate lets it be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from boligsocial.disclosure.gate import SHOWN, shown_figures, why_hidden
from boligsocial.indicators.figures import EVERYONE
from boligsocial.messages import Message
from boligsocial.snapshots.estates import INDEX
from boligsocial.snapshots.store.store import Snapshot

_COUNTS = ("moves_from_area", "moves_to_area", "moves_in")
_SHARE = "share_from_area"


@dataclass(frozen=True)
class Nearby:
    """An area near an estate, over the years counted; None is hidden, for the `reason`.

    moves_in: all moves to the estate from within the country; share: of these from the area;
    expected: moves from the area if arrivals came from all dwellings of the municipality alike.
    """

    area_id: str
    distance_m: float
    moves_from_area: int | None
    moves_to_area: int | None
    moves_in: int | None
    share: float | None
    expected: float | None
    reason: Message | None

    @property
    def share_percent(self) -> float | None:
        return None if self.share is None else 100 * self.share

    @property
    def times_expected(self) -> float | None:
        """How many times as many come from the area as would if all dwellings were alike."""
        if self.moves_from_area is None or not self.expected:
            return None
        return self.moves_from_area / self.expected


def has_evidence(snapshot: Snapshot) -> bool:
    """Whether the snapshot has the moves and the index that the evidence is made from."""
    return {INDEX, "moves"} <= snapshot.manifest.rows().keys()


def shown_nearby(evidence: pl.DataFrame, snapshot: Snapshot, estate_id: str) -> tuple[Nearby, ...]:
    """The areas within reach of an estate, the nearest first, past the gate.

    evidence: as `attachment.attachment_evidence` gives it.
    """
    rows = evidence.filter(pl.col("estate_id") == estate_id).sort("distance_m", "area_id")
    states = _states(rows, snapshot, estate_id)
    return tuple(_nearby(row, states) for row in rows.iter_rows(named=True))


def _nearby(row: Mapping[str, Any], states: Mapping[tuple[str, str], str | None]) -> Nearby:
    area_id = row["area_id"]
    hidden = {name: states[area_id, name] for name in (*_COUNTS, _SHARE)}
    kept = {name: None if why else row[name] for name, why in hidden.items()}
    reason = next((why for why in hidden.values() if why), None)
    return Nearby(
        area_id, row["distance_m"], kept["moves_from_area"], kept["moves_to_area"],
        kept["moves_in"], kept[_SHARE],
        None if kept["moves_in"] is None else row["expected_from_area"],
        why_hidden(reason) if reason else None,
    )  # fmt: skip


def _states(
    rows: pl.DataFrame, snapshot: Snapshot, estate_id: str
) -> dict[tuple[str, str], str | None]:
    """By area and figure, why it is hidden; None where it is shown."""
    year, found = str(snapshot.on.year), {}
    sizes = snapshot.table("estates").filter(pl.col("estate_id") == estate_id).select(
        pl.col("estate_id").alias("geography_id"), pl.lit(snapshot.on.year).alias("year"),
        "residents", "households",
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        figures = pl.DataFrame(
            [_count(estate_id, year, name, row[name]) for name in _COUNTS]
            + [_part(estate_id, year, row)],
            schema=_FIGURES, orient="row",
        )  # fmt: skip
        for each in shown_figures(figures, sizes).iter_rows(named=True):
            key = row["area_id"], each["indicator"]
            found[key] = None if each["state"] == SHOWN else each["reason"] or "few_people"
    return found


_FIGURES = {
    "geography_id": pl.String, "group": pl.String, "period": pl.String, "indicator": pl.String,
    "numerator": pl.Float64, "denominator": pl.Float64, "value": pl.Float64, "kind": pl.String,
    "follows": pl.String,
}  # fmt: skip


def _count(estate_id: str, year: str, name: str, moves: int) -> tuple[Any, ...]:
    return (estate_id, EVERYONE, year, name, None, None, float(moves), "count", None)


def _part(estate_id: str, year: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    came, among = float(row["moves_from_area"]), float(row["moves_in"])
    return (estate_id, EVERYONE, year, _SHARE, came, among, row[_SHARE], "rate", None)
