"""The published lists: what was published, and what the law says of it."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from typing import Any

import polars as pl

from boligsocial.law.references import NationalRates, national_rates
from boligsocial.law.rules import rules_on
from boligsocial.registers.published_lists import PublishedLists, load_published_lists
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists

_COLUMN_OF_STATUS = {
    "udsat": "udsat",
    "ghetto": "ghetto_or_parallelsamfund",
    "parallelsamfund": "ghetto_or_parallelsamfund",
    "haard": "haard_ghetto_or_omdannelse",
    "omdannelse": "haard_ghetto_or_omdannelse",
    "forebyggelse": "forebyggelse",
}


class PublishedSnapshot(AreaLists):
    """Every published figure tested under the law of its date, and every published membership."""

    kind = "published"

    def __init__(self, tables: PublishedLists) -> None:
        self.tables = tables

    @cached_property
    def lists(self) -> tuple[AreaList, ...]:
        with_figures = set(self.figures["list_id"])
        return tuple(
            _area_list(row, row["list_id"] in with_figures)
            for row in self.tables.lists.sort("list_date", "list_id").iter_rows(named=True)
        )

    @cached_property
    def areas(self) -> dict[str, Area]:
        joined = self.tables.areas.join(
            self.tables.municipalities.select(
                "municipality_code", pl.col("name").alias("municipality"), "region"
            ),
            on="municipality_code",
        )
        return {
            row["area_id"]: Area(
                row["area_id"], row["name"], row["municipality_code"], row["municipality"],
                row["region"], row["lon"], row["lat"],
            )
            for row in joined.iter_rows(named=True)
        }  # fmt: skip

    @cached_property
    def figures(self) -> pl.DataFrame:
        return (
            self.tables.values()
            .rename({"list_date": "on"})
            .with_columns(pl.col("area_id").alias("area_key"))
        )

    @cached_property
    def memberships(self) -> pl.DataFrame:
        return self.tables.history()

    @cached_property
    def national_rates(self) -> NationalRates:
        return national_rates(self.tables.dated_references())

    @property
    def stated(self) -> pl.DataFrame:
        return self.tables.figures

    @property
    def sources(self) -> pl.DataFrame:
        return self.tables.sources

    @property
    def aliases(self) -> pl.DataFrame:
        return self.tables.area_aliases

    @property
    def boundary_breaks(self) -> pl.DataFrame:
        return self.tables.boundary_breaks

    def list_sources(self, list_id: str) -> tuple[str, ...]:
        row = self.tables.lists.row(by_predicate=pl.col("list_id") == list_id, named=True)
        named = self.sources.rows_by_key("source_id", named=True, unique=True)
        ids = str(row["source_ids"] or "").split()
        return tuple(named[each]["url"] or named[each]["what"] for each in ids)

    def edge(self, list_id: str) -> set[str]:
        """The areas named with the list but not on it."""
        return self.left_out(list_id)

    def published_against_computed(self) -> pl.DataFrame:
        """Every published status with figures beside the computed one.

        Columns: `list_id`, `area_id`, `status`, `published`, `computed` (null: undetermined),
        `agree` (null where undetermined).
        """
        rows = [
            (list_id, area_id, status, published, verdict.statuses[status])
            for (list_id, area_id), verdict in self.verdicts.items()
            for status, published in self.statuses_on(list_id, area_id).items()
            if status in verdict.statuses
        ]
        schema = {"list_id": pl.String, "area_id": pl.String, "status": pl.String,
                  "published": pl.Boolean, "computed": pl.Boolean}  # fmt: skip
        return pl.DataFrame(rows, schema, orient="row").with_columns(
            (pl.col("published") == pl.col("computed")).alias("agree")
        )


def _area_list(row: dict[str, Any], has_figures: bool) -> AreaList:
    on: date = row["list_date"]
    rules = rules_on(on)
    counts = {status.id: row[_COLUMN_OF_STATUS[status.id]] for status in rules.statuses}
    in_full = (row["statuses_named_in_full"] or "").split(";")
    return AreaList(
        list_id=str(row["list_id"]),
        on=on,
        date_is_exact=row["date_precision"] == "day",
        rules=rules,
        counts=counts,
        named_in_full=frozenset(
            status for status in counts if _COLUMN_OF_STATUS[status] in in_full
        ),
        has_figures=has_figures,
        note=str(row["note"] or ""),
    )


@cache
def published_snapshot() -> PublishedSnapshot:
    """The published lists that come with the product."""
    return PublishedSnapshot(load_published_lists())
