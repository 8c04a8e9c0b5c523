"""What calibration is made of: smooth paths, standings by law, exchanges of households, exact
numbers."""

from datetime import date
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.law.classification import classify
from boligsocial.law.rules import rules_on
from boligsocial.messages import UserError
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic.beginning import first_of_january
from boligsocial.registers.synthetic.calibration import plan as plans
from boligsocial.registers.synthetic.calibration.counterparts import area_count, numbers, sites
from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.exact import shares, with_numbers, with_shares
from boligsocial.registers.synthetic.calibration.goals import Calibration, Goal
from boligsocial.registers.synthetic.calibration.paths import Mean, smooth_path
from boligsocial.registers.synthetic.calibration.plan import planned
from boligsocial.registers.synthetic.calibration.published import (
    OVER_YEARS,
    Standing,
    figures,
    list_of_year,
    listings,
)
from boligsocial.registers.synthetic.calibration.standings import (
    corrections,
    lacking,
    wanted_standings,
)
from boligsocial.registers.synthetic.calibration.steered_moves import households, steered
from boligsocial.registers.synthetic.calibration.steering import Aim, exchange
from boligsocial.registers.synthetic.model import LEVELS, load_model, load_municipalities

MODEL = load_list_model()
FULL, ALL_YEARS = 5_900_000, range(2007, 2025)
COLUMNS = {
    "nonwestern": "pct_nonwestern", "no_attachment": "pct_no_attachment",
    "convicted": "pct_convicted", "basic_school": "pct_basic_school",
    "income": "income_pct_of_region",
}  # fmt: skip


def listed(figures_by_area, year, nation, history=None):
    """The law's verdict on rows of figures (shares) on the list of a year."""
    on = date(year, 12, 1)
    table = pl.DataFrame(
        [{"area_key": str(place), "residents": 1500.0}
         | {COLUMNS[name]: 100 * row[name] for name in LEVELS}
         for place, row in enumerate(figures_by_area)]
    )  # fmt: skip
    rates = {on: Fraction(100 * nation)}
    return classify(table, on, national_rates=rates, history=history).areas


def highest(row):
    """The standing of an area, from the columns of the law."""
    if row.get("ghetto") or row.get("parallelsamfund"):
        return Standing.GHETTO
    if row.get("udsat"):
        return Standing.EXPOSED
    return Standing.PREVENTION if row.get("forebyggelse") else Standing.NONE


@pytest.mark.parametrize("year", range(2010, 2025))
def test_the_limits_are_those_of_the_law(year):
    """The limits that areas are kept from repeat the law, which this room does not know."""
    period, rules = MODEL.period_of(year), rules_on(date(year, 12, 1))
    criteria = {each.id: each for each in rules.criteria}
    statuses = {each.id: each for each in rules.statuses}
    first = statuses["ghetto"] if year < 2018 else statuses["udsat"]
    assert (set(period.of), period.required) == (set(first.of), first.required)
    soft = {f"forebyggelse_{name}": limit for name, limit in period.softer.items()}
    told = period.of | soft
    if period.nonwestern is not None:
        told |= {"nonwestern": period.nonwestern}
    if period.softer_nonwestern is not None:
        told |= {"forebyggelse_nonwestern": period.softer_nonwestern}
    assert set(told) == set(criteria)
    for name, limit in told.items():
        criterion = criteria[name]
        by_nation = name.endswith("convicted") and period.times_nation
        in_law = criterion.threshold(Fraction(1)) if by_nation else criterion.threshold(None)
        assert float(in_law) == pytest.approx(limit if by_nation else 100 * limit)
        assert criterion.window_years == (
            period.window if criterion.measure.column in map(COLUMNS.get, OVER_YEARS) else 1
        )


SHARES = st.fixed_dictionaries({
    "nonwestern": st.floats(0.05, 0.9), "no_attachment": st.floats(0.15, 0.6),
    "convicted": st.floats(0.005, 0.06), "basic_school": st.floats(0.2, 0.85),
    "income": st.floats(0.45, 0.9),
})  # fmt: skip


