"""The smallest change of an area's need, residents, frame or tier that alters its result.

A higher need or more residents never lowers an area's level, since the plans to choose between stay
the same and only its own part in their value grows. So the point where the level rises, or falls,
is found by halving, and is exact to the step that is asked for. A larger frame can take an area out
again: there the nearest whole million that alters the result is found by trying them, and then
narrowed to 0.01 mio.; a nearer frame between two whole millions may have been passed, so the answer
is "at most". The full grant stays as it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import Tier
from boligsocial.allocation.problem import Problem
from boligsocial.messages import UserError
from boligsocial.money import ØRE_PER_MIO

_CENTI_MIO = ØRE_PER_MIO // 100


class Changed(StrEnum):
    """What is changed about an area."""

    NEED = "need"
    RESIDENTS = "residents"
    FRAME = "frame"
    TIER = "tier"


@dataclass(frozen=True)
class Change:
    """A change and the level it gives the area; `level` none where nothing in reach alters it.

    `value` is a need, a number of residents, a frame in øre or a tier; without a level it is the
    furthest that was tried. An answer that is not `exact` is the nearest found: at most so far.
    """

    changed: Changed
    value: Decimal | int | Tier
    level: Decimal | None
    exact: bool


@dataclass(frozen=True)
class Reach:
    """How far to look: the highest need, residents and frame, and the step of the need."""

    need: Decimal
    need_step: Decimal
    residents: int
    frame_øre: int


def reach_of(problem: Problem) -> Reach:
    """Ten times the largest need and area, and the frame that gives everybody all they can get."""
    needs = [Decimal(repr(float(each.need))) for each in problem.candidates]
    full = sum(each.full_grant_øre for each in problem.candidates)
    whole = -(-full // ØRE_PER_MIO) * ØRE_PER_MIO
    return Reach(
        10 * max(*needs, Decimal(1)),
        Decimal("0.001"),
        10 * max(each.residents for each in problem.candidates),
        max(whole, problem.frame_øre),
    )


def smallest_changes(planner: Planner, area_id: str, reach: Reach) -> tuple[Change, ...]:
    """The changes that alter an area's level: more and less of each figure, and each other tier.

    Raises:
        UserError: the area is not among the candidates.
    """
    problem = planner.problem
    place = next(
        (at for at, each in enumerate(problem.candidates) if each.area_id == area_id), None
    )
    if place is None:
        raise UserError("{area} is not among the candidates", area=area_id)
    search = _Search(planner, place)
    found = []
    if problem.stage[place] is not None and problem.options[place]:
        found += search.needs(reach)
        found += search.residents(reach)
    return (*found, *search.frames(reach), *search.tiers())


class _Search:
    def __init__(self, planner: Planner, place: int) -> None:
        self.planner, self.place = planner, place
        self.problem = planner.problem
        self.candidate = self.problem.candidates[place]
        self.now = self.level(planner, self.problem.frame_øre)

    def level(self, planner: Planner, frame_øre: int) -> Decimal:
        number = planner.solve(frame_øre).levels[self.place]
        options = planner.problem.options[self.place]
        return Decimal(0) if number is None else options[number].level

    def needs(self, reach: Reach) -> list[Change]:
        step = reach.need_step
        now = Decimal(repr(float(self.candidate.need)))

        def level(steps: int) -> Decimal:
            return self._with(need=float(max(Decimal(0), now + steps * step)))

        found = []
        for sign, furthest in ((1, reach.need - now), (-1, now)):
            steps, after = _nearest(level, sign, int(furthest / step) + 1, self.now)
            value = min(max(Decimal(0), now + steps * step), reach.need)
            found.append(Change(Changed.NEED, value, after, exact=True))
        return found

    def residents(self, reach: Reach) -> list[Change]:
        now = self.candidate.residents
        found = []
        for sign, furthest in ((1, reach.residents - now), (-1, now)):
            count, after = _nearest(
                lambda more: self._with(residents=now + more), sign, furthest, self.now
            )
            found.append(Change(Changed.RESIDENTS, now + count, after, exact=True))
        return found

    def frames(self, reach: Reach) -> list[Change]:
        if self.problem.must[self.place]:
            return self._frames_of_a_listed(reach)
        return [self._frame(1, reach.frame_øre), self._frame(-1, 0)]

    def _frames_of_a_listed(self, reach: Reach) -> list[Change]:
        """All listed areas come in together, at one frame."""
        least = self.planner.least_øre
        if self.now:
            nothing = Change(Changed.FRAME, reach.frame_øre, None, exact=True)
            return [nothing, Change(Changed.FRAME, least - 1, Decimal(0), exact=True)]
        return [Change(Changed.FRAME, least, Decimal(1), exact=True)]

    def _frame(self, sign: int, furthest: int) -> Change:
        inside = self.problem.frame_øre
        while inside != furthest:
            tried = inside + sign * min(ØRE_PER_MIO, abs(furthest - inside))
            if self.level(self.planner, tried) != self.now:
                nearest = self._narrowed(inside, tried)
                return Change(
                    Changed.FRAME, nearest, self.level(self.planner, nearest), exact=False
                )
            inside = tried
        return Change(Changed.FRAME, furthest, None, exact=False)

    def _narrowed(self, same: int, other: int) -> int:
        """A frame with another level, a hundredth of a million from one without."""
        while abs(other - same) > _CENTI_MIO:
            middle = (same + other) // 2
            if self.level(self.planner, middle) == self.now:
                same = middle
            else:
                other = middle
        return other

    def tiers(self) -> list[Change]:
        found = []
        for tier in Tier:
            if tier is not self.candidate.tier:
                level = self._with(tier=tier, approved=True)
                altered = level if level != self.now else None
                found.append(Change(Changed.TIER, tier, altered, exact=True))
        return found

    def _with(self, **changes: object) -> Decimal:
        changed = replace(self.candidate, **changes)  # type: ignore[arg-type]
        planner = self.planner.with_candidate(self.place, changed)
        return self.level(planner, self.problem.frame_øre)


def _nearest(
    level: Callable[[int], Decimal], sign: int, furthest: int, now: Decimal
) -> tuple[int, Decimal | None]:
    """The fewest steps in a direction that alter the level, and the level there."""
    if furthest <= 0 or level(sign * furthest) == now:
        return sign * max(0, furthest), None
    same, other = 0, furthest
    while other - same > 1:
        middle = (same + other) // 2
        if level(sign * middle) == now:
            same = middle
        else:
            other = middle
    return sign * other, level(sign * other)
