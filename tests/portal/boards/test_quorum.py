"""When a board can decide and what its votes come to, against a count by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.portal.boards.compositions import (
    PARTIES,
    MajorityRule,
    QuorumRule,
    Seat,
    compositions,
)
from boligsocial.portal.boards.quorum import STANCES, Seated, count, quorum

RULE = QuorumRule(more_than_percent=50, from_each=("municipality", "housing"))
MAJORITY = MajorityRule(more_than_percent=50, chair_breaks_ties=True)
M, H = "municipality", "housing"
FOUR = [Seated(1, M, True), Seated(2, M), Seated(3, H), Seated(4, H)]
members = st.lists(st.sampled_from(PARTIES), max_size=9).map(
    lambda parties: [Seated(number, party) for number, party in enumerate(parties)]
)
some = st.sets(st.integers(0, 9))


@pytest.mark.parametrize(
    ("present", "holds"),
    [({1, 3}, False), ({1, 2, 3}, True), ({1, 2}, False), ({1, 2, 3, 4}, True), (set(), False)],
)
def test_more_than_half_with_both_parties(present, holds):
    assert quorum(FOUR, present, RULE).holds is holds


def test_half_of_an_odd_number_is_not_more_than_half():
    five = [*FOUR, Seated(5, "police")]
    assert quorum(five, {1, 3}, RULE).needed == 3
    assert quorum(five, {1, 3, 5}, RULE).holds


def test_a_party_that_is_all_in_conflict_leaves_no_quorum():
    found = quorum(FOUR, {1, 2, 3, 4}, RULE, {3, 4})
    assert (found.holds, found.missing) == (False, ("housing",))


def test_a_member_in_conflict_does_not_count_among_the_whole():
    found = quorum(FOUR, {1, 3}, RULE, {4})
    assert (found.entitled, found.present, found.needed, found.holds) == (3, 2, 2, True)


@given(members, some, some)
def test_a_quorum_is_as_counted_by_hand(seated, present, conflicted):
    by_hand = [each for each in seated if each.member not in conflicted]
    there = [each for each in by_hand if each.member in present]
    expected = (
        2 * len(there) > len(by_hand)
        and any(each.party == M for each in there)
        and any(each.party == H for each in there)
    )
    assert quorum(seated, present, RULE, conflicted).holds is expected


@given(members, some, some, st.integers(0, 9))
def test_one_more_who_is_there_never_takes_a_quorum_away(seated, present, conflicted, one):
    before = quorum(seated, present, RULE, conflicted)
    after = quorum(seated, present | {one}, RULE, conflicted)
    assert after.holds or not before.holds


@given(members, some, some)
def test_who_is_in_conflict_changes_nothing_by_being_there(seated, present, conflicted):
    without = quorum(seated, present - conflicted, RULE, conflicted)
    assert quorum(seated, present | conflicted, RULE, conflicted) == without


@given(st.dictionaries(st.integers(1, 4), st.sampled_from(STANCES)))
def test_the_votes_are_as_counted_by_hand(votes):
    stances = list(votes.values())
    votes_for, against = stances.count("for"), stances.count("against")
    found = count(votes, FOUR, MAJORITY)
    assert (found.votes_for, found.against) == (votes_for, against)
    tie_by_chair = votes_for == against > 0 and votes.get(1) == "for"
    assert found.is_taken == (votes_for > against or tie_by_chair)
    assert found.by_chair == tie_by_chair


def test_votes_of_strangers_do_not_count():
    assert count({9: "for", 1: "against"}, FOUR, MAJORITY).votes_for == 0


def test_without_the_rule_a_tie_carries_nothing():
    rule = MajorityRule(more_than_percent=50, chair_breaks_ties=False)
    assert not count({1: "for", 3: "against"}, FOUR, rule).is_taken


@pytest.mark.parametrize("composition", compositions().values(), ids=lambda each: each.id)
def test_every_composition_seats_both_parties_and_can_come_to_a_quorum(composition):
    assert {M, H} <= {each.party for each in composition.seat}
    assert all(isinstance(each, Seat) for each in composition.seat)
    fewest = [each.party for each in composition.seat for _ in range(each.at_least)]
    seated = [Seated(number, party) for number, party in enumerate(fewest)]
    assert quorum(seated, range(len(fewest)), composition.quorum).holds
    assert Fraction(composition.quorum.more_than_percent) < 100
    assert composition.source.startswith("https://")
