"""What differs between two snapshots, as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from boligsocial.disclosure.gate import HIDDEN
from boligsocial.indicators.definition import catalogue
from boligsocial.law.rules import rules_on
from boligsocial.messages import Figure, Message
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.estates.writing import indicator_name, written
from boligsocial.portal.figures import snapshot_name
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.words import HIDDEN as HIDDEN_WORD
from boligsocial.snapshots.store.difference import Difference, difference
from boligsocial.snapshots.store.store import Snapshot
from boligsocial.snapshots.unit_figures import areas_figures

_SHOWN = 50
"""Rows of a table on the page; the command gives them all."""
_CHANGES = {
    "new": Message("new"),
    "gone": Message("gone"),
    "revised": Message("changed"),
    "other_estates": Message("other estates"),
}
_ANSWERS = {True: Message("yes"), False: Message("no"), None: Message("cannot be determined")}
_NOT_IN_LAW = Message("not in the law")


@dataclass(frozen=True)
class Part:
    """One kind of difference: how many, and the first of them as a table."""

    id: str
    name: Message
    total: int
    table: DataTable
    none: Message

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.table.rows)


@dataclass(frozen=True)
class ComparedSnapshots:
    """Two snapshots with their differences."""

    first: Snapshot
    second: Snapshot
    first_name: Message
    second_name: Message
    parts: tuple[Part, ...]


def compared(first: Snapshot, second: Snapshot) -> ComparedSnapshots:
    """The differences from one snapshot to another; figures past the gate."""
    found = difference(first, second)
    parts = (_areas(found), _statuses(found), _moved(found), _revised(found), _files(found))
    return ComparedSnapshots(first, second, snapshot_name(first), snapshot_name(second), parts)


def _areas(found: Difference) -> Part:
    rows = [(row["name"], _CHANGES[row["change"]]) for row in _first(found.areas)]
    return Part(
        "areas", Message("Areas"), len(found.areas),
        _table(Message("Areas that are new, gone or of other estates"),
               [Message("Area"), Message("Change")], rows),
        Message("The areas are the same, of the same estates."),
    )  # fmt: skip


def _statuses(found: Difference) -> Part:
    changed = [row for row in found.statuses.iter_rows(named=True) if _is_change(found, row)]
    rows = [
        (row["name"], NAMES[row["status"]], _answer(found.first, row, "before"),
         _answer(found.second, row, "after"))
        for row in changed[:_SHOWN]
    ]  # fmt: skip
    return Part(
        "statuses", Message("Statuses"), len(changed),
        _table(Message("Statuses that are others on the dates of the snapshots"),
               [Message("Area"), Message("Status"), Message("First"), Message("Second")], rows),
        Message("Every area has the same statuses."),
    )  # fmt: skip


def _is_change(found: Difference, row: dict[str, Any]) -> bool:
    """Whether an area's status is another; not to have one that the other law lacks is none."""
    in_both = all(_knows(each, row["status"]) for each in (found.first, found.second))
    return in_both or True in (row["before"], row["after"])


def _knows(snapshot: Snapshot, status: str) -> bool:
    return status in {each.id for each in rules_on(snapshot.on).statuses}


def _answer(snapshot: Snapshot, row: dict[str, Any], side: str) -> Message:
    """Whether an area has a status on the date of a snapshot, whose law may not know it."""
    return _ANSWERS[row[side]] if _knows(snapshot, row["status"]) else _NOT_IN_LAW


def _moved(found: Difference) -> Part:
    indicators = {each.id: each for each in catalogue()}
    moved = found.moved.filter(pl.col("indicator").is_in(list(indicators)))
    moved = _with_state(_with_state(moved, found.first, "before"), found.second, "after")
    names = {
        row["area_id"]: row["name"]
        for each in (found.first, found.second)
        for row in each.table("areas").iter_rows(named=True)
    }
    rows = [
        (
            names[row["geography_id"]], indicator_name(indicators[row["indicator"]]),
            *(
                _figure(row, side, indicators[row["indicator"]].unit)
                for side in ("before", "after")
            ),
        )
        for row in _first(moved)
    ]  # fmt: skip
    return Part(
        "moved", Message("Figures of the areas"), len(moved),
        _table(Message("Newest figures of the areas that have moved"),
               [Message("Area"), Message("Indicator"), Message("First"), Message("Second")], rows),
        Message("No figure of an area has moved."),
    )  # fmt: skip


def _revised(found: Difference) -> Part:
    names = {each.id: indicator_name(each) for each in catalogue()}
    revised = found.revised.filter(pl.col("indicator").is_in(list(names)))
    rows = [
        (names[row["indicator"]], row["period"], row["changed"], row["compared"])
        for row in _first(revised)
    ]
    return Part(
        "revised", Message("Revised figures"), len(revised),
        _table(Message("Figures of the same place and period that are no longer what they were"),
               [Message("Indicator"), Message("Period"), Message("Changed"), Message("Compared")],
               rows, numeric=(2, 3)),
        Message("What both hold of the same period is the same."),
    )  # fmt: skip


def _files(found: Difference) -> Part:
    both = [(each, Message("Delivery")) for each in found.inputs.iter_rows(named=True)]
    both += [(each, Message("Rule or definition")) for each in found.definitions.iter_rows(
        named=True)]  # fmt: skip
    rows = [(row["path"], kind, _CHANGES[row["change"]]) for row, kind in both[:_SHOWN]]
    return Part(
        "files", Message("Files behind them"), len(both),
        _table(Message("Files that are new, gone or changed"),
               [Message("File"), Message("Kind"), Message("Change")], rows),
        Message("They are made from the same files."),
    )  # fmt: skip


def _with_state(moved: pl.DataFrame, snapshot: Snapshot, side: str) -> pl.DataFrame:
    """With `state_before` or `state_after`, whether the figure may be shown."""
    states = areas_figures(snapshot).select(
        "geography_id", "indicator", pl.col("period").alias(f"period_{side}"),
        pl.col("state").alias(f"state_{side}"),
    )  # fmt: skip
    key = ["geography_id", "indicator", f"period_{side}"]
    return moved.join(states, on=key, how="left", maintain_order="left")


def _figure(row: dict[str, Any], side: str, unit: str) -> str | Message:
    """A figure with its period: `12,3 pct. (2017)`."""
    value = row[side]
    if row[f"state_{side}"] == HIDDEN or value is None:
        return HIDDEN_WORD if value is not None else Message("not delivered")
    return f"{written(value, unit)} ({row[f'period_{side}']})"


def _first(table: pl.DataFrame) -> list[dict[str, Any]]:
    return table.head(_SHOWN).to_dicts()


def _table(
    caption: Message, columns: Sequence[Message], rows: Sequence[Sequence[Figure | Message]],
    numeric: Sequence[int] = (),
) -> DataTable:  # fmt: skip
    heads = [Column(name, place in numeric) for place, name in enumerate(columns)]
    return DataTable(caption, heads, rows)
