"""The lists of 1 December that follow from the figures of areas: verdicts and statuses by date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE
from boligsocial.indicators.places import NATION
from boligsocial.law.classification import classify
from boligsocial.law.rules import Measure, measures, rule_versions, rules_on

_DAY, _MONTH = 1, 12
_NOBODY = ""
_DECIMALS = 10
"""Of per cent: finer than one person in any group, coarser than what binary numbers add."""


@dataclass(frozen=True)
class LegalLists:
    """The lists of a snapshot.

    statuses: `on`, `area_id`, `rule_version`, `status`, `met` (null: undetermined).
    verdicts: `on`, `area_id`, `rule_version` and the columns of `classify`'s verdicts.
    """

    statuses: pl.DataFrame
    verdicts: pl.DataFrame


def legal_lists(figures: pl.DataFrame, indicators: Sequence[Indicator], years: Sequence[int],
                on: date) -> LegalLists:  # fmt: skip
    """The list of every year that the figures carry, the last one on the date `on`.

    figures: those of areas and the nation, everyone. A status that asks for several lists in a row
    looks at the lists before, made from the same figures; where those years are missing it is
    undetermined.
    """
    history: list[pl.DataFrame] = []
    lists = []
    for day in list_dates(years, on):
        values = area_values(figures, indicators, day)
        if values.is_empty():
            continue
        made = _list_of(values, figures, indicators, day, history)
        lists.append(made)
        history.append(as_history(made.statuses))
    if not lists:
        return LegalLists(pl.DataFrame(schema=_STATUSES), pl.DataFrame(schema=_VERDICTS))
    return LegalLists(
        pl.concat(each.statuses for each in lists),
        pl.concat((each.verdicts for each in lists), how="vertical_relaxed"),
    )


_WHOSE = {"on": pl.Date, "area_id": pl.String, "rule_version": pl.String}
_STATUSES = {**_WHOSE, "status": pl.String, "met": pl.Boolean}
_VERDICTS = {
    **_WHOSE, "value": pl.Float64, "threshold": pl.Float64, "met": pl.Boolean,
    "margin": pl.Float64, "residents_to_flip": pl.Int64, "flip_is_upper_bound": pl.Boolean,
    "criterion": pl.String, "operator": pl.String, "legal_reference": pl.String,
}  # fmt: skip
"""Of the tables where no area is there to be listed."""


def list_dates(years: Sequence[int], on: date) -> list[date]:
    """1 December of each year since the first rules, and in the year of `on` that day itself."""
    first = rule_versions()[0].start
    days = [on if year == on.year else date(year, _MONTH, _DAY) for year in years]
    return [day for day in days if first <= day <= on]


def area_values(figures: pl.DataFrame, indicators: Sequence[Indicator], on: date) -> pl.DataFrame:
    """What the law looks at on a date, an area a row, in the columns of `measures.toml`.

    `area_key` and `area_id` name the area. A share is in per cent; a figure that the delivery does
    not carry is null, and the sizes of the age groups go with their shares.
    """
    areas = _everyone(figures, "area")
    present = areas.filter(pl.col("period") == str(on.year))
    values = present.select(pl.col("geography_id").alias("area_id")).unique().sort("area_id")
    for measure, period, indicator in legal_figures(on, indicators):
        name = figure_name(measure, indicator)
        column = areas.filter((pl.col("indicator") == name) & (pl.col("period") == period))
        shown = pl.col("value") if measure.unit == "residents" else _percent()
        values = _with(values, column.select("geography_id", shown.alias(measure.column)))
        if measure.counted_among not in (None, measure.column, "residents"):
            people = present.filter(pl.col("indicator") == indicator.id)
            group = people.select(
                "geography_id", pl.col("denominator").alias(measure.counted_among)
            )
            values = _with(values, group)
    return values.with_columns(pl.col("area_id").alias("area_key"))


def national_rate(
    figures: pl.DataFrame, indicators: Sequence[Indicator], on: date
) -> Mapping[date, Fraction]:
    """The nation's share of convicted that the limits of the list follow, in per cent."""
    for measure, period, indicator in legal_figures(on, indicators):
        if measure.id != "convicted":
            continue
        row = _everyone(figures, "nation").filter(
            (pl.col("indicator") == indicator.id) & (pl.col("period") == period)
            & (pl.col("geography_id") == NATION)
        ).select(_percent())  # fmt: skip
        if len(row) and row.item() is not None:
            return {on: Fraction(str(row.item()))}
    return {}


def _list_of(
    values: pl.DataFrame, figures: pl.DataFrame, indicators: Sequence[Indicator], on: date,
    history: Sequence[pl.DataFrame],
) -> LegalLists:  # fmt: skip
    tested = classify(
        values, on, national_rates=national_rate(figures, indicators, on),
        history=pl.concat(history) if history else None,
    )  # fmt: skip
    version = rules_on(on).id
    known = [status.id for status in rules_on(on).statuses]
    statuses = tested.areas.select("on", "area_id", "rule_version", *known).unpivot(
        known, index=["on", "area_id", "rule_version"], variable_name="status", value_name="met"
    )
    named = tested.areas["area_id"]
    verdicts = tested.verdicts.select(
        pl.lit(on).alias("on"), named.gather(tested.verdicts["row"]).alias("area_id"),
        pl.lit(version).alias("rule_version"), pl.exclude("row"),
    )  # fmt: skip
    texts = pl.col("criterion", "operator", "legal_reference").cast(pl.String)
    return LegalLists(statuses, verdicts.with_columns(texts))


def as_history(statuses: pl.DataFrame) -> pl.DataFrame:
    """A list as `classify` wants it; naming nobody beside, it is known also where it is empty."""
    named = statuses.select(
        pl.col("on").alias("list_date"), pl.col("area_id").alias("area_key"), "status",
        pl.col("met").alias("on_list"),
    )  # fmt: skip
    nobody = named.with_columns(pl.lit(_NOBODY).alias("area_key"), pl.lit(True).alias("on_list"))
    return pl.concat([named, nobody.unique()])


def legal_figures(
    on: date, indicators: Sequence[Indicator]
) -> Iterator[tuple[Measure, str, Indicator]]:
    """Each measure of the law of a date with its period and the indicator that it is."""
    rules, year = rules_on(on), on.year
    windows = {each.measure.id: each.window_years for each in rules.criteria} | {"residents": 1}
    for measure_id, window in windows.items():
        for each in indicators:
            if any(law.measure == measure_id and rules.id in law.rules for law in each.law):
                period = str(year) if window == 1 else f"{year - window + 1}-{year}"
                yield measures()[measure_id], period, each


def figure_name(measure: Measure, indicator: Indicator) -> str:
    """What the figure that the law looks at is called among the figures."""
    if measure.unit == "percent_of_region" and indicator.ratio:
        return indicator.ratio.id
    return indicator.id


def _everyone(figures: pl.DataFrame, geography: str) -> pl.DataFrame:
    return figures.filter((pl.col("geography") == geography) & (pl.col("group") == EVERYONE))


def _percent() -> pl.Expr:
    return (pl.col("value") * 100).round(_DECIMALS)


def _with(values: pl.DataFrame, column: pl.DataFrame) -> pl.DataFrame:
    return values.join(column, left_on="area_id", right_on="geography_id", how="left")
