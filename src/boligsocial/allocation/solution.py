"""A plan for a problem in its own whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boligsocial.allocation.problem import STAGES, Problem


@dataclass(frozen=True)
class Solution:
    """Each area's option by number, none for no grant, and the plans that are shared, by place.

    `values` are whole, in the problem's unit, one for each stage. `shortfall_øre` is above zero
    where no plan carries the listed areas; nobody has a grant then. `gap` is how far the first
    stage that is not proven may be from what can be reached, as a share of it; 0 where all are.
    """

    frame_øre: int
    levels: tuple[int | None, ...]
    plans: tuple[tuple[int, ...], ...]
    values: tuple[int, ...]
    spent_øre: int
    shortfall_øre: int
    proven: bool
    gap: float = 0.0

    @property
    def rank(self) -> tuple[int, ...]:
        """What is compared: the stages in order, then what is not spent."""
        return (*self.values, -self.spent_øre)


def solution_of(
    problem: Problem,
    levels: Sequence[int | None],
    plans: Iterable[Sequence[int]],
    proven: bool,
) -> Solution:
    """A plan with its values and money reckoned from its levels."""
    values, øre = [0] * len(STAGES), 0
    for place, number in enumerate(levels):
        if number is None:
            continue
        option, stage = problem.options[place][number], problem.stage[place]
        øre += option.øre
        if stage is not None:
            values[stage] += option.value
    shared = tuple(sorted(tuple(sorted(plan)) for plan in plans))
    saved = sum(len(plan) - 1 for plan in shared) * problem.saving_øre
    return Solution(problem.frame_øre, tuple(levels), shared, tuple(values), øre - saved, 0, proven)


def without_grants(problem: Problem, shortfall_øre: int, proven: bool) -> Solution:
    """Nobody has a grant: the frame is too small for the listed areas."""
    nobody = (None,) * len(problem.options)
    return Solution(problem.frame_øre, nobody, (), (0,) * len(STAGES), 0, shortfall_øre, proven)
