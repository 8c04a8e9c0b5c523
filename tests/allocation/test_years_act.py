"""The account of § 91 a: 380 in all, at most 240 to lower rents, 10 to vacancy rent alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.allocation.principles import Tier, default_principles
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.years.act import (
    Move,
    Use,
    act_accounts,
    act_accounts_of,
    moved_into,
)
from boligsocial.allocation.years.definitions import Factor
from boligsocial.allocation.years.plan import Planning, plan_years
from boligsocial.allocation.years.rules import default_year_rules
from boligsocial.messages import UserError

MIO = 100_000_000
RULES = default_year_rules()
PARTS = ("social", "rent", "vacancy")


def with_factor(year, factor):
    factors = (Factor(year=year, factor=Decimal(factor), source="s"),)
    index = RULES.index.model_copy(update={"factor": factors})
    return RULES.model_copy(update={"index": index})


def test_a_year_has_380_of_which_140_is_left_to_social_efforts():
    year = act_accounts(RULES, 2019, [])[0]
    assert {part.part: part.frame_øre // MIO for part in year.parts} == {
        "social": 140, "rent": 230, "vacancy": 10,
    }  # fmt: skip
    assert year.frame_øre == 380 * MIO
    most = {str(check.limit): check.most_øre // MIO for check in year.checks}
    assert most["rent support and vacancy rent in rehousing together"] == 240
    assert year.part("social").frame_øre == year.frame_øre - 240 * MIO
    assert most["commitments in all"] == 380


def test_every_limit_may_be_used_to_the_last_øre():
    uses = [Use(2020, "rent", 230 * MIO), Use(2020, "vacancy", 10 * MIO),
            Use(2020, "social", 140 * MIO)]  # fmt: skip
    (year, *_) = act_accounts(RULES, 2020, uses)
    assert all(check.holds and check.used_øre == check.most_øre for check in year.checks)


@pytest.mark.parametrize(
    ("part", "most", "name"),
    [("social", 140, "social efforts"), ("rent", 230, "rent support"), ("vacancy", 10, "vacancy")],
)
def test_an_øre_more_is_refused_with_what_there_is(part, most, name):
    with pytest.raises(UserError, match=rf"{name}.* in 2019: .* more than the {most}\.00") as told:
        act_accounts(RULES, 2019, [Use(2019, part, (most + 1) * MIO)])
    assert "lower it by 1.00 mio. kr." in str(told.value)
    with pytest.raises(UserError, match=r"lower it by 0\.00000001 mio\. kr\."):
        act_accounts(RULES, 2019, [Use(2019, part, most * MIO + 1)])


def test_the_earmark_is_for_vacancy_rent_alone():
    with pytest.raises(UserError, match=r"rent support in 2019: 240\.00"):
        act_accounts(RULES, 2019, [Use(2019, "rent", 240 * MIO)])
    with pytest.raises(UserError, match="cannot be moved between these parts"):
        act_accounts(RULES, 2019, [], [Move(2019, "vacancy", "social", 1)])
    with pytest.raises(UserError, match="cannot be moved between these parts"):
        act_accounts(RULES, 2019, [], [Move(2019, "social", "rent", 1)])


def test_a_limit_over_parts_is_held_where_a_part_alone_would_not_show_it():
    ways = [*RULES.frame.transfer, RULES.frame.transfer[0].model_copy(
        update={"origin": "social", "to": "rent"})]  # fmt: skip
    both_ways = RULES.model_copy(
        update={"frame": RULES.frame.model_copy(update={"transfer": tuple(ways)})}
    )
    moves = [Move(2019, "social", "rent", 5 * MIO)]
    uses = [Use(2019, "rent", 235 * MIO), Use(2019, "vacancy", 10 * MIO)]
    with pytest.raises(UserError, match=r"rehousing together in 2019: 245\.00 .* the 240\.00"):
        act_accounts(both_ways, 2019, uses, moves)
    assert act_accounts(both_ways, 2019, uses[:1], moves)[0].part("rent").left_øre == 0


def test_what_the_rent_part_does_not_use_may_go_to_social_efforts_once():
    moves = [Move(2019, "rent", "social", 30 * MIO)]
    uses = [Use(2019, "rent", 200 * MIO), Use(2019, "social", 170 * MIO)]
    year = act_accounts(RULES, 2019, uses, moves)[0]
    assert [part.left_øre // MIO for part in year.parts] == [0, 0, 10]
    with pytest.raises(UserError, match="rent support in 2019"):
        act_accounts(RULES, 2019, [Use(2019, "rent", 201 * MIO)], moves)


def test_what_is_unspent_goes_to_the_next_year_also_from_2026_to_2027():
    years = {each.year: each for each in act_accounts(RULES, 2026, [Use(2026, "rent", 200 * MIO)])}
    assert list(years) == [2026, 2027]
    assert years[2027].frame_øre == 0
    assert years[2027].part("rent").carried_in_øre == 30 * MIO
    assert years[2027].part("rent").carried_out_øre == 0
    uses = [Use(2026, "rent", 200 * MIO), Use(2027, "rent", 31 * MIO)]
    with pytest.raises(UserError, match=r"rent support in 2027: 31\.00 .* the 30\.00"):
        act_accounts(RULES, 2026, uses)


def test_what_is_carried_in_comes_on_top_of_the_240_of_the_year():
    uses = [Use(2019, "rent", 100 * MIO), Use(2020, "rent", (130 + 230) * MIO)]
    second = act_accounts(RULES, 2019, uses)[1]
    together = {str(check.limit): check for check in second.checks}[
        "rent support and vacancy rent in rehousing together"
    ]
    assert (together.used_øre, together.most_øre) == (360 * MIO, (240 + 130 + 10) * MIO)


def test_every_amount_of_the_act_follows_the_index():
    (year, *_) = act_accounts(with_factor(2021, "1.05"), 2021, [Use(2021, "rent", 23_500 * 10**6)])
    assert year.frame_øre == 399 * MIO
    assert [check.most_øre / MIO for check in year.checks] == [147, 241.5, 10.5, 252, 399]


def test_a_plan_is_held_to_the_act_with_what_is_moved_to_it():
    line = [Candidate(name, "Odense", Tier.LISTED, 1.0, 1000, 20 * MIO) for name in "ab"]
    moves = [Move(2019, "rent", "social", 20 * MIO)]
    planning = Planning(
        {2019: line}, default_principles(), moved_in_øre=moved_into("social", moves)
    )
    plan = plan_years(planning)
    first = act_accounts_of(plan, [Use(2019, "rent", 210 * MIO)], moves)[0]
    assert plan.years[0].committed_øre == first.part("social").committed_øre == 160 * MIO
    assert first.part("social").left_øre == first.part("rent").left_øre == 0
    with pytest.raises(UserError, match=r"social efforts in 2019: 160\.00"):
        act_accounts_of(plan, [Use(2019, "rent", 210 * MIO)])


@pytest.mark.parametrize(
    ("uses", "problem"),
    [
        ([Use(2019, "roads", 1)], "no part roads"),
        ([Use(2018, "rent", 1)], "no frame in 2018"),
        ([Use(2028, "rent", 1)], "no frame in 2028"),
        ([Use(2019, "rent", -1)], "must not be below zero"),
    ],
)
def test_what_the_account_cannot_hold_is_refused(uses, problem):
    with pytest.raises(UserError, match=problem):
        act_accounts(RULES, 2019, uses)


def test_a_year_before_the_account_begins_is_refused():
    with pytest.raises(UserError, match="the account begins in 2022, and 2020 is before it"):
        act_accounts(RULES, 2022, [Use(2020, "rent", 1)])


years = st.integers(2019, 2027)
amounts = st.one_of(st.integers(0, 90 * MIO), st.sampled_from([10 * MIO, 140 * MIO, 230 * MIO]))


@given(
    st.lists(st.builds(Use, years, st.sampled_from(PARTS), amounts), max_size=12),
    st.lists(st.builds(Move, years, st.just("rent"), st.just("social"), amounts), max_size=4),
    st.lists(st.integers(900, 1300), min_size=9, max_size=9),
)
def test_an_account_is_refused_or_keeps_every_øre_and_every_limit(uses, moves, factors):
    given_factors = tuple(
        Factor(year=year, factor=Decimal(factor) / 1000, source="s")
        for year, factor in zip(range(2019, 2028), factors, strict=True)
    )
    index = RULES.index.model_copy(update={"factor": given_factors})
    try:
        accounts = act_accounts(RULES.model_copy(update={"index": index}), 2019, uses, moves)
    except UserError as error:
        assert "mio. kr. is more than" in str(error)  # noqa: PT017
        return
    money_in = sum(each.frame_øre for each in accounts)
    left = sum(part.left_øre for part in accounts[-1].parts)
    assert money_in == sum(use.øre for use in uses) + left
    for account, factor in zip(accounts, factors, strict=True):
        own = 0 if account.year == 2027 else 240 * MIO * factor // 1000
        rent, vacancy = account.part("rent"), account.part("vacancy")
        carried = rent.carried_in_øre + vacancy.carried_in_øre
        assert rent.committed_øre + vacancy.committed_øre <= own + carried
        assert all(part.left_øre >= 0 for part in account.parts)
