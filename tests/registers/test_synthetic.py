"""Synthetic Denmark: whole, alike for the same seed, and about no real place."""

import hashlib
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from boligsocial.messages import UserError
from boligsocial.registers.projection import to_utm32
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.schema import TABLES
from boligsocial.registers.synthetic import generator, synthesize
from boligsocial.registers.synthetic.beginning import first_of_january
from boligsocial.registers.synthetic.model import (
    load_ages,
    load_model,
    load_municipalities,
    load_names,
)
from boligsocial.registers.synthetic.names import area_names, plain, real_names
from boligsocial.registers.synthetic.people import spread

YEARS = range(2012, 2018)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("denmark") / "R"
    synthesize(200_000, YEARS, 1, out)
    return out


def persons(folder, year):
    return pl.read_parquet(folder / f"persons/year={year}/persons.parquet")


def table(folder, name):
    return pl.read_parquet(folder / f"{name}.parquet")


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synthesize(2000, range(2015, 2018), seed, tmp_path / name)
    first, again, other = (digests(tmp_path / name) for name in "abc")
    assert first == again
    assert set(first) == set(other)
    label = "delivery.toml"
    assert not {first[name] for name in first if name != label} & set(other.values())


def test_there_are_as_many_people_as_were_asked_for(folder):
    assert len(persons(folder, YEARS[0])) == 200_000
    growth = len(persons(folder, YEARS[-1])) / 200_000
    assert 1.0 < growth < 1.05


def test_the_tables_are_those_of_the_schema(folder):
    for name, register in TABLES.items():
        path = next(folder.glob(f"{name}.parquet"), None) or next(
            folder.glob(f"{name}/*/*.parquet")
        )
        assert pl.read_parquet_schema(path).names() == [field.name for field in register.fields]


def test_homes_on_1_january_follow_from_the_year_before_and_its_moves(folder):
    for year in YEARS[:-1]:
        moves = pl.read_parquet(folder / f"moves/year={year}/moves.parquet")
        before = persons(folder, year).select("person_id", old="dwelling_id")
        after = persons(folder, year + 1).select("person_id", new="dwelling_id")
        assert moves["person_id"].is_unique().all()
        assert moves["date"].dt.year().unique().to_list() == [year]
        both = before.join(after, on="person_id", how="full", coalesce=True).join(
            moves, on="person_id", how="full", coalesce=True
        )
        moved = pl.col("date").is_not_null()
        same = pl.col("old").eq_missing(pl.col("new"))
        assert both.filter(~moved & ~same).is_empty()
        assert both.filter(moved & pl.col("old").ne_missing(pl.col("from_dwelling_id"))).is_empty()
        assert both.filter(moved & pl.col("new").ne_missing(pl.col("to_dwelling_id"))).is_empty()
        assert both.filter(moved & same).is_empty()


def test_a_dwelling_has_one_household_at_a_time(folder):
    """Who moves into a dwelling that others leave comes in a later quarter, or to them."""
    moves = pl.read_parquet(folder / f"moves/year={YEARS[0]}/moves.parquet")
    out = moves.group_by(dwelling_id="from_dwelling_id").agg(last_out=pl.col("date").max())
    stay = persons(folder, YEARS[0]).join(
        moves.select("person_id"), on="person_id", how="anti"
    ).select("dwelling_id").unique()  # fmt: skip
    emptied = out.join(stay, on="dwelling_id", how="anti")
    within = moves.filter(pl.col("from_dwelling_id").is_not_null()).join(
        emptied, left_on="to_dwelling_id", right_on="dwelling_id"
    )
    assert within.filter(pl.col("date") <= pl.col("last_out")).height <= 0.01 * within.height


def test_people_grow_a_year_older_and_keep_what_does_not_change(folder):
    first, second = (persons(folder, year) for year in YEARS[:2])
    both = first.join(second, on="person_id", suffix="_next")
    assert (both["age_next"] - both["age"]).unique().to_list() == [1]
    assert both.filter(
        (pl.col("sex") != pl.col("sex_next")) | (pl.col("origin") != pl.col("origin_next"))
    ).is_empty()
    new = second.join(first, on="person_id", how="anti")
    assert new.filter(pl.col("age") == 0).height > 0.005 * len(second)


