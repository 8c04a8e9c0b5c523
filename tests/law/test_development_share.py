"""The share of family dwellings as § 168 a counts it, to the dwelling and to the day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boligsocial.law.development.dwellings import (
    KINDS,
    Dwellings,
    Measure,
    after,
    counted,
    path,
    share_of,
    what_it_takes,
)
from boligsocial.law.development.rules import DemolishedRule, development_rules
from boligsocial.messages import UserError

DAY = date(2026, 11, 24)
RULES = development_rules()
UNCOUNTED = RULES.model_copy(
    update={"demolished": RULES.demolished.model_copy(update={"is_counted": False})}
)
FEW = st.integers(0, 60)
SMALL = st.builds(Dwellings, FEW, FEW, FEW, FEW, st.integers(0, 500))


def test_exactly_forty_per_cent_is_enough_and_one_dwelling_more_is_not():
    kept = share_of(Dwellings(family=40, private=60), DAY)
    assert (kept.value, kept.is_met, kept.over) == (Fraction(2, 5), True, 0)
    broken = share_of(Dwellings(family=41, private=60), DAY)
    assert (broken.is_met, broken.over) == (False, 1)
    assert share_of(Dwellings(family=400_001, private=600_000), DAY).is_met is False


def test_business_counts_as_a_dwelling_for_each_whole_75_square_metres():
    assert [counted(Dwellings(0, business_m2=each), RULES) for each in (74, 75, 149, 150)] == [
        0, 1, 1, 2,
    ]  # fmt: skip


def test_an_area_without_dwellings_is_undetermined():
    assert share_of(Dwellings(0), DAY).is_met is None
    assert share_of(Dwellings(0, business_m2=74), DAY).value is None
    assert share_of(Dwellings(0, private=1), DAY).is_met is True


def test_what_was_demolished_before_2011_is_not_counted():
    now = Dwellings(family=100)
    assert after(now, Measure("demolition", date(2010, 12, 31), 10)).demolished == 0
    assert after(now, Measure("demolition", date(2011, 1, 1), 10)).demolished == 10


def test_new_family_dwellings_replace_those_demolished():
    now = Dwellings(family=100, demolished=30)
    assert after(now, Measure("family_building", DAY, 20)) == Dwellings(120, demolished=10)
    assert after(now, Measure("family_building", DAY, 50)) == Dwellings(150, demolished=0)


def test_a_plan_cannot_take_away_more_than_there_is():
    for kind in ("demolition", "conversion", "sale"):
        with pytest.raises(UserError, match="there are 5 social family dwellings"):
            after(Dwellings(5, private=9), Measure(kind, DAY, 6))
    with pytest.raises(UserError, match="at the least"):
        after(Dwellings(5), Measure("business", DAY, 0))


def test_the_plan_of_a_real_area_needs_new_building_too():
    """Stengårdsvej 2019: 579 dwellings, all of families, 112 to be demolished and 160 converted;
    the mayor said that demolition, conversion and new building were all needed
    (https://www.jv.dk/esbjerg/Hver-femte-bolig-i-Esbjergs-ghetto-skal-jaevnes-med-jorden/artikel/2714508)."""
    now = Dwellings(family=579)
    planned = [
        Measure("demolition", date(2025, 1, 1), 112), Measure("conversion", date(2025, 1, 1), 160),
    ]  # fmt: skip
    before, *_, last = path(now, date(2019, 5, 1), planned)
    assert (before.value, last.value, last.is_met) == (1, Fraction(307, 579), False)
    private = next(e for e in what_it_takes(last.dwellings, DAY) if e.kind == "private_building")
    assert private.amount == 189
    assert share_of(replace(last.dwellings, private=188), DAY).is_met is False
    assert share_of(replace(last.dwellings, private=189), DAY).is_met is True


def test_the_deadline_is_before_1_january_2030():
    now = Dwellings(family=50, private=50)
    for day, met in ((date(2029, 12, 31), True), (date(2030, 1, 1), False)):
        last = path(now, DAY, [Measure("demolition", day, 10)])[-1]
        assert (last.on, last.is_met) == (date(2030, 1, 1), met)


def test_each_year_shows_what_was_done_before_it():
    found = path(
        Dwellings(family=100),
        date(2026, 6, 1),
        [Measure("demolition", date(2028, 1, 1), 10), Measure("sale", date(2026, 6, 1), 5)],
    )
    assert [(each.on, each.dwellings.family) for each in found] == [
        (date(2026, 6, 1), 100), (date(2027, 1, 1), 95), (date(2028, 1, 1), 95),
        (date(2029, 1, 1), 85), (date(2030, 1, 1), 85),
    ]  # fmt: skip
    with pytest.raises(UserError, match="is before"):
        path(Dwellings(9), DAY, [Measure("sale", date(2026, 11, 23), 1)])


@given(SMALL, st.sampled_from([RULES, UNCOUNTED]))
@example(Dwellings(family=1), UNCOUNTED)
def test_what_it_takes_is_the_fewest_that_work(now, rules):
    for needed in what_it_takes(now, DAY, rules):
        tried = (
            amount
            for amount in range(1, 20_000 if needed.kind == "business" else 400)
            if amount <= now.family or needed.kind not in ("demolition", "conversion", "sale")
            if share_of(after(now, Measure(needed.kind, DAY, amount), rules), DAY, rules).is_met
        )
        assert needed.amount == next(tried, None), needed


@given(SMALL)
def test_nothing_is_needed_where_the_limit_is_kept(now):
    assert bool(what_it_takes(now, DAY)) == (share_of(now, DAY).is_met is False)


@given(SMALL.filter(lambda each: each.family), st.integers(1, 60), st.booleans())
def test_demolishing_family_dwellings_never_raises_the_share(now, amount, is_counted):
    rules = RULES if is_counted else UNCOUNTED
    fewer = after(now, Measure("demolition", DAY, min(amount, now.family)), rules)
    before, now_is = share_of(now, DAY, rules).value, share_of(fewer, DAY, rules).value
    assert now_is is None or now_is <= before


@given(SMALL, st.sampled_from(KINDS), st.integers(1, 60))
def test_no_measure_but_family_building_raises_the_share(now, kind, amount):
    if kind in ("demolition", "conversion", "sale") and amount > now.family:
        return
    before = share_of(now, DAY).value
    changed = share_of(after(now, Measure(kind, DAY, amount)), DAY).value
    if before is not None and kind != "family_building":
        assert changed <= before


def test_the_rules_name_where_they_stand():
    assert RULES.share.highest == Fraction(2, 5)
    assert isinstance(RULES.demolished, DemolishedRule)
    parts = (RULES.share, RULES.demolished, RULES.business, *RULES.dispensation)
    assert all("§ 168 a" in each.legal_reference for each in parts)
