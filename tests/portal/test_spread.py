"""No mark of the map hides another."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from boligsocial.portal.spread import spread

APART = 18.0


def least_distance(places):
    gaps = places[:, None, :] - places[None, :, :]
    distances = np.hypot(gaps[..., 0], gaps[..., 1])
    np.fill_diagonal(distances, np.inf)
    return distances.min()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=2, max_size=40))
def test_centres_end_at_least_so_far_apart(points):
    assert least_distance(spread(np.array(points), APART)) >= APART


def test_many_marks_on_one_spot_are_spread_around_it():
    places = spread(np.full((12, 2), 100.0), APART)
    assert least_distance(places) >= APART
    assert np.abs(places - 100).max() < 4 * APART


def test_marks_with_room_stay_where_they_are():
    points = np.array([[0.0, 0.0], [50.0, 0.0], [0.0, 90.0]])
    assert np.abs(spread(points, APART) - points).max() < 0.05


def test_the_same_points_give_the_same_places():
    points = np.array([[5.0, 5.0], [5.0, 6.0], [7.0, 5.0]])
    assert (spread(points, APART) == spread(points, APART)).all()


def test_a_map_without_areas_is_a_map():
    assert spread(np.empty((0, 2)), APART).shape == (0, 2)
