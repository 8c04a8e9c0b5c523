"""The index of 33,000 units with 1,000 draws of weights, beside a plain pandas version.

The peer is what one writes first with pandas: z-scores as columns, a loop over the draws, `rank` on
each, and quantiles over the table of ranks. Both draw the same weights and give the rank and the
interval of each unit; the run stops if one differs. The second part adds the noise of the counts,
for as many estates as Denmark has, without a peer.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from boligsocial.index.scores import index_scores, weights_of
from boligsocial.index.specification import Component, Specification
from boligsocial.index.uncertainty import (
    Simulation,
    default_simulation,
    drawn_weights,
    intervals_of,
)

UNITS, ESTATES, COLUMNS = 33_000, 7_500, [f"indicator_{number}" for number in range(7)]
COMPONENTS = tuple(
    Component(column=name, weight=Decimal(place), direction="high_is_worse", transform="zscore")
    for place, name in enumerate(COLUMNS, start=1)
)
SPECIFICATION = Specification(component=COMPONENTS)


def made_up_units() -> pl.DataFrame:
    """Made-up figures that go together, as those of exposed areas do."""
    random = np.random.default_rng(1)
    common = random.normal(size=UNITS)
    figures = {name: common + random.normal(size=UNITS) for name in COLUMNS}
    return pl.DataFrame({"id": np.arange(UNITS)} | figures)


def made_up_estates() -> pl.DataFrame:
    """Counts of people among people."""
    random = np.random.default_rng(2)
    columns: dict[str, Any] = {"id": np.arange(ESTATES)}
    for name in COLUMNS:
        people = random.integers(100, 1_000, ESTATES)
        columns[f"{name}_denominator"] = people
        columns[f"{name}_numerator"] = random.binomial(people, random.uniform(0.05, 0.5, ESTATES))
    return pl.DataFrame(columns)


def ours(units: pl.DataFrame, simulation: Simulation) -> pl.DataFrame:
    """Rank and interval of each unit."""
    return index_scores(units, SPECIFICATION).hstack(intervals_of(units, SPECIFICATION, simulation))


def with_pandas(units: pd.DataFrame, simulation: Simulation) -> pd.DataFrame:
    """The same, one draw after the other."""
    figures = units[COLUMNS]
    scaled = (figures - figures.mean()) / figures.std(ddof=0)
    weights = weights_of(SPECIFICATION.parts)
    ranks = [
        (scaled * drawn).sum(axis=1).rank(method="min", ascending=False)
        for drawn in drawn_weights(weights, simulation)
    ]
    table = pd.concat(ranks, axis=1)
    cut = int(simulation.draws * (1 - simulation.level) / 2)
    ends = [cut / (simulation.draws - 1), 1 - cut / (simulation.draws - 1)]
    low_and_high = table.quantile(ends, axis=1, interpolation="nearest")
    return pd.DataFrame(
        {
            "rank": (scaled * weights).sum(axis=1).rank(method="min", ascending=False),
            "rank_low": low_and_high.iloc[0],
            "rank_high": low_and_high.iloc[1],
        }
    )


def seconds(run: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def check_equal(mine: pl.DataFrame, theirs: pd.DataFrame) -> None:
    """Stop if any rank or interval differs."""
    for name in theirs.columns:
        other = pl.from_pandas(theirs[name]).cast(pl.Int64)
        differing = int((mine[name] != other).sum())
        assert not differing, f"{name} differs for {differing} units"


def main() -> None:
    units, simulation = made_up_units(), default_simulation()
    here = seconds(lambda: ours(units, simulation), 5)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    units_pd = units.to_pandas()
    start = time.perf_counter()
    theirs = with_pandas(units_pd, simulation)
    pandas = time.perf_counter() - start
    check_equal(ours(units, simulation), theirs)
    print(
        f"index: {UNITS:,} units x {len(COLUMNS)} components, {simulation.draws:,} draws, all equal"
    )
    print(f"  boligsocial            {here:7.3f} s, {memory:.0f} MB at most")
    print(f"  pandas                 {pandas:7.3f} s, {pandas / here:.1f} times as long")
    estates = made_up_estates()
    noisy = seconds(lambda: ours(estates, simulation), 1)
    print(f"  {ESTATES:,} estates, weights and counts drawn: {noisy:.3f} s")


if __name__ == "__main__":
    main()
