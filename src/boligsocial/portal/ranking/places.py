"""Every estate's place in the index as one table, to be narrowed and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from boligsocial.index.specification import Specification
from boligsocial.portal.atlas.units import folded
from boligsocial.portal.danish import danish_order
from boligsocial.portal.ranking.rankings import lists_before, ranking_in
from boligsocial.portal.ranking.shown import shown_limits
from boligsocial.snapshots.ranking import Ranking
from boligsocial.snapshots.sealed import SealedLists

SORTINGS = {
    "plads": "rank",
    "afdeling": "name_order",
    "fast": "anchored_score",
    "siden": "since",
    "flytter": "moves",
}
"""The columns that the table can be sorted by, the first one otherwise."""
WORST_FIRST = ("fast", "siden", "flytter")
"""Columns whose greatest figures stand first."""


@dataclass(frozen=True)
class Filter:
    """What of the table is asked for; empty text asks for everything."""

    search: str = ""
    municipality: str = ""
    band: str = ""
    only_movers: bool = False
    sort: str = "plads"


def all_places(lists: SealedLists, specification_id: str) -> pl.DataFrame:
    """A row for each estate: what it is, its place, and what is known of the last snapshot.

    Beside the columns of `Ranking.estates`: `name, municipality, residents` (null where hidden),
    `searched`, `name_order`; `rank_before, since` (places towards greater
    need) and `moved_by`, null where the pool was not the same; `towards, component, people`, the
    fewest residents by which one shown component alone takes it to the next better band.
    """
    return _all_places(lists, lists_before(lists), specification_id)


@lru_cache(maxsize=16)
def _all_places(
    lists: SealedLists, before: SealedLists | None, specification_id: str
) -> pl.DataFrame:
    ranking = ranking_in(lists, specification_id)
    earlier = ranking_in(before, specification_id) if before else None
    table = ranking.estates.join(_names(lists), on="estate_id", maintain_order="left")
    since = _since(ranking, earlier)
    table = table.join(since, on="pool_id", how="left", maintain_order="left")
    nearest = _nearest_better(ranking)
    return table.join(nearest, on="estate_id", how="left", maintain_order="left")


def places_under(lists: SealedLists, given: Specification, chosen: Specification) -> pl.DataFrame:
    """All places under other weights.

    `rank, score, percentile, band` are the new ones, `rank_given` and `band_given` those of the
    index, `moves` the places towards greater need, and `is_hidden` whether the place would come
    close to telling a figure that the gate hides.

    With the weights as given nothing moves and nothing is hidden.
    """
    table = all_places(lists, given.id)
    as_given = table.with_columns(
        pl.col("rank").alias("rank_given"), pl.col("band").alias("band_given"),
        pl.lit(0).alias("moves"), pl.lit(value=False).alias("is_hidden"),
    )  # fmt: skip
    return as_given if chosen == given else _reweighed(as_given, lists, given, chosen)


@lru_cache(maxsize=32)
def _places_anew(lists: SealedLists, given_id: str, chosen: Specification) -> pl.DataFrame:
    return ranking_in(lists, given_id).under(chosen)


def _reweighed(
    table: pl.DataFrame, lists: SealedLists, given: Specification, chosen: Specification
) -> pl.DataFrame:
    anew = ["score", "rank", "percentile", "band"]
    hidden = hidden_under(ranking_in(lists, given.id), chosen)
    return (
        table.drop(*anew, "rank_low", "rank_high", "moves", "is_hidden")
        .join(_places_anew(lists, given.id, chosen), on="pool_id", how="left",
              maintain_order="left")
        .with_columns(
            (pl.col("rank_given") - pl.col("rank")).alias("moves"),
            (pl.col("estate_id").is_in(hidden.implode()) & pl.col("rank").is_not_null())
            .alias("is_hidden"),
            pl.lit(None, pl.Int64).alias("rank_low"), pl.lit(None, pl.Int64).alias("rank_high"),
        )
        .with_columns(
            pl.when(~pl.col("is_hidden")).then(pl.col(*anew, "moves"))
        )
    )  # fmt: skip


def hidden_under(ranking: Ranking, chosen: Specification) -> pl.Series:
    """The estates of which one hidden figure has more of the weight than it may."""
    total = sum(each.weight for each in chosen.component)
    most = shown_limits().most_hidden_weight
    heavy = [each.column for each in chosen.component if each.weight > most * total]
    shown = ranking.components_shown.filter(pl.col("component").is_in(heavy))
    count = shown.group_by("estate_id").agg(pl.len().alias("shown"))
    known = ranking.members.join(count, on="estate_id", how="left")
    return known.filter(pl.col("shown").fill_null(0) < len(heavy))["estate_id"]


def found(table: pl.DataFrame, asked: Filter) -> pl.DataFrame:
    """The rows that are asked for, in the order asked for; estates without a place stand last."""
    wanted = pl.lit(value=True)
    if asked.municipality:
        wanted &= pl.col("municipality") == asked.municipality
    if asked.band:
        wanted &= pl.col("band") == asked.band
    if asked.only_movers:
        wanted &= pl.col("band") != pl.col("band_given")
    for word in folded(asked.search).split():
        wanted &= pl.col("searched").str.contains(word, literal=True)
    name = asked.sort.removeprefix("-")
    descending = (name in WORST_FIRST) != asked.sort.startswith("-")
    key = pl.col("moves").abs() if name == "flytter" else pl.col(SORTINGS[name])
    return table.filter(wanted.fill_null(value=False)).sort(
        key, "rank", "name_order", descending=[descending, False, False], nulls_last=True
    )


def _names(lists: SealedLists) -> pl.DataFrame:
    estates = list(lists.estates.values())
    names, towns = ([getattr(each, field) for each in estates] for field in
                    ("name", "municipality"))  # fmt: skip
    return pl.DataFrame(
        {
            "estate_id": [each.estate_id for each in estates],
            "name": names,
            "municipality": towns,
            "residents": pl.Series([each.residents for each in estates], dtype=pl.Int64),
            "searched": [
                folded(f"{each.name} {each.municipality} {each.organisation} {each.estate_id}")
                for each in estates
            ],
            "name_order": _order(names),
        }
    )


def _order(names: list[str]) -> list[int]:
    """The place of each name in the Danish order."""
    place = {name: at for at, name in enumerate(sorted(set(names), key=danish_order))}
    return [place[name] for name in names]


def _since(ranking: Ranking, earlier: Ranking | None) -> pl.DataFrame:
    """`pool_id, rank_before, since, moved_by` against the snapshot before."""
    if earlier is None:
        columns = {"pool_id": pl.String, "rank_before": pl.Int64, "since": pl.Int64,
                   "moved_by": pl.String}  # fmt: skip
        return pl.DataFrame(schema=columns)
    return ranking.changes_since(earlier).units.select(
        pl.col("id").alias("pool_id"),
        "rank_before",
        (pl.col("rank_before") - pl.col("rank_after")).alias("since"),
        "moved_by",
    )


def _nearest_better(ranking: Ranking) -> pl.DataFrame:
    """`estate_id, towards, component, people`: the fewest residents to the next better band."""
    order = {each.id: place for place, each in enumerate(ranking.bands.band)}
    better = pl.col("towards").replace_strict(order) > pl.col("band").replace_strict(order)
    return (
        ranking.takes.filter(better & pl.col("residents").is_not_null())
        .rename({"id": "estate_id", "residents": "people"})
        .join(ranking.components_shown, on=["estate_id", "component"], how="semi")
        .sort("people", "component")
        .unique("estate_id", keep="first", maintain_order=True)
        .select("estate_id", "towards", "component", "people")
    )
