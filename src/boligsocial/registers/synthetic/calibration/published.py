"""The published lists as what synthetic areas follow: figures as intervals, and standings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import polars as pl

from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic.calibration.definitions import (
    MET_BELOW,
    Period,
    load_list_model,
)

OVER_YEARS = ("no_attachment", "convicted")
"""Figures that are means of several years."""
_QUANTITIES = {
    "residents": "residents", "pct_nonwestern": "nonwestern", "pct_no_attachment": "no_attachment",
    "pct_convicted": "convicted", "pct_basic_school": "basic_school",
    "income_pct_of_region": "income",
}  # fmt: skip
_DECIMALS = {"residents": 0, "convicted": 2}
_A_DECIMAL = 1


class Standing(IntEnum):
    """What an area is on a list, the highest that it is."""

    NONE = 0
    PREVENTION = 1
    EXPOSED = 2
    GHETTO = 3


_STANDINGS = {
    "forebyggelse": Standing.PREVENTION, "udsat": Standing.EXPOSED, "ghetto": Standing.GHETTO,
    "parallelsamfund": Standing.GHETTO,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A published figure: the share (or the residents) lies from `low` to `high`."""

    area_id: str
    year: int
    quantity: str
    low: float
    high: float


@dataclass(frozen=True)
class Listing:
    """The list of a year: its id, its numbers of areas, and whom it names.

    numbers: by standing, counted with those of a higher standing but for prevention areas; `hard`
        apart. highest: by area, the most that it can be, for areas said not to be on the list.
    """

    list_id: str
    numbers: Mapping[Standing, int]
    hard: int | None
    named: Mapping[str, Standing]
    highest: Mapping[str, Standing]
    ghettos_named_in_full: bool

    def of_share(self, share: float) -> Listing:
        """A list with such a share of its numbers, that names nobody."""
        numbers = {standing: round(share * number) for standing, number in self.numbers.items()}
        hard = None if self.hard is None else round(share * self.hard)
        return Listing(self.list_id, numbers, hard, {}, {}, ghettos_named_in_full=False)


def published_areas() -> tuple[str, ...]:
    """The ids of all areas that a published list names."""
    return tuple(load_published_lists().areas["area_id"].sort())


def published_towns() -> dict[str, tuple[str, str]]:
    """The municipality code and the region of each area that a published list names."""
    lists = load_published_lists()
    rows = lists.areas.join(lists.municipalities, on="municipality_code")
    return {area_id: (code, region) for area_id, code, region
            in rows.select("area_id", "municipality_code", "region").iter_rows()}  # fmt: skip


@cache
def list_of_year() -> dict[int, str]:
    """The list that stands for each year: the last with figures, else the last."""
    lists = load_published_lists()
    figured = pl.col("list_id").is_in(lists.figures["list_id"].unique().implode())
    last = lists.lists.sort(figured, "list_date").group_by(
        pl.col("list_date").dt.year().alias("year"), maintain_order=True
    ).last()  # fmt: skip
    return dict(last.select("year", "list_id").sort("year").iter_rows())


def figures(years: range) -> list[Figure]:
    """The published figures that can be computed from the parts of these years."""
    values, lists = load_published_lists(), list_of_year()
    named = {list_id: year for year, list_id in lists.items() if _covered(year, years)}
    rows = values.figures.filter(pl.col("list_id").is_in(list(named))).iter_rows(named=True)
    return [
        _figure(row["area_id"], named[row["list_id"]], _QUANTITIES[row["quantity"]],
                float(row["value"]), _listing(named[row["list_id"]]))
        for row in rows
    ]  # fmt: skip


def listings(years: range) -> dict[int, Listing]:
    """The lists that can be computed from the parts of these years, by year."""
    return {year: _listing(year) for year in list_of_year() if _covered(year, years)}


def _covered(year: int, years: range) -> bool:
    return years[0] <= year - load_list_model().period_of(year).window + 1 and year <= years[-1]


@cache
def _listing(year: int) -> Listing:
    lists, list_id = load_published_lists(), list_of_year()[year]
    row = lists.lists.row(by_predicate=pl.col("list_id") == list_id, named=True)
    members = lists.memberships.filter(pl.col("list_id") == list_id)
    named: dict[str, Standing] = {}
    highest: dict[str, Standing] = {}
    for area_id, status, on_list in members.select("area_id", "status", "on_list").iter_rows():
        standing = _STANDINGS.get(status)
        if standing is not None and on_list:
            named[area_id] = max(named.get(area_id, Standing.NONE), standing)
        elif standing is not None:
            below = Standing(standing - 1)
            highest[area_id] = min(highest.get(area_id, below), below)
    residents = lists.figures.filter(
        pl.col("list_id") == list_id, pl.col("quantity") == "residents"
    ).select("area_id", pl.col("value").cast(pl.Float64))  # fmt: skip
    for area_id, count in residents.iter_rows():
        if count < load_list_model().least_residents:
            highest[area_id] = Standing.NONE
    numbers = {
        Standing.PREVENTION: row["forebyggelse"] or 0,
        Standing.EXPOSED: row["udsat"] or row["ghetto_or_parallelsamfund"],
        Standing.GHETTO: row["ghetto_or_parallelsamfund"],
    }
    in_full = "ghetto_or_parallelsamfund" in (row["statuses_named_in_full"] or "")
    return Listing(list_id, numbers, row["haard_ghetto_or_omdannelse"], named, highest, in_full)


def _figure(area_id: str, year: int, quantity: str, value: float, listing: Listing) -> Figure:
    """A published figure with its rounding; one equal to a limit, on the side its list tells."""
    if quantity == "residents":
        return Figure(area_id, year, quantity, value, value)
    half = 0.5 * 10.0 ** -_DECIMALS.get(quantity, _A_DECIMAL)
    # A hair within, so that no rounding rule matters.
    low, high = (value - half + 1e-7) / 100, (value + half - 1e-7) / 100
    limit = _fixed_limit(load_list_model().period_of(year), quantity)
    if limit is not None and abs(value / 100 - limit) < 1e-9:
        met = listing.named.get(area_id, Standing.NONE) == Standing.GHETTO
        above = met != (quantity in MET_BELOW)
        low, high = (limit + 1e-9, high) if above else (low, limit)
    return Figure(area_id, year, quantity, low, high)


def _fixed_limit(period: Period, quantity: str) -> float | None:
    if quantity == "nonwestern" and period.nonwestern is not None:
        return period.nonwestern
    return None if period.times_nation else period.of.get(quantity)
