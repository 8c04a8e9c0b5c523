"""The index of a snapshot's estates under any specification, taken apart so that it can be asked.

The pools are those that were sealed; a specification of neighbourhoods has each estate for itself.
Anchored scores hold every year against the first one of the snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from boligsocial.disclosure.gate import SHOWN
from boligsocial.index.anchors import Anchor, anchor_of, anchored_scores
from boligsocial.index.bands import Bands, band_of, default_bands, percentiles, what_it_takes
from boligsocial.index.estates import (
    NO_FIGURE,
    TOO_SMALL,
    EstateUnits,
    estate_units,
    units_of_members,
)
from boligsocial.index.explanations import ScoreChanges, score_changes
from boligsocial.index.figures import figures_of
from boligsocial.index.pooling import default_pool_limits
from boligsocial.index.scores import Evaluation, evaluate, weights_of
from boligsocial.index.specification import Specification, default_specification, part_name
from boligsocial.index.uncertainty import default_simulation, intervals_of
from boligsocial.indicators.figures import EVERYONE
from boligsocial.snapshots.estates import INDEX
from boligsocial.snapshots.store.need import with_counts
from boligsocial.snapshots.store.store import Snapshot
from boligsocial.snapshots.unit_figures import delivered, estates_figures

_SEALED = ("estate_id", "pool_id", "pooled", "reason")
_PLACE = ("score", "rank", "percentile", "band", "rank_low", "rank_high")


@dataclass(frozen=True)
class Ranking:
    """The index of a snapshot under a specification.

    members: `estate_id, pool_id, pooled, large_enough`, one row for each estate. units: `id` (the
    pool) and the counts of its members, for the pools that have a score.
    """

    snapshot: Snapshot
    specification: Specification
    members: pl.DataFrame
    units: pl.DataFrame

    @property
    def bands(self) -> Bands:
        return default_bands()

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the anchored scores; the first is their reference."""
        return self.snapshot.manifest.years

    @cached_property
    def evaluation(self) -> Evaluation:
        """The index of the units taken apart, in their order."""
        return evaluate(figures_of(self.units, self.specification).worse, self.specification)

    @cached_property
    def estates(self) -> pl.DataFrame:
        """A row for each estate: `estate_id, pool_id, pooled, reason, score, rank, percentile,
        band, rank_low, rank_high, anchored_score`, as `index.estates.estate_index` has them."""
        anchored = self.anchored(self.snapshot.on.year).rename({"id": "pool_id"})
        places = self._sealed if self._is_sealed else self._computed
        return places.join(anchored, on="pool_id", how="left", maintain_order="left")

    @property
    def _is_sealed(self) -> bool:
        return self.specification == default_specification()

    @cached_property
    def _sealed(self) -> pl.DataFrame:
        return self.snapshot.table(INDEX).select(*_SEALED, *_PLACE)

    @cached_property
    def _computed(self) -> pl.DataFrame:
        drawn = intervals_of(self.units, self.specification, default_simulation())
        places = _places(self.units, self.specification, self.bands).hstack(drawn)
        joined = self.members.join(places, on="pool_id", how="left", maintain_order="left")
        reason = (
            pl.when(~pl.col("large_enough"))
            .then(pl.lit(TOO_SMALL))
            .when(pl.col("score").is_null())
            .then(pl.lit(NO_FIGURE))
        )
        return joined.with_columns(reason.alias("reason")).select(*_SEALED, *_PLACE)

    @cached_property
    def anchor(self) -> Anchor:
        """The scale of the first year."""
        first = self.years[0]
        return anchor_of(self._units_in(first), self.specification, str(first))

    def anchored(self, year: int) -> pl.DataFrame:
        """`id, anchored_score` of each unit that has a figure in a year."""
        units = self._units_in(year)
        scores = anchored_scores(units, self.specification, self.anchor)
        return units.select("id").hstack([scores]).drop_nulls()

    def _units_in(self, year: int) -> pl.DataFrame:
        if year == self.snapshot.on.year:
            return self.units
        counted = _counted(self.snapshot, self.specification, year)
        if self.specification.neighbourhood is not None:
            return estate_units(counted, self.specification).units
        return units_of_members(counted, self.members, self.specification)

    @cached_property
    def parts(self) -> pl.DataFrame:
        """`id, component, scaled, adds`: each component on its scale, and what it adds."""
        scaled, weights = self.evaluation.parts, weights_of(self.specification.parts)
        return pl.concat(
            self.units.select(
                "id",
                pl.lit(part_name(part)).alias("component"),
                pl.Series("scaled", scaled[:, place]),
                pl.Series("adds", scaled[:, place] * weights[place]),
            )
            for place, part in enumerate(self.specification.parts)
        )

    @cached_property
    def takes(self) -> pl.DataFrame:
        """What it would take to change band, as `index.bands.what_it_takes`."""
        return what_it_takes(self.units, self.specification, self.bands)

    @cached_property
    def components_shown(self) -> pl.DataFrame:
        """`estate_id, component, value, numerator, denominator` of the components that the gate
        lets through; nothing of estates in a pool, whose others would give a small one away."""
        columns = [each.column for each in self.specification.component]
        alone = self.members.filter(~pl.col("pooled")).select("estate_id")
        shown = estates_figures(self.snapshot, columns, self.snapshot.on.year)
        return (
            shown.filter((pl.col("state") == SHOWN) & pl.col("indicator").is_in(columns))
            .select(
                pl.col("geography_id").alias("estate_id"),
                pl.col("indicator").alias("component"),
                "value", "numerator", "denominator",
            )
            .join(alone, on="estate_id", how="semi", maintain_order="left")
        )  # fmt: skip

    def changes_since(self, earlier: Ranking) -> ScoreChanges:
        """Why scores and places moved, for the pools with the same members in both."""
        same = _pools(self.members).join(_pools(earlier.members), on=["id", "estates"], how="semi")
        found = score_changes(earlier.units, self.units, self.specification)
        return ScoreChanges(
            found.units.join(same, on="id", how="semi", maintain_order="left"),
            found.parts.join(same, on="id", how="semi", maintain_order="left"),
        )

    @cached_property
    def through_years(self) -> pl.DataFrame:
        """`id, year, score, rank, anchored_score` of today's pools in every year; a year in which
        a pool had too few residents for figures of its own is left out."""
        return pl.concat(self._in_year(year) for year in self.years)

    def _in_year(self, year: int) -> pl.DataFrame:
        units = self._units_in(year)
        large = self._large_enough_in(year)
        scored = _scored(units, self.specification)
        return (
            scored.join(self.anchored(year), on="id", how="left", maintain_order="left")
            .join(large, on="id", how="semi", maintain_order="left")
            .drop_nulls("score")
            .select("id", pl.lit(year).alias("year"), "score", "rank", "anchored_score")
        )

    def _large_enough_in(self, year: int) -> pl.DataFrame:
        """`id` of the pools with enough residents in a year."""
        living = self.snapshot.scan("indicators").filter(
            (pl.col("geography") == "estate") & (pl.col("group") == EVERYONE)
            & (pl.col("indicator") == "residents") & (pl.col("period") == str(year))
        ).select(pl.col("geography_id").alias("estate_id"), "value").collect()  # fmt: skip
        if self.specification.neighbourhood is not None:
            return self.units.select("id")
        return (
            self.members.join(living, on="estate_id")
            .group_by(pl.col("pool_id").alias("id"))
            .agg(pl.col("value").sum())
            .filter(pl.col("value") >= default_pool_limits().residents)
        )

    def under(self, specification: Specification) -> pl.DataFrame:
        """`pool_id, score, rank, percentile, band` with other weights of the same components."""
        return _places(self.units, specification, self.bands)


