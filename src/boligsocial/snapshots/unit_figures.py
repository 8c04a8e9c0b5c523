"""The figures of an estate or an area through the years, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from boligsocial.disclosure.gate import shown_figures
from boligsocial.indicators.definition import Indicator, catalogue
from boligsocial.indicators.figures import EVERYONE
from boligsocial.indicators.places import NATION
from boligsocial.snapshots.store.store import Snapshot

Unit = Literal["estate", "area"]
_RESIDENTS = "residents"


def delivered(snapshot: Snapshot) -> tuple[Indicator, ...]:
    """The indicators that the snapshot has figures of, in the order of the catalogue."""
    missing = snapshot.manifest.not_delivered
    return tuple(each for each in catalogue() if each.id not in missing)


def unit_figures(snapshot: Snapshot, unit: Unit, unit_id: str) -> pl.DataFrame:
    """Every figure of a unit, past the gate.

    Columns: `geography_id`, `group`, `period`, `indicator`, `numerator`, `denominator`, `value`,
    `kind`, `follows`, `state`, `reason`, as `disclosure.gate.shown_figures` gives them.
    """
    own = snapshot.scan("indicators").filter(
        (pl.col("geography") == unit) & (pl.col("geography_id") == unit_id)
    )
    figures = _with_kind(own.drop("geography").collect())
    return shown_figures(figures, _sizes(snapshot, unit, figures))


def areas_figures(snapshot: Snapshot) -> pl.DataFrame:
    """The figures of everyone in every area, past the gate; columns as for `unit_figures`."""
    own = snapshot.scan("indicators").filter(
        (pl.col("geography") == "area") & (pl.col("group") == EVERYONE)
    )
    figures = _with_kind(own.drop("geography").collect())
    return shown_figures(figures, _sizes(snapshot, "area", figures))


def estates_figures(snapshot: Snapshot, indicators: Sequence[str], year: int) -> pl.DataFrame:
    """Some figures of everyone in every estate in a year, past the gate, with the residents.

    Columns as for `unit_figures`.
    """
    own = snapshot.scan("indicators").filter(
        (pl.col("geography") == "estate") & (pl.col("group") == EVERYONE)
        & pl.col("indicator").is_in([_RESIDENTS, *indicators]) & (pl.col("period") == str(year))
    )  # fmt: skip
    figures = _with_kind(own.drop("geography").collect())
    return shown_figures(figures, _sizes(snapshot, "estate", figures))


def figures_around(snapshot: Snapshot, municipality_code: str) -> pl.DataFrame:
    """The figures of everyone in the municipality and in the nation, past the gate.

    Columns as for `unit_figures`; `geography_id` is the municipality's code or `DK`.
    """
    name, place = pl.col("geography"), pl.col("geography_id")
    here = (name == "municipality") & (place == municipality_code)
    nation = (name == "nation") & (place == NATION)
    around = snapshot.scan("indicators").filter((pl.col("group") == EVERYONE) & (here | nation))
    figures = _with_kind(around.drop("geography").collect())
    return shown_figures(figures, _NO_SIZES)


_NO_SIZES = pl.DataFrame(
    schema={"geography_id": pl.String, "year": pl.Int32, "residents": pl.Float64,
            "households": pl.Int64}
)  # fmt: skip


def _gate_kind(indicator: Indicator) -> str:
    """What the gate is to take an indicator for: moves are events, and no part of the people."""
    is_share = indicator.kind == "share"
    return "rate" if is_share and indicator.unit != "share" else indicator.kind


def _with_kind(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with the `kind` of their indicator and what a ratio `follows`."""
    kinds = {each.id: _gate_kind(each) for each in catalogue()}
    follows = {each.ratio.id: each.id for each in catalogue() if each.ratio}
    kinds_of_all = {**kinds, **dict.fromkeys(follows, "ratio")}
    name = pl.col("indicator")
    # What the catalogue does not know any more cannot be judged, and is left out.
    return figures.filter(name.is_in(list(kinds_of_all))).with_columns(
        name.replace_strict(kinds_of_all, return_dtype=pl.String).alias("kind"),
        name.replace_strict(follows, default=None, return_dtype=pl.String).alias("follows"),
    )


def _sizes(snapshot: Snapshot, unit: Unit, figures: pl.DataFrame) -> pl.DataFrame:
    """The residents of units each year, with the households of the date of the snapshot."""
    households = snapshot.table("estates").select("estate_id", "households")
    if unit == "area":
        households = (
            households.join(snapshot.table("area_estates"), on="estate_id")
            .group_by("area_id").agg(pl.col("households").sum())
        )  # fmt: skip
    living = (pl.col("indicator") == _RESIDENTS) & (pl.col("group") == EVERYONE)
    residents = figures.filter(living).select(
        "geography_id", pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("value").alias("residents"),
    )  # fmt: skip
    return residents.join(
        households.rename({f"{unit}_id": "geography_id"}), on="geography_id", how="left"
    )
