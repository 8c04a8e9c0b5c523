"""The optimal distribution beside the plain model in HiGHS and beside a modelling layer.

300, 1,100 and 7,000 made-up candidates with levels, municipalities and mergers of two and three.
`boligsocial` gives the exact optimum of every stage, checked; the others stop at a relative gap of
1e-6 a stage, or after some seconds a stage (`--seconds`). Their first stage must agree with ours.

Ours alone follows: from no neighbours to eight each in the middle of a municipality, with frames
from 5 % to 90 % of all that is asked; and needs in proportion to the grants, where nearly all plans
are equally good. There a stage may stop before it is proven; the gap is then printed.

Also every breakpoint of the way down the list for 1,100 candidates, beside trying every 1 mio.,
and the optimal plan for each whole million from 0 to 300 for 300 candidates, beside the plain model
on some of them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from instances import (
    PRINCIPLES,
    candidates,
    frame_within_the_whole,
    instance,
    needs_that_follow_the_grants,
    neighbours,
)
from numpy.typing import NDArray

from boligsocial.allocation.breakpoints import ranked_breakpoints
from boligsocial.allocation.by_frame import by_frame
from boligsocial.allocation.mixed_integer import Aim, Floats, Model, Row
from boligsocial.allocation.optimal import OptimalDistribution, optimal_distribution
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import principles_from
from boligsocial.allocation.problem import STAGES, Problem, problem_of
from boligsocial.allocation.ranked import Candidate, ranked_distribution

MIO = 100_000_000
GAP, ROUNDING = 1e-6, 1e-5
TIMES = 5
Values = list[float]


def ours(problem: Problem) -> OptimalDistribution:
    """From candidates and pairs to a checked distribution."""
    ids = [each.area_id for each in problem.candidates]
    pairs = [(ids[a], ids[b]) for a, b in problem.neighbours.pairs]
    return optimal_distribution(problem.candidates, problem.frame_øre, problem.principles, pairs)


def stage_weights(model: Model) -> list[Floats]:
    """Need of each stage, then the money with a minus."""
    return [*(model.value(stage) for stage in range(len(STAGES))), -model.money]


def plain(problem: Problem, seconds: float) -> tuple[Values, bool]:
    """One programme a stage, handed over as arrays: need of each stage, then kroner."""
    model = Model(problem, seconds, tolerance=1e-6)
    held: list[Row] = []
    values: Values = []
    proven = True
    for weights in stage_weights(model):
        answer = model.maximise(Aim(weights, relative_gap=GAP), problem.frame_øre / 100, held)
        if answer is None:
            return [*values, float("nan")], False
        proven &= answer.proven
        values.append(float(weights @ answer.columns.round()))
        columns = np.flatnonzero(weights)
        least = values[-1] - GAP * abs(values[-1])
        held.append(Row(columns.tolist(), weights[columns].tolist(), least, float("inf")))
    return values, proven


def with_linopy(problem: Problem, seconds: float) -> tuple[Values, bool]:
    """The same programme written in linopy."""
    arrays = Model(problem, seconds)
    options = len(arrays.options)
    place = np.array([place for place, _ in arrays.options])
    must = np.array(problem.must)
    model = linopy.Model()
    levels = model.add_variables(binary=True, coords=[pd.RangeIndex(options, name="level")])
    plans = model.add_variables(
        binary=True, coords=[pd.RangeIndex(len(problem.plans), name="plan")]
    )
    of_place = levels.groupby(grouped(place, "level")).sum()
    model.add_constraints(of_place <= 1)
    model.add_constraints(of_place >= must[np.unique(place)].astype(float))
    number, member = np.array(
        [(number, area) for number, plan in enumerate(problem.plans) for area in plan]
    ).T
    shared = (1 * plans).isel(plan=xr.DataArray(number, dims="member"))
    joined = shared.groupby(grouped(member, "member")).sum()
    model.add_constraints(joined - of_place.sel(place=np.unique(member)) <= 0)

    def total(weights: Floats) -> linopy.LinearExpression:
        return (levels * weights[:options]).sum() + (plans * weights[options:]).sum()

    model.add_constraints(total(arrays.money) <= problem.frame_øre / 100)
    values: Values = []
    proven = True
    for weights in stage_weights(arrays):
        expression = total(weights)
        model.add_objective(expression, sense="max", overwrite=True)
        status, _ = model.solve(
            "highs", mip_rel_gap=GAP, time_limit=seconds, output_flag=False, progress=False
        )
        proven &= status == "ok" and model.termination_condition == "optimal"
        values.append(float(expression.solution))
        model.add_constraints(expression >= values[-1] - GAP * abs(values[-1]))
    return values, proven


def grouped(places: NDArray[np.int64], dimension: str) -> pd.Series[int]:
    """The place of each element, as linopy groups by it."""
    index = pd.RangeIndex(len(places), name=dimension)
    return pd.Series(places, index=index, name="place")


def seconds_of(run: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def compare(count: int, seconds: float) -> None:
    """One size: our time, and those of the others with what they found."""
    problem = instance(count)
    best = ours(problem)
    assert best.proven
    here = seconds_of(partial(ours, problem), TIMES)
    print(f"{count:,} candidates, {len(problem.plans):,} possible plans")
    print(f"  boligsocial, no gap      {here:8.3f} s, proven, {len(best.plans)} mergers")
    expected = [float(value) for value in best.objective]
    for name, run in (("HiGHS, plain arrays", plain), ("linopy and HiGHS", with_linopy)):
        start = time.perf_counter()
        values, proven = run(problem, seconds)
        spent = time.perf_counter() - start
        # Later stages differ by what the gaps of the earlier ones let go.
        assert values[0] <= expected[0] * (1 + ROUNDING), f"{name} found better: {values}"
        assert not proven or values[0] >= expected[0] * (1 - ROUNDING), f"{name}: {values}"
        first = "proven" if proven else "not proven in the time"
        print(f"  {name:<24} {spent:8.3f} s, {first}, {spent / here:,.0f} times as long")


def densities(sizes: list[int]) -> None:
    """Ours by how many neighbours there are, and by how much of all that is asked the frame has."""
    for count, near, share in product(sizes, (0.0, 1.0, 3.0, 6.0, 8.0), (0.05, 0.3, 0.6, 0.9)):
        areas = candidates(count, 0)
        pairs = neighbours(areas, 0, near) if near else []
        alone(f"{near:.0f} neighbours, {share:4.0%} of what is asked", areas, pairs, share)


def needs_and_grants(sizes: list[int]) -> None:
    """Ours where nearly everything that money can buy is equally good."""
    for count, near, more_mio in product(sizes, (0.0, 3.0), (0.0, 0.3)):
        areas = needs_that_follow_the_grants(candidates(count, 0), more_mio)
        pairs = neighbours(areas, 0, near) if near else []
        alone(f"{near:.0f} neighbours, need as the grant + {more_mio} mio.", areas, pairs, 0.3)


def alone(name: str, areas: list[Candidate], pairs: list[tuple[str, str]], share: float) -> None:
    """One line: ours, in seconds of the clock and of the processor, and whether it is proven."""
    problem = problem_of(areas, frame_within_the_whole(areas, share), PRINCIPLES, pairs)
    start, used = time.perf_counter(), time.process_time()
    best = ours(problem)
    spent, used = time.perf_counter() - start, time.process_time() - used
    proof = "proven" if best.proven else f"not proven, gap {best.gap:.1e}"
    print(f"  {len(areas):5,} candidates, {name}: {spent:7.2f} s, {used:6.2f} s, {proof}")


def breakpoints() -> None:
    """Every breakpoint of the list, both where it stops and where it skips."""
    areas = candidates(1_100, 0)
    for rule in ("stop", "skip"):
        principles = principles_from(f'below_waterline = "{rule}"', "benchmark.toml")
        points = ranked_breakpoints(areas, principles, 0, 300 * MIO)
        here = seconds_of(partial(ranked_breakpoints, areas, principles, 0, 300 * MIO), TIMES)
        start = time.perf_counter()
        for frame in range(0, 300 * MIO, MIO):
            ranked_distribution(areas, frame, principles)
        grid = time.perf_counter() - start
        print(f"breakpoints of ranked ({rule}), 1,100 candidates: {len(points)} to the øre")
        print(f"  boligsocial              {here:8.3f} s")
        print(f"  the list every 1 mio.    {grid:8.3f} s, {grid / here:,.0f} times as long")


def whole_millions(seconds: float) -> None:
    """The optimum at each whole million, beside the plain model on a few of them."""
    problem = instance(300)
    start = time.perf_counter()
    found = by_frame(Planner(problem), range(0, 301 * MIO, MIO))
    here = time.perf_counter() - start
    assert all(each.proven for each in found)
    some = range(60, 301, 60)
    start = time.perf_counter()
    for mio in some:
        plain(replace(problem, frame_øre=mio * MIO), seconds)
    each = (time.perf_counter() - start) / len(some)
    print("the optimum for each whole million 0-300, 300 candidates")
    print(f"  boligsocial              {here:8.3f} s, every one proven and checked")
    print(
        f"  HiGHS, plain arrays      {each * 301:8.0f} s, reckoned from {len(some)} of them, "
        f"{each * 301 / here:,.0f} times as long"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60, help="the most a stage may take")
    arguments.add_argument("--sizes", type=int, nargs="*", default=[300, 1_100, 7_000])
    given = arguments.parse_args()
    for count in given.sizes:
        compare(count, given.seconds)
    print("ours alone: seconds of the clock and of the processor")
    densities(given.sizes)
    needs_and_grants(given.sizes)
    breakpoints()
    whole_millions(given.seconds)


if __name__ == "__main__":
    main()