@given(SHARES, st.sampled_from(range(2010, 2025)), st.sampled_from(list(Standing)),
       st.floats(0, 1))  # fmt: skip
def test_corrected_figures_have_the_standing_by_law(shares, year, standing, more):
    if year < 2018 and standing not in (Standing.NONE, Standing.GHETTO):
        return
    if year < 2021 and standing == Standing.PREVENTION:
        return
    nation = 0.007
    limits = MODEL.period_of(year).at(nation)
    changed = dict(shares)
    for _ in range(5):
        changed |= corrections(changed, frozenset(), standing, limits, MODEL, more)
    assert highest(listed([changed], year, nation).row(0, named=True)) == standing


@given(SHARES, st.sampled_from(range(2010, 2025)))
def test_figures_with_the_standing_already_are_left_alone(shares, year):
    nation = 0.007
    limits = MODEL.period_of(year).at(nation)
    standing = highest(listed([shares], year, nation).row(0, named=True))
    moved = corrections(shares, frozenset(LEVELS), standing, limits, MODEL, 0.0)
    assert moved == {}


def test_the_standings_are_named_and_counted_as_published():
    """Prevention areas are counted without those of § 61 a."""
    number = numbers(FULL, ALL_YEARS, 1)
    wanted = wanted_standings(listings(ALL_YEARS), number, 200)
    lists = {row["list_id"]: row for row in load_published_lists().lists.iter_rows(named=True)}
    for year, standings in wanted.items():
        row = lists[list_of_year()[year]]
        assert (standings == Standing.GHETTO).sum() == row["ghetto_or_parallelsamfund"]
        if row["udsat"] is not None:
            assert (standings >= Standing.EXPOSED).sum() == row["udsat"]
        if row["forebyggelse"] is not None:
            assert (standings == Standing.PREVENTION).sum() == row["forebyggelse"]
    years = sorted(wanted)
    for year in range(2018, 2025):
        count = 4 if year == 2020 else 5
        run = [wanted[each] == Standing.GHETTO for each in years if year - count < each <= year]
        hard = np.logical_and.reduce(run).sum()
        assert hard == lists[list_of_year()[year]]["haard_ghetto_or_omdannelse"]


@pytest.mark.parametrize(("persons", "enough"), [(800_000, False), (FULL, True)])
def test_what_a_list_lacks_is_told(persons, enough):
    """Only prevention areas can be too few: the others are counterparts."""
    lists = listings(ALL_YEARS)
    wanted = wanted_standings(lists, numbers(persons, ALL_YEARS, 1), area_count(persons))
    published = {row["list_id"]: row for row in load_published_lists().lists.to_dicts()}
    short = lacking(lists, wanted)
    assert (short == {}) == enough
    for year in range(2021, 2025):
        counted = published[list_of_year()[year]]["forebyggelse"]
        assert (wanted[year] == Standing.PREVENTION).sum() == counted - short.get(year, 0)


def test_areas_that_no_moves_bring_to_their_aim_are_told():
    model, known = load_model(), load_municipalities()
    begun = first_of_january(20_000, range(2015, 2017), 3, model, known)
    people, places = begun.people, begun.places
    nobody = np.zeros(len(people), bool)
    there = households(people, 2016, nobody, np.zeros(0, np.int64), places, domestic=False)
    area = places.area[places.place]
    now = np.bincount(area[area >= 0], there.counts[area >= 0, 0])
    wide = np.tile([[0.0], [1.0]], (1, len(now)))
    aim = now + np.array([0, 3, 100_000])
    goal = goal_for(len(now), residents=np.stack([aim, aim]), nonwestern=wide, basic_school=wide)
    regions = np.unique(known.regions, return_inverse=True)[1]
    moving = steered(there, goal, places, regions, np.random.default_rng(1))
    assert moving.missed.tolist() == [2]
    assert len(moving.old) > 0


