"""The published lists as a snapshot: what was published, and what the law says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import polars as pl

from boligsocial.law.classification import Classification, classify
from boligsocial.law.references import national_rates
from boligsocial.law.reforms import Reform
from boligsocial.law.rules import RuleVersion, rules_on
from boligsocial.law.verdicts import AreaVerdict, area_verdicts
from boligsocial.registers.published_lists import PublishedLists, load_published_lists

PREVENTION = "forebyggelse"
"""The status of § 61 b: an area with it alone is not on the list of § 61 a."""


_COLUMN_OF_STATUS = {
    "udsat": "udsat",
    "ghetto": "ghetto_or_parallelsamfund",
    "parallelsamfund": "ghetto_or_parallelsamfund",
    "haard": "haard_ghetto_or_omdannelse",
    "omdannelse": "haard_ghetto_or_omdannelse",
    "forebyggelse": "forebyggelse",
}


@dataclass(frozen=True)
class PublishedList:
    """One list: when it came, and how many areas it had by status.

    `counts` has none where the number is not published; statuses that the rules did not have are
    left out. `named_in_full` are the statuses of which all areas are named.
    """

    list_id: str
    on: date
    date_is_exact: bool
    rules: RuleVersion
    counts: dict[str, int | None]
    named_in_full: frozenset[str]
    has_figures: bool
    note: str


@dataclass(frozen=True)
class Area:
    """An area that has been on a list. The position is approximate, to about a kilometre."""

    area_id: str
    name: str
    municipality_code: str
    municipality: str
    region: str
    longitude: float
    latitude: float


class PublishedSnapshot:
    """Every published figure tested under the law of its date, and every published membership."""

    def __init__(self, lists: PublishedLists) -> None:
        self.sources = lists

    @cached_property
    def lists(self) -> tuple[PublishedList, ...]:
        """All lists, the oldest first."""
        with_figures = set(self.figures["list_id"])
        return tuple(
            _published_list(row, row["list_id"] in with_figures)
            for row in self.sources.lists.sort("list_date", "list_id").iter_rows(named=True)
        )

    @cached_property
    def areas(self) -> dict[str, Area]:
        """All areas by id."""
        joined = self.sources.areas.join(
            self.sources.municipalities.select(
                "municipality_code", pl.col("name").alias("municipality"), "region"
            ),
            on="municipality_code",
        )
        return {
            row["area_id"]: Area(
                row["area_id"], row["name"], row["municipality_code"], row["municipality"],
                row["region"], row["lon"], row["lat"],
            )
            for row in joined.iter_rows(named=True)
        }  # fmt: skip

    @cached_property
    def figures(self) -> pl.DataFrame:
        """One row per list and area with published figures, complete or not; `on` is the date."""
        return (
            self.sources.values()
            .rename({"list_date": "on"})
            .with_columns(pl.col("area_id").alias("area_key"))
        )

    @cached_property
    def history(self) -> pl.DataFrame:
        """Who was on which list, keyed by area."""
        return self.sources.history().with_columns(pl.col("area_id").alias("area_key"))

    @cached_property
    def classification(self) -> Classification:
        """The law run over all figures."""
        return self.classified_under(None)

    def classified_under(self, reform: Reform | None, list_id: str | None = None) -> Classification:
        """The law, with a reform over it, run over the figures of one list or of all."""
        figures = self.figures
        if list_id is not None:
            figures = figures.filter(pl.col("list_id") == list_id)
        return classify(
            figures,
            national_rates=national_rates(self.sources.dated_references()),
            history=self.history,
            reform=reform,
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
        for row in self.sources.memberships.iter_rows(named=True):
            found.setdefault((row["list_id"], row["area_id"]), {})[row["status"]] = row["on_list"]
        return found

    def list(self, list_id: str) -> PublishedList:
        return next(each for each in self.lists if each.list_id == list_id)

    def lists_before(self, list_id: str) -> tuple[PublishedList, ...]:
        """The lists before one, the oldest first."""
        place = self.lists.index(self.list(list_id))
        return self.lists[:place]

    def published_statuses(self, list_id: str, area_id: str) -> dict[str, bool]:
        """What was published of an area on a list: on it or not, by status; empty if not named."""
        return self._memberships.get((list_id, area_id), {})

    def with_status(self, list_id: str, status: str) -> set[str]:
        """The areas named on a list with a status."""
        return {
            area
            for (each, area), statuses in self._memberships.items()
            if each == list_id and statuses.get(status)
        }

    def listed(self, list_id: str) -> set[str]:
        """The areas named on the list of § 61 a, whatever their status on it."""
        statuses = [each.id for each in self.list(list_id).rules.statuses if each.id != PREVENTION]
        return set().union(*(self.with_status(list_id, status) for status in statuses))

    def left_out(self, list_id: str) -> set[str]:
        """The areas named with a list but not on it: with figures, on § 61 b, or said to leave."""
        named = {area for each, area in (*self._memberships, *self.verdicts) if each == list_id}
        return named - self.listed(list_id)

    def published_against_computed(self) -> pl.DataFrame:
        """Every published status with figures beside the computed one.

        Columns: `list_id`, `area_id`, `status`, `published`, `computed` (null: undetermined),
        `agree` (null where undetermined).
        """
        rows = [
            (list_id, area_id, status, published, verdict.statuses[status])
            for (list_id, area_id), verdict in self.verdicts.items()
            for status, published in self.published_statuses(list_id, area_id).items()
            if status in verdict.statuses
        ]
        schema = {"list_id": pl.String, "area_id": pl.String, "status": pl.String,
                  "published": pl.Boolean, "computed": pl.Boolean}  # fmt: skip
        return pl.DataFrame(rows, schema, orient="row").with_columns(
            (pl.col("published") == pl.col("computed")).alias("agree")
        )

    def last_complete(self, area_id: str, list_id: str) -> AreaVerdict | None:
        """The verdict on the newest complete figures of an area up to a list."""
        ids = [each.list_id for each in (*self.lists_before(list_id), self.list(list_id))]
        found = (self.verdicts.get((each, area_id)) for each in reversed(ids))
        return next((each for each in found if each is not None and is_complete(each)), None)


def is_complete(verdict: AreaVerdict) -> bool:
    """Whether residents, and every figure and limit that the rules ask for, are known."""
    decided = all(each.met is not None for each in verdict.verdicts)
    return decided and verdict.area["residents"] is not None


def _published_list(row: dict[str, Any], has_figures: bool) -> PublishedList:
    on: date = row["list_date"]
    rules = rules_on(on)
    counts = {status.id: row[_COLUMN_OF_STATUS[status.id]] for status in rules.statuses}
    in_full = (row["statuses_named_in_full"] or "").split(";")
    return PublishedList(
        list_id=str(row["list_id"]),
        on=on,
        date_is_exact=row["date_precision"] == "day",
        rules=rules,
        counts=counts,
        named_in_full=frozenset(
            status for status in counts if _COLUMN_OF_STATUS[status] in in_full
        ),
        has_figures=has_figures,
        note=str(row["note"] or ""),
    )


@cache
def published_snapshot() -> PublishedSnapshot:
    """The published lists that come with the product."""
    return PublishedSnapshot(load_published_lists())
