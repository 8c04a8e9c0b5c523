"""The gate: what is shown of a figure, and why the rest is not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.disclosure.gate import shown_figures, too_small, why_hidden
from boligsocial.disclosure.limits import default_limits

COLUMNS = ["geography_id", "group", "period", "indicator", "kind", "follows", "numerator",
           "denominator", "value"]  # fmt: skip
TYPES = dict.fromkeys(COLUMNS, pl.String) | dict.fromkeys(COLUMNS[-3:], pl.Float64)
BIG = pl.DataFrame({"geography_id": ["e"] * 2, "year": [2016, 2017], "residents": [250, 250],
                    "households": [120, 120]})  # fmt: skip


def share(numerator, denominator, period="2017", group="all"):
    return ("e", group, period, "convicted", "share", None, numerator, denominator,
            numerator / denominator if denominator else None)  # fmt: skip


def passed(*rows, sizes=BIG):
    return shown_figures(pl.DataFrame(rows, TYPES, orient="row"), sizes).to_dicts()


def test_a_share_of_enough_people_is_shown_rounded_with_its_counts():
    (row,) = passed(share(11.0, 180.0))
    assert (row["state"], row["reason"]) == ("shown", None)
    assert (row["numerator"], row["denominator"], row["value"]) == (11, 180, 0.061)


@pytest.mark.parametrize(("numerator", "denominator"), [(4, 180), (0, 180), (178, 180), (3, 4)])
def test_few_people_or_all_but_few_are_hidden_and_nothing_of_them_is_left(numerator, denominator):
    (row,) = passed(share(float(numerator), float(denominator)))
    assert (row["state"], row["reason"]) == ("hidden", "few_people")
    assert row["value"] is row["numerator"] is row["denominator"] is None


@pytest.mark.parametrize(("residents", "households"), [(99, 80), (150, 49)])
def test_a_small_unit_shows_nothing_in_the_years_when_it_is_small(residents, households):
    sizes = BIG.with_columns(
        pl.Series("residents", [residents, 250]), pl.Series("households", [households, 120])
    )
    small, large = passed(share(20.0, 80.0, "2016"), share(20.0, 80.0, "2017"), sizes=sizes)
    assert (small["state"], small["reason"]) == ("hidden", "small_unit")
    assert large["state"] == "shown"


def test_a_unit_that_needs_no_size_passes_by_its_counts_alone():
    (row,) = passed(share(20.0, 80.0), sizes=BIG.clear())
    assert row["state"] == "shown"


def test_a_mean_of_years_is_hidden_with_any_of_its_years():
    mean = ("e", "all", "2016-2017", "convicted", "share", None, None, None, 0.05)
    *_, both = passed(share(11.0, 180.0, "2016"), share(9.0, 180.0), mean)
    *_, one = passed(share(3.0, 180.0, "2016"), share(9.0, 180.0), mean)
    assert (both["state"], both["value"]) == ("shown", 0.05)
    assert (one["state"], one["reason"], one["value"]) == ("hidden", "made_of_hidden", None)


def test_a_ratio_follows_its_indicator_and_shows_no_counts():
    ratio = ("e", "all", "2017", "convicted_ratio", "ratio", "convicted", 0.06, 0.02, 3.0)
    _, shown = passed(share(11.0, 180.0), ratio)
    _, hidden = passed(share(2.0, 180.0), ratio)
    assert (shown["value"], shown["numerator"], shown["denominator"]) == (3.0, None, None)
    assert hidden["reason"] == "made_of_hidden"


def test_events_may_be_nearly_as_many_as_the_people_or_more():
    def moved(moves, among=180.0):
        return ("e", "all", "2017", "moved_in", "rate", None, moves, among, moves / among)

    (few,), (many,), (of_few,) = passed(moved(4.0)), passed(moved(181.0)), passed(moved(9.0, 4.0))
    assert (few["state"], few["value"]) == ("hidden", None)
    assert (many["state"], many["numerator"], many["value"]) == ("shown", 181, 1.006)
    assert (of_few["state"], of_few["denominator"]) == ("hidden", None)


def test_the_sum_behind_a_mean_is_never_shown():
    income = ("e", "all", "2017", "income", "mean", None, 25_000_000.0, 100.0, 250_000.0)
    (row,) = passed(income)
    assert (row["numerator"], row["denominator"], row["value"]) == (None, 100, 250_000)


def test_a_figure_that_nobody_delivered_is_missing_and_not_hidden():
    (row,) = passed(("e", "all", "2017", "grade", "mean", None, None, None, None))
    assert (row["state"], row["reason"]) == ("missing", None)


@given(
    counts=st.lists(
        st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1, max_size=12,
    ),
    residents=st.integers(0, 200),
    households=st.integers(0, 100),
)  # fmt: skip
def test_nothing_leaves_the_gate_that_the_limits_forbid(counts, residents, households):
    limits = default_limits()
    groups = [share(float(n), float(of), group=str(place)) for place, (n, of) in enumerate(counts)]
    sizes = pl.DataFrame({"geography_id": ["e"], "year": [2017], "residents": [residents],
                          "households": [households]})  # fmt: skip
    rows = passed(*groups, sizes=sizes)
    assert [row["group"] for row in rows] == [str(place) for place in range(len(counts))]
    for row, (counted, among) in zip(rows, counts, strict=True):
        allowed = (
            residents >= limits.residents and households >= limits.households
            and counted >= limits.people and among - counted >= limits.people
        )  # fmt: skip
        assert (row["state"] == "shown") == allowed
        assert (row["value"] is not None) == allowed
        assert (row["reason"] is None) == allowed


def test_every_reason_is_a_sentence_with_its_limits():
    assert "100" in str(why_hidden("small_unit"))
    assert "5" in str(why_hidden("few_people"))
    assert str(why_hidden("made_of_hidden")).startswith("Hidden")


def test_the_size_of_a_unit_can_be_asked_for_alone():
    units = pl.DataFrame({"residents": [99, 100, 100], "households": [50, 49, 50]})
    assert units.select(too_small().alias("small"))["small"].to_list() == [True, True, False]