def full_plan():
    number = numbers(FULL, ALL_YEARS, 1)
    rng = np.random.default_rng(5)
    drawn_from = {
        "nonwestern": (0.2, 0.7), "no_attachment": (0.25, 0.5), "convicted": (0.008, 0.03),
        "basic_school": (0.35, 0.65), "income": (0.5, 0.85), "residents": (1100, 4000),
    }  # fmt: skip
    ground = {
        name: np.tile(rng.uniform(low, high, 200), (len(ALL_YEARS), 1))
        for name, (low, high) in drawn_from.items()
    }
    return planned(ALL_YEARS, number, ground, listings(ALL_YEARS), rng), number


def test_a_plan_of_all_areas_gives_the_published_lists():
    plan, number = full_plan()
    first = ALL_YEARS[0]
    lists = {row["list_id"]: row for row in load_published_lists().lists.iter_rows(named=True)}
    for year, list_id in list_of_year().items():
        at, window = year - first, MODEL.period_of(year).window
        rows = [
            {name: plan.series[name][at - (window if name in OVER_YEARS else 1) + 1 : at + 1, area]
             .mean() for name in LEVELS} for area in range(200)
        ]  # fmt: skip
        nation = plan.nation[at - 1 : at + 1].mean()
        standings = [highest(row) for row in listed(rows, year, nation).iter_rows(named=True)]
        row = lists[list_id]
        assert standings.count(Standing.GHETTO) == row["ghetto_or_parallelsamfund"]
        if row["forebyggelse"] is not None:
            assert standings.count(Standing.PREVENTION) == row["forebyggelse"]
        if row["udsat"] is not None:
            above = standings.count(Standing.EXPOSED) + standings.count(Standing.GHETTO)
            assert above == row["udsat"]
    for figure in figures(ALL_YEARS):
        window = MODEL.period_of(figure.year).window if figure.quantity in OVER_YEARS else 1
        at = figure.year - first
        path = plan.series[figure.quantity][at - window + 1 : at + 1, number[figure.area_id]]
        assert figure.low - 1e-9 <= path.mean() <= figure.high + 1e-9


def test_a_plan_that_does_not_come_out_is_refused_in_a_line(monkeypatch):
    monkeypatch.setattr(plans, "_ROUNDS", 1)
    with pytest.raises(UserError, match="choose another --seed") as refused:
        full_plan()
    assert "\n" not in str(refused.value)


def test_a_plan_stays_within_what_is_plausible():
    plan, _ = full_plan()
    for name, least in MODEL.least.items():
        assert plan.series[name].min() >= least - 1e-9
    for name, most in MODEL.most.items():
        assert plan.series[name].max() <= most + 1e-9


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8), st.data())
def test_a_smooth_path_has_its_means_and_no_smoother_one_does(ground, data):
    ground = np.array(ground)
    ends = data.draw(st.sets(st.integers(1, 7), min_size=1, max_size=5))
    means = [
        Mean(end, data.draw(st.integers(1, 2)), data.draw(st.floats(0, 1)),
             data.draw(st.sampled_from([-1, 0, 1])))
        for end in sorted(ends)
    ]  # fmt: skip

    def apart(path, mean):
        return path[mean.year - mean.window + 1 : mean.year + 1].mean() - mean.value

    def allowed(path, room):
        return all(
            abs(apart(path, each)) <= room if each.sense == 0
            else each.sense * apart(path, each) >= -room for each in means
        )  # fmt: skip

    def cost(path):
        return np.square(np.diff(path - ground)).sum() + 1e-4 * np.square(path - ground).sum()

    found = smooth_path(ground, means)
    assert allowed(found, 1e-6)
    held = np.array([[1 / each.window if each.year - each.window < year <= each.year else 0
                      for year in range(8)] for each in means])  # fmt: skip
    free = np.eye(8) - np.linalg.pinv(held) @ held
    rng = np.random.default_rng(0)
    for step in rng.normal(0, 0.01, (40, 8)):
        for other in (found + free @ step, found + step):
            if allowed(other, 1e-12):
                assert cost(other) >= cost(found) - 1e-9


