"""Whether the minister may dispense from the 40 per cent: each condition, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from boligsocial.law.development.rules import (
    OPERATORS,
    Condition,
    DevelopmentRules,
    DispensationRule,
    development_rules,
)

Answers = Mapping[str, bool | None]
Measures = Mapping[str, Fraction | int | None]


@dataclass(frozen=True)
class ConditionVerdict:
    """A condition and whether it holds; none where that is not known. `value`: of its measure."""

    condition: Condition
    holds: bool | None
    value: Fraction | int | None = None


@dataclass(frozen=True)
class DispensationVerdict:
    """Whether every condition holds; undetermined only where what is missing could change it."""

    rule: DispensationRule
    conditions: tuple[ConditionVerdict, ...]

    @property
    def holds(self) -> bool | None:
        answers = [each.holds for each in self.conditions]
        if False in answers:
            return False
        return None if None in answers else True


def dispensations(
    answers: Answers, measures: Measures, rules: DevelopmentRules | None = None
) -> tuple[DispensationVerdict, ...]:
    """Each way to a dispensation, with its conditions.

    answers: by the id of a condition that is answered. measures: `listed_share` in per cent,
    `residents` as a number.
    """
    rules = rules or development_rules()
    return tuple(
        DispensationVerdict(
            each, tuple(_verdict(condition, answers, measures) for condition in each.condition)
        )
        for each in rules.dispensation
    )


def _verdict(condition: Condition, answers: Answers, measures: Measures) -> ConditionVerdict:
    if condition.operator is None or condition.limit is None:
        return ConditionVerdict(condition, answers.get(condition.id))
    value = measures.get(condition.measure)
    if value is None:
        return ConditionVerdict(condition, None)
    holds = OPERATORS[condition.operator](Fraction(value), Fraction(condition.limit))
    return ConditionVerdict(condition, holds, value)
