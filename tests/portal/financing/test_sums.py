"""The sums of a plan agree along every axis, and a quarter is a quarter to the øre."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from boligsocial.portal.financing import sums
from boligsocial.portal.financing.definitions import ACROSS, by_id, rules
from boligsocial.portal.financing.stored import as_stored, stored_by_source
from boligsocial.portal.financing.sums import Cost, Funding, LocalShare

from .plans import AREAS, KR, a_plan, kr, plans

QUARTER = Fraction(1, 4)
LOCAL = {"municipality", "housing"}


def cube(rows, years):
    """The amounts as areas × years, added up apart from what is tested."""
    found = np.zeros((len(AREAS), years), dtype=object)
    for row in rows:
        for year, øre in enumerate(row.øre):
            found[AREAS.index(row.area), year] += øre
    return found


@given(plans())
def test_the_sum_is_the_same_along_every_axis(plan):
    for rows in (plan.costs, plan.funding):
        whole = cube(rows, len(plan.years))
        assert sums.total(rows) == whole.sum() == sum(sums.by_year(plan, rows))
        assert list(sums.by_year(plan, rows)) == list(whole.sum(axis=0))
        by_area = sums.by_area_and_year(rows)
        assert all(list(whole[AREAS.index(area)]) == øre for area, øre in by_area.items())
        assert sum(map(sum, by_area.values())) == whole.sum()
    assert sum(sums.by_source(plan).values()) == sums.total(plan.funding)
    assert sum(sums.attracted(plan)) == sums.total(plan.funding)


@given(plans())
def test_each_difference_is_where_a_year_or_an_area_is_not_paid_as_it_costs(plan):
    years = len(plan.years)
    apart = cube(plan.costs, years) - cube(plan.funding, years)
    expected = {
        ("whole", plan.years[year]): øre for year, øre in enumerate(apart.sum(axis=0)) if øre
    }
    for area, year in np.argwhere(apart < 0):
        if AREAS[area] != ACROSS:
            expected[AREAS[area], plan.years[year]] = apart[area, year]
    assert {(each.area, each.year): each.short for each in sums.differences(plan)} == expected
    assert sums.adds_up(plan) == (not expected and sums.total(plan.costs) > 0)


def test_one_sum_for_the_whole_pays_any_area_and_a_sum_for_an_area_only_that():
    plan = replace(a_plan(), costs=(Cost("wages", "", "crime", kr(*[1_000_000] * 4)),))
    assert sums.adds_up(plan)
    fund, local = plan.funding
    elsewhere = replace(plan, funding=(replace(fund, area="education"), local))
    assert [(each.area, each.short) for each in sums.differences(elsewhere)] == [
        ("education", -750_000 * KR)
    ] * 4


def test_a_quarter_holds_and_one_øre_less_does_not():
    plan = a_plan()
    assert sums.local_share(plan, rules()).holds
    fund, local = plan.funding
    less = replace(local, øre=(local.øre[0] - 1, *local.øre[1:]))
    more = replace(fund, øre=(fund.øre[0] + 1, *fund.øre[1:]))
    just_short = sums.local_share(replace(plan, funding=(more, less)), rules())
    assert not just_short.holds
    assert just_short.share > Fraction(24_999, 100_000)
    assert just_short.missing == 1


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_what_is_said_to_be_missing_is_enough_and_one_øre_less_is_not(local, others):
    found = LocalShare(local, local + others, QUARTER)
    assert found.holds == (4 * local >= local + others)

    def holds(local, whole):
        return LocalShare(local, whole, QUARTER).holds

    whole = local + others
    assert holds(local + found.missing, whole)
    assert found.missing == 0 or not holds(local + found.missing - 1, whole)
    more = found.more_local
    assert holds(local + more, whole + more)
    assert more == 0 or not holds(local + more - 1, whole + more - 1)
    less = found.less_of_others
    assert less <= others
    assert whole == less or holds(local, whole - less)
    assert less == 0 or not holds(local, whole - less + 1)


@given(plans())
def test_in_kind_is_in_the_whole_only_where_it_counts(plan):
    forms = by_id(rules().form)
    in_cash = [row for row in plan.funding if not forms[row.form].is_in_kind]
    for counts, rows in ((True, plan.funding), (False, in_cash)):
        found = sums.local_share(plan, rules(), in_kind=counts)
        assert found.whole == sum(sum(row.øre) for row in rows)
        assert found.local == sum(sum(row.øre) for row in rows if row.source in LOCAL)


def test_a_plan_of_nothing_has_no_share_and_does_not_add_up():
    empty = replace(a_plan(), costs=(), funding=())
    assert sums.local_share(empty, rules()).share is None
    assert not sums.local_share(empty, rules()).holds
    assert not sums.adds_up(empty)


@given(plans())
def test_an_unused_source_pays_nothing(plan):
    assume(plan.funding)
    unused = sums.unused_sources(plan, rules())
    assert "fund" not in unused
    for row in plan.funding:
        assert not (row.source in unused and any(row.øre))


def test_a_row_without_words_and_amounts_is_left_out():
    rows = (Cost("other", "", ACROSS, kr(0, 0)), Cost("other", "Bus", ACROSS, kr(0, 0)))
    assert sums.without_empty(rows) == rows[1:]
    assert sums.without_empty([Funding("fund", "", "cash", ACROSS, (KR,))])


@given(plans())
def test_what_each_source_pays_is_the_same_of_a_plan_and_as_it_is_kept(plan):
    assert stored_by_source(as_stored(plan)) == sums.by_source(plan)
