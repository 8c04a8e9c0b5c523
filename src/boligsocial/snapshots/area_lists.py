"""Areas, the lists they have been on, and the figures behind: one face for every kind of figures.

Published lists and sealed snapshots differ in where their tables come from; what the law, the
distribution and the pages ask of them is the same, and stands here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

import polars as pl

from boligsocial.law.classification import Classification, classify
from boligsocial.law.references import NationalRates
from boligsocial.law.reforms import Reform
from boligsocial.law.rules import RuleVersion
from boligsocial.law.verdicts import AreaVerdict, area_verdicts

Kind = Literal["published", "registers", "synthetic"]

PREVENTION = "forebyggelse"
"""The status of § 61 b: an area with it alone is not on the list of § 61 a."""


@dataclass(frozen=True)
class AreaList:
    """One list: when it came, and how many areas it had by status.

    `counts` has none where the number is not known; statuses that the rules did not have are left
    out. `named_in_full` are the statuses of which all areas are named.
    """

    list_id: str
    on: date
    date_is_exact: bool
    rules: RuleVersion
    counts: dict[str, int | None]
    named_in_full: frozenset[str]
    has_figures: bool
    note: str = ""


@dataclass(frozen=True)
class Area:
    """An area of the lists; where it is, in degrees, to about a kilometre for published ones."""

    area_id: str
    name: str
    municipality_code: str
    municipality: str
    region: str
    longitude: float
    latitude: float


class AreaLists(ABC):
    """The lists, oldest first, with every figure tested under the law of its date.

    kind: figures that were published, of a delivery of registers, or of made-up people.
    """

    kind: Kind

    @property
    @abstractmethod
    def lists(self) -> tuple[AreaList, ...]:
        """All lists, the oldest first."""

    @property
    @abstractmethod
    def areas(self) -> dict[str, Area]:
        """All areas by id."""

    @property
    @abstractmethod
    def figures(self) -> pl.DataFrame:
        """One row per list and area with figures: `list_id`, `on`, `area_id`, `area_key`, `area`,
        `municipality` and the columns of `measures.toml`.
        """

    @property
    @abstractmethod
    def memberships(self) -> pl.DataFrame:
        """What each list says: `list_id`, `list_date`, `area_id`, `status`, `on_list`."""

    @property
    @abstractmethod
    def national_rates(self) -> NationalRates:
        """The shares of the nation that limits follow, by the date of the list."""

    @property
    @abstractmethod
    def stated(self) -> pl.DataFrame:
        """Every figure as it is stated: `list_id`, `area_id`, `quantity` (a column of `figures`),
        `value` (text), `quality`, `note`, `source_ids` (with blanks between).
        """

    @property
    @abstractmethod
    def sources(self) -> pl.DataFrame:
        """`source_id`, `url`, `what`."""

    @abstractmethod
    def list_sources(self, list_id: str) -> tuple[str, ...]:
        """The addresses, or names, of what a list rests on."""

    @abstractmethod
    def edge(self, list_id: str) -> set[str]:
        """The areas that are not on the list of § 61 a but close to it."""

    @property
    def aliases(self) -> pl.DataFrame:
        """Other spellings of names: `area_id`, `alias`, `where_seen`."""
        return pl.DataFrame(schema=dict.fromkeys(("area_id", "alias", "where_seen"), pl.String))

    @property
    def boundary_breaks(self) -> pl.DataFrame:
        """`area_id`, `from`, `description`, `description_da`, `basis`."""
        texts = dict.fromkeys(("area_id", "description", "description_da", "basis"), pl.String)
        return pl.DataFrame(schema={**texts, "from": pl.Date})

    def why_hidden(self, list_id: str, area_id: str, measure: str) -> str | None:  # noqa: ARG002
        """The gate's reason why a figure behind a list may not be shown; none where it may."""
        return None

    def shown_figures(self, of: Collection[str]) -> pl.DataFrame:  # noqa: ARG002
        """`figures` without those of some measures that may not be shown."""
        return self.figures

    def told(self, verdict: AreaVerdict) -> AreaVerdict:
        """A verdict as it may be shown: its answers stand, hidden values do not."""
        of = verdict.area["list_id"], verdict.area["area_id"]
        told = (
            each.without_value() if self.why_hidden(*of, each.criterion.measure.id) else each
            for each in verdict.verdicts
        )
        return replace(verdict, verdicts=tuple(told))

    def names_areas(self, list_id: str) -> bool:
        """Whether it is known of any area that it is on the list or off it."""
        return bool(self.listed(list_id))

    def exposed(self, list_id: str) -> set[str]:  # noqa: ARG002 - only some kinds know them
        """The areas that are neither on the list nor close to it, and yet much exposed."""
        return set()

    @cached_property
    def history(self) -> pl.DataFrame:
        """Who was on which list, keyed by area."""
        return self.memberships.with_columns(pl.col("area_id").alias("area_key"))

    @cached_property
    def classification(self) -> Classification:
        """The law run over all figures."""
        return self.classified_under(None)

    def classified_under(self, reform: Reform | None, list_id: str | None = None) -> Classification:
        """The law, with a reform over it, run over the figures of one list or of all.

        Where a reform moves a limit it sees only figures that may be shown: by moving it to and fro
        one would find a hidden one.
        """
        figures = self.figures if reform is None else self.shown_figures(reform.moved)
        if list_id is not None:
            figures = figures.filter(pl.col("list_id") == list_id)
        return classify(
            figures, national_rates=self.national_rates, history=self.history, reform=reform
        )

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], AreaVerdict]:
        """What the law says of each area on each list with figures, by list and area."""
        return {
            (each.area["list_id"], each.area["area_id"]): each
            for each in area_verdicts(self.classification)
        }

    @cached_property
    def _memberships(self) -> dict[tuple[str, str], dict[str, bool]]:
        found: dict[tuple[str, str], dict[str, bool]] = {}
        for row in self.memberships.iter_rows(named=True):
            found.setdefault((row["list_id"], row["area_id"]), {})[row["status"]] = row["on_list"]
        return found

    def list(self, list_id: str) -> AreaList:
        return next(each for each in self.lists if each.list_id == list_id)

    def lists_before(self, list_id: str) -> tuple[AreaList, ...]:
        """The lists before one, the oldest first."""
        place = self.lists.index(self.list(list_id))
        return self.lists[:place]

    def statuses_on(self, list_id: str, area_id: str) -> dict[str, bool]:
        """What a list says of an area, on it or not by status; empty if it does not name it."""
        return self._memberships.get((list_id, area_id), {})

    def with_status(self, list_id: str, status: str) -> set[str]:
        """The areas named on a list with a status."""
        return set(self._holders.get((list_id, status), ()))

    @cached_property
    def _holders(self) -> dict[tuple[str, str], set[str]]:
        """The areas that a list names with a status, by list and status."""
        found: dict[tuple[str, str], set[str]] = {}
        for (list_id, area_id), statuses in self._memberships.items():
            for status, held in statuses.items():
                if held:
                    found.setdefault((list_id, status), set()).add(area_id)
        return found

    def listed(self, list_id: str) -> set[str]:
        """The areas named on the list of § 61 a, whatever their status on it."""
        statuses = [each.id for each in self.list(list_id).rules.statuses if each.id != PREVENTION]
        return set().union(*(self.with_status(list_id, status) for status in statuses))

    def left_out(self, list_id: str) -> set[str]:
        """The areas named with a list but not on it: with figures, on § 61 b, or said to leave."""
        named = {area for each, area in (*self._memberships, *self.verdicts) if each == list_id}
        return named - self.listed(list_id)

    def last_complete(self, area_id: str, list_id: str) -> AreaVerdict | None:
        """The verdict on the newest complete figures of an area up to a list."""
        ids = [each.list_id for each in (*self.lists_before(list_id), self.list(list_id))]
        found = (self.verdicts.get((each, area_id)) for each in reversed(ids))
        return next((each for each in found if each is not None and is_complete(each)), None)


def is_complete(verdict: AreaVerdict) -> bool:
    """Whether residents, and every figure and limit that the rules ask for, are known."""
    decided = all(each.met is not None for each in verdict.verdicts)
    return decided and verdict.area["residents"] is not None
