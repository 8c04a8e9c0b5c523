"""Which earlier cases are most like one, and that frozen evidence has one form of bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.portal.decisions.evidence import Evidence
from boligsocial.portal.decisions.similar import compared, likeness, most_similar, spreads

NUMBERS = [each.id for each in likeness().trait if each.measure != "word"]
number = st.none() | st.floats(0.01, 1e6)
traits = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["social_effort", "rent_support"]),
        "tier": st.none() | st.sampled_from(["listed", "exposed", "edge"]),
        **dict.fromkeys(NUMBERS, number),
    }
)


def apart(first, second, pool):
    return compared(0, first, second, spreads(pool, likeness()), likeness()).unlikeness


@given(st.lists(traits, min_size=2, max_size=8))
def test_unlikeness_is_the_same_both_ways_and_nothing_to_oneself(pool):
    first, second = pool[:2]
    assert apart(first, second, pool) == pytest.approx(apart(second, first, pool))
    assert apart(first, first, pool) == 0
    assert apart(first, second, pool) >= 0


@given(st.lists(traits, min_size=1, max_size=8), st.randoms())
def test_a_case_is_most_like_itself_whatever_the_order(pool, random):
    others = dict(enumerate(pool))
    found = most_similar(pool[0], others)
    assert found[0].unlikeness == 0
    assert 0 in {each.key for each in found if each.unlikeness == 0} or len(pool) > 5
    shuffled = list(others.items())
    random.shuffle(shuffled)
    assert most_similar(pool[0], dict(shuffled)) == found


@given(st.lists(traits, min_size=2, max_size=7))
def test_the_most_alike_come_first_as_a_comparison_of_each_says(pool):
    case, *others = pool
    found = most_similar(case, dict(enumerate(others)))
    every = sorted((apart(case, other, pool), key) for key, other in enumerate(others))
    assert [each.key for each in found] == [key for _, key in every[: likeness().most]]


def test_traits_are_told_apart_by_their_spread():
    case = {"kind": "a", "tier": "listed", "need": 1.0, "residents": 1000}
    near = {"kind": "a", "tier": "edge", "need": 1.1, "residents": 1000}
    far = {"kind": "b", "tier": "listed", "need": 3.0, "residents": None}
    first, second = most_similar(case, {1: far, 2: near})
    assert (first.key, second.key) == (2, 1)
    assert [each.id for each in first.alike] == ["kind", "need", "residents"]
    assert [each.id for each in first.different] == ["tier"]
    assert {each.id for each in second.different} == {"kind", "need"}


def test_no_case_is_like_one_where_none_is_decided():
    assert most_similar({"kind": "a"}, {}) == []


def test_the_origin_of_residents_has_no_part():
    assert "nonwestern" not in {each.id for each in likeness().trait}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), plain))
def test_evidence_comes_back_from_its_bytes_with_the_same_digest(fields):
    evidence = Evidence(fields)
    again = Evidence(json.loads(evidence.text))
    assert (again.text, again.digest) == (evidence.text, evidence.digest)
