"""The checker lets sound plans pass and stops every kind of unsound one."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from boligsocial.allocation.checker import Claim, check, problems
from boligsocial.allocation.principles import Tier, principles_from
from boligsocial.allocation.ranked import Candidate
from boligsocial.messages import UserError

from .instances import MIO

PRINCIPLES = principles_from(
    "coordination_cost_mio = 0.5\nmax_areas_per_plan = 2\n"
    "[levels]\nexposed = [1.0, 0.5]\nedge = 0.3\nattached = 0.5",
    "test.toml",
)
CANDIDATES = [
    Candidate("a", "Odense", Tier.LISTED, 1.0, 1000, 3 * MIO),
    Candidate("b", "Odense", Tier.EXPOSED, 1.1, 1000, 2 * MIO),
    Candidate("c", "Odense", Tier.EDGE, 1.0, 500, 1 * MIO),
    Candidate("d", "Aarhus", Tier.ATTACHED, 1.0, 700, 1 * MIO),
]
SOUND = Claim(
    candidates=CANDIDATES,
    frame_øre=4 * MIO,
    principles=PRINCIPLES,
    neighbours=[("a", "b"), ("b", "c")],
    must_join=[],
    cannot_join=[],
    levels={"a": Decimal(1), "b": Decimal("0.5"), "c": Decimal("0.3"), "d": Decimal(0)},
    grants_øre={"a": 3 * MIO, "b": MIO, "c": 3 * MIO // 10, "d": 0},
    plans=[("a", "b")],
    objective=[Fraction(550), Fraction(150), Fraction(0)],
    spent_øre=3 * MIO + MIO + 3 * MIO // 10 - MIO // 2,
)


def test_a_sound_plan_passes():
    assert list(problems(SOUND)) == []
    check(SOUND)


def with_level(area, level, øre):
    return {
        "levels": {**SOUND.levels, area: Decimal(level)},
        "grants_øre": {**SOUND.grants_øre, area: øre},
    }


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"frame_øre": 38 * MIO // 10 - 1}, "it spends 380000000 øre of 379999999"),
        ({"spent_øre": 38 * MIO // 10 + 1}, "it claims to spend"),
        (with_level("a", "0.5", 3 * MIO // 2), "a has the level 0.5"),
        (with_level("b", "0.7", 14 * MIO // 10), "b has the level 0.7"),
        (with_level("d", "0.5", MIO // 2), "d has the level 0.5"),
        (with_level("b", "0.5", MIO + 1), "b has 100000001 øre"),
        ({"objective": [Fraction(551), Fraction(150), Fraction(0)]}, "it claims 551 for exposed"),
        ({"plans": [("a", "c")]}, "a + c does not hang together"),
        ({"plans": [("a", "b", "c")]}, "a + b + c has 3 areas"),
        ({"plans": [("a",)]}, "a has 1 areas"),
        ({"plans": [("a", "b"), ("b", "c")]}, "an area of b + c is in two plans"),
        ({"neighbours": [("c", "d")], "plans": [("c", "d")]}, "c + d crosses a municipal border"),
        ({"neighbours": [("c", "d")], "plans": [("c", "d")]}, "an area of c + d has no grant"),
        ({"must_join": [("b", "c")]}, "b + c do not share a plan"),
        ({"cannot_join": [("b", "a")]}, "b and a share a plan"),
    ],
)
def test_what_is_wrong_is_found(changes, problem):
    claim = replace(SOUND, **changes)
    assert any(problem in each for each in problems(claim))
    with pytest.raises(UserError, match="the plan failed its check and is not shown"):
        check(claim)
