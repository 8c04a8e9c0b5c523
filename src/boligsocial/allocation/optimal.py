"""The distribution that no other betters: as much need as the frame can reach, stage by stage.

All listed areas in full; then the most need x residents x level among the exposed, then on the
edge, then among the attached; among equals the plan that spends least. Areas that share a plan
save its coordination cost, and what is saved can be granted (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from boligsocial.allocation.checker import Claim, check
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.problem import Problem, problem_of
from boligsocial.allocation.ranked import Candidate, ranked_distribution
from boligsocial.allocation.solution import Solution
from boligsocial.money import øre_from_mio


class OptimalOutcome(StrEnum):
    """What became of a candidate under the optimum."""

    FULL = "full"
    REDUCED = "reduced"
    SHORTENED = "shortened"
    """A listed area that shares in a frame too small for all listed areas."""
    LEFT_OUT = "left_out"
    """Every plan with it reaches less need, or spends more for the same."""
    NOT_APPROVED = "not_approved"
    PHASED_OUT = "phased_out"
    OUTSIDE_THE_AIM = "outside_the_aim"
    """An anchored area with a level above zero: no stage counts its need."""
    FRAME_TOO_SMALL = "frame_too_small"


@dataclass(frozen=True)
class OptimalGrant:
    """A candidate's result. `place` is in the line of `ranked`; `plan` the areas it shares with."""

    candidate: Candidate
    place: int
    outcome: OptimalOutcome
    level: Decimal
    øre: int
    plan: tuple[str, ...]


@dataclass(frozen=True)
class OptimalDistribution:
    """A frame shared out in the best way; `grants` in the order of the line, amounts in øre a year.

    `objective` has need x residents x level of each stage, `plans` the ids of areas that share a
    plan. `proven` tells whether it is certain that no plan is better; where it is not, `gap` is how
    far the first stage that is open may be from what can be reached, as a share of it. Where the
    frame cannot carry the listed areas even with all that merging can save, `shortfall_øre` is what
    is missing.
    """

    frame_øre: int
    principles: Principles
    grants: tuple[OptimalGrant, ...]
    plans: tuple[tuple[str, ...], ...]
    objective: tuple[Fraction, ...]
    saved_øre: int
    shortfall_øre: int
    proven: bool
    pairs_across: int
    gap: float = 0.0

    @property
    def saved_a_plan_øre(self) -> int:
        """What is saved for each plan fewer."""
        return øre_from_mio(self.principles.coordination_cost_mio)

    @property
    def gap_percent(self) -> float:
        return 100 * self.gap

    @property
    def granted_øre(self) -> int:
        return sum(grant.øre for grant in self.grants)

    @property
    def spent_øre(self) -> int:
        """What the grants take of the frame when the savings are paid back into it."""
        return self.granted_øre - self.saved_øre

    @property
    def left_øre(self) -> int:
        return self.frame_øre - self.spent_øre

    @property
    def feasible(self) -> bool:
        return self.shortfall_øre == 0

    @property
    def residents_reached(self) -> int:
        return sum(grant.candidate.residents for grant in self.grants if grant.øre)


def optimal_distribution(
    candidates: Iterable[Candidate],
    frame_øre: int,
    principles: Principles,
    pairs: Iterable[tuple[str, str]] = (),
    *,
    must_join: Iterable[tuple[str, str]] = (),
    cannot_join: Iterable[tuple[str, str]] = (),
) -> OptimalDistribution:
    """Share a frame out in the best way that there is, checked before it is handed on.

    Raises:
        UserError: as `problem_of`; or, which must not happen, a plan that fails its check.
    """
    problem = problem_of(
        candidates, frame_øre, principles, pairs, must_join=must_join, cannot_join=cannot_join
    )
    return distribution_of(problem, Planner(problem).solve(frame_øre))


def distribution_of(problem: Problem, solution: Solution) -> OptimalDistribution:
    """A solution in the words of the distribution, after its check.

    Raises:
        UserError: the plan fails its check.
    """
    if solution.shortfall_øre:
        return _short(problem, solution)
    plans = tuple(
        tuple(problem.candidates[place].area_id for place in plan) for plan in solution.plans
    )
    plan_of = {area: plan for plan in plans for area in plan}
    grants = []
    for place, candidate in enumerate(problem.candidates):
        number = solution.levels[place]
        option = None if number is None else problem.options[place][number]
        level, øre = (option.level, option.øre) if option else (Decimal(0), 0)
        outcome = _outcome(problem, place, level)
        plan = plan_of.get(candidate.area_id, ())
        grants.append(OptimalGrant(candidate, place + 1, outcome, level, øre, plan))
    distribution = OptimalDistribution(
        solution.frame_øre,
        problem.principles,
        tuple(grants),
        plans,
        tuple(Fraction(value, problem.unit) for value in solution.values),
        sum((len(plan) - 1) * problem.saving_øre for plan in plans),
        0,
        solution.proven,
        problem.neighbours.across,
        solution.gap,
    )
    check(_claim(problem, distribution))
    return distribution


def _outcome(problem: Problem, place: int, level: Decimal) -> OptimalOutcome:
    if level:
        return OptimalOutcome.FULL if level == 1 else OptimalOutcome.REDUCED
    candidate = problem.candidates[place]
    if not problem.options[place]:
        attached = candidate.tier is Tier.ATTACHED and not candidate.approved
        return OptimalOutcome.NOT_APPROVED if attached else OptimalOutcome.PHASED_OUT
    return (
        OptimalOutcome.LEFT_OUT
        if problem.stage[place] is not None
        else (OptimalOutcome.OUTSIDE_THE_AIM)
    )


def _short(problem: Problem, solution: Solution) -> OptimalDistribution:
    """Nothing shared out, or the frame in proportion over the listed, as `ranked` does."""
    ranked = ranked_distribution(problem.candidates, solution.frame_øre, problem.principles)
    shares = problem.principles.listed_shortfall == "proportional"
    grants = []
    for place, grant in enumerate(ranked.grants):
        listed = grant.candidate.tier is Tier.LISTED
        short = OptimalOutcome.SHORTENED if shares and listed else OptimalOutcome.FRAME_TOO_SMALL
        outcome = short if problem.options[place] else _outcome(problem, place, Decimal(0))
        level, øre = (grant.level, grant.øre) if listed else (Decimal(0), 0)
        grants.append(OptimalGrant(grant.candidate, place + 1, outcome, level, øre, ()))
    nothing = tuple(Fraction(0) for _ in solution.values)
    return OptimalDistribution(
        solution.frame_øre, problem.principles, tuple(grants), (), nothing, 0,
        solution.shortfall_øre, solution.proven, problem.neighbours.across,
    )  # fmt: skip


def _claim(problem: Problem, distribution: OptimalDistribution) -> Claim:
    line = problem.candidates
    ids = [each.area_id for each in line]
    return Claim(
        candidates=line,
        frame_øre=distribution.frame_øre,
        principles=problem.principles,
        neighbours=[(ids[a], ids[b]) for a, b in problem.neighbours.pairs],
        must_join=[[ids[place] for place in group] for group in problem.joins.groups],
        cannot_join=[(ids[a], ids[b]) for a, b in problem.joins.apart],
        levels={grant.candidate.area_id: grant.level for grant in distribution.grants},
        grants_øre={grant.candidate.area_id: grant.øre for grant in distribution.grants},
        plans=distribution.plans,
        objective=distribution.objective,
        spent_øre=distribution.spent_øre,
    )
