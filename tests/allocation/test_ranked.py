"""The way down the list: order, waterline, and money that adds up to the øre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.allocation.principles import Tier, default_principles, principles_from
from boligsocial.allocation.ranked import Candidate, Outcome, ranked_distribution, ranking
from boligsocial.allocation.reasons import reason, what_it_would_take
from boligsocial.messages import InputError
from boligsocial.money import øre_from_mio

STOP = default_principles()
SKIP = principles_from('below_waterline = "skip"', "skip.toml")
SHARE = principles_from('listed_shortfall = "proportional"', "share.toml")


def candidate(area_id, tier, need=1.0, mio="1", residents=1000, approved=False):
    return Candidate(
        area_id, "Odense", Tier(tier), need, residents, øre_from_mio(Decimal(mio)), approved
    )


def levels(distribution):
    return {
        grant.candidate.area_id: (grant.outcome.value, float(grant.level), grant.øre)
        for grant in distribution.grants
    }


MIO = 100_000_000
LINE = [
    candidate("listed", "listed", 0.9, "3"),
    candidate("worst", "exposed", 1.4, "2"),
    candidate("large", "exposed", 1.2, "5"),
    candidate("small", "edge", 1.1, "1"),
    candidate("beside", "attached", 1.0, "2", approved=True),
    candidate("not discussed", "attached", 1.3, "2"),
    candidate("least", "anchored", 0.5, "1"),
]


def test_the_line_goes_by_tier_then_need_then_id():
    twins = [candidate("b", "edge", 1.1), candidate("a", "edge", 1.1), *LINE]
    assert [each.area_id for each in ranking(twins)] == [
        "listed",
        "worst",
        "large",
        "a",
        "b",
        "small",
        "not discussed",
        "beside",
        "least",
    ]


def test_the_first_that_does_not_fit_is_the_waterline():
    distribution = ranked_distribution(LINE, 6 * MIO, STOP)
    assert levels(distribution) == {
        "listed": ("full", 1.0, 3 * MIO),
        "worst": ("full", 1.0, 2 * MIO),
        "large": ("does_not_fit", 0.0, 0),
        "small": ("below_waterline", 0.0, 0),
        "not discussed": ("not_approved", 0.0, 0),
        "beside": ("below_waterline", 0.0, 0),
        "least": ("phased_out", 0.0, 0),
    }
    assert distribution.next_in_line.candidate.area_id == "large"
    assert distribution.left_øre == MIO


def test_skipping_goes_on_to_the_next_that_fits():
    assert levels(ranked_distribution(LINE, 6 * MIO, SKIP))["small"] == (
        "reduced",
        0.3,
        MIO * 3 // 10,
    )


def test_a_frame_short_of_the_listed_grants_nothing_and_says_by_how_much():
    distribution = ranked_distribution(LINE, 2 * MIO, STOP)
    assert (distribution.feasible, distribution.spent_øre, distribution.shortfall_øre) == (
        False,
        0,
        MIO,
    )
    assert distribution.grants[0].outcome is Outcome.FRAME_TOO_SMALL


def test_principles_may_share_the_shortfall_over_the_listed():
    pair = [candidate("a", "listed", mio="3"), candidate("b", "listed", mio="1")]
    distribution = ranked_distribution(pair, 2 * MIO, SHARE)
    assert [grant.øre for grant in distribution.grants] == [MIO * 3 // 2, MIO // 2]
    assert not distribution.feasible


def test_every_area_is_told_why_and_what_it_would_take():
    told = {
        grant.candidate.area_id: (str(reason(grant)), str(what_it_would_take(grant)))
        for grant in ranked_distribution(LINE, 6 * MIO, STOP).grants
    }
    assert told["listed"][0].startswith(
        "Full grant of 3.00 mio. kr., because the area is on the list"
    )
    assert told["large"][1] == "A frame of 10.00 mio. kr."
    assert "asks for 5.00 mio. kr., and 1.00 mio. kr. were left" in told["large"][0]
    assert told["not discussed"][1].startswith("A recorded concrete discussion")


candidates = st.lists(
    st.builds(
        Candidate,
        area_id=st.text("abcdef", min_size=1, max_size=6),
        municipality=st.sampled_from(["Odense", "Aarhus"]),
        tier=st.sampled_from(Tier),
        need=st.floats(0, 3),
        residents=st.integers(0, 9000),
        full_grant_øre=st.integers(0, 10**9),
        approved=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda each: each.area_id,
)


@given(candidates, st.integers(0, 10**10), st.sampled_from([STOP, SKIP, SHARE]))
def test_never_an_øre_above_the_frame_and_never_one_lost(line, frame, principles):
    distribution = ranked_distribution(line, frame, principles)
    assert sum(grant.øre for grant in distribution.grants) + distribution.left_øre == frame
    assert 0 <= distribution.spent_øre <= frame
    assert all(0 <= grant.øre <= grant.candidate.full_grant_øre for grant in distribution.grants)
    assert len(distribution.grants) == len(line)


@given(candidates, st.integers(0, 10**10))
def test_nobody_is_funded_below_someone_of_the_line_who_is_not(line, frame):
    asking = [grant for grant in ranked_distribution(line, frame, STOP).grants if grant.asked_øre]
    funded = [grant.øre > 0 for grant in asking]
    assert funded == sorted(funded, reverse=True)


@given(candidates, st.integers(0, 10**10))
def test_an_area_is_in_exactly_from_the_frame_it_is_told(line, frame):
    for grant in ranked_distribution(line, frame, STOP).grants:
        if grant.enters_at_øre is not None and grant.asked_øre:
            assert (grant.øre > 0) == (frame >= grant.enters_at_øre)
            at_that_frame = ranked_distribution(line, grant.enters_at_øre, STOP)
            assert at_that_frame.grants[grant.place - 1].øre == grant.asked_øre


@given(candidates, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_larger_frame_never_takes_a_grant_away(line, frame, more):
    before = ranked_distribution(line, frame, STOP).grants
    after = ranked_distribution(line, frame + more, STOP).grants
    assert all(small.øre <= large.øre for small, large in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[levels]\nedge = 1.2", "levels.edge is wrong: a level is a share from 0 to 1"),
        ('below_waterline = "guess"', "below_waterline"),
        ("[levels]\nlisted = 0.5", "levels.listed"),
        ("[levels]\nexposed = [1.0, -0.5]", "levels.exposed is wrong: a level is a share"),
        ("[levels]\nexposed = []", "levels.exposed is wrong: a level is a share"),
        ('[levels]\nexposed = "half"', "levels.exposed"),
        ("max_areas_per_plan = 0", "max_areas_per_plan"),
        ("coordination_cost_mio = -1", "coordination_cost_mio"),
    ],
)
def test_principles_with_a_mistake_are_refused(text, problem):
    with pytest.raises(Exception, match=problem):
        principles_from(text, "p.toml")


@pytest.mark.parametrize("level", ["1", "1.0", "[1.0]"])
def test_principles_may_say_that_the_listed_get_all(level):
    assert principles_from(f"[levels]\nlisted = {level}", "p.toml") == principles_from("", "p.toml")


@pytest.mark.parametrize("level", ["0.5", "[1.0, 0.5]", "[]", '"all"'])
def test_principles_that_give_the_listed_less_are_refused(level):
    with pytest.raises(InputError, match=r"levels\.listed is always 1"):
        principles_from(f"[levels]\nlisted = {level}", "p.toml")
