"""The optimal distribution beside the plain model in HiGHS and beside a modelling layer.

300, 1,100 and 7,000 made-up candidates with levels, municipalities and mergers of two and three.
`boligsocial` gives the exact optimum of every stage, checked; the others stop at a relative gap of
1e-6 a stage, or after some seconds a stage (`--seconds`). Their first stage must agree with ours.

Denser graphs follow, with six and eight neighbours each in the middle of a municipality, ours
alone: with money for some of the exposed, for most, and for nearly everybody. There a stage may
stop before it is proven; the gap is then printed.

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
from instances import candidates, instance
from numpy.typing import NDArray

from boligsocial.allocation.breakpoints import ranked_breakpoints
from boligsocial.allocation.by_frame import by_frame
from boligsocial.allocation.mixed_integer import Aim, Floats, Model, Row
from boligsocial.allocation.optimal import OptimalDistribution, optimal_distribution
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import principles_from
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.ranked import ranked_distribution

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


def dense(sizes: list[int]) -> None:
    """Ours on graphs with more neighbours, by how far the money goes."""
    print("more neighbours each; seconds of the clock and of the processor")
    for count, near, share in product(sizes, (6.0, 8.0), (0.35, 0.8, 2.2)):
        problem = instance(count, share=share, near=near)
        start, used = time.perf_counter(), time.process_time()
        best = ours(problem)
        spent, used = time.perf_counter() - start, time.process_time() - used
        proof = "proven" if best.proven else f"not proven, gap {best.gap:.2%}"
        print(
            f"  {count:5,} candidates, {near:.0f} neighbours, {len(problem.plans):6,} plans, "
            f"frame {share:.2f} of the exposed  {spent:7.2f} s, {used:6.2f} s, {proof}"
        )


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
    dense(given.sizes)
    breakpoints()
    whole_millions(given.seconds)


if __name__ == "__main__":
    main()
