"""A reform: changes laid over the law as it stands, to see which areas would change status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.law.rules import (
    HERE,
    Criterion,
    Operator,
    RuleVersion,
    Status,
    rule_versions,
)


class CriterionChange(Definition):
    """Another limit, multiple of the national rate, or operator; none leaves what the law has."""

    threshold: Decimal | None = None
    times_national_rate: Decimal | None = None
    operator: Operator | None = None

    def laid_over(self, criterion: Criterion) -> Criterion:
        limit, times = criterion.limit, criterion.times_national_rate
        if self.threshold is not None:
            limit, times = Fraction(self.threshold), None
        if self.times_national_rate is not None:
            limit, times = None, Fraction(self.times_national_rate)
        operator = self.operator or criterion.operator
        return replace(criterion, limit=limit, times_national_rate=times, operator=operator)


class StatusChange(Definition):
    """Another number of criteria or residents; none leaves what the law has."""

    required: int | None = None
    minimum_residents: int | None = None


class Reform(Definition):
    """What a reform would change, and its source. It touches every version that knows the names."""

    id: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    drop: frozenset[str] = frozenset()
    criteria: dict[str, CriterionChange] = Field(default_factory=dict)
    statuses: dict[str, StatusChange] = Field(default_factory=dict)

    @property
    def moved(self) -> frozenset[str]:
        """The measures that it tests against other limits."""
        every = (each for version in rule_versions() for each in version.criteria)
        return frozenset(each.measure.id for each in every if each.id in self.criteria)

    @model_validator(mode="after")
    def _names_what_the_law_knows(self) -> Reform:
        versions = rule_versions()
        criteria = {each.id for version in versions for each in version.criteria}
        statuses = {each.id for version in versions for each in version.statuses}
        _refuse_unknown("criterion", {*self.drop, *self.criteria}, criteria)
        _refuse_unknown("status", self.statuses, statuses)
        return self

    def laid_over(self, rules: Mapping[str, RuleVersion]) -> dict[str, RuleVersion]:
        """The versions with the reform over them; the versions themselves stay as they are."""
        return {key: self._over(version) for key, version in rules.items()}

    def _over(self, version: RuleVersion) -> RuleVersion:
        kept = [each for each in version.criteria if each.id not in self.drop]
        return replace(
            version,
            criteria=tuple(
                self.criteria[each.id].laid_over(each) if each.id in self.criteria else each
                for each in kept
            ),
            statuses=tuple(self._status(each) for each in version.statuses),
        )

    def _status(self, status: Status) -> Status:
        change = self.statuses.get(status.id, StatusChange())
        of = tuple(each for each in status.of if each not in self.drop)
        required = status.required if change.required is None else change.required
        minimum = change.minimum_residents
        return replace(
            status,
            of=of,
            # Where fewer criteria are left than were asked for, all that are left are asked for.
            required=min(required, len(of)),
            must=tuple(each for each in status.must if each not in self.drop),
            minimum_residents=status.minimum_residents if minimum is None else minimum,
        )


def _refuse_unknown(kind: str, names: Iterable[str], known: set[str]) -> None:
    for name in sorted(set(names) - known):
        raise ValueError(f"no {kind} is called {name!r}; the law has {', '.join(sorted(known))}")


@cache
def built_in_reforms() -> tuple[Reform, ...]:
    """The reforms that come with the product."""
    files = sorted((HERE / "reforms").glob("*.toml"))
    return tuple(read_definition(file, Reform) for file in files)
