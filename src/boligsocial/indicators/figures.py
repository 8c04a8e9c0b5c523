"""From cells to figures: added up over geographies and groups, means of years, ratios.

All functions take and give the long table of figures: `geography`, `geography_id`, `group`,
`period`, `indicator`, `numerator`, `denominator`, `value`. A value without a denominator above zero
is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from boligsocial.indicators.cells import Plan
from boligsocial.indicators.definition import Group, Indicator, Ratio
from boligsocial.indicators.places import GEOGRAPHIES, NATION, Geography

EVERYONE = "all"
UNIT = ("geography", "geography_id", "group")
COLUMNS = (*UNIT, "period", "indicator", "numerator", "denominator", "value")


def year_figures(
    cells: pl.DataFrame, plan: Plan, belonging: Mapping[Geography, pl.DataFrame], year: int
) -> pl.DataFrame:
    """The figures of one year, for every geography and group; `belonging` as from `places`.

    An indicator that nobody anywhere counts for, as turnout in a year without an election, has no
    figures.
    """
    sums = [pl.col(name).sum() for name in plan.sums]
    parts = by_group(cells, "place", plan.dimensions, sums)
    totals = [
        parts.join(belonging[geography], on="place")
        .group_by(pl.lit(geography).alias("geography"), "geography_id", "group")
        .agg(sums)
        for geography in GEOGRAPHIES
    ]
    return _long(pl.concat(totals).sort(*UNIT), plan, str(year))


def by_group(
    rows: pl.DataFrame, key: str, dimensions: Mapping[str, Sequence[Group]], sums: Sequence[pl.Expr]
) -> pl.DataFrame:
    """Rows added up by a key, for everyone and for each group: the key, `group` and the sums.

    The rows have the position of their group in a column for each dimension; below 0 is in none.
    """
    parts = [rows.group_by(key).agg(sums).with_columns(pl.lit(EVERYONE).alias("group"))]
    for dimension, members in dimensions.items():
        names = pl.Series([each.id for each in members])
        inside = rows.filter(pl.col(dimension) >= 0).group_by(key, dimension).agg(sums)
        group = names.gather(inside[dimension]).alias("group")
        parts.append(inside.with_columns(group).drop(dimension))
    return pl.concat(parts)


def window_figures(years: Mapping[int, pl.DataFrame], indicators: Iterable[Indicator], year: int,
                   ) -> pl.DataFrame:  # fmt: skip
    """Means over several years up to `year`, of each year's own value.

    `years` holds the figures of single years. Only windows whose years are all there are computed;
    a unit that lacks the value of one of its years has none. Numerators and denominators belong to
    the single years and are null.
    """
    longest: dict[int, list[str]] = {}
    for each in indicators:
        for window in each.windows:
            if window > 1:
                longest.setdefault(window, []).append(each.id)
    means = [
        _mean_of([years[year - back] for back in range(window)], names, year)
        for window, names in sorted(longest.items())
        if all(year - back in years for back in range(window))
    ]
    return pl.concat(means) if means else no_figures()


def ratio_figures(
    figures: pl.DataFrame, indicators: Iterable[Indicator], regions: pl.DataFrame
) -> pl.DataFrame:
    """The second figure of each indicator that has one: its value over the region's or nation's.

    regions: `geography`, `geography_id`, `region`. The numerator is the unit's own value, the
    denominator that of the same group and period in the region or the nation.
    """
    ratios = [
        _ratio_of(figures.filter(pl.col("indicator") == each.id), each.ratio, regions)
        for each in indicators
        if each.ratio is not None
    ]
    return pl.concat(ratios) if ratios else no_figures()


def region_of(
    estates: pl.DataFrame, areas: pl.DataFrame, municipalities: pl.DataFrame
) -> pl.DataFrame:
    """The region of every unit but the nation: `geography`, `geography_id`, `region`.

    estates and areas have their id and `municipality_code`; municipalities that and `region`.
    """
    code, region = "municipality_code", pl.col("region")
    towns = municipalities.select(code, "region")
    by: dict[Geography, pl.DataFrame] = {
        "estate": estates.join(towns, on=code).select(pl.col("estate_id"), region),
        "area": areas.join(towns, on=code).select(pl.col("area_id"), region),
        "municipality": towns.select(code, region),
        "region": towns.select(region.alias("id"), region).unique(),
    }
    return pl.concat(
        table.select(pl.lit(name).alias("geography"), pl.first().alias("geography_id"), "region")
        for name, table in by.items()
    )


def _long(totals: pl.DataFrame, plan: Plan, period: str) -> pl.DataFrame:
    told = [
        _of_indicator(totals, plan, each, period)
        for each in plan.indicators
        if each.kind == "count" or totals[plan.denominators[each.id]].sum() > 0
    ]
    return pl.concat([no_figures(), *told])


def _of_indicator(
    totals: pl.DataFrame, plan: Plan, indicator: Indicator, period: str
) -> pl.DataFrame:
    numerator = pl.col(plan.numerators[indicator.id]).cast(pl.Float64)
    if indicator.kind == "count":
        below, value = pl.lit(None, pl.Float64), numerator
    else:
        below = pl.col(plan.denominators[indicator.id]).cast(pl.Float64)
        over, under = plan.numerators[indicator.id], plan.denominators[indicator.id]
        over, under = plan.weighted.get(indicator.id, (over, under))
        value = pl.when(pl.col(under) > 0).then(pl.col(over).cast(pl.Float64) / pl.col(under))
    return totals.select(
        *UNIT, pl.lit(period).alias("period"), pl.lit(indicator.id).alias("indicator"),
        numerator.alias("numerator"), below.alias("denominator"), value.alias("value"),
    )  # fmt: skip


def _mean_of(years: Sequence[pl.DataFrame], names: Sequence[str], year: int) -> pl.DataFrame:
    key = [*UNIT, "indicator"]
    latest, *before = [
        each.filter(pl.col("indicator").is_in(names)).select(*key, "value") for each in years
    ]
    values = [pl.col("value")]
    for back, each in enumerate(before):
        earlier = f"value_{back}"
        latest = latest.join(each.rename({"value": earlier}), on=key, how="left")
        values.append(pl.col(earlier))
    mean = pl.sum_horizontal(values, ignore_nulls=False) / len(years)
    missing = pl.lit(None, pl.Float64)
    return latest.select(
        *UNIT, pl.lit(f"{year - len(before)}-{year}").alias("period"), "indicator",
        missing.alias("numerator"), missing.alias("denominator"), mean.alias("value"),
    )  # fmt: skip


def _ratio_of(figures: pl.DataFrame, ratio: Ratio, regions: pl.DataFrame) -> pl.DataFrame:
    same = ["group", "period"]
    whole = figures.filter(pl.col("geography") == ratio.to)
    if ratio.to == "nation":
        units = figures.with_columns(pl.lit(NATION).alias("whole"))
    else:
        units = figures.join(regions, on=["geography", "geography_id"]).with_columns(
            pl.col("region").alias("whole")
        )
    against = whole.select(pl.col("geography_id").alias("whole"), *same, against="value")
    return units.join(against, on=["whole", *same], how="left").select(
        *UNIT, "period", pl.lit(ratio.id).alias("indicator"),
        pl.col("value").alias("numerator"), pl.col("against").alias("denominator"),
        pl.when(pl.col("against") != 0).then(pl.col("value") / pl.col("against")).alias("value"),
    )  # fmt: skip


def no_figures() -> pl.DataFrame:
    """The long table without a row."""
    numbers = {"numerator", "denominator", "value"}
    return pl.DataFrame(
        schema={name: pl.Float64 if name in numbers else pl.String for name in COLUMNS}
    )
