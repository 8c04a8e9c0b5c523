"""A sealed snapshot with the face of the published lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from boligsocial.disclosure.gate import HIDDEN
from boligsocial.indicators.definition import Indicator, catalogue
from boligsocial.indicators.figures import EVERYONE
from boligsocial.law.references import NationalRates
from boligsocial.law.rules import Measure, measures, rules_on
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.estates import Estate, estates_of
from boligsocial.snapshots.near_the_list import beyond_the_limits, on_the_edge
from boligsocial.snapshots.store.lists import (
    area_values,
    as_history,
    figure_name,
    legal_figures,
    list_dates,
    national_rate,
)
from boligsocial.snapshots.store.store import Snapshot
from boligsocial.snapshots.unit_figures import areas_figures

_COMPUTED = "computed"
_DECIMALS_STATED = 2
"""Of per cent: as the ministry publishes the figures of its lists."""


class SealedLists(AreaLists):
    """The lists of a snapshot: one of every year, computed from its figures.

    Every area is named on each list. What a list says is what was sealed; the verdicts behind it
    are made from the sealed figures.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.kind = snapshot.manifest.kind

    @cached_property
    def lists(self) -> tuple[AreaList, ...]:
        with_figures = set(self.figures["list_id"])
        return tuple(self._list_on(day, with_figures) for day in self._days)

    def _list_on(self, on: date, with_figures: set[str]) -> AreaList:
        rules, list_id = rules_on(on), on.isoformat()
        said = self._statuses.filter(pl.col("on") == on)
        known = {
            status: rows["met"].null_count() == 0 for (status,), rows in said.group_by("status")
        }
        held = dict(said.filter("met").group_by("status").len().iter_rows())
        counts = {
            each.id: held.get(each.id, 0) if known.get(each.id) else None for each in rules.statuses
        }
        return AreaList(
            list_id, on, True, rules, counts,
            frozenset(status for status, count in counts.items() if count is not None),
            list_id in with_figures,
        )  # fmt: skip

    @cached_property
    def areas(self) -> dict[str, Area]:
        middles = self.snapshot.scan("geometry").filter(pl.col("geography") == "area").select(
            pl.col("geography_id").alias("area_id"), "longitude", "latitude"
        )  # fmt: skip
        joined = self.snapshot.table("areas").join(middles.collect(), on="area_id", how="left")
        return {row["area_id"]: _area(row) for row in joined.sort("area_id").iter_rows(named=True)}

    @cached_property
    def estates(self) -> dict[str, Estate]:
        """All estates by id."""
        return estates_of(self.snapshot)

    @cached_property
    def figures(self) -> pl.DataFrame:
        made = [
            area_values(self._everyone, self._indicators, day).with_columns(
                pl.lit(day.isoformat()).alias("list_id"), pl.lit(day).alias("on")
            )
            for day in self._days
        ]
        columns = [each.column for each in measures().values()]
        names = self.snapshot.table("areas").select(
            "area_id", pl.col("name").alias("area"), "municipality_code", "municipality", "region"
        )
        values = pl.concat(made, how="diagonal")
        missing = [pl.lit(None, pl.Float64).alias(c) for c in columns if c not in values.columns]
        return values.with_columns(missing).join(
            names, on="area_id", how="left", maintain_order="left"
        )

    def shown_figures(self, of: Collection[str]) -> pl.DataFrame:
        names = dict.fromkeys(("list_id", "area_id", "measure"), pl.String)
        hidden = pl.DataFrame([*self._hidden], names, orient="row")
        shown, keys = self.figures, ["list_id", "area_id"]
        for (measure,), places in hidden.filter(pl.col("measure").is_in(of)).group_by("measure"):
            column = measures()[str(measure)].column
            marked = shown.join(
                places.select(*keys, pl.lit(True).alias("hidden")), on=keys, how="left",
                maintain_order="left",
            )  # fmt: skip
            told = pl.when(pl.col("hidden").is_null()).then(column).alias(column)
            shown = marked.with_columns(told).drop("hidden")
        return shown

    def why_hidden(self, list_id: str, area_id: str, measure: str) -> str | None:
        return self._hidden.get((list_id, area_id, measure))

    @cached_property
    def _hidden(self) -> dict[tuple[str, str, str], str]:
        """The reason of each hidden figure behind a list, by list, area and measure."""
        hidden = areas_figures(self.snapshot).filter(pl.col("state") == HIDDEN)
        reasons = {
            (row["indicator"], row["period"], row["geography_id"]): row["reason"]
            for row in hidden.iter_rows(named=True)
        }
        return {
            (day.isoformat(), area_id, measure.id): reasons[name, period, area_id]
            for day in self._days
            for measure, period, indicator in legal_figures(day, self._indicators)
            for area_id in self.areas
            if (name := figure_name(measure, indicator), period, area_id) in reasons
        }

    @cached_property
    def memberships(self) -> pl.DataFrame:
        return self._statuses.drop_nulls("met").select(
            pl.col("on").cast(pl.String).alias("list_id"), pl.col("on").alias("list_date"),
            "area_id", "status", pl.col("met").alias("on_list"),
        )  # fmt: skip

    @cached_property
    def history(self) -> pl.DataFrame:
        return as_history(self._statuses)

    @cached_property
    def national_rates(self) -> NationalRates:
        rates: dict[date, Fraction] = {}
        for day in self._days:
            rates |= national_rate(self._everyone, self._indicators, day)
        return rates

    @cached_property
    def stated(self) -> pl.DataFrame:
        made_from = {each.column: indicator.id for each, indicator in self._legal()}
        places = {column: 0 if column == "residents" else _DECIMALS_STATED for column in made_from}
        exact, told = (
            each.unpivot(
                list(made_from), index=["list_id", "area_id"], variable_name="quantity",
                value_name="value",
            )
            for each in (self.figures, self.shown_figures(measures()))
        )  # fmt: skip
        known = told.filter(exact["value"].is_not_null())
        rounded = [
            pl.when(pl.col("quantity") == column).then(pl.col("value").round(digits))
            for column, digits in places.items()
        ]
        return known.select(
            "list_id", "area_id", "quantity",
            pl.coalesce(rounded).cast(pl.String).alias("value"),
            pl.lit(_COMPUTED).alias("quality"), pl.lit("").alias("note"),
            pl.col("quantity").replace_strict(made_from, return_dtype=pl.String)
            .alias("source_ids"),
        )  # fmt: skip

    @cached_property
    def sources(self) -> pl.DataFrame:
        rows = [(each.id, "", each.register_) for _, each in self._legal()]
        columns = dict.fromkeys(("source_id", "url", "what"), pl.String)
        return pl.DataFrame(rows, columns, orient="row")

    def list_sources(self, list_id: str) -> tuple[str, ...]:  # noqa: ARG002 - the same for all
        return (f"{self.snapshot.manifest.name} · {self.snapshot.id}",)

    def names_areas(self, list_id: str) -> bool:  # noqa: ARG002 - every list names every area
        return bool(self.areas)

    def edge(self, list_id: str) -> set[str]:
        """The areas that lack one criterion of the list of § 61 a, and those on § 61 b."""
        return on_the_edge(self, list_id)

    def exposed(self, list_id: str) -> set[str]:
        """The other areas whose social criteria lie beyond their limits in the mean."""
        return beyond_the_limits(self, list_id)

    @cached_property
    def _everyone(self) -> pl.DataFrame:
        return (
            self.snapshot.scan("indicators")
            .filter(pl.col("group") == EVERYONE)
            .filter(pl.col("geography").is_in(["area", "nation"]))
            .collect()
        )

    @cached_property
    def _statuses(self) -> pl.DataFrame:
        return self.snapshot.table("statuses")

    @property
    def _days(self) -> list[date]:
        return list_dates(self.snapshot.manifest.years, self.snapshot.on)

    @property
    def _indicators(self) -> tuple[Indicator, ...]:
        missing = self.snapshot.manifest.not_delivered
        return tuple(each for each in catalogue() if each.id not in missing)

    def _legal(self) -> Iterator[tuple[Measure, Indicator]]:
        """Each measure of the law with the first indicator that it is made from."""
        for measure in measures().values():
            for each in self._indicators:
                if any(law.measure == measure.id for law in each.law):
                    yield measure, each
                    break


def _area(row: dict[str, Any]) -> Area:
    return Area(
        row["area_id"], row["name"], row["municipality_code"], row["municipality"], row["region"],
        row["longitude"], row["latitude"],
    )  # fmt: skip
