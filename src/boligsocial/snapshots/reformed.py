"""Lists of which one is as a reform of the law would have made it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

import polars as pl

from boligsocial.law.classification import Classification
from boligsocial.law.references import NationalRates
from boligsocial.law.reforms import Reform
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.near_the_list import beyond_the_limits, on_the_edge


class ReformedLists(AreaLists):
    """Lists of which one is as a reform of the law would have made it.

    An area comes on the list, or leaves it, where the reform turns its status by the figures. Where
    it does not, or the figures cannot tell, the list stands as it was, and so do all other lists.
    Every figure is tested under the reform.
    """

    def __init__(self, before: AreaLists, reform: Reform, list_id: str) -> None:
        self.before, self.reform, self.list_id = before, reform, list_id
        self.kind = before.kind

    @property
    def lists(self) -> tuple[AreaList, ...]:
        return self.before.lists

    @property
    def areas(self) -> dict[str, Area]:
        return self.before.areas

    @property
    def figures(self) -> pl.DataFrame:
        return self.before.figures

    def shown_figures(self, of: Collection[str]) -> pl.DataFrame:
        return self.before.shown_figures(of)

    def why_hidden(self, list_id: str, area_id: str, measure: str) -> str | None:
        return self.before.why_hidden(list_id, area_id, measure)

    @property
    def national_rates(self) -> NationalRates:
        return self.before.national_rates

    @property
    def stated(self) -> pl.DataFrame:
        return self.before.stated

    @property
    def sources(self) -> pl.DataFrame:
        return self.before.sources

    @property
    def history(self) -> pl.DataFrame:
        return self.before.history

    def list_sources(self, list_id: str) -> tuple[str, ...]:
        return self.before.list_sources(list_id)

    @cached_property
    def classification(self) -> Classification:
        """The reform run over all figures."""
        return self.before.classified_under(self.reform)

    @cached_property
    def memberships(self) -> pl.DataFrame:
        """As they were, with what the reform turns on the list."""
        was = self.before.memberships
        turned = pl.DataFrame(self._turned(), was.schema)
        keys = ["list_id", "area_id", "status"]
        return pl.concat([was.join(turned, on=keys, how="anti"), turned])

    def _turned(self) -> list[dict[str, Any]]:
        """The statuses that the reform gives or takes, as rows of `memberships`."""
        this = {"list_id": self.list_id, "list_date": self.before.list(self.list_id).on}
        return [
            {**this, "area_id": area_id, "status": status, "on_list": met}
            for (list_id, area_id), after in self.verdicts.items()
            if list_id == self.list_id
            for status, met in after.statuses.items()
            if met is not None and met != self.before.verdicts[list_id, area_id].statuses[status]
        ]

    def edge(self, list_id: str) -> set[str]:
        """As the kind of figures has it: named with the list, or one criterion short of it."""
        if self.kind == "published":
            return self.left_out(list_id)
        return on_the_edge(self, list_id)

    def exposed(self, list_id: str) -> set[str]:
        """Known where the figures of every area are."""
        return set() if self.kind == "published" else beyond_the_limits(self, list_id)
