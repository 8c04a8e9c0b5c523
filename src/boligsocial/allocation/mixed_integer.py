"""The same problem as a mixed-integer programme for HiGHS, handed over as arrays.

One binary column for each area and level, one for each plan that areas can share; a row for the
frame, one for each area's choice of level, and one that lets an area be in one plan at most and
only with a grant. HiGHS reckons with tolerances: what it finds is read back into whole numbers,
and a plan that is over the frame by a hair is sent back with a smaller frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.joins import CANNOT_ALL_JOIN
from boligsocial.allocation.problem import STAGES, Option, Problem
from boligsocial.allocation.solution import Solution, solution_of, without_grants
from boligsocial.messages import Message, UserError

Floats = NDArray[np.float64]

_ØRE_PER_KRONE = 100
_MOST_TRIES = 20
TOO_LARGE = Message(
    "so many neighbours could share a plan that none was found in the time; give fewer pairs, or "
    "lower max_areas_per_plan in the principles"
)
SECONDS = 60.0
"""The most that HiGHS looks for the plan of one stage."""
TOLERANCE = 1e-9
"""The tightest that HiGHS keeps rows and whole numbers to, relative to a stage's value here."""


class NothingFoundError(Exception):
    """The time ended before anything was found."""


@dataclass(frozen=True)
class Row:
    """Columns, their coefficients, and the bounds of their sum."""

    columns: Sequence[int]
    coefficients: Sequence[float]
    low: float
    high: float