def household_counts(rng, count):
    """Households as they are counted: residents, non-Western, adults, middle-aged, basic school."""
    adults = rng.integers(1, 3, count)
    residents = adults + rng.integers(0, 4, count) * (rng.random(count) < 0.4)
    middle = rng.binomial(adults, 0.6)
    nonwestern = np.where(rng.random(count) < 0.4, residents, 0)
    return np.stack([residents, nonwestern, adults, middle, rng.binomial(middle, 0.4)], axis=1)


def is_there(counts, aim):
    """Whether counts are within an aim, by its words."""
    residents, nonwestern, adults, middle, basic = (int(each) for each in counts)
    low, high = aim.convicted
    return (
        aim.residents[0] <= residents <= aim.residents[1]
        and aim.nonwestern[0] <= nonwestern / residents <= aim.nonwestern[1]
        and aim.basic[0] <= basic / middle <= aim.basic[1]
        and any(low <= number / adults <= high for number in range(adults + 1))
    )


@given(st.integers(0, 10_000))
def test_an_exchange_brings_an_area_to_its_numbers(seed):
    rng = np.random.default_rng(seed)
    inside, outside = household_counts(rng, 600), household_counts(rng, 3000)
    start = inside.sum(axis=0)
    share, rate = start[4] / start[3] + 0.01, rng.uniform(0.015, 0.03)
    residents = start[0] + rng.integers(-20, 21)
    near = start[1] / start[0] + 0.01
    aim = Aim((residents, residents), (near, near + 0.001), (share, share + 0.001),
              (rate, rate + 0.0002))  # fmt: skip
    leave, come = exchange(start, inside, outside, aim, rng)
    assert len(set(leave.tolist())) == len(leave)
    assert len(set(come.tolist())) == len(come)
    end = start - inside[leave].sum(axis=0) + outside[come].sum(axis=0)
    assert is_there(end, aim)
    assert aim.distance(end) == 0


@given(st.integers(0, 10_000))
def test_a_distance_is_nothing_just_where_the_aim_is_met(seed):
    rng = np.random.default_rng(seed)
    counts = household_counts(rng, 40).sum(axis=0) + rng.integers(-2, 3, 5)
    aim = Aim((counts[0] - 1, counts[0] + 1), (0.35, 0.45), (0.35, 0.45), (0.02, 0.04))
    assert (aim.distance(counts) == 0) == is_there(counts, aim)


def test_an_exchange_finds_the_pair_that_all_pairs_show():
    """Among few households that no single move helps, against every exchange of one for one."""
    inside = np.array([[3, 0, 2, 2, 1], [1, 1, 1, 1, 0], [2, 0, 2, 0, 0]])
    outside = np.array([[1, 0, 1, 0, 0], [3, 3, 2, 2, 1], [2, 2, 1, 1, 1]])
    start = np.array([100, 40, 70, 50, 25])
    aim = Aim((100, 100), (0.43, 0.43), (0.5, 0.5), None)
    leave, come = exchange(start, inside, outside, aim, np.random.default_rng(0))
    end = start - inside[leave].sum(axis=0) + outside[come].sum(axis=0)
    reached = [
        (one, other)
        for one, other in product(range(3), repeat=2)
        if aim.distance(start - inside[one] + outside[other]) == 0
    ]
    assert reached == [(0, 1)]
    assert aim.distance(end) == 0


def goal_for(areas, **given_goals):
    unknown = np.full((2, areas), np.nan)
    defaults = {
        "residents": np.zeros((2, areas)), "nonwestern": unknown, "basic_school": unknown,
        "convicted": unknown, "no_attachment": np.full(areas, 0.4), "around": np.full(areas, 0.02),
        "nation": 0.01, "domestic": False,
    }  # fmt: skip
    return Goal(**(defaults | given_goals))


