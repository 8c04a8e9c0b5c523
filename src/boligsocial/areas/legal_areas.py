"""Legal areas derived from contiguity (almenboligloven § 61 a, stk. 3), before any list is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from boligsocial.areas.area_rules import AreaRules, Contiguity, Override
from boligsocial.areas.components import connected
from boligsocial.areas.neighbours import estate_neighbours
from boligsocial.messages import UserError

Pairs = pl.DataFrame
"""`estate_id, neighbour_id`."""


@dataclass(frozen=True)
class LegalAreas:
    """Contiguous estates, and which of them the law calls an area.

    `areas` has one row for each group of contiguous estates, also of one estate: `area_id` (from
    the first of its estates by id), `name` (of the estate with most dwellings),
    `municipality_code`, `estates` (count), `residents_founding` (null where the rules have no
    founding year), `residents` (1 January of the list's year), `is_area` and `can_be_listed`; null
    where a head count is missing that could change the answer. `members` has `area_id, estate_id`.
    """

    areas: pl.DataFrame
    members: pl.DataFrame
    rules: AreaRules
    year: int


def derive_areas(
    estates: pl.DataFrame,
    residents: pl.DataFrame,
    rules: AreaRules,
    year: int,
    overrides: Sequence[Override] = (),
) -> LegalAreas:
    """The areas that contiguity and official decisions give for the list of a year.

    `estates` as in `registers.schema`; `residents` has `estate_id, year, residents` on 1 January:
    a year without rows is unknown, an estate without a row in a year that has some is empty, and a
    null is unknown.

    Raises:
        UserError: a decision names an estate that is not there, or joins two municipalities.
    """
    _refuse_misplaced(estates, overrides)
    excluded = [each for one in overrides if one.kind == "exclude" for each in one.estates]
    there = estates.filter(~pl.col("estate_id").is_in(excluded)).sort("estate_id")
    pairs = _joined(_cut(_contiguous(there, rules.contiguity), overrides), overrides)
    members = _groups(there["estate_id"], pairs)
    counted = _with_residents(members, residents, rules, year)
    return LegalAreas(_described(there, members, counted), members, rules, year)


def _contiguous(estates: pl.DataFrame, contiguity: Contiguity) -> Pairs:
    """Pairs of estates of one municipality that share enough of a boundary."""
    municipality = estates.select("estate_id", "municipality_code")
    pairs = estate_neighbours(estates, contiguity.tolerance_m, contiguity.tolerance_m)
    return (
        pairs.filter(pl.col("shared_boundary_m") > contiguity.least_border_m)
        .join(municipality, on="estate_id")
        .join(municipality, left_on="neighbour_id", right_on="estate_id", suffix="_other")
        .filter(pl.col("municipality_code") == pl.col("municipality_code_other"))
        .select("estate_id", "neighbour_id")
    )


def _cut(pairs: Pairs, overrides: Sequence[Override]) -> Pairs:
    for each in overrides:
        if each.kind == "split":
            inside = [pl.col(end).is_in(each.estates) for end in ("estate_id", "neighbour_id")]
            pairs = pairs.filter(inside[0] == inside[1])
    return pairs


def _joined(pairs: Pairs, overrides: Sequence[Override]) -> Pairs:
    ties = [
        (each.estates[0], other)
        for each in overrides
        if each.kind == "include"
        for other in each.estates[1:]
    ]
    return pl.concat([pairs, pl.DataFrame(ties, schema=pairs.schema, orient="row")])


def _groups(estate_ids: pl.Series, pairs: Pairs) -> pl.DataFrame:
    """`area_id, estate_id`; the ids must be sorted, so that the first of a group names it."""
    place = pl.DataFrame({"estate_id": estate_ids}).with_row_index("one")
    other = place.rename({"estate_id": "neighbour_id", "one": "other"})
    ends = pairs.join(place, on="estate_id").join(other, on="neighbour_id")
    root = connected(len(estate_ids), ends["one"].to_numpy(), ends["other"].to_numpy())
    named = pl.format("D-{}", pl.col("first")).alias("area_id")
    return (
        pl.DataFrame({"first": estate_ids.gather(root), "estate_id": estate_ids})
        .select(named, "estate_id")
        .sort("area_id", "estate_id")
    )


def _with_residents(
    members: pl.DataFrame, residents: pl.DataFrame, rules: AreaRules, year: int
) -> pl.DataFrame:
    """`area_id, residents_founding, residents, is_area, can_be_listed`."""
    now = _head_count(members, residents, year, rules.least_residents)
    if rules.founding_year is None:
        enough = pl.col("enough")
        return now.select(
            "area_id", pl.lit(None, pl.Int64).alias("residents_founding"), "residents",
            enough.alias("is_area"), enough.alias("can_be_listed"),
        )  # fmt: skip
    then = _head_count(members, residents, rules.founding_year, rules.least_residents)
    return then.join(now, on="area_id", suffix="_now").select(
        "area_id",
        pl.col("residents").alias("residents_founding"),
        pl.col("residents_now").alias("residents"),
        pl.col("enough").alias("is_area"),
        (pl.col("enough") & pl.col("enough_now")).alias("can_be_listed"),
    )


def _head_count(
    members: pl.DataFrame, residents: pl.DataFrame, year: int, least: int
) -> pl.DataFrame:
    """`area_id, residents, enough`: null residents where some are unknown; `enough` is null only
    where the unknown ones could decide."""
    that_year = residents.filter(pl.col("year") == year).select("estate_id", "residents")
    counted = members.join(
        that_year.with_columns(known=pl.col("residents").is_not_null()), on="estate_id", how="left"
    ).with_columns(known=pl.col("known").fill_null(not that_year.is_empty()))
    total = pl.col("residents").cast(pl.Int64).sum()
    known = pl.col("known").all()
    return counted.group_by("area_id").agg(
        pl.when(known).then(total).alias("residents"),
        pl.when(total >= least).then(True).when(known).then(False).alias("enough"),
    )


def _described(estates: pl.DataFrame, members: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    largest = pl.col("dwellings") == pl.col("dwellings").max()
    described = (
        members.join(
            estates.select("estate_id", "name", "municipality_code", "dwellings"), on="estate_id"
        )
        .sort("estate_id")
        .group_by("area_id")
        .agg(
            pl.col("name").filter(largest).first(),
            pl.col("municipality_code").first(),
            pl.len().cast(pl.Int64).alias("estates"),
        )
    )
    return described.join(counted, on="area_id").sort("area_id")


def _refuse_misplaced(estates: pl.DataFrame, overrides: Sequence[Override]) -> None:
    home = dict(estates.select("estate_id", "municipality_code").iter_rows())
    for each in overrides:
        unknown = [estate for estate in each.estates if estate not in home]
        if unknown:
            raise UserError(
                "a decision from {start} names estate {estate}, which the delivery does not have; "
                "correct the estate's id",
                start=each.start, estate=unknown[0],
            )  # fmt: skip
        towns = {home[estate] for estate in each.estates}
        if each.kind == "include" and len(towns) > 1:
            raise UserError(
                "a decision from {start} joins estates of the municipalities {towns}; name estates "
                "of one",
                start=each.start, towns=", ".join(sorted(towns)),
            )  # fmt: skip
