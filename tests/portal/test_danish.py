"""Names stand as in a Danish index."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.portal.danish import danish_order

INDEX = [
    "Agervang",
    "Bispehaven",
    "Gellerupparken",
    "Område 2",
    "Område 10",
    "Vollsmose",
    "Zoo",
    "Ærtebjerghaven",
    "Ørebroparken",
    "Aalborg",
    "Ålekistevej",
    "Aarhus",
]


def test_ae_oe_and_aa_come_last_and_double_a_counts_as_aa():
    shuffled = random.Random(1).sample(INDEX, len(INDEX))  # noqa: S311
    assert sorted(shuffled, key=danish_order) == INDEX


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kaj", "Kåre"),
        ("Höje", "Øster"),
        ("Idé", "Ideen"),
        ("lundtoftegade", "Lundtoftegade 2"),
        ("Müllersvej", "Myrvej"),
    ],
)
def test_accents_case_and_neighbours_letters_do_not_tear_names_apart(first, second):
    assert danish_order(first) < danish_order(second)


def test_two_ways_to_write_the_same_letter_in_unicode_are_one():
    composed, combining = "Ringparken Åby", "Ringparken A\u030aby"
    assert danish_order(composed)[0] == danish_order(combining)[0]


@given(st.lists(st.text(), max_size=8))
def test_any_names_can_be_ordered(names):
    backwards = names[::-1]
    assert sorted(names, key=danish_order) == sorted(backwards, key=danish_order)
