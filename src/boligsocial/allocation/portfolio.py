"""Plans nearly as good as the best: what they share is safe, where they differ is judgment.

A plan is near where every stage reaches all but a share of what the optimum reaches, within the
frame. HiGHS looks for the near plan that differs from the optimum in as many areas as it can, then
for one that differs in as many of the rest, until none is left: what no near plan alters is safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from boligsocial.allocation.mixed_integer import Aim, Model, Row, best_within_the_frame
from boligsocial.allocation.optimal import OptimalDistribution, distribution_of
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.solution import Solution


@dataclass(frozen=True)
class Portfolio:
    """The optimum and plans near it. Areas by id.

    `safe`: every near plan gives them what the optimum gives. `judgment`: some near plan gives
    another level. `unsettled`: the time ended before it was proven which.
    """

    optimum: OptimalDistribution
    near: tuple[OptimalDistribution, ...]
    safe: tuple[str, ...]
    judgment: tuple[str, ...]
    unsettled: tuple[str, ...]


def portfolio(planner: Planner, frame_øre: int, within: Decimal, seconds: float) -> Portfolio:
    """The plans in which every stage is at most a share `within` below the optimum.

    `seconds` is the most that each search may take.
    """
    problem = planner.problem.with_frame(frame_øre)
    best = planner.solve(frame_øre)
    optimum = distribution_of(problem, best)
    if best.shortfall_øre:
        everyone = tuple(each.area_id for each in problem.candidates)
        return Portfolio(optimum, (), everyone, (), ())
    model = Model(problem, seconds)
    floors = [_floor(model, best, stage, within) for stage in range(len(STAGES))]
    same = {place for place, own in enumerate(problem.options) if own and not problem.must[place]}
    near: list[Solution] = []
    settled = True
    while same and settled:
        answer = best_within_the_frame(model, _differing(model, best, same), floors)
        if answer is None or not _is_near(answer.solution, best, within):
            settled = False
            break
        found = answer.solution
        altered = {place for place in same if found.levels[place] != best.levels[place]}
        if not altered:
            settled = found.proven
            break
        near.append(found)
        same -= altered
    return _portfolio(problem, optimum, near, set() if settled else same)


def _floor(model: Model, best: Solution, stage: int, within: Decimal) -> Row:
    values = model.value(stage)
    columns = np.flatnonzero(values)
    least = best.values[stage] / model.problem.unit * float(1 - within)
    return Row(columns.tolist(), values[columns].tolist(), least, float("inf"))


def _differing(model: Model, best: Solution, places: set[int]) -> Aim:
    """How many of some areas have another level than in the best plan."""
    weights, offset = np.zeros(model.width), 0
    for place in places:
        number = best.levels[place]
        if number is None:
            weights[model.first[place] : model.first[place + 1]] = 1
        else:
            weights[model.first[place] + number] = -1
            offset += 1
    # A count is whole: a bound less than one above it proves it. Any count takes a step forward.
    return Aim(weights, offset, relative_gap=0.25, absolute_gap=0.99)


def _is_near(found: Solution, best: Solution, within: Decimal) -> bool:
    return all(
        reached >= Fraction(1 - within) * most
        for reached, most in zip(found.values, best.values, strict=True)
    )


def _portfolio(
    problem: Problem, optimum: OptimalDistribution, near: list[Solution], unsettled: set[int]
) -> Portfolio:
    plans = tuple(distribution_of(problem, each) for each in near)
    safe: list[str] = []
    judgment: list[str] = []
    open_: list[str] = []
    for place, grant in enumerate(optimum.grants):
        alike = all(plan.grants[place].level == grant.level for plan in plans)
        kind = open_ if place in unsettled else safe if alike else judgment
        kind.append(grant.candidate.area_id)
    return Portfolio(optimum, plans, tuple(safe), tuple(judgment), tuple(open_))
