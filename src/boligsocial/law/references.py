"""National rates that the law's limits follow, by the date of the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import polars as pl

NationalRates = Mapping[date, Fraction]

_MULTIPLE_OF_THE_RATE = {
    "national_conviction_rate_pct": 1,
    "conviction_limit_pct_2x": 2,
    "conviction_limit_pct_3x": 3,
}


def national_rates(references: pl.DataFrame) -> NationalRates:
    """The share of convicted in the nation, in per cent, by list date, as exact fractions.

    `references` has `list_date` (date), `quantity` and `value` (text). A published limit gives the
    rate it is a multiple of, so that the limit comes out again as it was published.
    """
    return {
        row["list_date"]: Fraction(row["value"]) / _MULTIPLE_OF_THE_RATE[row["quantity"]]
        for row in references.iter_rows(named=True)
        if row["quantity"] in _MULTIPLE_OF_THE_RATE
    }
