"""How many yearly lists in a row an area has been on, from published history.

Published status counts, under the rules then in force; nothing is computed again. A year with more
than one list counts by its last one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

_NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Streaks:
    """Per row: `years` in a row before its list; `ended` where a list without the area ended them.

    Where the history stops first, `ended` is false and `years` is only a lower bound.
    """

    years: NDArray[np.int64]
    ended: NDArray[np.bool_]


class PublishedHistory:
    """Who was on which list, ready to be asked about many areas and years.

    `history` has `list_date` (date), `area_key`, `status`, `on_list` (null: not known); `keys` are
    the areas asked about, one entry a row.
    """

    def __init__(self, history: pl.DataFrame, keys: pl.Series) -> None:
        names = keys.unique()
        self._areas = len(names)
        numbers = pl.DataFrame({"area_key": names, "number": range(self._areas)})
        self._number = (
            keys.to_frame("area_key")
            .join(numbers, on="area_key", how="left", maintain_order="left")["number"]
            .to_numpy()
        )
        # A list of which nobody is named is one whose names are not known here, not an empty one.
        named = history.filter(pl.col("on_list").fill_null(True))
        self._named = named.select(
            "status", "list_date", "area_key", pl.col("list_date").dt.year().alias("year"),
            pl.col("on_list").is_null().alias("unknown"),
        ).join(numbers, on="area_key", how="left")  # fmt: skip

    def streaks_before(
        self, rows: NDArray[np.int64], years: NDArray[np.float64], statuses: Collection[str]
    ) -> Streaks:
        """The streak of each row's area, as one of the statuses, over the years before its own."""
        listed, unknown = (self._by_year(statuses, unknown=each) for each in (False, True))
        number = self._number[rows]
        in_a_row, ended = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        for year in np.unique(years):
            count, stopped = self._streaks_of_all(int(year), listed, unknown)
            here = years == year
            in_a_row[here], ended[here] = count[number[here]], stopped[number[here]]
        return Streaks(in_a_row, ended)

    def _streaks_of_all(
        self,
        before: int,
        listed_by_year: dict[int, NDArray[np.int64]],
        unknown_by_year: dict[int, NDArray[np.int64]],
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        count, running = np.zeros(self._areas, np.int64), np.ones(self._areas, np.bool_)
        open_ended, year = np.zeros(self._areas, np.bool_), before - 1
        while year in listed_by_year and running.any():
            listed, unknown = np.zeros((2, self._areas), np.bool_)
            listed[listed_by_year[year]] = True
            unknown[unknown_by_year.get(year, _NOBODY)] = True
            open_ended |= running & unknown & ~listed
            running &= listed
            count += running
            year -= 1
        return count, (count < before - 1 - year) & ~open_ended

    def _by_year(self, statuses: Collection[str], unknown: bool) -> dict[int, NDArray[np.int64]]:
        """The numbers of the areas that the last list of each year names, or leaves unknown."""
        of_status = self._named.filter(pl.col("status").is_in(list(statuses)))
        listed = of_status.filter(pl.col("unknown") == unknown)
        last_lists = of_status.group_by("year").agg(pl.col("list_date").max())
        by_year = (
            listed.join(last_lists, on=["year", "list_date"], how="semi")
            .group_by("year")
            .agg(pl.col("number").drop_nulls())
        )
        return {
            year: numbers.to_numpy()
            for year, numbers in zip(by_year["year"], by_year["number"], strict=True)
        }
