"""Official areas held against what contiguity alone would give: where they differ, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl
import shapely

from boligsocial.areas.legal_areas import LegalAreas
from boligsocial.areas.neighbours import area_neighbours, area_outlines
from boligsocial.areas.outlines import read_outlines
from boligsocial.messages import Message


class DifferenceKind(StrEnum):
    """How an official area and the derived ones differ."""

    APART = "apart"
    """One official area, several groups of contiguous estates."""
    TOGETHER = "together"
    """Several official areas, one group."""
    LEFT_OUT = "left_out"
    """Estates contiguous with an official area and in none."""
    TOO_FEW = "too_few"
    """An official area with too few residents to be one."""
    NOT_OFFICIAL = "not_official"
    """Contiguous estates with enough residents, none in an official area."""
    NOT_DERIVED = "not_derived"
    """Estates of an official area that derivation leaves out."""


@dataclass(frozen=True)
class AreaDifference:
    """One difference: the official and the derived areas it is between, the estates it concerns."""

    kind: DifferenceKind
    area_ids: tuple[str, ...]
    derived_ids: tuple[str, ...]
    estate_ids: tuple[str, ...]
    why: Message


_DIVIDED = Message("{area} is one area officially, but a decision divides its estates")
_BY_CORNER = Message(
    "{area} is in {count} pieces that share at most {metres} m of boundary, and contiguous estates "
    "share more than {least} m"
)
_BY_TOWN = Message("{area} lies in {count} municipalities, and contiguity ends at their border")
_BY_GAP = Message("{area} is in {count} pieces, up to {metres} m from the nearest other piece")
_NO_OUTLINE = Message("{area} has estates without an outline that can be used: {estates}")
_TOGETHER = Message("{areas} are contiguous, but areas of their own officially")
_LEFT_OUT = Message("{estates}: contiguous with {areas}, but in no official area")
_TOO_FEW = Message(
    "{area}, with what is contiguous with it, had {residents} residents on 1 January {year}; an "
    "area has at least {least}"
)
_NOT_OFFICIAL = Message(
    "{estates}: {residents} residents on 1 January {year}, enough for an area, but in no official "
    "one"
)
_EXCLUDED = Message("a decision takes {estates} out of {area}, where the delivery still has them")
_UNKNOWN = Message("{area} has estates that the delivery does not describe: {estates}")


def area_differences(
    members: pl.DataFrame, areas: pl.DataFrame, derived: LegalAreas, estates: pl.DataFrame
) -> tuple[AreaDifference, ...]:
    """Every difference between the official areas on a date and the derived ones.

    `members` is what `estates_on` gives for the date; `areas` and `estates` as in
    `registers.schema`. In the order of the kinds, then of the ids; () where they agree. Head
    counts that are unknown make no difference.
    """
    both = _Both(members, areas, derived, estates)
    found = (
        *both.apart(), *both.together(), *both.left_out(), *both.too_few(), *both.not_official(),
        *both.not_derived(),
    )  # fmt: skip
    return tuple(found)


class _Both:
    """The official and the derived areas side by side.

    `lined` has `area_id, estate_id, derived_id` (null: the estate is in no derived group).
    """

    def __init__(
        self, members: pl.DataFrame, areas: pl.DataFrame, derived: LegalAreas, estates: pl.DataFrame
    ) -> None:
        self.derived, self.estates = derived, estates
        self.groups = derived.members.rename({"area_id": "derived_id"})
        self.lined = members.join(self.groups, on="estate_id", how="left")
        self.name = dict(areas.select("area_id", "name").iter_rows())
        self.estate_name = dict(estates.select("estate_id", "name").iter_rows())

    def apart(self) -> Iterator[AreaDifference]:
        for area in _grouped(self.lined.drop_nulls(), "area_id", "derived_id"):
            if len(area["derived_id"]) > 1:
                yield AreaDifference(
                    DifferenceKind.APART, (area["area_id"],), area["derived_id"],
                    area["estate_id"], self._why_apart(area["area_id"], area["estate_id"]),
                )  # fmt: skip

    def together(self) -> Iterator[AreaDifference]:
        for group in _grouped(self.lined.drop_nulls(), "derived_id", "area_id"):
            if len(group["area_id"]) > 1:
                yield AreaDifference(
                    DifferenceKind.TOGETHER, group["area_id"], (group["derived_id"],),
                    group["estate_id"], _TOGETHER.filled(areas=self._areas(group["area_id"])),
                )  # fmt: skip

    def left_out(self) -> Iterator[AreaDifference]:
        outside = self.groups.join(self.lined, on="estate_id", how="anti")
        beside = self.lined.select("area_id", "derived_id").unique()
        touching = outside.join(beside, on="derived_id")
        for group in _grouped(touching, "derived_id", "area_id"):
            said = _LEFT_OUT.filled(
                estates=self._estates(group["estate_id"]), areas=self._areas(group["area_id"])
            )
            yield AreaDifference(
                DifferenceKind.LEFT_OUT, group["area_id"], (group["derived_id"],),
                group["estate_id"], said,
            )  # fmt: skip

    def too_few(self) -> Iterator[AreaDifference]:
        sized = self.lined.join(self._sizes(), on="derived_id")
        small = (
            sized.group_by("area_id")
            .agg(
                pl.col("is_area").not_().all(ignore_nulls=False).alias("small"),
                pl.col("derived_id", "estate_id").unique().sort(),
                pl.col("counted").max(),
            )
            .filter("small")
            .sort("area_id")
        )
        for area in small.iter_rows(named=True):
            yield AreaDifference(
                DifferenceKind.TOO_FEW, (area["area_id"],), tuple(area["derived_id"]),
                tuple(area["estate_id"]),
                _TOO_FEW.filled(area=self.name[area["area_id"]], residents=area["counted"],
                                year=str(self._year), least=self.derived.rules.least_residents),
            )  # fmt: skip

    def not_official(self) -> Iterator[AreaDifference]:
        alone = (
            self.groups.join(self._sizes().filter("is_area"), on="derived_id")
            .join(self.lined, on="derived_id", how="anti")
            .group_by("derived_id", "counted")
            .agg(pl.col("estate_id").sort())
            .sort("derived_id")
        )
        for group in alone.iter_rows(named=True):
            estates = tuple(group["estate_id"])
            yield AreaDifference(
                DifferenceKind.NOT_OFFICIAL, (), (group["derived_id"],), estates,
                _NOT_OFFICIAL.filled(residents=group["counted"],
                                     year=str(self._year), estates=self._estates(estates)),
            )  # fmt: skip

    def not_derived(self) -> Iterator[AreaDifference]:
        missing = self.lined.filter(pl.col("derived_id").is_null()).with_columns(
            known=pl.col("estate_id").is_in(self.estates["estate_id"].to_list())
        )
        for known, why in ((True, _EXCLUDED), (False, _UNKNOWN)):
            for area in _grouped(missing.filter(pl.col("known") == known), "area_id", "derived_id"):
                estates = area["estate_id"]
                said = why.filled(area=self.name[area["area_id"]], estates=self._estates(estates))
                yield AreaDifference(
                    DifferenceKind.NOT_DERIVED, (area["area_id"],), (), estates, said
                )

    @property
    def _year(self) -> int:
        """The year whose head count makes an area."""
        founding = self.derived.rules.founding_year
        return self.derived.year if founding is None else founding

    def _sizes(self) -> pl.DataFrame:
        """`derived_id, is_area, counted`: the residents of the year that makes an area."""
        founding = self.derived.rules.founding_year
        counted = "residents" if founding is None else "residents_founding"
        return self.derived.areas.select(
            pl.col("area_id").alias("derived_id"), "is_area", pl.col(counted).alias("counted")
        )

    def _why_apart(self, area_id: str, estate_ids: tuple[str, ...]) -> Message:
        area, mine = self.name[area_id], self.estates.filter(pl.col("estate_id").is_in(estate_ids))
        read = read_outlines(mine, "estate_id")
        without = sorted(set(estate_ids) - set(read.ids))
        if without:
            return _NO_OUTLINE.filled(area=area, estates=self._estates(without))
        towns = mine["municipality_code"].n_unique()
        if towns > 1:
            return _BY_TOWN.filled(area=area, count=towns)
        pieces = self.derived.members.filter(pl.col("estate_id").is_in(estate_ids))
        count, contiguity = pieces["area_id"].n_unique(), self.derived.rules.contiguity
        gap = _widest_gap(mine, pieces)
        if gap > contiguity.tolerance_m:
            return _BY_GAP.filled(area=area, count=count, metres=round(gap, 1))
        reach, least = contiguity.tolerance_m, contiguity.least_border_m
        shared = area_neighbours(mine, pieces, reach, reach)["shared_boundary_m"]
        longest = max(shared, default=0.0)
        if longest <= least:
            return _BY_CORNER.filled(area=area, count=count, metres=round(longest, 1), least=least)
        return _DIVIDED.filled(area=area)

    def _areas(self, ids: tuple[str, ...]) -> str:
        return ", ".join(self.name[each] for each in ids)

    def _estates(self, ids: tuple[str, ...] | list[str]) -> str:
        return ", ".join(self.estate_name.get(each, each) for each in ids)


def _grouped(table: pl.DataFrame, by: str, other: str) -> Iterator[dict[str, Any]]:
    """The different ids of `other` and of estates for each value of `by`, all sorted."""
    lists = table.group_by(by).agg(pl.col(other, "estate_id").unique().sort()).sort(by)
    for row in lists.iter_rows(named=True):
        yield row | {name: tuple(row[name]) for name in (other, "estate_id")}


def _widest_gap(estates: pl.DataFrame, pieces: pl.DataFrame) -> float:
    """How far, at most, a piece lies from the nearest other one, in metres."""
    outlines = shapely.from_wkb(area_outlines(estates, pieces)["geometry"].to_numpy())
    between = shapely.distance(outlines[:, None], outlines[None, :])
    np.fill_diagonal(between, np.inf)
    return float(between.min(axis=1).max())
