"""Paths over years, as smooth as the means that they must have allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.model import Floats

_TOWARDS_GROUND = 1e-4
"""Weight of the distance to the ground against that of the steps between years."""
_TURNS = 200
_NOTHING = 1e-9


@dataclass(frozen=True)
class Mean:
    """The mean of the `window` years that end with `year` (an index) is `value`; with a `sense` of
    1 it is that or more, with -1 that or less.
    """

    year: int
    window: int
    value: float
    sense: int = 0


def smooth_path(ground: Floats, means: Sequence[Mean]) -> Floats:
    """The path that runs most evenly beside a ground, (years,), and has the means asked for.

    Least squares of the steps of the difference from the ground; bounds come and go by their
    multipliers until all hold and none holds back (an active-set method).
    """
    years = len(ground)
    steps = np.diff(np.eye(years), axis=0)
    curve = steps.T @ steps + _TOWARDS_GROUND * np.eye(years)
    held = np.zeros((len(means), years))
    for row, mean in enumerate(means):
        held[row, mean.year - mean.window + 1 : mean.year + 1] = 1 / mean.window
    wanted = np.array([mean.value for mean in means]) - held @ ground
    sense = np.array([mean.sense for mean in means], np.int64)
    active, path = sense == 0, np.zeros(years)
    for _ in range(_TURNS):
        path, multiplier = _solved(curve, held[active], wanted[active])
        beyond = np.where(active, -1.0, sense * (wanted - held @ path))
        if len(means) and beyond.max() > _NOTHING:
            active[np.argmax(beyond)] = True
            continue
        pulled = np.zeros(len(means))
        pulled[active] = multiplier
        wrong = pulled * sense
        if not len(means) or wrong.max() <= _NOTHING:
            break
        active[np.argmax(wrong)] = False
    beside: Floats = ground + path
    return beside


def _solved(curve: Floats, held: Floats, wanted: Floats) -> tuple[Floats, NDArray[np.float64]]:
    count, years = held.shape
    system = np.block([[curve, held.T], [held, np.zeros((count, count))]])
    solved = np.linalg.lstsq(system, np.concatenate([np.zeros(years), wanted]), rcond=None)[0]
    return solved[:years], solved[years:]
