"""The duty that outlives the listing, and the ways to a dispensation."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from boligsocial.law.development.dispensations import dispensations
from boligsocial.law.development.duty import ListedOn, duty_of


def listed(year, *statuses, day=1, month=12):
    return ListedOn(date(year, month, day), frozenset(statuses))


def test_leaving_the_list_does_not_end_the_duty():
    """As Ringparken, Motalavej and Solbakken, which left in 2021 and must still carry them out."""
    lists = [listed(2019, "udsat", "ghetto", "haard"), listed(2020, "haard"), listed(2021, "udsat")]
    duty = duty_of(reversed(lists))
    assert (duty.has_obligation, duty.is_listed, duty.since) == (True, False, date(2019, 12, 1))


@pytest.mark.parametrize(
    ("lists", "obliged", "is_listed"),
    [
        ([], False, False),
        ([listed(2021, "udsat", "parallelsamfund")], False, False),
        ([listed(2022, "omdannelse")], True, True),
        ([listed(2017, "ghetto")], False, False),
        ([listed(2022), listed(2023, "omdannelse"), listed(2024)], True, False),
    ],
)
def test_only_a_transformation_area_gets_the_duty(lists, obliged, is_listed):
    duty = duty_of(lists)
    assert (duty.has_obligation, duty.is_listed) == (obliged, is_listed)


ANSWERED = ("account", "building_not_enough", "sale_at_a_loss")


def special(answers, share):
    return dispensations(answers, {"listed_share": share})[0]


@pytest.mark.parametrize(
    ("share", "holds"), [(Fraction(12), False), (Fraction(12_001, 1000), True), (None, None)]
)
def test_more_than_twelve_per_cent_is_needed(share, holds):
    assert special(dict.fromkeys(ANSWERED, True), share).holds is holds


@pytest.mark.parametrize("answers", list(product([True, False, None], repeat=3)))
def test_every_condition_must_hold_and_a_gap_counts_only_where_it_matters(answers):
    found = special(dict(zip(ANSWERED, answers, strict=True)), 13)
    expected = False if False in answers else None if None in answers else True
    assert found.holds is expected


@pytest.mark.parametrize(
    ("residents", "without_convictions", "holds"),
    [
        (2099, True, True), (2100, True, False), (2099, False, False), (2099, None, None),
        (2100, None, False), (None, True, None), (None, False, False),
    ],
)  # fmt: skip
def test_a_small_area_without_the_criterion_on_convictions(residents, without_convictions, holds):
    answers = {"no_convictions": without_convictions}
    assert dispensations(answers, {"residents": residents})[1].holds is holds
