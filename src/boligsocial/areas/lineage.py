"""What became of areas over time: they begin, end, gain and lose estates, split and merge."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from boligsocial.areas.membership import estates_on
from boligsocial.messages import UserError

_ONE_DAY = timedelta(days=1)


class LineageEvent(StrEnum):
    """What happens to an area on a day; the other area of the event stands in brackets."""

    ENDS = "ends"
    BEGINS = "begins"
    SUCCEEDS = "succeeds"
    """It begins with the estates of one area [the old one] that ends, and of no other."""
    SPLITS = "splits"
    """Its estates lie in several areas [each of them] from now on, and it ends or one is new."""
    MERGES = "merges"
    """It has the estates of several areas [each of them], one of which ends, or it is new."""
    GAINS = "gains"
    """It goes on, with estates that it did not have [from an area, or from none]."""
    LOSES = "loses"
    """It goes on, without estates that it had [they go to an area, or to none]."""


_COLUMNS: dict[str, pl.DataType] = {
    "date": pl.Date(), "event": pl.String(), "area_id": pl.String(), "other_id": pl.String(),
    "estate_ids": pl.List(pl.String), "residents": pl.Int64(), "share_of_area": pl.Float64(),
    "share_of_other": pl.Float64(),
}  # fmt: skip


def lineage_events(
    area_estates: pl.DataFrame, areas: pl.DataFrame, residents: pl.DataFrame
) -> pl.DataFrame:
    """Every event after the first day of the tables, sorted by date, area and kind.

    Columns: `date, event` (a LineageEvent), `area_id, other_id, estate_ids, residents,
    share_of_area, share_of_other`. `estate_ids` and `residents` are those that the event moves
    (or keeps, in a split or a merger); `share_of_area` is their part of the residents of `area_id`
    on the day before where it ends, splits or loses and on the day itself otherwise;
    `share_of_other` their part of the other area, on the other of the two days.

    `residents` has `estate_id, residents` and weighs the estates, by the same head counts on every
    day, so that shares of several steps can be compared: an estate without a row is empty, a null
    is unknown and leaves the shares that need it null.
    """
    days = change_days(area_estates, areas)[1:]
    found = [_events_of_day(area_estates, areas, residents, day) for day in days]
    order = pl.col("event").replace_strict({kind: n for n, kind in enumerate(LineageEvent)})
    return pl.concat([pl.DataFrame(schema=_COLUMNS), *found]).sort(
        "date", "area_id", order, "other_id"
    )


def follow_area(
    area_id: str, on: date, area_estates: pl.DataFrame, areas: pl.DataFrame, residents: pl.DataFrame
) -> pl.DataFrame:
    """Where the estates that an area has on a day have been, and are later.

    One row for each period and area: `since, until, area_id, estate_ids, residents,
    share_of_followed, share_of_area`. `until` is the last day, null for the period that has not
    ended; `area_id` is null for estates in none. `share_of_followed` of the followed residents lie
    in `area_id`, where they are `share_of_area` of its residents: `A0012` of 2017 may be 0.83 of
    what `A0007` was before 2016. `residents` as in `lineage_events`.

    Raises:
        UserError: the area has no estates on that day.
    """
    followed = estates_on(area_estates, areas, on).filter(pl.col("area_id") == area_id)
    if followed.is_empty():
        raise UserError(
            "area {area} has no estates on {on}; choose a day on which it has", area=area_id, on=on
        )
    mine = _weighed(followed.select("estate_id"), residents)
    periods: list[tuple[date, pl.DataFrame]] = []
    for since in change_days(area_estates, areas):
        spread = _spread(mine, _weighed(estates_on(area_estates, areas, since), residents))
        if not periods or not spread.equals(periods[-1][1]):
            periods.append((since, spread))
    ends = [since - _ONE_DAY for since, _ in periods[1:]]
    return pl.concat(
        spread.select(pl.lit(since).alias("since"), pl.lit(until, pl.Date).alias("until"), pl.all())
        for (since, spread), until in zip(periods, [*ends, None], strict=True)
    )


def change_days(area_estates: pl.DataFrame, areas: pl.DataFrame) -> list[date]:
    """The days, rising, on which an area or its estates may be others than the day before."""
    both = pl.concat([each.select("valid_from", "valid_to") for each in (area_estates, areas)])
    after = both["valid_to"].drop_nulls() + _ONE_DAY
    return pl.concat([both["valid_from"], after]).unique().sort().to_list()


def _weighed(members: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """The members with `residents`, 0 for estates without a row, null for unknown."""
    counted = residents.select("estate_id", pl.col("residents").cast(pl.Int64), has_row=True)
    return members.join(counted, on="estate_id", how="left").with_columns(
        residents=pl.when(pl.col("has_row")).then("residents").otherwise(0)
    ).drop("has_row")  # fmt: skip


def _total(column: str = "residents") -> pl.Expr:
    """The sum of a column, null where a part is unknown."""
    return pl.when(pl.col(column).is_not_null().all()).then(pl.col(column).sum())


def _share(part: str, whole: str) -> pl.Expr:
    """A part of a whole, null where the whole is nobody."""
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))


def _spread(mine: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The followed estates by the area that they lie in, with their shares."""
    whole = members.group_by("area_id").agg(_total().alias("of_area"))
    return (
        mine.with_columns(of_followed=_total())
        .join(members.select("area_id", "estate_id"), on="estate_id", how="left")
        .group_by("area_id", "of_followed")
        .agg(pl.col("estate_id").sort().alias("estate_ids"), _total().alias("residents"))
        .join(whole, on="area_id", how="left")
        .select(
            "area_id", "estate_ids", "residents",
            _share("residents", "of_followed").alias("share_of_followed"),
            _share("residents", "of_area").alias("share_of_area"),
        )
        .sort("area_id", nulls_last=True)
    )  # fmt: skip


