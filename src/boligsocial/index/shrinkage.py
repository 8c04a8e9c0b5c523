"""Shares of few people drawn towards the share of their municipality.

The empirical-Bayes estimate of the British indices of deprivation (Scottish Indices of Deprivation
2003, appendix 1, scotland.gov.uk/Publications/2003/02/16377/18202; The English Indices of
Deprivation 2019, technical report, appendix on shrinkage).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boligsocial.index.transforms import Floats


def shrunk_shares(counted: Floats, among: Floats, group: NDArray[np.int64]) -> Floats:
    """The share of each unit, drawn towards its group's; NaN where there is nobody.

    With r counted among n: the logit m = ln((r + 1/2)/(n - r + 1/2)) has the variance
    s2 = (n + 1)(n + 2)/(n (r + 1)(n - r + 1)); M is the logit of the group's sums, and t2 the mean
    of (m - M) squared, over k - 1, of its k units. The shrunk logit is w m + (1 - w) M with
    w = t2/(t2 + s2). A group of one keeps its share. `group` counts from 0; 0 <= r <= n.
    """
    known = (among > 0) & ~np.isnan(counted)
    share = np.full(len(counted), np.nan)
    r, n, of = counted[known], among[known], group[known]
    own = np.log((r + 0.5) / (n - r + 0.5))
    variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
    groups = int(of.max(initial=-1)) + 1
    total, people = (np.bincount(of, each, groups)[of] for each in (r, n))
    common = np.log((total + 0.5) / (people - total + 0.5))
    units = np.bincount(of, minlength=groups)[of]
    between = np.bincount(of, (own - common) ** 2, groups)[of] / np.maximum(units - 1, 1)
    drawn = common + between / (between + variance) * (own - common)
    share[known] = np.where(units > 1, 1 / (1 + np.exp(-drawn)), r / n)
    return share
