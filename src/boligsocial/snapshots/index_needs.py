"""The need of an area as the index of its estates has it, in place of the criteria of the law."""

from __future__ import annotations

import polars as pl

from boligsocial.snapshots.ranking import Ranking


def index_needs(ranking: Ranking, year: int) -> dict[str, float]:
    """The need of each area with an estate that has a score in a year, by area.

    The mean of the scores of its estates, each counted by its residents, less the lowest score of
    any: an area like the least exposed estate has no need, and need x residents can be added up.
    """
    scores = ranking.through_years.filter(pl.col("year") == year)
    least = scores["score"].min()
    needs = ranking.members.join(scores, left_on="pool_id", right_on="id").select(
        "estate_id", (pl.col("score") - least).alias("need")
    )
    residents = ranking.snapshot.table("estates").select("estate_id", "residents")
    of_areas = (
        ranking.snapshot.table("area_estates").select("area_id", "estate_id").unique()
        .join(needs, on="estate_id").join(residents, on="estate_id")
        .sort("area_id", "estate_id")
        .group_by("area_id", maintain_order=True)
        .agg(
            (pl.col("need") * pl.col("residents")).sum().alias("weighed"),
            pl.col("residents").sum(),
        )
        .filter(pl.col("residents") > 0)
    )  # fmt: skip
    return dict(of_areas.select("area_id", pl.col("weighed") / pl.col("residents")).iter_rows())
