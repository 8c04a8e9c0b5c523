"""Exact mergers for all municipalities beside the max-p heuristic of spopt, on the same graph.

1,100 made-up areas in 98 municipalities, all granted, so that only the mergers are chosen. Max-p
makes as many contiguous regions of at least two (or three) areas as it can; what its regions save
is reckoned as well as they allow: each is cut into plans in the best way. Ours looks at the whole
municipality at once, so it can never save less.
"""

from __future__ import annotations

import contextlib
import io
import signal
import statistics
import time
import warnings
from dataclasses import replace

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
from instances import PRINCIPLES, candidates, neighbours
from libpysal.weights import W  # type: ignore[import-untyped]
from shapely import Point
from spopt.region import MaxPHeuristic  # type: ignore[import-untyped]

from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.problem import problem_of
from boligsocial.allocation.ranked import Candidate

COUNT, TIMES, SEED, PATIENCE, TRIES = 1_100, 5, 0, 3.0, 2
Pairs = list[tuple[str, str]]


def areas_and_pairs() -> tuple[list[Candidate], Pairs]:
    """Made-up areas that all get a full grant, and which of them are neighbours."""
    areas = [replace(each, tier=Tier.LISTED) for each in candidates(COUNT, SEED)]
    return areas, neighbours(areas, SEED)


def fewer_plans(areas: list[Candidate], pairs: Pairs, principles: Principles) -> int:
    """How many plans fewer than areas the best mergers make."""
    everything = sum(each.full_grant_øre for each in areas)
    problem = problem_of(areas, everything, principles, pairs)
    solution = Planner(problem).solve(everything)
    assert solution.proven
    return sum(len(plan) - 1 for plan in solution.plans)


def max_p_regions(
    areas: list[Candidate], pairs: Pairs, least: int
) -> tuple[dict[str, tuple[str, int]], float]:
    """The region of each area by spopt, part by part of the municipalities, and the seconds."""
    near: dict[str, list[str]] = {each.area_id: [] for each in areas}
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    regions: dict[str, tuple[str, int]] = {}
    seconds = 0.0
    for part in _parts(areas, near):
        if len(part) >= least:
            labels, spent = _until_it_ends(part, near, least)
            regions |= {area: (part[0], label) for area, label in labels}
            seconds += spent
    return regions, seconds


def _until_it_ends(
    part: list[str], near: dict[str, list[str]], least: int
) -> tuple[list[tuple[str, int]], float]:
    for _ in range(TRIES):
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        start = time.perf_counter()
        try:
            return _max_p(part, near, least), time.perf_counter() - start
        except TimeoutError:
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return [(area, 0) for area in part], 0.0


def _stop(_signal: int, _frame: object) -> None:
    raise TimeoutError


def _max_p(ids: list[str], near: dict[str, list[str]], least: int) -> list[tuple[str, int]]:
    table = gpd.GeoDataFrame(
        {"need": np.ones(len(ids)), "count": 1},
        geometry=[Point(at, 0) for at in range(len(ids))],
    )
    at = {area: index for index, area in enumerate(ids)}
    weights = W({at[a]: [at[b] for b in near[a]] for a in ids}, silence_warnings=True)
    model = MaxPHeuristic(table, weights, ["need"], "count", least)
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.solve()
    return list(zip(ids, np.asarray(model.labels_).tolist(), strict=True))


def _parts(members: list[Candidate], near: dict[str, list[str]]) -> list[list[str]]:
    """The areas that hang together."""
    seen: set[str] = set()
    parts = []
    for area in members:
        if area.area_id in seen:
            continue
        part = [area.area_id]
        seen.add(area.area_id)
        for place in part:
            fresh = [other for other in near[place] if other not in seen]
            seen.update(fresh)
            part += fresh
        parts.append(part)
    return parts


def compare(most: int) -> None:
    """Plans of up to `most` areas beside regions of at least that many."""
    principles = PRINCIPLES.model_copy(update={"max_areas_per_plan": most})
    areas, pairs = areas_and_pairs()
    spent = []
    for _ in range(TIMES):
        start = time.perf_counter()
        exact = fewer_plans(areas, pairs, principles)
        spent.append(time.perf_counter() - start)
    here = statistics.median(spent)
    region, heuristic = max_p_regions(areas, pairs, most)
    inside = [(a, b) for a, b in pairs if a in region and b in region and region[a] == region[b]]
    theirs = fewer_plans(areas, inside, principles)
    assert exact >= theirs, f"max-p saves {theirs} plans, we {exact}"
    print(f"plans of up to {most} areas: {COUNT:,} areas, {len(pairs):,} pairs of neighbours")
    print(f"  boligsocial, exact  {exact:5} plans saved {here:8.3f} s")
    print(
        f"  spopt's max-p       {theirs:5} plans saved {heuristic:8.3f} s, "
        f"{heuristic / here:,.0f} times as long"
    )


def main() -> None:
    signal.signal(signal.SIGALRM, _stop)
    np.random.seed(SEED)  # noqa: NPY002 - the heuristic draws from the global generator
    for most in (2, 3):
        compare(most)


if __name__ == "__main__":
    main()