@given(st.integers(0, 10_000), st.floats(0.05, 0.7))
def test_attachments_come_to_the_share_in_thousandths(seed, wanted):
    rng = np.random.default_rng(seed)
    area, age = rng.integers(-1, 3, 900), rng.integers(0, 90, 900)
    attachment = np.round(np.clip(rng.normal(0.6, 0.8, 900), 0, 1), 3)
    goal = goal_for(3, no_attachment=np.array([wanted, 0.25, 0.5]))
    state = rng.random(900).astype(np.float32)
    found = with_shares(attachment, state, age, area, goal)
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.allclose(np.round(found, 3), found)
    working = (age >= 18) & (age <= 64)
    assert (found[~working | (area < 0)] == attachment[~working | (area < 0)]).all()
    for each in range(3):
        mine = working & (area == each)
        assert (
            abs((1 - found[mine]).mean() - goal.no_attachment[each]) <= 0.0005 / mine.sum() + 1e-9
        )
    told = shares(found, attachment > 2, age, area, 3)[0]
    assert told == pytest.approx(goal.no_attachment, abs=1e-5)


def test_the_first_in_turn_are_convicted_and_as_many_as_the_goal_says():
    rng = np.random.default_rng(2)
    area, turn = rng.integers(-1, 2, 4000), rng.random(4000)
    adult, private = rng.random(4000) < 0.8, area < 0
    goal = goal_for(2, convicted=np.array([[0.0, 0.019], [0.03, 0.021]]), nation=0.05)
    found = with_numbers(np.zeros(4000, bool), turn, adult, area, private, goal)
    for each, (low, high) in enumerate([(0.0, 0.03), (0.019, 0.021)]):
        mine = adult & (area == each)
        assert low <= found[mine].mean() <= high
        assert turn[mine & found].max() < turn[mine & ~found].min()
    assert found[adult].sum() == round(0.05 * adult.sum())


def test_a_year_makes_good_what_the_years_before_came_to():
    plan, number = full_plan()
    calibration = Calibration(plan)
    rng = np.random.default_rng(1)
    area, year = number["odense-vollsmose"], 2013
    told = []
    for each in range(2007, year):
        shares_of_year = plan.series["convicted"][each - 2007] + rng.normal(0, 0.0003, 200)
        calibration.note(each, convicted=shares_of_year, no_attachment=shares_of_year)
        told.append(shares_of_year[area])
    low, high = calibration.goal(year).convicted[:, area]
    for this in (low, high):
        mean = 100 * np.mean([*told[-3:], this])
        assert mean == pytest.approx(published("2013-10-01", "odense-vollsmose"), abs=0.005)


def published(list_id, area_id):
    row = load_published_lists().values().row(
        by_predicate=(pl.col("list_id") == list_id) & (pl.col("area_id") == area_id), named=True
    )  # fmt: skip
    return row["pct_convicted"]


def test_a_figure_at_a_limit_lies_on_the_side_of_its_list():
    """2.70 per cent in 2014 was not listed, and 55.0 in 2017 was."""
    told = {(each.area_id, each.year, each.quantity): each for each in figures(ALL_YEARS)}
    not_met = told["koebenhavn-aldersrogade", 2014, "convicted"]
    assert (round(not_met.low, 6), not_met.high) == (0.02695, 0.027)
    met = told["aarhus-gellerupparken-toveshoej", 2017, "income"]
    assert met.low == pytest.approx(0.5495)
    assert met.high <= 0.55
    assert all(one.low < one.high or one.quantity == "residents" for one in told.values())


def test_a_counterpart_has_another_municipality_of_the_same_region():
    model, known = load_model(), load_municipalities()
    number = numbers(FULL, ALL_YEARS, 1)
    at = sites(number, FULL, ALL_YEARS, model, known, np.random.default_rng(1))
    lists = load_published_lists()
    region_of = dict(lists.municipalities.select("municipality_code", "region").iter_rows())
    for area_id, code in lists.areas.select("area_id", "municipality_code").iter_rows():
        place = at.municipality[number[area_id]]
        assert known.codes[place] != code
        assert known.regions[place] == region_of[code]
    held = np.bincount(at.municipality, at.most, len(known.codes))
    social = FULL * known.share * known.by_group(model.social_share)
    assert (held <= social).all()


def test_no_two_published_areas_share_a_counterpart():
    number = numbers(FULL, ALL_YEARS, 9)
    assert all(number[one] != number[other] for one, other in combinations(number, 2))
    assert numbers(FULL, ALL_YEARS, 9) == number != numbers(FULL, ALL_YEARS, 10)
