"""A list that a user brought, tested under the law of its date."""

from __future__ import annotations

import polars as pl

from boligsocial.law.classification import classify
from boligsocial.law.verdicts import AreaVerdict, area_verdicts
from boligsocial.messages import Message
from boligsocial.registers.imported_lists import ImportedList
from boligsocial.snapshots.published import PublishedSnapshot


def imported_verdicts(
    imported: ImportedList, snapshot: PublishedSnapshot
) -> tuple[AreaVerdict, ...]:
    """What the law says of each area of the list, in the order of its file.

    The limits that follow the nation and the lists before come from what is published.
    """
    tested = classify(
        imported.values(),
        imported.on,
        national_rates=snapshot.national_rates,
        history=_history_by_name(snapshot),
    )
    return tuple(area_verdicts(tested))


def missing(verdict: AreaVerdict) -> tuple[Message, ...]:
    """What keeps a status from being told, a sentence each; none where all statuses are."""
    if None not in verdict.statuses.values():
        return ()
    measures = {each.criterion.measure.id: each for each in verdict.verdicts if each.value is None}
    sentences = [
        Message(
            "{measure}: the file has no figure.", {"measure": Message(each.criterion.measure.name)}
        )
        for each in measures.values()
    ]
    if verdict.area["residents"] is None:
        sentences.append(Message("The number of residents is missing in the file."))
    no_limit = {each.criterion.measure.name for each in verdict.verdicts if each.threshold is None}
    sentences += [
        Message(
            "{measure}: the limit of {on} follows the national share, which is not published here.",
            {"measure": Message(name), "on": verdict.on},
        )
        for name in sorted(no_limit)
    ]
    if _streak_is_open(verdict):
        sentences.append(Message("How many lists in a row the area has been on is not known."))
    return tuple(sentences)


def _streak_is_open(verdict: AreaVerdict) -> bool:
    return any(
        status.streaks
        and verdict.statuses[status.id] is None
        and status.within is not None
        and verdict.statuses[status.within] is True
        for status in verdict.rules.statuses
    )


def _history_by_name(snapshot: PublishedSnapshot) -> pl.DataFrame:
    """Who was on the published lists, keyed as list files are: municipality and name."""
    keys = snapshot.tables.areas.select(
        "area_id",
        (pl.col("municipality_code") + "·" + pl.col("name").str.to_lowercase()).alias("area_key"),
    )
    return snapshot.tables.history().join(keys, on="area_id")
