"""One area's verdicts as objects, for whoever reads one area at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from boligsocial.law.classification import Classification
from boligsocial.law.rules import Criterion, RuleVersion, Status, measures


@dataclass(frozen=True)
class Verdict:
    """A criterion's answer for one area; figures in the unit of its measure, none where missing.

    hidden: the value is known and may not be shown, so it and what it tells of itself are none.
    """

    criterion: Criterion
    value: float | None
    threshold: float | None
    met: bool | None
    margin: float | None
    residents_to_flip: int | None
    flip_is_upper_bound: bool
    hidden: bool = False

    def without_value(self) -> Verdict:
        """The answer alone."""
        return replace(self, value=None, margin=None, residents_to_flip=None, hidden=True)

    def known(self) -> tuple[float, float]:
        """Value and limit, where both are known.

        Raises:
            ValueError: one of them is missing.
        """
        if self.value is None or self.threshold is None:
            raise ValueError(f"{self.criterion.id} has no value or no limit")
        return self.value, self.threshold


@dataclass(frozen=True)
class Turn:
    """The fewest people whose change of state would turn a status, and the criteria they turn.

    `residents` below zero of the minimum are counted as people who would have to move in or out.
    """

    people: int
    criteria: tuple[str, ...]
    at_most: bool


@dataclass(frozen=True)
class AreaVerdict:
    """All that the law says of one area on one date."""

    area: dict[str, Any]
    on: date
    rules: RuleVersion
    statuses: dict[str, bool | None]
    verdicts: tuple[Verdict, ...]

    def verdict(self, criterion_id: str) -> Verdict:
        return next(each for each in self.verdicts if each.criterion.id == criterion_id)

    @property
    def innermost_status(self) -> Status | None:
        """The innermost status that the area certainly holds; none when it holds none."""
        held = [status for status in self.rules.statuses if self.statuses[status.id]]
        return max(held, key=self.rules.depth, default=None)

    def turn_of(self, status_id: str) -> Turn | None:
        """The shortest way to the other answer for a status; none where it cannot be counted.

        Criteria without a count of people (income) are left as they are, so a shorter way through
        them may exist.
        """
        status, holds = self.rules.status(status_id), self.statuses[status_id]
        if holds is None or status.streaks:
            return None
        return self._way_out(status) if holds else self._way_in(status)

    def _way_out(self, status: Status) -> Turn | None:
        spare = sum(bool(self.verdict(each).met) for each in status.of) - status.required + 1
        ways = [_turned([self.verdict(each)], 1) for each in status.must]
        if status.of:
            met = [self.verdict(each) for each in status.of if self.verdict(each).met]
            ways.append(_turned(met, spare))
        if status.minimum_residents is not None:
            leave = int(self.area["residents"]) - status.minimum_residents + 1
            ways.append(Turn(leave, (measures()["residents"].id,), at_most=False))
        if status.within is not None:
            ways.append(self._way_out(self.rules.status(status.within)))
        return min((way for way in ways if way), key=lambda way: way.people, default=None)

    def _way_in(self, status: Status) -> Turn | None:
        steps: list[Turn | None] = []
        unmet = [self.verdict(each) for each in status.of if self.verdict(each).met is False]
        missing = status.required - sum(bool(self.verdict(each).met) for each in status.of)
        if missing > 0:
            steps.append(_turned(unmet, missing))
        steps += [
            _turned([self.verdict(each)], 1) for each in status.must if not self.verdict(each).met
        ]
        if status.within is not None and not self.statuses[status.within]:
            steps.append(self._way_in(self.rules.status(status.within)))
        residents, minimum = self.area.get("residents"), status.minimum_residents
        if residents is not None and minimum is not None and residents < minimum:
            steps.append(Turn(minimum - int(residents), (measures()["residents"].id,), False))
        if not steps or None in steps:
            return None
        return Turn(
            sum(step.people for step in steps if step),
            tuple(name for step in steps if step for name in step.criteria),
            any(step.at_most for step in steps if step),
        )


def _turned(verdicts: list[Verdict], count: int) -> Turn | None:
    """The `count` verdicts that the fewest people turn."""
    countable = sorted(
        (each for each in verdicts if each.residents_to_flip is not None),
        key=lambda each: each.residents_to_flip or 0,
    )[:count]
    if len(countable) < count:
        return None
    return Turn(
        sum(each.residents_to_flip or 0 for each in countable),
        tuple(each.criterion.id for each in countable),
        any(each.flip_is_upper_bound for each in countable),
    )


def area_verdicts(classification: Classification) -> Iterator[AreaVerdict]:
    """Each area of a classification as an object, in order."""
    by_row = classification.verdicts.partition_by("row", as_dict=True)
    for position, area in enumerate(classification.areas.iter_rows(named=True)):
        rules = classification.rules[area["rule_version"]]
        yield AreaVerdict(
            area=area,
            on=area["on"],
            rules=rules,
            statuses={status.id: area[status.id] for status in rules.statuses},
            verdicts=tuple(
                Verdict(
                    criterion=rules.criterion(row["criterion"]),
                    **{
                        name: row[name]
                        for name in (
                            "value",
                            "threshold",
                            "met",
                            "margin",
                            "residents_to_flip",
                            "flip_is_upper_bound",
                        )
                    },
                )
                for row in by_row[(position,)].iter_rows(named=True)
            ),
        )
