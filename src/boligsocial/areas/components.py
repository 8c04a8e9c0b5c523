"""What hangs together: connected components of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.integer[Any]]


def connected(count: int, one: Indices, other: Indices) -> NDArray[np.int64]:
    """For each of `count` things the smallest index among those that it is connected with.

    `one` and `other` are the two ends of each pair. Union-find over whole arrays: in each round
    every root takes the least root beside it, and the paths are then made flat.
    """
    root = np.arange(count)
    while True:
        low = np.minimum(root[one], root[other])
        high = np.maximum(root[one], root[other])
        if np.array_equal(low, high):
            return root
        np.minimum.at(root, high, low)
        while not np.array_equal(root, above := root[root]):
            root = above
