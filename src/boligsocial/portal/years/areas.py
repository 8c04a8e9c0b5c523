"""The areas of a plan year by year, and how they change with the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from boligsocial.allocation.principles import Tier
from boligsocial.allocation.years.accounts import AreaYear, Standing, YearPlan
from boligsocial.messages import Message, write_figure
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.distribution.optimum.best import with_names
from boligsocial.portal.writing import language
from boligsocial.portal.years.words import GIVEN, STANDINGS
from boligsocial.snapshots.area_lists import Area


@dataclass(frozen=True)
class Cell:
    """An area in a year; `of` is none where it is no candidate of the year's list."""

    year: int
    of: AreaYear | None
    reason: Message

    @property
    def word(self) -> Message:
        return STANDINGS[self.of.standing] if self.of else Message("")

    @property
    def standing(self) -> str:
        """The name of its look."""
        return self.of.standing.value if self.of else ""

    @property
    def given_øre(self) -> int:
        """What is committed to it in the year."""
        return self.of.granted_øre if self.of and self.of.standing in GIVEN else 0

    @property
    def given_mio(self) -> str:
        return write_figure(round(self.given_øre / ØRE_PER_MIO, 1), language())


@dataclass(frozen=True)
class AreaRow:
    """An area through the years, and what it gets over all of them."""

    area: Area
    cells: tuple[Cell, ...]

    @property
    def whole_øre(self) -> int:
        return sum(each.given_øre for each in self.cells)


@dataclass(frozen=True)
class ListChange:
    """How the candidates change from one year's list to the next.

    came_on: now on the list of § 61 a and not before; went_off: the other way; new: candidates that
    were none before.
    """

    year: int
    came_on: tuple[str, ...]
    went_off: tuple[str, ...]
    new: tuple[str, ...]


def area_rows(plan: YearPlan, places: Mapping[str, Area]) -> list[AreaRow]:
    """Every area, those that get most first."""
    by_year = {
        account.year: {each.candidate.area_id: each for each in account.areas}
        for account in plan.years
    }
    ids = dict.fromkeys(area_id for of_year in by_year.values() for area_id in of_year)
    rows = [
        AreaRow(
            places[area_id],
            tuple(_cell(year, of_year.get(area_id), places) for year, of_year in by_year.items()),
        )
        for area_id in ids
    ]
    return sorted(rows, key=lambda row: (-row.whole_øre, row.area.name, row.area.area_id))


def _cell(year: int, of: AreaYear | None, places: Mapping[str, Area]) -> Cell:
    return Cell(year, of, with_names(of.reason, places) if of else Message(""))


def list_changes(plan: YearPlan, places: Mapping[str, Area]) -> list[ListChange]:
    """What each new list changes, by names in the order of the line."""
    own = [account for account in plan.years if not account.projected]
    changes = []
    for before, after in pairwise(own):
        was, now = ({each.candidate.area_id: each.candidate.tier for each in of.areas}
                    for of in (before, after))  # fmt: skip
        listed_before = {each for each, tier in was.items() if tier is Tier.LISTED}
        listed_now = {each for each, tier in now.items() if tier is Tier.LISTED}
        changes.append(
            ListChange(
                after.year,
                _names(places, [each for each in now if each in listed_now - listed_before]),
                _names(places, [each for each in was if each in listed_before - listed_now]),
                _names(places, [each for each in now if each not in was]),
            )
        )
    return changes


def standings_in(plan: YearPlan) -> tuple[Standing, ...]:
    """The standings that any area has in any year, in their own order."""
    found = {each.standing for account in plan.years for each in account.areas}
    return tuple(each for each in Standing if each in found)


def _names(places: Mapping[str, Area], ids: list[str]) -> tuple[str, ...]:
    return tuple(places[each].name for each in ids)