@dataclass(frozen=True)
class Aim:
    """What is made as large as can be: weights of the columns, and how close to it is enough."""

    weights: Floats
    offset: float = 0.0
    relative_gap: float = 0.0
    absolute_gap: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What HiGHS found: the value of each column, and whether nothing is better.

    bound: no answer to the aim is worth more.
    """

    columns: Floats
    proven: bool
    bound: float


class Model:
    """The programme of a problem. Columns: each area's options in order, then the plans."""

    def __init__(self, problem: Problem, seconds: float, tolerance: float = TOLERANCE) -> None:
        self.problem, self.seconds, self.tolerance = problem, seconds, tolerance
        self.options = [
            (place, number)
            for place, options in enumerate(problem.options)
            for number in range(len(options))
        ]
        self.first: list[int] = np.cumsum([0, *map(len, problem.options)]).tolist()
        self.width = len(self.options) + len(problem.plans)
        kroner = [self._option(column).øre / _ØRE_PER_KRONE for column in range(len(self.options))]
        saved = [-(len(plan) - 1) * problem.saving_øre / _ØRE_PER_KRONE for plan in problem.plans]
        self.money = np.array([*kroner, *saved])
        self.rows = self._rules()

    def value(self, stage: int) -> Floats:
        """The need x residents x level that each column adds to a stage."""
        values = np.zeros(self.width)
        for column, (place, _) in enumerate(self.options):
            if self.problem.stage[place] == stage:
                values[column] = self._option(column).value / self.problem.unit
        return values

    def maximise(self, aim: Aim, kroner: float, more: Sequence[Row] = ()) -> Answer | None:
        """The best columns for an aim within a frame; none where there are none.

        Raises:
            NothingFoundError: none were found in the time.
        """
        if not self.width:
            return Answer(np.zeros(0), proven=True, bound=aim.offset)
        frame = Row(range(self.width), self.money.tolist(), -highspy.kHighsInf, kroner)
        rows = [frame, *self.rows, *more]
        # The Python class prints a banner when it is made; the class beneath it can be told not to.
        highs = highspy._Highs()  # type: ignore[attr-defined]
        for name, option in (
            ("output_flag", False),
            ("mip_rel_gap", aim.relative_gap),
            ("mip_abs_gap", aim.absolute_gap),
            ("mip_feasibility_tolerance", self.tolerance),
            ("primal_feasibility_tolerance", self.tolerance),
            ("time_limit", self.seconds),
        ):
            highs.setOptionValue(name, option)
        highs.passModel(self._arrays(aim, rows))
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        columns = np.array(highs.getSolution().col_value)
        if len(columns) != self.width or not highs.getSolution().value_valid:
            raise NothingFoundError
        bound = float(highs.getInfo().mip_dual_bound)
        return Answer(columns, status == highspy.HighsModelStatus.kOptimal, bound)

    def solution(self, answer: Answer) -> Solution:
        """An answer in whole numbers."""
        levels: list[int | None] = [None] * len(self.problem.options)
        on = answer.columns > 1 / 2
        for column, (place, number) in enumerate(self.options):
            if on[column]:
                levels[place] = number
        chosen = np.flatnonzero(on[len(self.options) :])
        plans = [self.problem.plans[number] for number in chosen]
        return solution_of(self.problem, levels, plans, answer.proven)

    def columns(self, solution: Solution) -> Floats:
        """A plan as the value of each column."""
        on = np.zeros(self.width)
        for place, number in enumerate(solution.levels):
            if number is not None:
                on[self.first[place] + number] = 1
        shared = set(solution.plans)
        for number, plan in enumerate(self.problem.plans):
            on[len(self.options) + number] = tuple(sorted(plan)) in shared
        return on

    def _option(self, column: int) -> Option:
        place, number = self.options[column]
        return self.problem.options[place][number]

    def _rules(self) -> list[Row]:
        problem = self.problem
        plans_of: list[list[int]] = [[] for _ in problem.options]
        for number, plan in enumerate(problem.plans):
            for place in plan:
                plans_of[place].append(len(self.options) + number)
        rows = []
        for place, options in enumerate(problem.options):
            own = list(range(self.first[place], self.first[place + 1]))
            if own:
                least = 1.0 if problem.must[place] else 0.0
                rows.append(Row(own, [1.0] * len(own), least, 1.0))
            if plans_of[place] or not problem.alone[place]:
                granted = [each for each, option in zip(own, options, strict=True) if option.øre]
                signs = [1.0] * len(plans_of[place]) + [-1.0] * len(granted)
                least = -highspy.kHighsInf if problem.alone[place] else 0.0
                rows.append(Row([*plans_of[place], *granted], signs, least, 0.0))
        return rows

    def _arrays(self, aim: Aim, rows: Sequence[Row]) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.width, len(rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.offset_ = aim.weights, aim.offset
        lp.col_lower_, lp.col_upper_ = np.zeros(self.width), np.ones(self.width)
        lp.row_lower_ = np.array([row.low for row in rows])
        lp.row_upper_ = np.array([row.high for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([np.array(row.columns, np.int32) for row in rows])
        lp.a_matrix_.value_ = np.concatenate([np.array(row.coefficients) for row in rows])
        lp.integrality_ = [highspy.HighsVarType.kInteger] * self.width
        return lp


def best_by_highs(problem: Problem, seconds: float = SECONDS) -> Solution:
    """The best plan by one programme for each stage, each with the values before it held.

    `seconds` is the most that one stage may take; a plan that is not proven the best by then is
    said to be so, with how far it may be from it.

    Raises:
        UserError: the pairs that must join cannot all be met, or nothing was found in the time.
    """
    model = Model(problem, seconds)
    try:
        cheapest = model.maximise(Aim(-model.money), highspy.kHighsInf)
    except NothingFoundError:
        raise UserError(TOO_LARGE) from None
    if cheapest is None:
        raise UserError(CANNOT_ALL_JOIN)
    best = model.solution(cheapest)
    if best.spent_øre > problem.frame_øre:
        return without_grants(problem, best.spent_øre - problem.frame_øre, best.proven)
    held: list[Row] = []
    proven, gap = best.proven, 0.0
    for stage in (*range(len(STAGES)), None):
        weights = -model.money if stage is None else model.value(stage)
        if not weights.any():
            continue
        found = best_within_the_frame(model, Aim(weights), held)
        if found is not None and found.solution.rank > best.rank:
            best = found.solution
        if proven and (found is None or not found.solution.proven):
            proven, gap = False, 1.0 if found is None else _gap(model, best, weights, found.bound)
        if stage is not None:
            held.append(_held(model, best, stage))
    return replace(solution_of(problem, best.levels, best.plans, proven), gap=gap)


def _gap(model: Model, best: Solution, weights: Floats, bound: float) -> float:
    """How far a plan is from the bound of an aim at most, as a share of the larger of the two."""
    reached = float(weights @ model.columns(best))
    return max(0.0, bound - reached) / max(1.0, abs(bound), abs(reached))


@dataclass(frozen=True)
class Within:
    """A plan within the frame, and a bound on what any such plan is worth."""

    solution: Solution
    bound: float


def best_within_the_frame(model: Model, aim: Aim, held: Sequence[Row]) -> Within | None:
    """The best plan for an aim that keeps the frame to the øre.

    One that has to be sought again with a smaller frame is not proven; none where none is found.
    """
    kroner, proven, bound = model.problem.frame_øre / _ØRE_PER_KRONE, True, float("inf")
    for _ in range(_MOST_TRIES):
        try:
            answer = model.maximise(aim, kroner, held)
        except NothingFoundError:
            return None
        if answer is None:
            return None
        bound = answer.bound if proven else bound
        found = model.solution(replace(answer, proven=answer.proven and proven))
        over = found.spent_øre - model.problem.frame_øre
        if over <= 0:
            return Within(found, bound)
        kroner -= over / _ØRE_PER_KRONE + 1
        proven = False
    return None


def _held(model: Model, best: Solution, stage: int) -> Row:
    """A row that holds a stage at the value of a plan, less a hair for the tolerance."""
    weights = model.value(stage)
    columns = np.flatnonzero(weights)
    reached = best.values[stage] / model.problem.unit
    return Row(
        columns.tolist(), weights[columns].tolist(), reached - TOLERANCE * reached,
        highspy.kHighsInf,
    )  # fmt: skip
