"""The law's tests of an area, by the date of the list: read from dated files, never from code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

from boligsocial.messages import UserError

HERE = Path(__file__).parent

Operator = Literal[">", ">=", "<"]


@dataclass(frozen=True)
class Measure:
    """A figure that the law looks at: a share in per cent, an income ratio, a head count."""

    id: str
    name: str
    column: str
    unit: str
    population: str
    social: bool
    counted_among: str | None = None


@dataclass(frozen=True)
class Criterion:
    """One test: a measure, an operator and a limit of its own, or a multiple of the national rate.

    Shares are in per cent, exactly as the law writes them. `window_years` is the number of years
    that the figure is a mean of; the figure handed over is that mean.
    """

    id: str
    measure: Measure
    operator: Operator
    window_years: int
    legal_reference: str
    limit: Fraction | None = None
    times_national_rate: Fraction | None = None

    def threshold(self, national_rate: Fraction | None) -> Fraction | None:
        """The limit in per cent; none where it follows a national rate that is not known."""
        if self.times_national_rate is None:
            return self.limit
        return None if national_rate is None else self.times_national_rate * national_rate


@dataclass(frozen=True)
class Streak:
    """How many yearly lists in a row, counted with this one, from a date on."""

    start: date
    count: int


@dataclass(frozen=True)
class Status:
    """What an area is under a version of the law: the tests it must meet, all at once.

    `required` of the criteria in `of`, each in `must`, the status named in `within`, at least
    `minimum_residents`, and a streak of lists (the oldest rule first) on which it was
    `counted_as`. `formerly` is the name that the same status had before.
    """

    id: str
    legal_reference: str
    of: tuple[str, ...] = ()
    required: int = 0
    must: tuple[str, ...] = ()
    within: str | None = None
    formerly: str | None = None
    minimum_residents: int | None = None
    streaks: tuple[Streak, ...] = ()
    counted_as: tuple[str, ...] = ()

    def streak_on(self, on: date) -> Streak:
        """The streak that the status asks for on that date."""
        return [streak for streak in self.streaks if streak.start <= on][-1]


@dataclass(frozen=True)
class RuleVersion:
    """The law as it stood from a date on. Statuses stand after those they lie within."""

    id: str
    start: date
    name: str
    law: str
    sources: tuple[str, ...]
    note: str
    criteria: tuple[Criterion, ...]
    statuses: tuple[Status, ...]

    def status(self, status_id: str) -> Status:
        return next(status for status in self.statuses if status.id == status_id)

    def depth(self, status: Status) -> int:
        """How many statuses lie around a status, for example one around `parallelsamfund`."""
        return 0 if status.within is None else 1 + self.depth(self.status(status.within))

    def criterion(self, criterion_id: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)


@cache
def measures() -> dict[str, Measure]:
    """The measures by id, from `measures.toml`."""
    definitions = tomllib.loads((HERE / "measures.toml").read_text("utf-8"))
    return {key: Measure(id=key, **fields) for key, fields in definitions.items()}


@cache
def rule_versions() -> tuple[RuleVersion, ...]:
    """All versions of the law, the oldest first."""
    files = sorted((HERE / "versions").glob("*.toml"))
    versions = [
        _version(tomllib.loads(file.read_text("utf-8"), parse_float=Fraction)) for file in files
    ]
    return tuple(sorted(versions, key=lambda version: version.start))


def rules_on(on: date) -> RuleVersion:
    """The version in force on a date.

    Raises:
        UserError: before the first version.
    """
    in_force = [version for version in rule_versions() if version.start <= on]
    if not in_force:
        first = rule_versions()[0].start
        raise UserError(
            "no rules were in force on {on}; choose a date from {first} on", on=on, first=first
        )
    return in_force[-1]


def _version(fields: dict[str, Any]) -> RuleVersion:
    return RuleVersion(
        id=fields["id"],
        start=fields["from"],
        name=fields["name"],
        law=fields["law"],
        sources=tuple(fields["sources"]),
        note=fields["note"],
        criteria=tuple(_criterion(each) for each in fields["criterion"]),
        statuses=tuple(_status(each) for each in fields["status"]),
    )


def _criterion(fields: dict[str, Any]) -> Criterion:
    times = fields.get("times_national_rate")
    return Criterion(
        id=fields["id"],
        measure=measures()[fields.get("measure", fields["id"])],
        operator=fields["operator"],
        window_years=fields["window_years"],
        legal_reference=fields["legal_reference"],
        limit=Fraction(fields["threshold"]) if times is None else None,
        times_national_rate=None if times is None else Fraction(times),
    )


def _status(fields: dict[str, Any]) -> Status:
    return Status(
        id=fields["id"],
        legal_reference=fields["legal_reference"],
        of=tuple(fields.get("of", ())),
        required=fields.get("required", 0),
        must=tuple(fields.get("must", ())),
        within=fields.get("within"),
        formerly=fields.get("formerly"),
        minimum_residents=fields.get("minimum_residents"),
        streaks=tuple(
            Streak(each["from"], each["count"]) for each in fields.get("lists_in_a_row", ())
        ),
        counted_as=tuple(fields.get("lists_in_a_row_as", ())),
    )
