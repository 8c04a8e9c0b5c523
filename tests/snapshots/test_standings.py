"""Where an area stands on a list as published, and the limits through the years."""

from __future__ import annotations

from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.standings import (
    below_minimum,
    is_certainly_off,
    limits_of,
    newest_named_list,
    status_on,
)

SNAPSHOT = published_snapshot()


def test_the_innermost_published_status_counts():
    status = status_on(SNAPSHOT, "2023-12-01", "odense-vollsmose")
    assert status is not None
    assert status.id == "omdannelse"
    assert status_on(SNAPSHOT, "2023-12-01", "koebenhavn-mjoelnerparken") is None


def test_not_named_is_off_only_where_all_are_named():
    unnamed = "koege-karlemoseparken"
    assert is_certainly_off(SNAPSHOT, "2017-12-01", unnamed)
    assert not is_certainly_off(SNAPSHOT, "2023-12-01", unnamed)
    assert is_certainly_off(SNAPSHOT, "2024-12-01", "ishoej-vejleaaparken")


def test_the_newest_list_of_numbers_alone_is_passed_over():
    assert newest_named_list(SNAPSHOT).list_id == "2023-12-01"


def test_an_area_below_the_minimum_is_found():
    assert below_minimum(SNAPSHOT, "2023-12-01", "koebenhavn-mjoelnerparken") == (966, 1000)
    assert below_minimum(SNAPSHOT, "2017-12-01", "odense-vollsmose") is None


def test_limits_follow_the_law_and_the_national_rate():
    school = {each.list_id: limit for each, limit in limits_of(SNAPSHOT, "basic_school")}
    assert (school["2012-10-01"], school["2017-12-01"], school["2018-12-01"]) == (None, 50, 60)
    convicted = {each.list_id: limit for each, limit in limits_of(SNAPSHOT, "convicted")}
    assert convicted["2018-12-01"] == 1.98
    assert convicted["2023-12-01"] is None
