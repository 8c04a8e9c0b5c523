"""An estate's place in the index: what bears it, what moved it, and what would move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from boligsocial.index.specification import Component, Specification
from boligsocial.messages import Message
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.ranking.charts import years_chart
from boligsocial.portal.ranking.places import places_under
from boligsocial.portal.ranking.rankings import lists_before, ranking_in
from boligsocial.portal.ranking.rows import Row, two_decimals
from boligsocial.portal.ranking.words import (
    band_name,
    component_name,
    is_income,
    people_to_change,
)
from boligsocial.portal.writing import language, measured, said
from boligsocial.snapshots.estates import Estate
from boligsocial.snapshots.ranking import Ranking
from boligsocial.snapshots.sealed import SealedLists


@dataclass(frozen=True)
class Part:
    """A component of the score; figures and contributions are empty where they are hidden."""

    name: str
    figure: str
    scaled: str
    weight: str
    adds: str

    @property
    def is_hidden(self) -> bool:
        return not self.adds


@dataclass(frozen=True)
class Moved:
    """What a component moved the score by since the last snapshot; empty where it is hidden."""

    name: str
    own: str
    others: str


@dataclass(frozen=True)
class Since:
    """The place in the last snapshot and now; `moved_by` is none where its own figures stood
    still."""

    on: date
    rank_before: int
    rank_after: int
    score_before: str
    score_after: str
    moved_by: str | None
    parts: tuple[Moved, ...]


@dataclass(frozen=True)
class Way:
    """One component alone that would take the estate to another band; `people` is none for a mean.

    figure, needed: the component now, and where the other band begins.
    """

    name: str
    figure: str
    needed: str
    people: Message | None


@dataclass(frozen=True)
class Ways:
    """The ways to a neighbouring band. hidden: components that could not be shown."""

    towards: Message
    is_better: bool
    ways: tuple[Way, ...]
    impossible: tuple[str, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Years:
    """The scores of every year as a picture and a table."""

    chart: dict[str, Any]
    table: DataTable
    first: int


@dataclass(frozen=True)
class Place:
    """All that the page of an estate's place tells. together: the others of its pool."""

    row: Row
    together: tuple[Estate, ...]
    parts: tuple[Part, ...]
    since: Since | None
    ways: tuple[Ways, ...]
    years: Years | None

    @property
    def is_all_hidden(self) -> bool:
        """Whether nothing of what lies behind the score may be shown."""
        return all(each.is_hidden for each in self.parts)


def place_of(lists: SealedLists, specification: Specification, estate_id: str) -> Place:
    """The place of an estate under a specification that comes with the product."""
    ranking, before = ranking_in(lists, specification.id), lists_before(lists)
    columns = places_under(lists, specification, specification).row(
        by_predicate=pl.col("estate_id") == estate_id, named=True
    )
    shown = _shown(ranking, estate_id)
    pool = columns["pool_id"]
    others = ranking.members.filter(
        (pl.col("pool_id") == pool) & (pl.col("estate_id") != estate_id) & pl.col("pooled")
    )
    earlier = ranking_in(before, specification.id) if before else None
    return Place(
        Row(columns, len(ranking.units), ranking.bands),
        tuple(lists.estates[each] for each in others["estate_id"]),
        tuple(_parts(ranking, pool, shown)),
        _since(ranking, earlier, columns, estate_id) if earlier else None,
        tuple(_ways(ranking, pool, shown)),
        _years(ranking, pool),
    )


def _shown(ranking: Ranking, estate_id: str) -> set[str]:
    """The components of an estate that the gate lets through."""
    of_estate = ranking.components_shown.filter(pl.col("estate_id") == estate_id)
    return set(of_estate["component"])


def _parts(ranking: Ranking, pool: str, shown: set[str]) -> Iterator[Part]:
    found = {row["component"]: row for row in _of(ranking.parts, pool)}
    figures = {row["component"]: row["figure"] for row in _of(ranking.takes, pool)}
    for each in ranking.specification.component:
        column, weight = each.column, measured(each.weight * 100, "percent", language(), 1)
        name = component_name(column)
        if column not in shown or column not in found:
            yield Part(name, "", "", weight, "")
            continue
        yield Part(
            name, _figure(each, figures.get(column)), two_decimals(found[column]["scaled"]),
            weight, two_decimals(found[column]["adds"]),
        )  # fmt: skip


