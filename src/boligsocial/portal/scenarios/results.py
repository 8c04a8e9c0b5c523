"""What a scenario gives: down the list or in the best distribution, in the same words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from boligsocial.allocation.optimal import OptimalOutcome
from boligsocial.allocation.ranked import Candidate, Outcome
from boligsocial.messages import Message
from boligsocial.portal.distribution.optimum.best import Best
from boligsocial.portal.distribution.shared_out import SharedOut
from boligsocial.snapshots.area_lists import Area

RANKED, OPTIMAL = "ranked", "optimal"
METHODS = {
    RANKED: Message("Down the list, the greatest need first, to the waterline"),
    OPTIMAL: Message("The best distribution: as much need as the frame can reach"),
}
OUTCOMES: dict[Outcome | OptimalOutcome, Message] = {
    Outcome.FULL: Message("Areas with a full grant"),
    Outcome.REDUCED: Message("Areas with a reduced grant"),
    Outcome.SHORTENED: Message("Areas with a shortened grant"),
    Outcome.DOES_NOT_FIT: Message("Areas that the money does not suffice for"),
    Outcome.BELOW_WATERLINE: Message("Areas below the waterline"),
    OptimalOutcome.LEFT_OUT: Message("Areas that others come before in the best distribution"),
    Outcome.NOT_APPROVED: Message("Attached estates without a concrete discussion"),
    Outcome.PHASED_OUT: Message("Areas whose effort is phased out"),
    OptimalOutcome.OUTSIDE_THE_AIM: Message("Areas whose need the best distribution leaves out"),
    Outcome.FRAME_TOO_SMALL: Message("Areas without a grant, since the frame is too small"),
}
"""Both ways call the same outcome by the same name, so one table has the words of both."""


@dataclass(frozen=True)
class Given:
    """What an area gets, whole øre a year, and why."""

    candidate: Candidate
    area: Area
    øre: int
    outcome: Outcome | OptimalOutcome
    reason: Message


@dataclass(frozen=True)
class Summary:
    """What a distribution comes to, whole øre a year; `fingerprint` is of each area's grant."""

    granted_øre: int
    left_øre: int
    areas: int
    residents: int
    fingerprint: str


@dataclass(frozen=True)
class Result:
    """A frame shared out; `best` only where that is the way of sharing out."""

    shared: SharedOut
    best: Best | None

    @property
    def method(self) -> str:
        return RANKED if self.best is None else OPTIMAL

    @property
    def method_name(self) -> Message:
        return METHODS[self.method]

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Every area, down the ladder."""
        if self.best is not None:
            return tuple(
                Given(each.grant.candidate, each.area, each.grant.øre, each.grant.outcome,
                      each.own_reason)
                for each in self.best.areas
            )  # fmt: skip
        return tuple(
            Given(rung.grant.candidate, rung.listed.area, rung.grant.øre, rung.grant.outcome,
                  rung.reason)
            for rung in self.shared.rungs
        )  # fmt: skip

    @cached_property
    def outcomes(self) -> Counter[Outcome | OptimalOutcome]:
        """How many areas each outcome has."""
        return Counter(each.outcome for each in self.given)

    @property
    def granted_øre(self) -> int:
        return sum(each.øre for each in self.given)

    @property
    def saved_øre(self) -> int:
        """What shared plans save, which is granted too."""
        return self.best.optimal.saved_øre if self.best else 0

    @property
    def left_øre(self) -> int:
        return self.shared.choice.frame_øre - self.granted_øre + self.saved_øre

    @property
    def shortfall_øre(self) -> int:
        return (self.best.optimal if self.best else self.shared.distribution).shortfall_øre

    @property
    def feasible(self) -> bool:
        return self.shortfall_øre == 0

    @property
    def proven(self) -> bool | None:
        """Whether it is certain that none is better; none where that is not asked for."""
        return self.best.optimal.proven if self.best else None

    @property
    def reached(self) -> int:
        """How many areas get something."""
        return sum(each.øre > 0 for each in self.given)

    @property
    def residents_reached(self) -> int:
        return sum(each.candidate.residents for each in self.given if each.øre)

    @property
    def summary(self) -> Summary:
        return Summary(
            self.granted_øre, self.left_øre, self.reached, self.residents_reached, self._print()
        )

    def _print(self) -> str:
        lines = sorted(f"{each.candidate.area_id}\t{each.øre}" for each in self.given)
        if self.best is not None:
            lines += ["+".join(plan) for plan in sorted(self.best.optimal.plans)]
        return sha256("\n".join(lines).encode()).hexdigest()
