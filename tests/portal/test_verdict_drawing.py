"""The verdict bar puts value, limit and history on one line."""

import pytest

from boligsocial.portal.components import Past
from boligsocial.portal.verdict_drawing import drawn_verdict


def test_shares_of_the_line_are_in_per_cent_of_its_width():
    bar = drawn_verdict(52, 40, ">", maximum=80)
    assert (bar.value.x, bar.threshold.x) == ("65.00%", "50.00%")


@pytest.mark.parametrize(
    ("operator", "side"),
    [(">", ("50.00%", "50.00%")), (">=", ("50.00%", "50.00%")), ("<", ("0%", "50.00%"))],
)
def test_the_side_where_the_criterion_is_met_is_shaded(operator, side):
    assert drawn_verdict(10, 40, operator, maximum=80).met_side == side


def test_the_thread_runs_from_the_oldest_value_on_top_to_the_value():
    bar = drawn_verdict(3, 2, ">", [Past(2016, 2.5), Past(2014, 4.0)])
    assert [spot.past.year for spot in bar.trail] == [2014, 2016]
    assert bar.trail[0].y < bar.trail[1].y < bar.line_y
    assert bar.links[-1][1] == bar.value


@pytest.mark.parametrize(("value", "maximum"), [(3.07, 4), (52, 60), (0.2, 0.3), (0, 100)])
def test_without_a_maximum_the_line_ends_at_a_round_number_past_all(value, maximum):
    assert drawn_verdict(value, None, ">").maximum == pytest.approx(maximum)


def test_what_is_not_known_is_not_drawn():
    bar = drawn_verdict(None, None, ">")
    assert (bar.value, bar.threshold, bar.met_side, bar.links) == (None, None, None, ())


def test_a_value_past_the_end_stays_on_the_line():
    assert drawn_verdict(120, 40, ">", maximum=100).value.x == "100.00%"