def ranking_of(snapshot: Snapshot, specification: Specification | None = None) -> Ranking:
    """The index of a snapshot under a specification, or under the one that it was sealed with."""
    specification = specification or default_specification()
    counted = _counted(snapshot, specification, snapshot.on.year)
    if specification.neighbourhood is not None:
        made = estate_units(counted, specification)
    else:
        members = _sealed_members(snapshot)
        made = EstateUnits(members, units_of_members(counted, members, specification))
    kept = pl.Series(figures_of(made.units, specification).kept)
    return Ranking(snapshot, specification, made.members, made.units.filter(kept))


def _sealed_members(snapshot: Snapshot) -> pl.DataFrame:
    too_small = (pl.col("reason") == TOO_SMALL).fill_null(value=False)
    return snapshot.table(INDEX).select(
        "estate_id", "pool_id", "pooled", (~too_small).alias("large_enough")
    )


def _counted(snapshot: Snapshot, specification: Specification, year: int) -> pl.DataFrame:
    """The estates with the counts of each component in a year, and where they are."""
    figures = snapshot.scan("indicators").filter(
        pl.col("indicator").is_in([each.column for each in specification.component])
        & pl.col("geography").is_in(["estate", "region"])
    )  # fmt: skip
    middles = snapshot.scan("geometry").filter(pl.col("geography") == "estate").select(
        pl.col("geography_id").alias("estate_id"), "x", "y"
    )  # fmt: skip
    estates = snapshot.table("estates").join(
        middles.collect(), on="estate_id", how="left", maintain_order="left"
    )
    of_year = figures.filter(pl.col("period") == str(year)).collect()
    return with_counts(estates, of_year, delivered(snapshot), specification, date(year, 1, 1))


def _scored(units: pl.DataFrame, specification: Specification) -> pl.DataFrame:
    """`id, score, rank` of the units that have a figure, among themselves."""
    figures = figures_of(units, specification)
    evaluation = evaluate(figures.worse[figures.kept], specification)
    return units.filter(figures.kept).select(
        "id", pl.Series("score", evaluation.score), pl.Series("rank", evaluation.rank)
    )


def _places(units: pl.DataFrame, specification: Specification, bands: Bands) -> pl.DataFrame:
    """`pool_id, score, rank, percentile, band`."""
    scored = _scored(units, specification).rename({"id": "pool_id"})
    return scored.with_columns(percentiles(scored["rank"]), band_of(scored["rank"], bands))


def _pools(members: pl.DataFrame) -> pl.DataFrame:
    """`id` and the estates of each pool, in one text."""
    return members.group_by(pl.col("pool_id").alias("id")).agg(
        pl.col("estate_id").sort().str.join(" ").alias("estates")
    )
