"""Where areas of a given size lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.model import Floats

Ints = NDArray[np.signedinteger[Any]]
_SMALLER = 1.25


@dataclass(frozen=True)
class Sites:
    """By area: the `municipality` (index), `residents` at the start, and the `most` in any year.

    `quarter` is that of a town in which the area lies in a row with others, -1 for none; `spare`
    the share of dwellings that stand empty over what the most residents need.
    """

    municipality: Ints
    residents: Floats
    most: Floats
    quarter: Ints
    spare: float

    def least_social(self, municipalities: int, per_household: float) -> Ints:
        """The households in social housing that each municipality needs to house its areas.

        A quarter more than by the country's households: those in social housing are smaller.
        """
        residents = np.bincount(self.municipality, self.residents, municipalities)
        needed: Ints = np.ceil(_SMALLER * residents / per_household).astype(np.int64)
        return needed

    def households(self, social: Ints, per_household: float) -> tuple[Ints, Ints, Ints]:
        """The municipality, the households and the spare dwellings of each area.

        Where a municipality has too few households in social housing, its areas share them.
        """
        wanted = self.residents / per_household
        there = np.bincount(self.municipality, wanted, len(social))
        scale = np.minimum(1, social / np.maximum(there, 1))[self.municipality]
        households = np.maximum(np.floor(wanted * scale), 1).astype(np.int64)
        spare = self.most / per_household * (1 + self.spare) - households
        return self.municipality, households, np.maximum(np.ceil(spare), 0).astype(np.int64)
