"""Places for the marks of a map so that none hides another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]

_DRAWN_BACK, _ROUNDS = 150, 1500


def spread(points: Places, apart: float) -> Places:
    """Move marks until no two are closer than `apart`, each as near its point as room allows.

    points: n × 2, in the drawing's units; the answer has the same shape and order. The same points
    always give the same places. `frontend/spread.js` does the same in the browser.
    """
    angles = np.arange(len(points)) * 2.4
    places = points + 0.01 * np.column_stack([np.cos(angles), np.sin(angles)])
    for round_ in range(_ROUNDS):
        if round_ < _DRAWN_BACK:
            places = places + (points - places) * 0.04
        moves = _pushes(places, apart * 1.02)
        if round_ >= _DRAWN_BACK and not moves.any():
            break
        places = places + moves
    return places


def _pushes(places: Places, room: float) -> Places:
    x, y = places.T
    across, down = x[:, None] - x, y[:, None] - y
    one, other = np.nonzero(across * across + down * down < room * room)
    one, other = one[one != other], other[one != other]
    gaps = places[one] - places[other]
    distances = np.hypot(gaps[:, 0], gaps[:, 1])
    short = room - distances
    short[short < room * 1e-3] = 0
    pushes = gaps * (short / 2 / np.maximum(distances, 1e-9))[:, None]
    sums = [np.bincount(one, pushes[:, axis], len(places)) for axis in (0, 1)]
    return np.column_stack(sums)
