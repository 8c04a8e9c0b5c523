"""The nearest people of each estate, after DREAM's index of neighbourhoods.

DREAM takes the 1,000 nearest persons of each dwelling, whoever owns it
(dreamgruppen.dk/aktuelle-temaer/boligmarked). Figures of estates only come near to it: everybody
lives in the middle of the estate, and only people in social housing are seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from boligsocial.index.figures import column_of
from boligsocial.index.transforms import Floats
from boligsocial.messages import UserError

ESTATES_AT_ONCE = 256
"""Estates whose distances to all others are held at once: some 50 MB for 7,500 estates."""


def nearest_people(estates: pl.DataFrame, columns: Sequence[str], residents: int) -> pl.DataFrame:
    """The estates with each of the columns summed over their nearest residents.

    `estates` has `residents`, `x` and `y` (metres) and the columns, all counts. An estate's own
    residents come first, then whole estates by distance, and of the last one the part that makes
    the number full. Where all estates together have fewer, all are taken. A count that is missing
    is nobody. An estate without a place keeps its own counts.

    Raises:
        UserError: a column is missing.
    """
    for name in ("x", "y"):
        if name not in estates.columns:
            raise UserError(
                "the column {column} is missing; the nearest people are found by the middle of "
                "each estate",
                column=name,
            )
    place = np.column_stack([column_of(estates, "x"), column_of(estates, "y")])
    people = np.nan_to_num(column_of(estates, "residents"))
    counts = np.column_stack([np.nan_to_num(column_of(estates, name)) for name in columns])
    placed = ~np.isnan(place).any(axis=1)
    sums = counts.copy()
    sums[placed] = _sums(place[placed], people[placed], counts[placed], residents)
    return estates.with_columns(
        pl.Series(name, sums[:, number]) for number, name in enumerate(columns)
    )


def _sums(place: Floats, people: Floats, counts: Floats, residents: int) -> Floats:
    sums = np.empty_like(counts)
    for start in range(0, len(place), ESTATES_AT_ONCE):
        some = np.arange(start, min(start + ESTATES_AT_ONCE, len(place)))
        away = sum((axis[some, None] - axis[None, :]) ** 2 for axis in place.T)
        away[np.arange(len(some)), some] = -1
        for estate, distances in zip(some, away, strict=True):
            sums[estate] = _sum_of_nearest(distances, people, counts, residents)
    return sums


def _sum_of_nearest(away: Floats, people: Floats, counts: Floats, residents: int) -> Floats:
    """The counts of the nearest residents. Equal distances go by the order of the estates."""
    wanted = 32
    while True:
        near = np.argpartition(away, wanted - 1)[:wanted] if wanted < len(away) else None
        near = np.arange(len(away)) if near is None else near
        if people[near].sum() >= residents or len(near) == len(away):
            break
        wanted *= 4
    near = near[np.lexsort((near, away[near]))]
    before = np.cumsum(people[near]) - people[near]
    taken = np.clip(residents - before, 0, people[near])
    share = np.divide(taken, people[near], out=np.zeros(len(near)), where=people[near] > 0)
    total: Floats = share @ counts[near]
    return total
