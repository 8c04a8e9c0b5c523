"""A calibrated delivery: each published row has a counterpart with its figures, and the lists their
sizes. The figures are computed here with plain Polars, apart from the product's own indicators."""

import csv
import unicodedata
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from boligsocial.law.classification import classify
from boligsocial.registers.checks import check_delivery
from boligsocial.registers.deliveries import open_delivery
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic import pairing, synthesize

PERSONS, YEARS, SEED = 800_000, range(2007, 2025), 1
DECIMALS = {
    "residents": 0, "pct_nonwestern": 1, "pct_no_attachment": 1, "pct_convicted": 2,
    "pct_basic_school": 1, "income_pct_of_region": 1,
}  # fmt: skip
# The lists with figures, by the year whose 1 January they are of.
LIST_OF_YEAR = {
    2010: "2010-10-26", 2011: "2011", 2012: "2012-10-01", 2013: "2013-10-01", 2014: "2014-12-01",
    2015: "2015-12-01", 2016: "2016-12-01", 2017: "2017-12-01", 2018: "2018-12-01",
    2019: "2019-12-01", 2020: "2020-12-01", 2021: "2021-12-01", 2022: "2022-12-01",
    2023: "2023-12-01", 2024: "2024-12-01",
}  # fmt: skip
AGE = pl.col("age")
PUBLISHED = load_published_lists()
PAIRING = pairing(PERSONS, YEARS, SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The smallest size that carries all published rows, over all years with a list."""
    out = tmp_path_factory.mktemp("calibrated") / "R"
    synthesize(PERSONS, YEARS, SEED, out)
    return out


def table(folder, name):
    return pl.read_parquet(folder / f"{name}.parquet")


def yearly(folder, year):
    """Shares of one year by area, in per cent, and the nation's share of convicted."""
    regions = PUBLISHED.municipalities.select("municipality_code", "region")
    dwellings = table(folder, "dwellings").select("dwelling_id", "estate_id", "municipality_code")
    people = pl.read_parquet(folder / f"persons/year={year}/persons.parquet")
    people = people.join(dwellings, on="dwelling_id").join(regions, on="municipality_code")
    on = date(year, 12, 1)
    belongs = table(folder, "area_estates").filter(
        pl.col("valid_from") <= on, pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
    )
    taxed = pl.col("fully_taxable") & AGE.is_between(15, 64) & ~pl.col("in_education")
    income = pl.col("gross_income").filter(taxed).mean()
    low = pl.col("education").cast(pl.String).is_in(["basic", "unknown"])
    if year >= 2018:
        low = low | ~pl.col("education_in_denmark")
    shares = (
        people.join(belongs.select("area_id", "estate_id"), on="estate_id")
        .group_by("area_id", "region")
        .agg(
            residents=pl.len(),
            pct_nonwestern=pl.col("origin").cast(pl.String).str.starts_with("nonwestern").mean()
            * 100,
            without=(1 - pl.col("attachment")).filter(AGE.is_between(18, 64)).mean() * 100,
            convicted=pl.col("convicted").filter(AGE >= 18).mean() * 100,
            pct_basic_school=low.filter(AGE.is_between(30, 59)).mean() * 100,
            income=income,
        )
        .join(people.group_by("region").agg(of_region=income), on="region")
        .with_columns(income_pct_of_region=pl.col("income") / pl.col("of_region") * 100)
    )
    nation = people.filter(AGE >= 18)["convicted"].mean() * 100
    return shares.with_columns(year=pl.lit(year), nation=pl.lit(nation))


@pytest.fixture(scope="module")
def lists(folder):
    """The figures of each area on each list: means of four years to 2013, then of two."""
    years = pl.concat([yearly(folder, year) for year in YEARS])
    rows = []
    for year in LIST_OF_YEAR:
        window = 4 if year <= 2013 else 2
        means = (
            years.filter(pl.col("year").is_between(year - window + 1, year))
            .group_by("area_id")
            .agg(
                pct_no_attachment=pl.col("without").mean(),
                pct_convicted=pl.col("convicted").mean(),
                national=pl.col("nation").mean(),
            )
        )
        rows.append(years.filter(pl.col("year") == year).join(means, on="area_id"))
    return pl.concat(rows)


@pytest.fixture(scope="module")
def classified(lists):
    """What the law says of each area on each list, each list after those before it."""
    history, told = [], {}
    for year in LIST_OF_YEAR:
        on = date(year, 12, 1)
        values = lists.filter(pl.col("year") == year).rename({"area_id": "area_key"})
        rates = {on: Fraction(values["national"][0])}
        past = pl.DataFrame(
            history, orient="row",
            schema={"list_date": pl.Date, "area_key": pl.String, "status": pl.String,
                    "on_list": pl.Boolean},
        )  # fmt: skip
        told[year] = classify(values, on, national_rates=rates, history=past).areas
        name = "ghetto" if year < 2021 else "parallelsamfund"
        history += [(on, key, name, True) for key in told[year].filter(name)["area_key"]]
    return told


def published_figures():
    """Each published figure as list, area, quantity and the text as published."""
    return PUBLISHED.figures.select("list_id", "area_id", "quantity", "value").rows()


def test_every_published_figure_is_that_of_its_counterpart(lists):
    computed = {(row["year"], row["area_id"]): row for row in lists.iter_rows(named=True)}
    year_of = {list_id: year for year, list_id in LIST_OF_YEAR.items()}
    wrong = []
    for list_id, area_id, quantity, value in published_figures():
        found = computed[year_of[list_id], PAIRING[area_id]][quantity]
        if abs(found - float(value)) > 0.5 * 10 ** -DECIMALS[quantity]:
            wrong.append((list_id, area_id, quantity, value, found))
    assert not wrong
    assert len(published_figures()) == 1135


def test_the_rows_of_the_reference_data_are_those_of_their_counterparts(lists, reference_data):
    names = PUBLISHED.areas.join(
        PUBLISHED.municipalities, on="municipality_code", suffix="_municipality"
    )
    ids = {
        (row["name_municipality"], row["name"]): row["area_id"]
        for row in names.iter_rows(named=True)
    }
    computed = {(row["year"], row["area_id"]): row for row in lists.iter_rows(named=True)}
    with (reference_data / "official-lists/values.csv").open(encoding="utf-8") as file:
        all_rows = csv.DictReader(unicodedata.normalize("NFC", line) for line in file)
        rows = [row for row in all_rows if row["list_date"][:4] <= "2017"]
    complete = set()
    for row in rows:
        area = PAIRING[ids[row["municipality"], row["area"]]]
        counterpart = computed[int(row["list_date"][:4]), area]
        told = [name for name in DECIMALS if row[name]]
        for name in told:
            assert round(counterpart[name], DECIMALS[name]) == pytest.approx(float(row[name]))
        if len(told) >= 4:
            complete.add((row["list_date"], area))
    assert len(complete) == 231


def test_the_lists_have_their_published_sizes(classified):
    """Prevention areas are more than the areas of this size; see the list of the full size."""
    sizes = {}
    for year, areas in classified.items():
        ghetto, hard = ("ghetto", "haard") if year < 2021 else ("parallelsamfund", "omdannelse")
        sizes[LIST_OF_YEAR[year]] = (
            areas["udsat"].sum() if year >= 2018 else None,
            areas[ghetto].sum(),
            areas[hard].sum() if year >= 2018 else None,
        )
    columns = ("udsat", "ghetto_or_parallelsamfund", "haard_ghetto_or_omdannelse")
    published = {row["list_id"]: tuple(row[name] for name in columns)
                 for row in PUBLISHED.lists.iter_rows(named=True)}  # fmt: skip
    assert sizes == {list_id: published[list_id] for list_id in sizes}


def test_every_area_is_listed_as_its_counterpart_was(classified):
    """Where the published list names all that are ghettos or parallel societies."""
    members = PUBLISHED.memberships.filter("on_list", pl.col("status").is_in(
        ["ghetto", "parallelsamfund"]))  # fmt: skip
    for year in range(2010, 2024):
        areas = classified[year]
        name = "ghetto" if year < 2021 else "parallelsamfund"
        named = members.filter(pl.col("list_id") == LIST_OF_YEAR[year])["area_id"]
        assert set(areas.filter(name)["area_key"]) == {PAIRING[area_id] for area_id in named}


def test_all_verdicts_are_told(classified):
    for areas in classified.values():
        assert not areas["ghetto" if "ghetto" in areas.columns else "parallelsamfund"].has_nulls()


def test_a_calibrated_delivery_is_sound(folder):
    assert check_delivery(open_delivery(folder)) == ()


def test_a_counterpart_lies_in_the_region_of_its_area(folder):
    assert len(set(PAIRING.values())) == len(PAIRING) == len(PUBLISHED.areas)
    region = dict(PUBLISHED.municipalities.select("municipality_code", "region").iter_rows())
    of_area = dict(PUBLISHED.areas.select("area_id", "municipality_code").iter_rows())
    made_up = dict(
        table(folder, "areas").select("area_id", pl.col("municipality_code").cast(pl.String))
        .iter_rows()
    )  # fmt: skip
    for area_id, counterpart in PAIRING.items():
        assert region[made_up[counterpart]] == region[of_area[area_id]]


def test_nothing_in_the_delivery_tells_the_pairing(folder):
    """The order of the made-up areas is another than that of the published ones."""
    order = [PAIRING[area_id] for area_id in PUBLISHED.areas["area_id"].sort()]
    assert order != sorted(order)
    assert table(folder, "areas").columns == [
        "area_id", "name", "municipality_code", "valid_from", "valid_to"
    ]  # fmt: skip
    assert not set(table(folder, "areas")["name"]) & set(PUBLISHED.areas["name"])


def test_people_move_once_a_year_and_live_where_they_moved(folder):
    for year in (2012, 2017):
        moves = pl.read_parquet(folder / f"moves/year={year}/moves.parquet")
        before, after = (
            pl.read_parquet(folder / f"persons/year={each}/persons.parquet",
                            columns=["person_id", "dwelling_id"])
            for each in (year, year + 1)
        )  # fmt: skip
        assert moves["person_id"].is_unique().all()
        both = before.join(after, on="person_id", how="full", coalesce=True, suffix="_new").join(
            moves, on="person_id", how="left"
        )
        stayed = both.filter(pl.col("date").is_null())
        assert (stayed["dwelling_id"] == stayed["dwelling_id_new"]).all()
        moved = both.filter(pl.col("date").is_not_null())
        assert moved["dwelling_id_new"].eq_missing(moved["to_dwelling_id"]).all()
        assert moved["dwelling_id"].eq_missing(moved["from_dwelling_id"]).all()


def test_nobody_is_given_a_dwelling_before_it_is_left(folder):
    """The last moves of the year, which bring areas to their numbers, come after all others."""
    moves = pl.read_parquet(folder / "moves/year=2016/moves.parquet")
    within = pl.col("from_dwelling_id", "to_dwelling_id").is_not_null()
    late = moves.filter(pl.col("date") >= date(2016, 12, 2), within)
    left = moves.group_by(to_dwelling_id="from_dwelling_id").agg(left=pl.col("date").max())
    both = late.join(left, on="to_dwelling_id")
    overlapping = both.filter(pl.col("left") >= pl.col("date"))
    assert len(overlapping) <= 0.01 * len(late)


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in "ab":
        synthesize(PERSONS, range(2013, 2015), 3, tmp_path / name)
    for path in (tmp_path / "a").rglob("*.parquet"):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("persons", "years"), [(PERSONS - 1, YEARS), (PERSONS, range(2018, 2019))]
)  # fmt: skip
def test_without_size_or_years_there_are_no_counterparts(persons, years):
    assert pairing(persons, years, SEED) == {}
