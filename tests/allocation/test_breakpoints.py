"""Every breakpoint of the way down the list, held against the list itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from boligsocial.allocation.breakpoints import ranked_breakpoints
from boligsocial.allocation.principles import Tier, default_principles, principles_from
from boligsocial.allocation.ranked import Candidate, ranked_distribution

from .instances import MIO, instances

SKIP = principles_from('below_waterline = "skip"', "skip.toml")


def granted(candidates, frame, principles):
    distribution = ranked_distribution(candidates, frame, principles)
    return {grant.candidate.area_id for grant in distribution.grants if grant.øre}


@settings(max_examples=200)
@given(instances(), st.sampled_from([default_principles(), SKIP]), st.integers(0, 5 * MIO))
def test_the_list_changes_at_every_breakpoint_and_nowhere_else(instance, principles, lowest):
    candidates = instance[0]
    highest = lowest + 20 * MIO
    points = ranked_breakpoints(candidates, principles, lowest, highest)
    now = granted(candidates, lowest, principles)
    ends = [*(point.frame_øre for point in points[1:]), highest + 1]
    for point, until in zip(points, ends, strict=False):
        assert granted(candidates, point.frame_øre - 1, principles) == now
        assert set(point.leaves) <= now
        assert not set(point.enters) & now
        now = (now - set(point.leaves)) | set(point.enters)
        at_that_frame = ranked_distribution(candidates, point.frame_øre, principles)
        assert granted(candidates, point.frame_øre, principles) == now
        assert at_that_frame.spent_øre == point.granted_øre
        assert granted(candidates, until - 1, principles) == now
    if not points:
        assert granted(candidates, highest, principles) == now


@given(instances(most=12), st.integers(0, 40))
def test_no_change_is_missed_between_two_breakpoints(instance, frame):
    candidates = instance[0]
    points = ranked_breakpoints(candidates, SKIP, 0, 50 * MIO)
    now = granted(candidates, 0, SKIP)
    for point in points:
        if point.frame_øre <= frame * MIO:
            now = (now - set(point.leaves)) | set(point.enters)
    assert granted(candidates, frame * MIO, SKIP) == now


def test_areas_come_in_where_the_list_says():
    candidates = list(_line())
    points = ranked_breakpoints(candidates, default_principles(), 0, 300 * MIO)
    told = {
        grant.candidate.area_id: grant.enters_at_øre
        for grant in ranked_distribution(candidates, 0, default_principles()).grants
        if grant.asked_øre
    }
    assert {area: point.frame_øre for point in points for area in point.enters} == told
    assert not any(point.leaves for point in points)


def _line():
    for number, tier in enumerate([*Tier, *Tier]):
        yield Candidate(f"a{number}", "Odense", tier, 1 + number / 10, 1000, 2 * MIO + number, True)
