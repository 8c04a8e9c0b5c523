"""Which areas a reform gives another status, and the criteria that make the difference."""

from __future__ import annotations

import polars as pl

from boligsocial.law.classification import Classification
from boligsocial.law.rules import Status


def status_changes(before: Classification, after: Classification) -> pl.DataFrame:
    """Each area and status that comes out otherwise: `row`, `status`, `before`, `after`, `because`.

    `because` lists the criteria of the status whose verdict changed or fell away; it is empty where
    only the number asked for changed. Both classifications are of the same values.
    """
    statuses = list(dict.fromkeys(_criteria_of_statuses(before)["status"]))
    present = [name for name in statuses if name in before.areas.columns]
    tall = [
        each.areas.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *present).unpivot(
            present, index="row", variable_name="status", value_name=name
        )
        for each, name in ((before, "before"), (after, "after"))
    ]
    changed = (
        tall[0].hstack([tall[1]["after"]]).filter(~pl.col("before").eq_missing(pl.col("after")))
    )
    reasons = (
        _changed_verdicts(before, after)
        .join(_criteria_of_statuses(before), on="criterion")
        .group_by("row", "status")
        .agg(pl.col("criterion").unique().sort().alias("because"))
    )
    return (
        changed.join(reasons, on=["row", "status"], how="left")
        .with_columns(pl.col("because").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .sort("row", maintain_order=True)
    )


def _criteria_of_statuses(classification: Classification) -> pl.DataFrame:
    """Which criteria a status rests on, those of the status that it lies within counted too."""
    pairs: dict[tuple[str, str], None] = {}
    for rules in reversed(classification.rules.values()):
        for status in rules.statuses:
            rests_on: Status | None = status
            while rests_on is not None:
                for criterion in (*rests_on.of, *rests_on.must):
                    pairs[status.id, criterion] = None
                rests_on = rules.status(rests_on.within) if rests_on.within else None
    return pl.DataFrame(list(pairs), schema=["status", "criterion"], orient="row")


def _changed_verdicts(before: Classification, after: Classification) -> pl.DataFrame:
    old, new = (
        each.verdicts.select(
            "row", pl.col("criterion").cast(pl.String), "met", pl.lit(True).alias("tested")
        )
        for each in (before, after)
    )
    met_changed = ~pl.col("met").eq_missing(pl.col("met_after"))
    return (
        old.join(new, on=["row", "criterion"], how="left", suffix="_after")
        .filter(pl.col("tested_after").is_null() | met_changed)
        .select("row", "criterion")
    )
