"""The pass over persons, beside DuckDB by hand, pandas, and a bare scan of the columns.

    python benchmarks/indicators.py [--work FOLDER] [--years N] [--full] [--growth]

Three claims. The six legal indicators for estates and years, with two-year means and the
denominators of regions and the nation, against the four raw shares alone written by hand for
DuckDB, and against pandas (on a part of the years, since it takes so long). All indicators,
geographies and groups (`--full`), and the part of the time that reading the columns takes. The time
over 1, 10 and 100 mio. rows (`--growth`). Each runs in a process of its own, so that its memory is
its own. Queries are held against each other by the seconds of the processor, which other work on
the machine disturbs less. Figures are compared before any time is printed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import altair as alt
import duckdb
import pandas as pd
import polars as pl

from boligsocial.areas.membership import estates_on
from boligsocial.indicators.definition import catalogue, groups, legal_indicators
from boligsocial.indicators.figures import EVERYONE, region_of
from boligsocial.indicators.places import belonging, number_places
from boligsocial.indicators.years import computed_years
from boligsocial.registers.deliveries import delivered_table, open_delivery
from boligsocial.registers.engines import connected
from boligsocial.registers.synthetic import synthesize
from boligsocial.snapshots.store.contents import municipalities

PEOPLE, FIRST_YEAR, SEED = 5_900_000, 2008, 1
PANDAS_YEARS = 2
SHARES = {
    "no_attachment": ("1 - attachment", "age BETWEEN 18 AND 64"),
    "convicted": ("convicted::INT", "age >= 18"),
    "basic_school": ("(education IN ('basic', 'unknown'))::INT", "age BETWEEN 30 AND 59"),
    "nonwestern": ("(origin IN ('nonwestern_immigrant', 'nonwestern_descendant'))::INT", "true"),
}
FURTHER = {
    "basic_school_denmark": (
        "(education IN ('basic', 'unknown') OR NOT education_in_denmark)::INT",
        "age BETWEEN 30 AND 59",
    ),
    "income": ("gross_income", "age BETWEEN 15 AND 64 AND fully_taxable AND NOT in_education"),
}


def ours(folder: Path, years: int, everything: bool) -> pl.DataFrame:
    """The figures of everyone in estates, by the product."""
    indicators = catalogue() if everything else legal_indicators()
    kept = []
    with connected("duckdb") as engine:
        delivery = open_delivery(folder)
        estates, areas, dated = (
            delivered_table(delivery, name, engine).to_polars()
            for name in ("estates", "areas", "area_estates")
        )
        towns = municipalities()
        chosen = delivery.years[:years]
        places = number_places(delivered_table(delivery, "dwellings", engine), engine)
        members = estates_on(dated, areas, date(chosen[-1], 12, 1))
        belongs = belonging(places.table, members, towns)
        regions = region_of(estates, areas, towns)
        chosen_groups = groups() if everything else ()
        for year in computed_years(
            delivery, engine, chosen, indicators, chosen_groups, places, belongs, regions
        ):
            part = year.figures
            is_kept = (pl.col("geography") == "estate") & (pl.col("group") == EVERYONE)
            kept.append(part.filter(is_kept).select("geography_id", "period", "indicator", "value"))
    return pl.concat(kept)


def by_hand(folder: Path, years: int, estates_alone: bool = False) -> pl.DataFrame:
    """The four raw shares of estates, as one writes them for DuckDB.

    Private housing comes along as one group; with `estates_alone` it is left out, so that DuckDB
    need not look at five of six persons. The product must, for the region and the nation.
    """
    housed = "WHERE estate_id IS NOT NULL" if estates_alone else ""
    shares = ", ".join(
        f"sum({value}) FILTER (WHERE {among}) / count(*) FILTER (WHERE {among}) AS {name}"
        for name, (value, among) in SHARES.items()
    )
    return _rows(
        f"SELECT estate_id, year, {shares} FROM {_persons(folder, years)} "  # noqa: S608
        f"JOIN read_parquet('{folder}/dwellings.parquet') USING (dwelling_id) "
        f"{housed} GROUP BY ALL"
    )


def six_by_hand(folder: Path, years: int) -> pl.DataFrame:
    """The shares of estates with income and convictions against region and nation, for DuckDB.

    What the claim asks of the product but for the means of two years. Everyone must be looked up in
    the dwellings, since the income of a region and the convictions of the nation are everyone's.
    """
    sums = ", ".join(
        f"sum({value}) FILTER (WHERE {among}) AS n_{name}, "
        f"count(*) FILTER (WHERE {among}) AS d_{name}"
        for name, (value, among) in (SHARES | FURTHER).items()
    )
    shares = ", ".join(f"n_{name} / d_{name} AS {name}" for name in SHARES | FURTHER)
    return _rows(
        f"WITH cells AS (SELECT estate_id, region, year, {sums} "  # noqa: S608
        f"FROM {_persons(folder, years)} "
        f"JOIN read_parquet('{folder}/dwellings.parquet') USING (dwelling_id) "
        "JOIN towns USING (municipality_code) GROUP BY ALL), "
        "regions AS (SELECT region, year, sum(n_income) / sum(d_income) AS of_region "
        "FROM cells GROUP BY ALL), "
        "nation AS (SELECT year, sum(n_convicted) / sum(d_convicted) AS of_nation "
        "FROM cells GROUP BY ALL) "
        f"SELECT estate_id, year, {shares}, income / of_region AS income_ratio, "
        "convicted / of_nation AS convicted_ratio FROM cells JOIN regions USING (region, year) "
        "JOIN nation USING (year) WHERE estate_id IS NOT NULL",
        towns=municipalities(),
    )


def with_pandas(folder: Path, years: int) -> pd.DataFrame:
    """The six indicators of estates with two-year means, region and nation, as an analyst would."""
    towns = municipalities().to_pandas()
    columns = ["dwelling_id", "estate_id", "municipality_code"]
    homes = pd.read_parquet(folder / "dwellings.parquet", columns=columns)
    homes = homes.merge(towns, on="municipality_code")
    tables = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        people = pd.read_parquet(folder / f"persons/year={year}").merge(homes, on="dwelling_id")
        age = people["age"]
        earns = age.between(15, 64) & people["fully_taxable"] & ~people["in_education"]
        people["no_attachment"] = (1 - people["attachment"]).where(age.between(18, 64))
        people["guilty"] = people["convicted"].astype(float).where(age >= 18)
        low = people["education"].isin(["basic", "unknown"]).astype(float)
        people["basic_school"] = low.where(age.between(30, 59))
        people["income"] = people["gross_income"].where(earns)
        people["nonwestern"] = people["origin"].astype(str).str.startswith("nonwestern")
        by = {"no_attachment": "mean", "guilty": "mean", "basic_school": "mean", "income": "mean",
              "nonwestern": "mean", "person_id": "size"}  # fmt: skip
        estates = people.groupby(["estate_id", "region"]).agg(by).reset_index()
        regions = people.groupby("region")["income"].mean().rename("of_region")
        estates = estates.merge(regions, on="region")
        estates["income_ratio"] = estates["income"] / estates["of_region"]
        estates["convicted_ratio"] = estates["guilty"] / people["guilty"].mean()
        tables.append(estates.assign(year=year))
    table = pd.concat(tables)
    before = table[["estate_id", "year", "no_attachment", "guilty"]].assign(
        year=lambda each: each["year"] + 1
    )
    both = table.merge(before, on=["estate_id", "year"], how="left", suffixes=("", "_before"))
    for name in ("no_attachment", "guilty"):
        both[f"{name}_two_years"] = (both[name] + both[f"{name}_before"]) / 2
    return both


def scan(folder: Path, years: int) -> None:
    """Every column that an indicator looks at, read and nothing more."""
    looked_at = {name for each in catalogue() if each.table == "persons" for name in each.columns}
    columns = sorted({"dwelling_id", *looked_at})
    hashed = ", ".join(f"bit_xor(hash({name}))" for name in columns)
    _rows(f"SELECT {hashed} FROM {_persons(folder, years)}")  # noqa: S608


def _rows(sql: str, **tables: pl.DataFrame) -> pl.DataFrame:
    connection = duckdb.connect()
    for name, held in tables.items():
        connection.register(name, held)
    relation = connection.sql(sql)
    assert relation is not None
    table: pl.DataFrame = relation.pl()
    return table


def _persons(folder: Path, years: int) -> str:
    paths = [f"'{folder}/persons/year={FIRST_YEAR + each}/*.parquet'" for each in range(years)]
    return f"read_parquet([{', '.join(paths)}], hive_partitioning=true)"


def agree(folder: Path, _: int) -> None:
    """All ways give the same figures; the run stops here if they do not."""
    found = ours(folder, PANDAS_YEARS, everything=False)
    last = str(FIRST_YEAR + PANDAS_YEARS - 1)
    wide = found.filter(pl.col("period") == last).pivot("indicator", index="geography_id",
                                                        values="value")  # fmt: skip
    hand = six_by_hand(folder, PANDAS_YEARS).filter(pl.col("year") == int(last))
    few = by_hand(folder, PANDAS_YEARS).filter(pl.col("year") == int(last))
    frame = with_pandas(folder, PANDAS_YEARS)
    table = pl.from_pandas(frame[frame["year"] == int(last)])
    both = (
        wide.join(hand, left_on="geography_id", right_on="estate_id", suffix="_hand")
        .join(few, left_on="geography_id", right_on="estate_id", suffix="_few")
        .join(table, left_on="geography_id", right_on="estate_id", suffix="_pandas")
    )
    assert len(both) == len(wide) > 0
    ratios = ("income_ratio", "convicted_ratio")
    pairs = [(name, f"{name}_hand") for name in (*SHARES, *FURTHER, *ratios)]
    pairs += [(name, f"{name}_few") for name in SHARES]
    pairs += [(name, f"{name}_pandas") for name in ("income", "basic_school", *ratios)]
    for one, other in pairs:
        apart = ((both[one] - both[other]) / both[other].abs().clip(1e-12)).abs().max()
        assert float(apart or 0) < 1e-9, (one, apart)  # type: ignore[arg-type]


TASKS: dict[str, Callable[[Path, int], Any]] = {
    "ours": lambda folder, years: ours(folder, years, everything=False),
    "everything": lambda folder, years: ours(folder, years, everything=True),
    "by_hand": by_hand,
    "estates_by_hand": lambda folder, years: by_hand(folder, years, estates_alone=True),
    "six_by_hand": six_by_hand,
    "pandas": with_pandas,
    "scan": scan,
    "agree": agree,
}


class Cost(NamedTuple):
    """Seconds by the clock, seconds of the processor, and GB, of one task."""

    seconds: float
    processor: float
    memory: float

    def over(self, other: Cost) -> float:
        """How many times the processor seconds of another."""
        return self.processor / other.processor

    def __str__(self) -> str:
        return (
            f"{self.seconds:5.1f} s ({self.processor:5.1f} of the processor) {self.memory:.2f} GB"
        )


def timed(task: str, folder: Path, years: int) -> Cost:
    """What one task takes in a process of its own; the imports are not timed."""
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder), str(years)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return Cost(*json.loads(told.splitlines()[-1]))


def measured(task: str, folder: Path, years: int) -> None:
    """Run a task and print what it took, for `timed`."""
    with connected("duckdb"):  # what is imported on first use is not timed
        pass
    start, worked = time.perf_counter(), time.process_time()
    TASKS[task](folder, years)
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    print(
        json.dumps([seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6])
    )


def legal(folder: Path, years: int) -> None:
    """The first claim."""
    print(f"{PEOPLE * years / 1e6:.0f} mio. person-years, the six legal indicators")
    whole = timed("ours", folder, years)
    print(f"  ours                           {whole}")
    for task, name in (
        ("by_hand", "four shares by hand"),
        ("estates_by_hand", "the same, estates alone"),
        ("six_by_hand", "all that is asked for, by hand"),
    ):
        hand = timed(task, folder, years)
        print(f"  {name:30} {hand}: ours takes {whole.over(hand):.2f} times as much")
    print(
        "  Estates alone need one person in six; the income of a region and the convictions of the"
    )
    print("  nation need everyone, so that no query by hand comes near the estates' own time.")
    short, slow = timed("ours", folder, PANDAS_YEARS), timed("pandas", folder, PANDAS_YEARS)
    print(f"  pandas, {PANDAS_YEARS} of the years           {slow}: ours {short.seconds:.1f} s, "
          f"{slow.seconds / short.seconds:.1f} times as fast and {slow.over(short):.1f} times less "
          "of the processor")  # fmt: skip


def everything(folder: Path, years: int) -> None:
    """The second claim."""
    whole, bare = timed("everything", folder, years), timed("scan", folder, years)
    print(f"{PEOPLE * years / 1e6:.0f} mio. person-years, all indicators, geographies and groups")
    print(f"  ours       {whole}")
    print(f"  bare scan  {bare}: {bare.over(whole):.0%} of it")


def growth(work: Path, picture: Path | None) -> None:
    """The third claim, and its picture where one is asked for."""
    print("Growth, the six legal indicators")
    points = []
    for people, years in ((125_000, 8), (1_250_000, 8), (PEOPLE, 17)):
        folder = work / (f"people-{years}" if people == PEOPLE else f"growth-{people}")
        if not folder.exists():
            make(people, years, folder)
        cost = timed("ours", folder, years)
        rows = people * years / 1e6
        points.append({"rows": rows, "seconds": cost.seconds})
        print(f"  {rows:6.1f} mio. rows {cost}, {cost.seconds / rows * 1000:.0f} ms a million")
    if picture is not None:
        scale = alt.Scale(type="log", nice=False)
        rows_read = alt.X("rows", type="quantitative", scale=scale, title="mio. rows")
        time_taken = alt.Y("seconds", type="quantitative", scale=scale)
        chart = alt.Chart(alt.InlineData(values=points), width=480, height=300)
        chart.mark_line(point=True).encode(rows_read, time_taken).save(picture)


def make(people: int, years: int, folder: Path) -> None:
    """Made-up registers, from a process of its own: what is measured in another begins with the
    peak of memory of the one that starts it."""
    asked = (people, range(FIRST_YEAR, FIRST_YEAR + years), SEED, folder)
    child = multiprocessing.get_context("spawn").Process(target=synthesize, args=asked)
    child.start()
    child.join()


def main() -> None:
    """Make the people, compare the figures, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, help="a folder to keep the made-up people in")
    parser.add_argument("--years", type=int, default=9, help="years of 5.9 mio. people")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--picture", type=Path, help="an .svg or .png file for the growth")
    parser.add_argument("--task", choices=sorted(TASKS))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("number", type=int, nargs="?")
    chosen = parser.parse_args()
    if chosen.task:
        measured(chosen.task, chosen.folder, chosen.number)
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = chosen.work or Path(temporary)
        years = 17 if chosen.full else chosen.years
        folder = work / f"people-{years}"
        if not folder.exists():
            print(f"making {PEOPLE * years / 1e6:.0f} mio. person-years", flush=True)
            make(PEOPLE, years, folder)
        timed("agree", folder, years)
        legal(folder, min(years, chosen.years))
        if chosen.full:
            everything(folder, years)
        if chosen.growth:
            growth(work, chosen.picture)


if __name__ == "__main__":
    main()