def _events_of_day(
    area_estates: pl.DataFrame, areas: pl.DataFrame, residents: pl.DataFrame, day: date
) -> pl.DataFrame:
    before = _weighed(estates_on(area_estates, areas, day - _ONE_DAY), residents)
    after = _weighed(estates_on(area_estates, areas, day), residents)
    flows = _flows(before, after)
    old_ends, new_begins = pl.col("old_ends"), pl.col("new_begins")
    kept = pl.col("old").is_not_null() & pl.col("new").is_not_null()
    destinations = pl.col("new").filter(kept).n_unique().over("old")
    sources = pl.col("old").filter(kept).n_unique().over("new")
    split = kept & (destinations > 1) & (old_ends | new_begins.any().over("old"))
    merged = kept & (sources > 1) & (new_begins | old_ends.any().over("new"))
    moved = pl.col("old").ne_missing(pl.col("new"))
    succeeds = kept & old_ends & new_begins & (sources == 1) & (destinations == 1)
    found = [
        _told(flows.filter(split), LineageEvent.SPLITS, "old"),
        _told(flows.filter(merged), LineageEvent.MERGES, "new"),
        _told(flows.filter(succeeds), LineageEvent.SUCCEEDS, "new"),
        _told(flows.filter(moved & ~new_begins), LineageEvent.GAINS, "new"),
        _told(flows.filter(moved & ~old_ends), LineageEvent.LOSES, "old"),
        _whole(before, after, LineageEvent.ENDS),
        _whole(after, before, LineageEvent.BEGINS),
    ]
    return pl.concat(found).select(pl.lit(day).alias("date"), pl.all())


def _flows(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Estates by the area they were in and the one they are in, for areas that change.

    Columns `old`, `new` (null: none), `estate_ids`, `residents`, `of_old`, `of_new` (all residents
    of the two), `old_ends`, `new_begins` (null where there is no such area).
    """
    keys = ["area_id", "estate_id"]
    gone = before.join(after, on=keys, how="anti").rename({"area_id": "old"})
    come = after.join(before, on=keys, how="anti").rename({"area_id": "new"})
    moved = gone.join(come, on="estate_id", how="full", coalesce=True, suffix="_new").select(
        "old", "new", "estate_id", pl.coalesce("residents", "residents_new")
    )
    changed = pl.concat([moved["old"], moved["new"]]).drop_nulls().unique()
    stayed = before.join(after, on=keys, how="semi").filter(
        pl.col("area_id").is_in(changed.to_list())
    )
    flows = pl.concat([moved, stayed.select(pl.col("area_id").alias("old"),
                                            pl.col("area_id").alias("new"),
                                            "estate_id", "residents")])  # fmt: skip
    return (
        flows.group_by("old", "new")
        .agg(pl.col("estate_id").sort().alias("estate_ids"), _total().alias("residents"))
        .join(_sizes(before, after, "old"), on="old", how="left")
        .join(_sizes(after, before, "new"), on="new", how="left")
        .rename({"old_alone": "old_ends", "new_alone": "new_begins"})
    )


def _sizes(members: pl.DataFrame, others: pl.DataFrame, name: str) -> pl.DataFrame:
    """`name`, `of_<name>` (its residents) and `<name>_alone`: not an area on the other day."""
    return (
        members.group_by(pl.col("area_id").alias(name))
        .agg(_total().alias(f"of_{name}"))
        .with_columns(
            pl.col(name).is_in(others["area_id"].unique().to_list()).not_().alias(f"{name}_alone")
        )
    )


def _told(flows: pl.DataFrame, event: LineageEvent, area: str) -> pl.DataFrame:
    """Flows as events of the `old` or the `new` area."""
    other = "new" if area == "old" else "old"
    return flows.select(
        pl.lit(event.value).alias("event"),
        pl.col(area).alias("area_id"),
        pl.col(other).alias("other_id"),
        "estate_ids", "residents",
        _share("residents", f"of_{area}").alias("share_of_area"),
        _share("residents", f"of_{other}").alias("share_of_other"),
    )  # fmt: skip


def _whole(members: pl.DataFrame, others: pl.DataFrame, event: LineageEvent) -> pl.DataFrame:
    """An event for each area of the one day that is none on the other."""
    return (
        members.join(others, on="area_id", how="anti")
        .group_by("area_id")
        .agg(pl.col("estate_id").sort().alias("estate_ids"), _total().alias("residents"))
        .select(
            pl.lit(event.value).alias("event"), "area_id",
            pl.lit(None, pl.String).alias("other_id"), "estate_ids", "residents",
            pl.when(pl.col("residents") > 0).then(1.0).alias("share_of_area"),
            pl.lit(None, pl.Float64).alias("share_of_other"),
        )
    )  # fmt: skip
