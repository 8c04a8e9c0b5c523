"""The law's versions, and how the product's answers agree with the published lists."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from boligsocial.law.rules import Criterion, RuleVersion, Status, rule_versions
from boligsocial.messages import Figures, Message
from boligsocial.portal import words
from boligsocial.snapshots.published import PublishedSnapshot

OPERATORS = {">": Message("above"), ">=": Message("at least"), "<": Message("below")}


@dataclass(frozen=True)
class CriterionShown:
    """A criterion as a row: what, for whom, limit, window, legal reference."""

    id: str
    name: Message
    population: Message
    limit: Message
    window_years: int
    legal_reference: str


@dataclass(frozen=True)
class StatusShown:
    """A status and what it asks for, a sentence each."""

    id: str
    demands: tuple[Message, ...]
    legal_reference: str


@dataclass(frozen=True)
class VersionShown:
    """A version of the law as its file says."""

    version: RuleVersion
    name: Message
    note: Message
    criteria: tuple[CriterionShown, ...]
    statuses: tuple[StatusShown, ...]


@dataclass(frozen=True)
class Agreement:
    """Published statuses of a list held against the computed ones."""

    list: Message
    named: int
    tested: int
    agree: int
    differ: int
    undetermined: int


def versions_shown() -> tuple[VersionShown, ...]:
    """Every version of the law, the oldest first."""
    return tuple(
        VersionShown(
            version,
            Message(version.name),
            Message(version.note),
            tuple(_criterion(each) for each in version.criteria),
            tuple(_status(version, each) for each in version.statuses),
        )
        for version in rule_versions()
    )


def _criterion(criterion: Criterion) -> CriterionShown:
    return CriterionShown(
        criterion.id,
        words.HEADINGS[criterion.measure.id],
        Message(criterion.measure.population),
        _limit(criterion),
        criterion.window_years,
        criterion.legal_reference,
    )


def _limit(criterion: Criterion) -> Message:
    operator = OPERATORS[criterion.operator]
    if criterion.times_national_rate is not None:
        times: Figures = {"operator": operator, "times": float(criterion.times_national_rate)}
        return Message("{operator} {times} times the national share", times)
    limit: Figures = {"operator": operator, "limit": float(criterion.limit or 0)}
    if criterion.measure.unit == "percent_of_region":
        return Message("{operator} {limit} per cent of the region", limit)
    return Message("{operator} {limit} per cent", limit)


def _status(version: RuleVersion, status: Status) -> StatusShown:
    demands = []
    if status.minimum_residents is not None:
        demands.append(Message("at least {residents} residents",
                               {"residents": status.minimum_residents}))  # fmt: skip
    if status.within is not None:
        demands.append(Message("is {status}", {"status": words.STATUSES[status.within]}))
    if status.of:
        figures: Figures = {"required": status.required, "tested": len(status.of)}
        demands.append(Message("at least {required} of {tested} criteria", figures))
    demands += [
        Message("the criterion on {measure}",
                {"measure": words.HEADINGS[version.criterion(each).measure.id]})
        for each in status.must
    ]  # fmt: skip
    demands += [
        Message("{count} lists in a row (lists from {start})",
                {"count": streak.count, "start": streak.start})
        for streak in status.streaks
    ]  # fmt: skip
    return StatusShown(status.id, tuple(demands), status.legal_reference)


def agreements(snapshot: PublishedSnapshot) -> tuple[Agreement, ...]:
    """A row a list: how many published statuses could be tested, and how they came out."""
    compared = snapshot.published_against_computed()
    found = []
    for each in snapshot.lists:
        rows = compared.filter(pl.col("list_id") == each.list_id)
        named = snapshot.listed(each.list_id) | snapshot.left_out(each.list_id)
        found.append(
            Agreement(
                words.list_name(each), len(named), len(rows),
                rows.filter("agree").height, rows.filter(~pl.col("agree")).height,
                rows["agree"].null_count(),
            )
        )  # fmt: skip
    return tuple(found)
