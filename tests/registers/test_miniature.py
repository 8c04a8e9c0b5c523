"""A miniature: whole towns with areas and estates side by side, and lists of a size to match."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic import pairing, synthesize
from boligsocial.registers.synthetic.beginning import first_of_january
from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.published import Standing
from boligsocial.registers.synthetic.calibration.standings import wanted_standings
from boligsocial.registers.synthetic.miniature import is_miniature, of_size, small_lists
from boligsocial.registers.synthetic.model import load_model, load_municipalities
from boligsocial.registers.synthetic.places import positions

MODEL, KNOWN = load_model(), load_municipalities()
PERSONS, YEARS = 300_000, range(2018, 2025)


def begun(persons=PERSONS, years=YEARS, seed=1):
    return first_of_january(persons, years, seed, MODEL, of_size(KNOWN, persons, MODEL))


@pytest.fixture(scope="module")
def country():
    return begun()


@pytest.mark.parametrize("persons", [300_000, 600_000, 799_999])
def test_some_towns_are_whole_and_all_others_share_the_rest(persons):
    share = of_size(KNOWN, persons, MODEL).share
    residents, real = share * persons, KNOWN.share * MODEL.world.full_population
    whole = np.isclose(residents, real)
    assert {KNOWN.codes[at] for at in np.flatnonzero(whole)} <= set(MODEL.miniature.towns)
    assert 0.6 * persons < residents[whole].sum() <= MODEL.miniature.share_in_towns * persons
    assert share.sum() == pytest.approx(1)
    thinned = (residents / real)[~whole]
    assert thinned == pytest.approx(thinned[0])
    assert 0 < thinned[0] < 0.1


@pytest.mark.parametrize("persons", [299_999, 800_000])
def test_other_sizes_are_no_miniature(persons):
    assert not is_miniature(persons, MODEL)
    assert of_size(KNOWN, persons, MODEL) is KNOWN


def test_the_size_of_the_demonstration_has_areas_in_every_region():
    known = of_size(KNOWN, 600_000, MODEL)
    whole = np.isclose(known.share * 600_000, KNOWN.share * MODEL.world.full_population)
    assert {KNOWN.regions[at] for at in np.flatnonzero(whole)} == set(KNOWN.regions)


def test_a_miniature_has_no_counterparts():
    assert is_miniature(PERSONS, MODEL)
    assert pairing(PERSONS, YEARS, 1) == {}


def test_areas_of_a_town_lie_in_quarters_with_estates_beside_them(country):
    places = country.places
    inside = places.area >= 0
    assert (places.quarter[inside] >= 0).all()
    for quarter in range(places.quarter.max() + 1):
        here = places.quarter == quarter
        assert len(np.unique(places.municipality[here])) == 1
        areas = len(np.unique(places.area[here & inside]))
        assert areas <= max(MODEL.miniature.areas_together)
        assert (here & places.beside).sum() == MODEL.miniature.estates_beside
    together = [len(np.unique(places.area[inside & (places.quarter == each)]))
                for each in range(places.quarter.max() + 1)]  # fmt: skip
    assert max(together) > 1


def test_what_lies_in_a_row_does_not_overlap_and_is_near(country):
    """The gap is measured on the outlines, by their corners along the axis across the row."""
    places, chosen = country.places, MODEL.miniature
    corners, _, _ = positions(places, MODEL, KNOWN, np.random.default_rng(1))
    estates = np.array(places.estates)
    for quarter in range(places.quarter.max() + 1):
        mine = np.flatnonzero(places.quarter[estates] == quarter)
        across = corners[mine[0], 2] - corners[mine[0], 1]
        along = corners[mine] @ (across / np.linalg.norm(across))
        of = np.where(places.area[estates[mine]] < 0, -1 - mine, places.area[estates[mine]])
        spans = sorted((along[of == each].min(), along[of == each].max()) for each in np.unique(of))
        gaps = [after[0] - before[1] for before, after in pairwise(spans)]
        assert gaps == pytest.approx([chosen.gap_m] * len(gaps), abs=1)


def test_estates_beside_areas_are_exposed(country):
    places, levels = country.places, country.targets.of(YEARS[0])
    others = (places.area < 0) & ~places.beside
    others[: places.private] = False
    for name in ("no_attachment", "convicted", "basic_school"):
        assert levels[name][places.beside].mean() > 1.3 * levels[name][others].mean()
    assert levels["income"][places.beside].mean() < 0.8 * levels["income"][others].mean()


@pytest.mark.parametrize("areas", [20, 40, 53])
def test_lists_have_the_published_sizes_in_the_measure_of_the_areas(areas):
    share = areas / MODEL.miniature.areas_of_lists
    published = {row["list_id"]: row for row in load_published_lists().lists.to_dicts()}
    lists = small_lists(areas, YEARS, MODEL)
    wanted = wanted_standings(lists, {}, areas)
    assert sorted(lists) == list(YEARS[1:])
    for year, listing in lists.items():
        row = published[listing.list_id]
        assert (wanted[year] >= Standing.EXPOSED).sum() == round(share * row["udsat"])
        ghettos = round(share * row["ghetto_or_parallelsamfund"])
        assert (wanted[year] == Standing.GHETTO).sum() == ghettos
        assert (wanted[year] == Standing.PREVENTION).sum() == round(
            share * (row["forebyggelse"] or 0)
        )


def test_areas_come_and_go():
    wanted = wanted_standings(small_lists(40, YEARS, MODEL), {}, 40)
    listed = [wanted[year] >= Standing.EXPOSED for year in sorted(wanted)]
    pairs = list(pairwise(listed))
    assert any((before & ~after).any() for before, after in pairs)
    assert any((~before & after).any() for before, after in pairs)
    assert all((before & after).any() for before, after in pairs)


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_plan_is_found_whatever_the_seed(seed):
    plan = begun(seed=seed).plan
    assert plan.lacking == {}
    assert (plan.series["residents"] >= load_list_model().least_residents).all()


@pytest.mark.parametrize("years", [range(2016, 2017), range(2008, 2011), range(2024, 2027)])
def test_years_without_lists_are_planned_too(years):
    assert begun(years=years).plan is not None


def test_each_area_comes_to_what_it_is_to_be(tmp_path):
    """The shares are computed with plain Polars, apart from the product's own indicators."""
    years = range(2022, 2025)
    done = synthesize(PERSONS, years, 1, tmp_path / "R")
    assert (done.missed, done.lacking) == (0, {})
    dwellings = pl.read_parquet(tmp_path / "R" / "dwellings.parquet")
    homes = dwellings.join(pl.read_parquet(tmp_path / "R" / "area_estates.parquet"), on="estate_id")
    adult = pl.col("age").is_between(18, 64)
    people = pl.concat(
        pl.read_parquet(tmp_path / "R" / "persons" / f"year={year}").with_columns(
            pl.lit(year).alias("year")
        )
        for year in years[1:]
    ).join(homes, on="dwelling_id")
    by_year = people.group_by("area_id", "year").agg(
        residents=pl.len(),
        nonwestern=pl.col("origin").cast(pl.String).str.starts_with("nonwestern").mean(),
        no_attachment=(1 - pl.col("attachment")).filter(adult).mean(),
        convicted=pl.col("convicted").filter(pl.col("age") >= 18).mean(),
    )
    plan = begun(years=years).plan
    assert by_year["area_id"].n_unique() == done.areas
    for row in by_year.iter_rows(named=True):
        at = row["year"] - years[0], int(row["area_id"][1:]) - 1
        planned = {name: plan.series[name][at] for name in row if name in plan.series}
        assert row["residents"] == pytest.approx(planned["residents"], rel=0.013)
        assert row["nonwestern"] == pytest.approx(planned["nonwestern"], abs=0.005)
        assert row["no_attachment"] == pytest.approx(planned["no_attachment"], abs=1e-5)
        assert row["convicted"] == pytest.approx(planned["convicted"], abs=1e-3)