def test_children_live_with_an_adult(folder):
    households = persons(folder, YEARS[-1]).group_by("dwelling_id").agg(oldest=pl.col("age").max())
    assert households.filter(pl.col("oldest") < 18).is_empty()


def test_municipalities_have_their_share_of_the_people(folder):
    known = load_municipalities()
    counted = persons(folder, YEARS[0]).join(table(folder, "dwellings"), on="dwelling_id")
    counted = counted.group_by("municipality_code").len().sort("municipality_code")
    assert counted["municipality_code"].to_list() == list(known.codes)
    drawn = counted["len"].to_numpy() / 200_000
    assert np.abs(drawn - known.share).max() < 0.002


def test_a_few_areas_have_1000_residents_in_each_year(folder):
    belongs = table(folder, "area_estates").join(
        table(folder, "dwellings").select("estate_id", "dwelling_id"), on="estate_id"
    )
    for year in YEARS:
        at = date(year, 1, 1)
        here = belongs.filter(
            pl.col("valid_from") <= at,
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= at),
        )
        residents = persons(folder, year).join(here, on="dwelling_id").group_by("area_id").len()
        assert (residents["len"] >= 1000).sum() >= 3


def test_exposed_areas_are_worse_off_than_the_country(folder):
    people = persons(folder, YEARS[-1]).join(table(folder, "dwellings"), on="dwelling_id")
    area = pl.col("estate_id").is_in(table(folder, "area_estates")["estate_id"].implode())
    age = pl.col("age")
    shares = people.group_by(area.fill_null(False).alias("area")).agg(
        nonwestern=pl.col("origin").str.starts_with("nonwestern").mean(),
        no_attachment=1 - pl.col("attachment").filter(age.is_between(18, 64)).mean(),
        convicted=pl.col("convicted").filter(age >= 18).mean(),
        basic=pl.col("education").is_in(["basic", "unknown"]).filter(age.is_between(30, 59)).mean(),
        income=pl.col("gross_income").filter(age.is_between(30, 59)).mean(),
    ).sort("area")  # fmt: skip
    country, areas = shares.rows(named=True)
    for name in ("nonwestern", "no_attachment", "convicted", "basic"):
        assert areas[name] > 1.5 * country[name]
    assert areas["income"] < 0.8 * country["income"]


def test_turnout_is_told_after_an_election_and_of_those_entitled(folder):
    told = {year: persons(folder, year) for year in YEARS}
    for year, people in told.items():
        of_them = people.filter(pl.col("voted").is_not_null())
        assert of_them.is_empty() == (year != 2014)
    people = told[2014]
    adult = pl.col("age") >= 18
    assert people.filter(~adult)["voted"].null_count() == people.filter(~adult).height
    entitled = people.filter(adult)["voted"].is_not_null().mean()
    assert 0.95 < entitled < 1
    # 71.9 per cent voted in the municipal elections of 2013.
    assert people["voted"].mean() == pytest.approx(0.719, abs=0.03)
    low = people.filter(pl.col("education").is_in(["basic", "unknown"]) & (pl.col("age") >= 30))
    assert low["voted"].mean() < people.filter(pl.col("age") >= 30)["voted"].mean() - 0.05


def test_wellbeing_is_of_pupils_in_forms_4_to_9(folder):
    people = persons(folder, 2016)
    told = people.filter(pl.col("wellbeing").is_not_null())
    assert told["age"].unique().sort().to_list() == [10, 11, 12, 13, 14, 15]
    assert told.height == people.filter(pl.col("age").is_between(10, 15)).height
    assert told["wellbeing"].is_between(1, 5).all()
    assert 3.4 < told["wellbeing"].mean() < 4.0


def test_some_of_the_young_have_a_job_beside_school(folder):
    people = persons(folder, 2016)
    young = people.filter(pl.col("age").is_between(13, 17))
    assert 0.25 < young["employed"].mean() < 0.45
    assert people.filter(pl.col("age") < 13)["employed"].sum() == 0


