"""Small estates pooled with their neighbours."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.index.pooling import PoolLimits, default_pool_limits, pools

LIMITS = PoolLimits(residents=100, households=50, valid_from=date(2012, 1, 1), source="test")


def estates(*rows):
    return pl.DataFrame(
        rows, ["estate_id", "municipality_code", "residents", "households"], orient="row"
    )


def pairs(*rows):
    schema = {"estate_id": pl.String, "neighbour_id": pl.String, "distance_m": pl.Float64}
    return pl.DataFrame(rows, schema, orient="row")


def pooled(estates, neighbours):
    return {
        row["estate_id"]: (row["pool_id"], row["pooled"], row["large_enough"])
        for row in pools(estates, neighbours, LIMITS).rows(named=True)
    }


def test_the_limits_are_those_of_the_fund():
    limits = default_pool_limits()
    assert (limits.residents, limits.households) == (100, 50)


@pytest.mark.parametrize(("residents", "households"), [(99, 50), (100, 49), (None, 80)])
def test_an_estate_below_either_limit_is_pooled_and_one_at_both_is_not(residents, households):
    small = ("small", "101", residents, households)
    found = pooled(estates(small, ("large", "101", 100, 50)), pairs(("small", "large", 20)))
    assert found == {"small": ("large", True, True), "large": ("large", True, True)}
    alone = pooled(
        estates(("one", "101", 100, 50), ("large", "101", 500, 200)), pairs(("one", "large", 20))
    )
    assert alone == {"one": ("one", False, True), "large": ("large", False, True)}


def test_small_estates_go_together_before_they_join_a_large_one():
    found = pooled(
        estates(("a", "101", 60, 30), ("b", "101", 70, 40), ("large", "101", 900, 400)),
        pairs(("a", "large", 5), ("a", "b", 80)),
    )
    assert found["a"] == found["b"] == ("b", True, True)
    assert found["large"] == ("large", False, True)


def test_the_nearest_is_joined_and_no_more_than_needed():
    found = pooled(
        estates(("a", "101", 40, 20), ("b", "101", 90, 48), ("c", "101", 95, 49)),
        pairs(("a", "b", 200), ("c", "a", 100)),
    )
    assert found["a"] == found["c"] == ("c", True, True)
    assert found["b"] == ("c", True, True)  # alone too small, and a is next to it


def test_a_neighbour_in_another_municipality_does_not_help():
    found = pooled(estates(("a", "101", 60, 30), ("b", "147", 600, 300)), pairs(("a", "b", 5)))
    assert found["a"] == ("a", False, False)


def test_without_neighbours_a_small_estate_stays_small():
    assert pooled(estates(("a", "101", 60, 30)), pairs()) == {"a": ("a", False, False)}


NAMES = list("abcdef")


@st.composite
def districts(draw):
    rows = [
        (name, draw(st.sampled_from(["101", "147"])), draw(st.integers(0, 140)),
         draw(st.integers(0, 70)))
        for name in NAMES
    ]  # fmt: skip
    links = draw(
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 9)), max_size=9
        )
    )
    return estates(*rows), pairs(*[(a, b, float(distance)) for a, b, distance in links])


def by_hand(table, neighbours):
    """The same merging with sets, the smallest pool first, everything looked up anew each time."""
    rows = {row[0]: row[1:] for row in table.rows()}
    links = [
        ({one, other}, distance)
        for one, other, distance in neighbours.rows()
        if one != other and rows[one][0] == rows[other][0]
    ]

    def size(pool, number):
        return sum(rows[each][number] for each in pool)

    def enough(pool):
        return size(pool, 1) >= 100 and size(pool, 2) >= 50

    def name(pool):
        return min(pool, key=lambda each: (-rows[each][1], each))

    def distance(one, other):
        return min(
            (away for pair, away in links if len(pair & one) == 1 and len(pair & other) == 1),
            default=None,
        )

    found = [frozenset([each]) for each in rows]
    while True:
        steps = [
            (
                size(pool, 1),
                name(pool),
                enough(other),
                distance(pool, other),
                name(other),
                pool,
                other,
            )
            for pool in found
            for other in found
            if pool != other and not enough(pool) and distance(pool, other) is not None
        ]
        if not steps:
            return {each: name(pool) for pool in found for each in pool}
        *_, pool, other = min(steps, key=lambda step: step[:5])
        found = [each for each in found if each not in (pool, other)] + [pool | other]


@given(districts())
def test_pools_are_those_that_merging_by_hand_gives(district):
    table, neighbours = district
    found = pools(table, neighbours, LIMITS)
    assert dict(found.select("estate_id", "pool_id").rows()) == by_hand(table, neighbours)


@given(districts())
def test_a_pool_is_of_one_municipality_and_is_large_or_has_nobody_left_to_join(district):
    table, neighbours = district
    found = pools(table, neighbours, LIMITS).join(table, on="estate_id")
    sizes = found.group_by("pool_id").agg(
        pl.col("municipality_code").n_unique().alias("municipalities"),
        pl.col("residents", "households").sum(),
        pl.len(),
        pl.col("pooled", "large_enough").first(),
    )
    assert sizes["municipalities"].to_list() == [1] * len(sizes)
    assert (sizes["pooled"] == (sizes["len"] > 1)).all()
    large = (sizes["residents"] >= 100) & (sizes["households"] >= 50)
    assert (sizes["large_enough"] == large).all()
    pool = dict(found.select("estate_id", "pool_id").rows())
    place = dict(found.select("estate_id", "municipality_code").rows())
    stuck = set(sizes.filter(~pl.col("large_enough"))["pool_id"])
    for one, other, _ in neighbours.rows():
        if place[one] == place[other] and pool[one] != pool[other]:
            assert not {pool[one], pool[other]} & stuck
