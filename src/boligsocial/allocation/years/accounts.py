"""The account of each year of a plan, and the plan over the years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from boligsocial.allocation.principles import Principles
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.years.asking import Kind
from boligsocial.allocation.years.commitments import Commitment
from boligsocial.allocation.years.definitions import frame_øre
from boligsocial.allocation.years.rules import YearRules
from boligsocial.messages import Message
from boligsocial.money import øre_from_mio


@dataclass(frozen=True)
class YearFrame:
    """The frame of a part in a year: the act's amount, the factor of the index, and their product.

    `known` is false where no factor is given for the year; it is then 1.
    """

    nominal_øre: int
    factor: Decimal
    known: bool
    øre: int


def year_frame(rules: YearRules, year: int) -> YearFrame:
    """The frame of the part that is shared out; nothing after the act's last year."""
    frame, factor = rules.frame, rules.index.of(year)
    has_one = frame.first_year <= year <= frame.last_year
    return YearFrame(
        øre_from_mio(frame.part_of(rules.part).mio) if has_one else 0,
        factor.factor if factor else Decimal(1),
        factor is not None,
        frame_øre(frame, rules.index, year)[rules.part],
    )


class Standing(StrEnum):
    """What became of an area in a year."""

    NEW = "new"
    RENEWED = "renewed"
    PHASE_OUT = "phase_out"
    RUNNING = "running"
    """It has a commitment already and asks for nothing."""
    WITHOUT = "without"
    """It asks and gets nothing, or the principles give it nothing."""
    PHASED_OUT = "phased_out"
    """It has had its phase-out, or the rules have none."""


@dataclass(frozen=True)
class AreaYear:
    """An area in a year. Amounts are whole commitments, in øre; `asked_øre` is at the highest level
    of its tier, `granted_øre` before what its plan saves. `runs_to` is the last year of the
    commitment that it has, if any."""

    candidate: Candidate
    standing: Standing
    kind: Kind | None
    asked_øre: int
    level: Decimal
    granted_øre: int
    runs_to: int | None
    reason: Message


@dataclass(frozen=True)
class YearAccount:
    """The money of a year, whole øre, and its areas in the order of the line.

    `projected`: the year has no list of its own, and the areas are those of the latest.
    `moved_in_øre` comes from other parts of the frame. `committed_øre` is what the year's
    commitments take of the frame, `granted_øre` their grants before shared plans save
    `saved_øre`. `listed_missing_øre` is what is missing to give all listed areas that ask.
    Of what is paid in the year, `bound_øre` was promised before it. `unpaid_øre` is promised and
    not yet paid when the year ends. `proven` and `pairs_across` are the method's.
    """

    year: int
    projected: bool
    frame: YearFrame
    moved_in_øre: int
    carried_in_øre: int
    committed_øre: int
    granted_øre: int
    carried_out_øre: int
    listed_missing_øre: int
    bound_øre: int
    paid_øre: int
    unpaid_øre: int
    areas: tuple[AreaYear, ...]
    proven: bool | None
    pairs_across: int

    @property
    def available_øre(self) -> int:
        return self.carried_in_øre + self.frame.øre + self.moved_in_øre

    @property
    def saved_øre(self) -> int:
        return self.granted_øre - self.committed_øre

    @property
    def left_øre(self) -> int:
        """What is not committed. It is carried out, except in the last year that may carry."""
        return self.available_øre - self.committed_øre

    @property
    def asked_øre(self) -> int:
        return sum(area.asked_øre for area in self.areas)

    def asked_as_øre(self, kind: Kind) -> int:
        """What is asked for as new, renewed or phased out."""
        return sum(area.asked_øre for area in self.areas if area.kind is kind)

    @property
    def missing_øre(self) -> int:
        """What is missing to give all that is asked for, before shared plans save anything."""
        return max(0, self.asked_øre - self.available_øre)

    def with_standing(self, *standings: Standing) -> tuple[AreaYear, ...]:
        return tuple(area for area in self.areas if area.standing in standings)


@dataclass(frozen=True)
class YearPlan:
    """Year by year to the last that money may be carried to, and all commitments, oldest first."""

    principles: Principles
    rules: YearRules
    years: tuple[YearAccount, ...]
    commitments: tuple[Commitment, ...]

    def in_year(self, year: int) -> YearAccount:
        """The account of a year.

        Raises:
            KeyError: the plan does not have it.
        """
        return self._by_year[year]

    @cached_property
    def _by_year(self) -> dict[int, YearAccount]:
        return {account.year: account for account in self.years}

    @property
    def first_short_year(self) -> int | None:
        """The first year in which the frame does not carry all that is asked for."""
        return next((each.year for each in self.years if each.missing_øre), None)

    @property
    def first_year_short_of_the_listed(self) -> int | None:
        """The first year in which the frame does not carry the listed areas that ask."""
        return next((each.year for each in self.years if each.listed_missing_øre), None)
