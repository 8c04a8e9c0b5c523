"""From made-up people to the published lists: every published figure of 2010-2017 comes out."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic import pairing, synthesize
from boligsocial.snapshots.store.build import build_snapshot

PERSONS, YEARS, SEED, ON = 800_000, range(2007, 2018), 1, date(2017, 12, 1)
CRITERIA = {
    "pct_nonwestern": "nonwestern", "pct_no_attachment": "no_attachment",
    "pct_convicted": "convicted", "pct_basic_school": "basic_school",
    "income_pct_of_region": "income",
}  # fmt: skip
IN_THOUSANDS = 2011
"""The last year whose residents were published in thousands with two decimals."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibrated")
    synthesize(PERSONS, YEARS, SEED, folder / "R")
    return build_snapshot(folder / "R", ON, folder / "S").snapshot


@pytest.fixture(scope="module")
def published():
    lists = load_published_lists()
    dated = lists.figures.join(lists.lists.select("list_id", "list_date"), on="list_id")
    return dated.filter(pl.col("list_date").dt.year() <= ON.year).to_dicts()


def computed(snapshot):
    """What the snapshot says, by area, year and quantity."""
    verdicts = snapshot.table("verdicts").select("area_id", "on", "criterion", "value")
    residents = snapshot.table("indicators").filter(
        (pl.col("geography") == "area") & (pl.col("group") == "all")
        & (pl.col("indicator") == "residents")
    )  # fmt: skip
    found = {(area, on.year, criterion): value for area, on, criterion, value in verdicts.rows()}
    for row in residents.to_dicts():
        found[row["geography_id"], int(row["period"]), "residents"] = row["value"]
    return found


def test_every_published_figure_comes_out_within_its_rounding(snapshot, published):
    pairs, found = pairing(PERSONS, YEARS, SEED), computed(snapshot)
    wrong, tested = [], 0
    for row in published:
        year, quantity = row["list_date"].year, row["quantity"]
        value = found[pairs[row["area_id"]], year, CRITERIA.get(quantity, quantity)]
        half = Decimal(5).scaleb(Decimal(row["value"]).as_tuple().exponent - 1)
        if quantity == "residents" and year <= IN_THOUSANDS:
            half = Decimal(5)
        tested += 1
        if abs(Decimal(repr(value)) - Decimal(row["value"])) > half + Decimal("1e-9"):
            wrong.append((row["area_id"], year, quantity, row["value"], value))
    assert tested > 1000
    assert wrong == []


def test_the_lists_of_the_snapshot_are_as_long_as_the_published(snapshot):
    long = dict(
        snapshot.table("statuses").filter(pl.col("met") & (pl.col("status") == "ghetto"))
        .group_by(pl.col("on").dt.year()).len().iter_rows()
    )  # fmt: skip
    lists = load_published_lists().lists.filter(pl.col("list_date").dt.year() <= ON.year)
    counts = lists.select(pl.col("list_date").dt.year(), "ghetto_or_parallelsamfund").rows()
    for year, count in counts:
        # Two lists were published in 2011 and 2014; the one with figures stands for the year.
        assert long[year] in [each for other, each in counts if other == year], (year, count)