def test_areas_are_asked_oftener_and_weights_make_it_good(folder):
    answers = pl.read_parquet(folder / "surveys/year=2016/surveys.parquet")
    asked = answers.unique("respondent_id")
    areas = table(folder, "area_estates").select("estate_id").unique()
    homes = table(folder, "dwellings").join(areas, on="estate_id").select("dwelling_id")
    inside = asked.join(homes, on="dwelling_id", how="semi")
    adults = persons(folder, 2016).filter(pl.col("age") >= 18)
    adults_inside = adults.join(homes, on="dwelling_id", how="semi").height
    assert inside.height / adults_inside > 5 * asked.height / adults.height
    assert asked["weight"].sum() == pytest.approx(adults.height, rel=0.1)
    assert inside["weight"].sum() == pytest.approx(adults_inside, rel=0.15)
    scales = answers.group_by("question").agg(
        low=pl.col("answer").min(),
        high=pl.col("answer").max(),
        empty=pl.col("answer").is_null().mean(),
    )
    for question, low, high, empty in scales.iter_rows():
        assert (0 if high > 5 else 1) <= low < high <= 10, question
        assert 0 < empty < 0.1


def test_what_is_drawn_apart_changes_nothing_else(tmp_path):
    """Answers, votes and well-being come from numbers of their own."""
    model = load_model()
    quiet = model.survey.model_copy(update={"share_in_areas": 0.5})
    other = model.model_copy(update={"survey": quiet})
    found = []
    for name, chosen in (("a", model), ("b", other)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(generator, "load_model", lambda chosen=chosen: chosen)
            synthesize(3000, range(2013, 2016), 1, tmp_path / name)
        found.append(digests(tmp_path / name))
    assert {path for path in found[0] if found[0][path] != found[1][path]} == {
        f"surveys/year={year}/surveys.parquet" for year in range(2013, 2016)
    }


def test_estates_have_an_outline_of_their_own_in_denmark(folder):
    estates = table(folder, "estates")
    for outline in estates["geometry"].head(50):
        assert outline[:13] == b"\x01" + np.array([3, 1, 5], "<u4").tobytes()
        ring = np.frombuffer(outline[13:], "<f8").reshape(5, 2)
        assert (ring[0] == ring[-1]).all()
        assert ((ring > (430_000, 6_040_000)) & (ring < (900_000, 6_410_000))).all()
    dwellings = table(folder, "dwellings").group_by("estate_id").len()
    counted = estates.join(dwellings, on="estate_id")
    assert (counted["dwellings"] == counted["len"]).all()


def test_the_estates_of_an_area_touch_each_other(folder):
    rows = table(folder, "area_estates").join(table(folder, "estates"), on="estate_id")
    rings = {
        area: [
            np.frombuffer(g[13:], "<f8").reshape(5, 2) for g in part.sort("estate_id")["geometry"]
        ]
        for (area,), part in rows.group_by("area_id")
    }
    for each in rings.values():
        for one, next_one in pairwise(each):
            assert np.abs(one[1:3] - next_one[[0, 3]]).max() < 0.5


def test_names_are_made_up(folder):
    real = {plain(name) for name in load_published_lists().areas["name"]}
    real |= {plain(name) for name in load_published_lists().area_aliases["alias"]}
    assert not {plain(name) for name in table(folder, "areas")["name"]} & real
    assert not {plain(name) for name in table(folder, "estates")["name"]} & real


def test_no_name_that_the_parts_can_make_is_a_listed_area():
    parts = load_names()
    count = len(parts.areas_first) * len(parts.areas_last)
    names = area_names(count, np.random.default_rng(0))
    assert len(set(names)) == count
    assert not {plain(name) for name in names} & real_names()


def test_the_delivery_says_that_it_is_made_up(folder):
    label = (folder / "README").read_text("utf-8")
    assert "Opdigtede mennesker på opdigtede afdelinger" in label
    assert "--persons 200000 --years 2012:2017 --seed 1" in label


def test_progress_counts_the_years(tmp_path):
    told = []
    synthesize(1000, range(2015, 2018), 1, tmp_path / "R", lambda *each: told.append(each))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_one_year_has_no_moves(tmp_path):
    done = synthesize(1000, range(2015, 2016), 1, tmp_path / "R")
    assert (done.persons, done.moves) == (1000, 0)
    assert not (tmp_path / "R" / "moves").exists()


def test_a_stopped_run_leaves_nothing_behind(tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        synthesize(1000, range(2015, 2018), 1, tmp_path / "R", stop)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_no_hindrance(tmp_path):
    (tmp_path / ".R.part" / "persons").mkdir(parents=True)
    synthesize(1000, range(2015, 2016), 1, tmp_path / "R")
    assert [path.name for path in tmp_path.iterdir()] == ["R"]


@pytest.mark.parametrize(
    ("count", "years", "problem"),
    [
        (10, range(2015, 2016), "10 persons cannot be made"),
        (1000, range(2015, 2015), "the years 2015 to 2014 cannot be made"),
        (1000, range(1999, 2015), "the years 1999 to 2014 cannot be made"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path, count, years, problem):
    with pytest.raises(UserError, match=problem):
        synthesize(count, years, 1, tmp_path / "R")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UserError, match="exists already"):
        synthesize(1000, range(2015, 2016), 1, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_chances_have_the_level_of_their_place_as_mean():
    rng = np.random.default_rng(3)
    place, weight = rng.integers(0, 3, 3000).astype(np.int32), rng.random(3000)
    counted = rng.random(3000) < 0.7
    level = np.array([0.1, 0.25, 0.4])
    chance = spread(level, weight, place, counted, np.inf)
    for each in range(3):
        assert chance[counted & (place == each)].mean() == pytest.approx(level[each])


def test_levels_are_data_for_every_place_and_year():
    model = load_model()
    begun = first_of_january(5000, YEARS, 1, model, load_municipalities())
    for values in begun.targets.levels.values():
        assert values.shape == (len(YEARS), len(begun.places.municipality))
    targets = begun.targets
    assert (targets.of(2014)["convicted"] == targets.levels["convicted"][2]).all()


def test_the_carried_population_is_that_of_statistics_denmark(reference_data):
    extract = pl.read_csv(
        reference_data / "statbank/FOLK1A_bulk_2008K1_2020K1.csv", separator=";",
        schema_overrides={"OMRÅDE": pl.String},
    )  # fmt: skip
    nation = extract.filter(pl.col("OMRÅDE") == "000", pl.col("TID") == "2008K1")
    ages, by_sex = load_ages()
    for column, sex in enumerate((1, 2)):
        there = dict(nation.filter(pl.col("KØN") == sex).select("ALDER", "INDHOLD").iter_rows())
        assert {age: by_sex[age, column] for age in there} == there
        assert set(ages) - set(there) == {38}
    known = load_municipalities()
    towns = extract.filter(pl.col("TID") == "2017K1", pl.col("OMRÅDE").is_in(["461", "751", "851"]))
    for code, people in towns.group_by("OMRÅDE").agg(pl.col("INDHOLD").sum()).iter_rows():
        # The extract lacks an age of 101, and the carried figure is the mean of the year.
        share = known.share[known.codes.index(code.zfill(4))]
        assert people / share == pytest.approx(5_760_977, rel=0.025)


@pytest.mark.parametrize(
    ("lon", "lat", "east", "north"),
    [(9.0, 0.0, 500_000.0, 0.0), (9.0, 56.0, 500_000.0, 6_206_079.587)],
)
def test_the_projection_is_right_on_its_meridian(lon, lat, east, north):
    assert to_utm32(np.array([lon]), np.array([lat])) == pytest.approx((east, north), abs=0.01)


def test_the_projection_keeps_its_scale_off_the_meridian():
    """A degree of latitude on the ellipsoid at 56°, by the radius of curvature, at Copenhagen."""
    lon, lat, step = 12.5, 56.0, 1e-4
    (x0, x1), (y0, y1) = to_utm32(np.array([lon, lon]), np.array([lat, lat + step]))
    a, e2 = 6378137.0, 0.00669438002290
    radius = a * (1 - e2) / (1 - e2 * np.sin(np.radians(lat)) ** 2) ** 1.5
    true = radius * np.radians(step)
    prime = a / np.sqrt(1 - e2 * np.sin(np.radians(lat)) ** 2)
    off = np.radians(lon - 9) * np.cos(np.radians(lat)) * prime
    scale = 0.9996 * (1 + (off / radius) ** 2 / 2)
    assert np.hypot(x1 - x0, y1 - y0) / true == pytest.approx(scale, abs=2e-5)
