"""What a snapshot holds, computed and written table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import polars as pl

from boligsocial.areas.membership import estates_on
from boligsocial.areas.neighbours import area_outlines
from boligsocial.areas.outlines import read_outlines
from boligsocial.indicators.definition import Group, Indicator
from boligsocial.indicators.figures import EVERYONE, region_of
from boligsocial.indicators.places import Places, belonging, number_places
from boligsocial.indicators.years import Year, computed_years
from boligsocial.messages import Message
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.snapshots.store.lists import legal_lists
from boligsocial.snapshots.store.need import need_index
from boligsocial.snapshots.store.tables import TableWriter, shapes

Begin = Callable[[Message], None]


def write_contents(
    delivery: Delivery, engine: Engine, on: date, years: Sequence[int],
    indicators: tuple[Indicator, ...], groups: tuple[Group, ...], tables: TableWriter,
    begin: Begin,
) -> None:  # fmt: skip
    """Every table of the snapshot on a date; `begin` is told of each step.

    Areas have, in all years, the estates that belong to them on the date.
    """
    begin(Message("Finding the dwellings of each estate"))
    estates, areas, members = _places_on(delivery, engine, on)
    places = number_places(delivered_table(delivery, "dwellings", engine), engine)
    towns = municipalities()
    belongs = belonging(places.table, members, towns)
    regions = region_of(estates, areas, towns)
    computed = computed_years(delivery, engine, years, indicators, groups, places, belongs, regions)
    figures = _write_years(computed, years, places, tables, begin)
    begin(Message("Testing the law and measuring the estates"))
    _write_lists(figures, indicators, years, on, tables)
    lived_in = _write_places(estates, areas, members, figures, on, tables)
    begin(Message("Ranking the estates by need"))
    outlines = estates.select("estate_id", "geometry")
    tables.write("index", need_index(lived_in, figures, outlines, indicators, on))


def _write_years(
    computed: Iterator[Year], years: Sequence[int], places: Places, tables: TableWriter,
    begin: Begin,
) -> pl.DataFrame:  # fmt: skip
    """The figures and the moves of every year; gives back the figures of everyone."""
    kept = []
    with tables.in_parts("indicators") as parts, tables.in_parts("moves") as moves:
        for year in years:
            begin(Message("Computing {year}", {"year": str(year)}))
            made = next(computed)
            # Everyone is asked for far oftener than groups, so they stand together.
            of_everyone = pl.col("group") == EVERYONE
            kept.append(made.figures.filter(of_everyone))
            parts.add(kept[-1])
            parts.add(made.figures.filter(~of_everyone))
            if made.flows is not None:
                moves.add(_named(made.flows, places.table, year - 1))
    return pl.concat(kept)


def _named(flows: pl.DataFrame, places: pl.DataFrame, year: int) -> pl.DataFrame:
    """The moves of a year between estates, or the private housing of municipalities."""
    sides = [
        places.rename({
            "place": f"{side}_place", "estate_id": f"{side}_estate_id",
            "municipality_code": f"{side}_municipality_code",
        })
        for side in ("from", "to")
    ]  # fmt: skip
    named = flows.join(sides[0], on="from_place").join(sides[1], on="to_place")
    return named.select(
        pl.lit(year, pl.Int32).alias("year"), "from_estate_id", "from_municipality_code",
        "to_estate_id", "to_municipality_code", "moves",
    )  # fmt: skip


def municipalities() -> pl.DataFrame:
    """`municipality_code`, `municipality`, `region`."""
    known = load_published_lists().municipalities
    return known.select("municipality_code", pl.col("name").alias("municipality"), "region")


def _places_on(
    delivery: Delivery, engine: Engine, on: date
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Estates, the areas of the date, and which estates those have (`area_id`, `estate_id`)."""
    estates, areas, dated = (
        delivered_table(delivery, name, engine).to_polars()
        for name in ("estates", "areas", "area_estates")
    )
    members = estates_on(dated, areas, on)
    present = areas.filter(pl.col("area_id").is_in(members["area_id"].unique().to_list()))
    return estates, present, members


def _write_lists(
    figures: pl.DataFrame, indicators: Sequence[Indicator], years: Sequence[int], on: date,
    tables: TableWriter,
) -> None:  # fmt: skip
    lists = legal_lists(figures, indicators, years, on)
    tables.write("statuses", lists.statuses)
    tables.write("verdicts", lists.verdicts)


def _write_places(
    estates: pl.DataFrame, areas: pl.DataFrame, members: pl.DataFrame, figures: pl.DataFrame,
    on: date, tables: TableWriter,
) -> pl.DataFrame:  # fmt: skip
    """Estates as they are written, after everything else of where people live."""
    outlines = {
        "estate": read_outlines(estates, "estate_id"),
        "area": read_outlines(area_outlines(estates, members), "area_id"),
    }
    tables.write("geometry", shapes(outlines))
    tables.write("area_estates", members)
    count = members.group_by("area_id").agg(pl.len().cast(pl.Int64).alias("estates"))
    described = _described(areas, "area", figures, on)
    tables.write("areas", described.join(count, on="area_id", maintain_order="left"))
    lived_in = _described(estates.drop("geometry"), "estate", figures, on)
    tables.write("estates", lived_in)
    return lived_in


def _described(
    units: pl.DataFrame, geography: str, figures: pl.DataFrame, on: date
) -> pl.DataFrame:
    """Units by their id, with municipality, region, residents and households on 1 January."""
    key = f"{geography}_id"
    counted = ("residents", "households")
    living = (
        figures.filter(
            (pl.col("geography") == geography)
            & pl.col("indicator").is_in(counted)
            & (pl.col("period") == str(on.year))
        )
        .pivot("indicator", on_columns=counted, index="geography_id", values="value")
        .rename({"geography_id": key})
    )
    return (
        units.join(municipalities(), on="municipality_code", how="left")
        .join(living, on=key, how="left")
        .with_columns(pl.col(counted).fill_null(0).cast(pl.Int64))
        .sort(key)
    )
