"""Where rehousing meets a social effort: to the day, and by brute force over days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.portal.development.overlaps import EffortAt, Span, WaveAt, warnings

FIRST = date(2027, 1, 1)
HERE, THERE = frozenset({"area:a"}), frozenset({"area:b", "estate:e"})


def day(number):
    return FIRST + timedelta(days=number)


def wave(start, end, to=THERE):
    return WaveAt(1, Span(day(start), day(end)), 40, HERE, to)


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [(0, 9, False), (0, 10, True), (10, 20, True), (20, 25, True), (21, 25, False), (12, 13, True)],
)
def test_a_wave_meets_an_effort_to_the_day(start, end, meets):
    effort = EffortAt(7, Span(day(10), day(20)), HERE)
    found = warnings([wave(start, end)], [effort])
    assert [each.effort for each in found] == ([7] if meets else [])
    assert all(each.why == "from_effort" for each in found)


def test_an_effort_without_an_end_goes_on():
    effort = EffortAt(7, Span(day(10)), frozenset({"estate:e"}))
    (found,) = warnings([wave(500, 600)], [effort])
    assert (found.why, found.places, found.days) == (
        "to_effort", {"estate:e"}, Span(day(500), day(600)),
    )  # fmt: skip
    assert warnings([wave(0, 9)], [effort]) == []


def test_a_wave_within_an_area_meets_its_effort_on_both_ways():
    effort = EffortAt(7, Span(day(0)), HERE)
    assert [each.why for each in warnings([wave(0, 5, HERE)], [effort])] == [
        "from_effort", "to_effort",
    ]  # fmt: skip


def test_an_exposed_place_that_receives_is_told_and_others_are_not():
    found = warnings([wave(0, 5)], [], {"area:b", "area:a", "area:z"})
    assert [(each.why, each.places, each.effort) for each in found] == [
        ("to_exposed", {"area:b"}, None)
    ]


def test_elsewhere_is_no_warning():
    effort = EffortAt(7, Span(day(0)), frozenset({"area:z"}))
    assert warnings([wave(0, 5)], [effort]) == []


spans = st.builds(
    lambda start, length: Span(day(start), None if length is None else day(start + length)),
    st.integers(0, 15),
    st.none() | st.integers(0, 10),
)


@given(spans, spans)
def test_spans_meet_on_the_days_that_both_have(one, other):
    days = [day(number) for number in range(40)]
    both = [
        each
        for each in days
        if all(s.start <= each and (s.end is None or each <= s.end) for s in (one, other))
    ]
    found = one.meets(other)
    assert found == other.meets(one)
    assert (found is None) == (not both)
    if found is not None:
        assert found.start == both[0]
        assert (found.end or days[-1]) == both[-1]
