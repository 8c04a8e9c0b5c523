"""What changed from one snapshot to another: files, areas, statuses, figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from boligsocial.indicators.figures import EVERYONE
from boligsocial.snapshots.store.manifest import SealedFile
from boligsocial.snapshots.store.store import Snapshot

_UNIT = ["geography", "geography_id", "indicator"]
_NOISE = 1e-9
"""Relative: what engines may differ by, adding the same figures in another order."""


@dataclass(frozen=True)
class Difference:
    """The changes from `first` to `second`.

    inputs, definitions: `path`, `change` (`new`, `gone`, `revised`).
    areas: `area_id`, `name`, `change` (`new`, `gone`, `other_estates`).
    statuses: `area_id`, `name`, `status`, `before`, `after` on the dates of the snapshots, where
        they differ; null is undetermined, and also a status that the rules do not know.
    moved: for areas, everyone: `geography`, `geography_id`, `indicator`, `period_before`, `before`,
        `period_after`, `after`, `change`, by the latest period of each; unchanged ones left out.
    revised: figures of the same unit and period that are no longer what they were, by `indicator`
        and `period`: `compared`, `changed` and the `largest_change`.
    """

    first: Snapshot
    second: Snapshot
    inputs: pl.DataFrame
    definitions: pl.DataFrame
    areas: pl.DataFrame
    statuses: pl.DataFrame
    moved: pl.DataFrame
    revised: pl.DataFrame


def difference(first: Snapshot, second: Snapshot) -> Difference:
    """The changes from one snapshot to another."""
    before, after = first.manifest, second.manifest
    return Difference(
        first, second,
        _files(before.inputs, after.inputs), _files(before.definitions, after.definitions),
        _areas(first, second), _statuses(first, second), _moved(first, second),
        _revised(first, second),
    )  # fmt: skip


def _files(before: Iterable[SealedFile], after: Iterable[SealedFile]) -> pl.DataFrame:
    old, new = ({each.path: each.sha256 for each in files} for files in (before, after))
    changes = {
        path: "gone" if path not in new else "new" if path not in old else "revised"
        for path in sorted(old | new)
        if old.get(path) != new.get(path)
    }
    return pl.DataFrame(
        {"path": list(changes), "change": list(changes.values())},
        schema={"path": pl.String, "change": pl.String},
    )


def _areas(first: Snapshot, second: Snapshot) -> pl.DataFrame:
    old, new = (_with_estates(each) for each in (first, second))
    both = old.join(new, on="area_id", how="full", coalesce=True, suffix="_after")
    change = (
        pl.when(pl.col("members").is_null()).then(pl.lit("new"))
        .when(pl.col("members_after").is_null()).then(pl.lit("gone"))
        .when(pl.col("members") != pl.col("members_after")).then(pl.lit("other_estates"))
    )  # fmt: skip
    name = pl.coalesce("name_after", "name").alias("name")
    return both.select("area_id", name, change.alias("change")).drop_nulls("change").sort("area_id")


def _with_estates(snapshot: Snapshot) -> pl.DataFrame:
    members = snapshot.table("area_estates").group_by("area_id").agg(
        pl.col("estate_id").sort().str.join(" ").alias("members")
    )  # fmt: skip
    return snapshot.table("areas").select("area_id", "name").join(members, on="area_id")


def _statuses(first: Snapshot, second: Snapshot) -> pl.DataFrame:
    key = ["area_id", "status"]
    old, new = (
        each.scan("statuses").filter(pl.col("on") == each.on).select(*key, "met").collect()
        for each in (first, second)
    )
    names = pl.concat([each.table("areas").select("area_id", "name") for each in (second, first)])
    return (
        old.rename({"met": "before"})
        .join(new.rename({"met": "after"}), on=key, how="full", coalesce=True)
        .filter(pl.col("before").ne_missing(pl.col("after")))
        .join(names.unique("area_id", keep="first"), on="area_id", how="left")
        .select("area_id", "name", "status", "before", "after")
        .sort(key)
    )


def _moved(first: Snapshot, second: Snapshot) -> pl.DataFrame:
    old, new = (_latest(each) for each in (first, second))
    return (
        old.rename({"period": "period_before", "value": "before"})
        .join(new.rename({"period": "period_after", "value": "after"}), on=[*_UNIT, "years"])
        .with_columns((pl.col("after") - pl.col("before")).alias("change"))
        .filter(_differs("before", "after"))
        .select(*_UNIT, "period_before", "before", "period_after", "after", "change")
        .sort(_UNIT)
    )


def _latest(snapshot: Snapshot) -> pl.DataFrame:
    """The figures of areas that end with the year of the snapshot, with their number of years."""
    year = pl.lit(str(snapshot.on.year))
    return (
        snapshot.scan("indicators")
        .filter((pl.col("group") == EVERYONE) & (pl.col("geography") == "area"))
        .filter(pl.col("period").str.ends_with(year))
        .with_columns(_years_in(pl.col("period")).alias("years"))
        .select(*_UNIT, "years", "period", "value")
        .collect()
    )


def _years_in(period: pl.Expr) -> pl.Expr:
    last = period.str.slice(-4).cast(pl.Int32)
    return last - period.str.slice(0, 4).cast(pl.Int32) + 1


def _revised(first: Snapshot, second: Snapshot) -> pl.DataFrame:
    key = [*_UNIT, "group", "period"]
    old, new = (each.scan("indicators").select(*key, "value") for each in (first, second))
    change = (pl.col("value_after") - pl.col("value")).abs()
    differs = _differs("value", "value_after")
    return (
        old.join(new, on=key, suffix="_after")
        .group_by("indicator", "period")
        .agg(
            pl.len().alias("compared"),
            differs.sum().alias("changed"),
            change.max().alias("largest_change"),
        )
        .filter(pl.col("changed") > 0)
        .sort("indicator", "period")
        .collect()
    )


def _differs(one: str, other: str) -> pl.Expr:
    apart = (pl.col(one) - pl.col(other)).abs()
    beyond = apart > _NOISE * pl.max_horizontal(pl.col(one).abs(), pl.col(other).abs())
    return beyond.fill_null(pl.col(one).is_null() != pl.col(other).is_null())
