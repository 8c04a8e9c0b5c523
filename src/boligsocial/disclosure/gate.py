"""The gate that every figure of an estate, an area or a group of its people passes.

A figure leaves it shown, or hidden with a reason; hidden is a state, never a blank or a zero. Each
figure is looked at for itself: whether shown ones together give a hidden one away is not.
"""

from __future__ import annotations

import polars as pl

from boligsocial.disclosure.limits import Limits, default_limits
from boligsocial.messages import Message

SHOWN, HIDDEN, MISSING = "shown", "hidden", "missing"
SMALL_UNIT, FEW_PEOPLE, MADE_OF_HIDDEN = "small_unit", "few_people", "made_of_hidden"
_WHO = ["geography_id", "group", "indicator"]


def shown_figures(
    figures: pl.DataFrame, sizes: pl.DataFrame, limits: Limits | None = None
) -> pl.DataFrame:
    """The figures in their order, with `state` and `reason`; those of a hidden one are null.

    figures: `geography_id`, `group`, `period` (`2017`, or `2016-2017` for a mean of years),
    `indicator`, `numerator`, `denominator`, `value`, the indicator's `kind` (`share` from 0 to 1,
    `mean`, `count`, `rate` of events, `ratio`) and, for a ratio, `follows`: what it is made of.
    sizes: `geography_id`, `year`, `residents`, `households`, of the units that must have a size.

    `state` is `shown`, `hidden` or `missing`; `reason` is null, or `small_unit` (too few residents
    or households), `few_people` (a count, or the count of the others, is too small) or
    `made_of_hidden`. Shares are rounded. The sum behind a mean is never shown.
    """
    limits = limits or default_limits()
    tested = figures.with_row_index("place").with_columns(
        pl.coalesce(_in_small_unit(figures, sizes, limits), _of_few_people(limits)).alias("reason")
    )
    tested = _hide(tested, _years_of_means(tested))
    tested = _hide(tested, _what_ratios_follow(tested))
    state = (
        pl.when(pl.col("reason").is_not_null()).then(pl.lit(HIDDEN))
        .when(pl.col("value").is_null()).then(pl.lit(MISSING))
        .otherwise(pl.lit(SHOWN))
    )  # fmt: skip
    return _told(tested.with_columns(state.alias("state")), limits).select(
        *figures.columns, "state", "reason"
    )


def too_small(limits: Limits | None = None) -> pl.Expr:
    """Whether a unit with `residents` and `households` is too small to show figures of."""
    limits = limits or default_limits()
    return (pl.col("residents") < limits.residents) | (pl.col("households") < limits.households)


def why_hidden(reason: str, limits: Limits | None = None) -> Message:
    """A reason as a sentence."""
    limits = limits or default_limits()
    match reason:
        case "small_unit":
            return Message(
                "Hidden: figures are shown from {residents} residents and {households} households.",
                {"residents": limits.residents, "households": limits.households},
            )
        case "few_people":
            return Message(
                "Hidden: fewer than {people} people, or all but so few.", {"people": limits.people}
            )
    return Message("Hidden: it is calculated from a figure that is hidden.")


def _in_small_unit(figures: pl.DataFrame, sizes: pl.DataFrame, limits: Limits) -> pl.Series:
    """The reason of figures of a unit that was too small in the last year of their period."""
    small = sizes.filter(too_small(limits)).select(
        "geography_id", pl.col("year").alias("last"), pl.lit(SMALL_UNIT).alias("reason")
    )
    last = pl.col("period").str.slice(-4).cast(small.schema["last"]).alias("last")
    joined = figures.select("geography_id", last).join(
        small, on=["geography_id", "last"], how="left", maintain_order="left"
    )
    return joined["reason"]


def _of_few_people(limits: Limits) -> pl.Expr:
    kind, counted, among = (pl.col(name) for name in ("kind", "numerator", "denominator"))
    few = (
        pl.when(kind == "share")
        .then((counted < limits.people) | (among - counted < limits.people))
        .when(kind == "count").then(pl.col("value") < limits.people)
        .when(kind == "rate").then((counted < limits.people) | (among < limits.people))
        .when(kind == "mean").then(among < limits.people)
    )  # fmt: skip
    return pl.when(few).then(pl.lit(FEW_PEOPLE))


def _years_of_means(tested: pl.DataFrame) -> pl.Series:
    """The places of means over years of which one year is hidden."""
    first, last = (pl.col("period").str.slice(at, 4).cast(pl.Int32) for at in (0, -4))
    means = tested.filter(pl.col("period").str.contains("-", literal=True))
    years = means.select("place", *_WHO, pl.int_ranges(first, last + 1).alias("period")).explode(
        "period"
    )
    hidden = tested.filter(pl.col("reason").is_not_null())
    return years.with_columns(pl.col("period").cast(pl.String)).join(
        hidden, on=[*_WHO, "period"], how="semi"
    )["place"]


def _what_ratios_follow(tested: pl.DataFrame) -> pl.Series:
    """The places of ratios whose own indicator is hidden."""
    hidden = tested.filter(pl.col("reason").is_not_null())
    ratios = tested.filter(pl.col("kind") == "ratio").with_columns(
        pl.col("follows").alias("indicator")
    )
    return ratios.join(hidden, on=[*_WHO, "period"], how="semi")["place"]


def _hide(tested: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    made_of = pl.when(pl.col("place").is_in(places.unique().implode())).then(pl.lit(MADE_OF_HIDDEN))
    return tested.with_columns(pl.coalesce("reason", made_of).alias("reason"))


def _told(tested: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    told, kind = pl.col("state") == SHOWN, pl.col("kind")
    share = pl.col("value").round(limits.decimals_of_percent + 2)
    return tested.with_columns(
        pl.when(told & kind.is_in(["share", "rate", "count"])).then("numerator").alias("numerator"),
        pl.when(told & (kind != "ratio")).then("denominator").alias("denominator"),
        pl.when(told)
        .then(pl.when(kind.is_in(["share", "rate"])).then(share).otherwise("value"))
        .alias("value"),
    )
