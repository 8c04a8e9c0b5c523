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


@dataclass(frozen=True)
class Streaks:
    """Per row: `years` in a row before its list; `ended` where a list without the area ended them.

    Where the history stops first, `ended` is false and `years` is only a lower bound.
    """

    years: NDArray[np.int64]
    ended: NDArray[np.bool_]


class PublishedHistory:
    """Who was on which list, ready to be asked about many areas and years.

    `history` has `list_date` (date), `area_key`, `status`, `on_list`; `keys` are the areas asked
    about, one entry a row.
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
        self._listed = (
            history.filter("on_list")
            .select("status", "list_date", "area_key", pl.col("list_date").dt.year().alias("year"))
            .join(numbers, on="area_key", how="left")
        )

    def streaks_before(
        self, rows: NDArray[np.int64], years: NDArray[np.float64], statuses: Collection[str]
    ) -> Streaks:
        """The streak of each row's area, as one of the statuses, over the years before its own."""
        listed_by_year = self._listed_by_year(statuses)
        number = self._number[rows]
        in_a_row, ended = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        for year in np.unique(years):
            count, stopped = self._streaks_of_all(int(year), listed_by_year)
            here = years == year
            in_a_row[here], ended[here] = count[number[here]], stopped[number[here]]
        return Streaks(in_a_row, ended)

    def _streaks_of_all(
        self, before: int, listed_by_year: dict[int, NDArray[np.int64]]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        count, running = np.zeros(self._areas, np.int64), np.ones(self._areas, np.bool_)
        year = before - 1
        while year in listed_by_year and running.any():
            listed = np.zeros(self._areas, np.bool_)
            listed[listed_by_year[year]] = True
            running &= listed
            count += running
            year -= 1
        return count, count < before - 1 - year

    def _listed_by_year(self, statuses: Collection[str]) -> dict[int, NDArray[np.int64]]:
        """The numbers of the areas on the last list of each year."""
        listed = self._listed.filter(pl.col("status").is_in(list(statuses)))
        last_lists = listed.group_by("year").agg(pl.col("list_date").max())
        by_year = (
            listed.join(last_lists, on=["year", "list_date"], how="semi")
            .group_by("year")
            .agg(pl.col("number").drop_nulls())
        )
        return {
            year: numbers.to_numpy()
            for year, numbers in zip(by_year["year"], by_year["number"], strict=True)
        }
