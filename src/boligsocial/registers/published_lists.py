"""The published lists that come with the product; `published/README.md` describes the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent / "published"
QUANTITIES = (
    "residents", "pct_nonwestern", "pct_no_attachment", "pct_convicted", "pct_basic_school",
    "income_pct_of_region",
)  # fmt: skip

_TYPES = {
    "list_date": pl.Date, "lon": pl.Float64, "lat": pl.Float64, "on_list": pl.Boolean,
    "udsat": pl.Int64, "ghetto_or_parallelsamfund": pl.Int64,
    "haard_ghetto_or_omdannelse": pl.Int64, "forebyggelse": pl.Int64, "from": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class PublishedLists:
    """The tables. Ids are text; `value` is text, exactly as published."""

    municipalities: pl.DataFrame
    municipality_aliases: pl.DataFrame
    areas: pl.DataFrame
    area_aliases: pl.DataFrame
    boundary_breaks: pl.DataFrame
    lists: pl.DataFrame
    memberships: pl.DataFrame
    figures: pl.DataFrame
    references: pl.DataFrame
    sources: pl.DataFrame

    def values(self) -> pl.DataFrame:
        """One row per list and area with published figures, null where a figure is not published.

        Columns: `list_id`, `list_date`, `area_id`, `area`, `municipality_code`, `municipality`,
        `region`, and the quantities as Float64, in per cent and residents.
        """
        wide = self.figures.pivot("quantity", index=["list_id", "area_id"], values="value")
        names = self.areas.select("area_id", pl.col("name").alias("area"), "municipality_code")
        places = self.municipalities.select(
            "municipality_code", pl.col("name").alias("municipality"), "region"
        )
        return (
            wide.join(self.lists.select("list_id", "list_date"), on="list_id")
            .join(names, on="area_id")
            .join(places, on="municipality_code")
            .select(
                "list_id", "list_date", "area_id", "area", "municipality_code", "municipality",
                "region", *(pl.col(each).cast(pl.Float64) for each in QUANTITIES),
            )
            .sort("list_date", "list_id", "area_id")
        )  # fmt: skip

    def history(self) -> pl.DataFrame:
        """Who was on which list: `list_date`, `list_id`, `area_id`, `status`, `on_list`."""
        return self.memberships.join(
            self.lists.select("list_id", "list_date"), on="list_id"
        ).select("list_date", "list_id", "area_id", "status", "on_list")

    def dated_references(self) -> pl.DataFrame:
        """The limits that follow the nation: `list_date`, `quantity`, `value`."""
        return self.references.join(self.lists.select("list_id", "list_date"), on="list_id").select(
            "list_date", "quantity", "value"
        )


def read_tables(folder: Path, names: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """CSV tables of text, with the columns of a known type read as that type."""
    return {
        name: pl.read_csv(folder / f"{name}.csv", infer_schema=False).with_columns(
            pl.col(column).str.to_date()
            if kind is pl.Date
            else (pl.col(column) == "true")
            if kind is pl.Boolean
            else pl.col(column).cast(kind)
            for column, kind in _TYPES.items()
            if column in pl.read_csv(folder / f"{name}.csv", n_rows=0).columns
        )
        for name in names
    }


@cache
def load_published_lists() -> PublishedLists:
    """The tables that come with the product."""
    return PublishedLists(**read_tables(FOLDER, tuple(PublishedLists.__dataclass_fields__)))


@cache
def municipality_codes() -> dict[str, str]:
    """A municipality's code by its name, its other spellings and the code, in small letters."""
    lists = load_published_lists()
    names = dict(lists.municipalities.select("name", "municipality_code").iter_rows())
    aliases = dict(lists.municipality_aliases.select("alias", "municipality_code").iter_rows())
    codes = {code: code for code in names.values()}
    short = {code.lstrip("0"): code for code in names.values()}
    known = names | aliases | codes | short
    return {name.casefold(): code for name, code in known.items()}


@cache
def area_names() -> dict[str, str]:
    """An area's usual key by its other spellings; a key is `municipality code·name`, lower case."""
    lists = load_published_lists()
    named = lists.area_aliases.join(lists.areas, on="area_id")
    return {
        f"{row['municipality_code']}·{row['alias'].casefold()}": (
            f"{row['municipality_code']}·{row['name'].casefold()}"
        )
        for row in named.iter_rows(named=True)
    }