def _since(
    ranking: Ranking, earlier: Ranking, columns: dict[str, Any], estate_id: str
) -> Since | None:
    changes = ranking.changes_since(earlier)
    rows = list(_of(changes.units, columns["pool_id"]))
    if not rows:
        return None
    shown = _shown(ranking, estate_id) & _shown(earlier, estate_id)
    unit, moved_by = rows[0], rows[0]["moved_by"]
    return Since(
        earlier.snapshot.on, unit["rank_before"], unit["rank_after"],
        two_decimals(unit["score_before"]), two_decimals(unit["score_after"]),
        component_name(moved_by) if moved_by else None,
        tuple(_moved(each, shown) for each in _of(changes.parts, columns["pool_id"])),
    )  # fmt: skip


def _moved(row: dict[str, Any], shown: set[str]) -> Moved:
    name = component_name(row["part"])
    if row["part"] not in shown:
        return Moved(name, "", "")
    return Moved(name, two_decimals(row["own"], signed=True),
                 two_decimals(row["others"], signed=True))  # fmt: skip


def _ways(ranking: Ranking, pool: str, shown: set[str]) -> Iterator[Ways]:
    order = [each.id for each in ranking.bands.band]
    components = {each.column: each for each in ranking.specification.component}
    by_band: dict[str, list[dict[str, Any]]] = {}
    for row in _of(ranking.takes, pool):
        by_band.setdefault(row["towards"], []).append(row)
    for towards, rows in sorted(by_band.items(), key=lambda each: -order.index(each[0])):
        better = order.index(towards) > order.index(rows[0]["band"])
        known = [each for each in rows if each["component"] in shown]
        yield Ways(
            band_name(ranking.bands, towards),
            better,
            tuple(_way(each, components[each["component"]]) for each in known
                  if each["figure_needed"] is not None),
            _names(each for each in known if each["figure_needed"] is None),
            _names(each for each in rows if each["component"] not in shown),
        )  # fmt: skip


def _way(row: dict[str, Any], component: Component) -> Way:
    people = None
    if row["residents"] is not None:
        people = people_to_change(component.column, row["residents"], fewer=row["change"] < 0)
    return Way(component_name(component.column), _figure(component, row["figure"]),
               _figure(component, row["figure_needed"]), people)  # fmt: skip


def _names(rows: Iterator[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(component_name(each["component"]) for each in rows)


def _years(ranking: Ranking, pool: str) -> Years | None:
    # The nearest people of 7,300 estates take seconds to find, and anew for every year.
    if ranking.specification.neighbourhood is not None:
        return None
    rows = list(_of(ranking.through_years, pool))
    if not rows:
        return None
    first = str(ranking.years[0])
    names = (said(Message("Among the estates of the same year")),
             said(Message("On the fixed scale of {year}", {"year": first})))  # fmt: skip
    points = [
        {"on": f"{row['year']}-01-01", "score": round(row[column], 3), "scale": name}
        for row in rows
        for column, name in zip(("score", "anchored_score"), names, strict=True)
    ]
    table = DataTable(
        Message("Scores and places by year"),
        [Column(Message("Year")), *(Column(each, numeric=True) for each in names),
         Column(Message("Place"), numeric=True)],
        [(str(row["year"]), two_decimals(row["score"]), two_decimals(row["anchored_score"]),
          row["rank"]) for row in rows],
    )  # fmt: skip
    return Years(years_chart(points, names), table, ranking.years[0])


def _of(table: pl.DataFrame, pool: str) -> Iterator[dict[str, Any]]:
    return table.filter(pl.col("id") == pool).iter_rows(named=True)


def _figure(component: Component, value: float | None) -> str:
    """A component's figure with its unit: per cent, or per cent of the region's."""
    if value is None:
        return ""
    unit = "percent_of_region" if is_income(component) else "percent"
    return measured(value * 100, unit, language(), 1)
