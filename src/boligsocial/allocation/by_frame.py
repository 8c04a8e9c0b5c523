"""The optimal plan for one frame after another, and what the next and the last million buy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from boligsocial.allocation.optimal import OptimalDistribution, distribution_of
from boligsocial.allocation.planner import Planner
from boligsocial.money import ØRE_PER_MIO


def by_frame(planner: Planner, frames_øre: Iterable[int]) -> tuple[OptimalDistribution, ...]:
    """The optimal distribution at each frame, in the order of the frames."""
    return tuple(distribution_of(planner.problem, planner.solve(frame)) for frame in frames_øre)


@dataclass(frozen=True)
class Step:
    """What differs between two optimal distributions: from one frame to another.

    `gained` is what each stage gains. Areas by id: those that come in, go out, get more or less.
    """

    from_øre: int
    to_øre: int
    gained: tuple[Fraction, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]


def step_between(before: OptimalDistribution, after: OptimalDistribution) -> Step:
    """What differs between two optimal distributions of the same candidates."""
    pairs = [
        (first.candidate.area_id, first.øre, second.øre)
        for first, second in zip(before.grants, after.grants, strict=True)
    ]
    return Step(
        before.frame_øre,
        after.frame_øre,
        tuple(b - a for a, b in zip(before.objective, after.objective, strict=True)),
        tuple(area for area, first, second in pairs if second and not first),
        tuple(area for area, first, second in pairs if first and not second),
        tuple(area for area, first, second in pairs if second > first > 0),
        tuple(area for area, first, second in pairs if 0 < second < first),
    )


def steps(distributions: Iterable[OptimalDistribution]) -> tuple[Step, ...]:
    """What changes from each distribution to the next, leaving out those that change nothing."""
    line = list(distributions)
    between = (step_between(a, b) for a, b in pairwise(line))
    return tuple(each for each in between if each.enters or each.leaves or each.more or each.less)


@dataclass(frozen=True)
class Millions:
    """What the next million would buy and what the last one bought; no last below one million."""

    next: Step
    last: Step | None


def millions(planner: Planner, frame_øre: int) -> Millions:
    """The value of the next and the last million at a frame."""
    last = [frame_øre - ØRE_PER_MIO] if frame_øre >= ØRE_PER_MIO else []
    line = by_frame(planner, [*last, frame_øre, frame_øre + ØRE_PER_MIO])
    found = [step_between(a, b) for a, b in pairwise(line)]
    return Millions(found[-1], found[0] if last else None)
