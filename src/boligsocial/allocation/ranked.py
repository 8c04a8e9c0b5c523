"""The caseworker's way down the list: tier by tier, the greatest need first, to the waterline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.money import share_of


@dataclass(frozen=True)
class Candidate:
    """An area that may get a grant. `need` is above 1 where the area is worse than the limits."""

    area_id: str
    municipality: str
    tier: Tier
    need: float
    residents: int
    full_grant_øre: int
    approved: bool = False


class Outcome(StrEnum):
    """What became of a candidate."""

    FULL = "full"
    REDUCED = "reduced"
    SHORTENED = "shortened"
    """A listed area that shares in a frame too small for all listed areas."""
    DOES_NOT_FIT = "does_not_fit"
    """What is left is less than the area asks for: the waterline, where the principles stop."""
    BELOW_WATERLINE = "below_waterline"
    NOT_APPROVED = "not_approved"
    PHASED_OUT = "phased_out"
    FRAME_TOO_SMALL = "frame_too_small"
    """Nothing is shared out, since the frame cannot carry the listed areas."""


@dataclass(frozen=True)
class Grant:
    """A candidate's result: `level` is the share of the full grant, `øre` the amount a year.

    `place` counts from 1 down the list. `left_øre` is what was left of the frame when its turn
    came, `asked_øre` what its tier's level would give. `enters_at_øre` is the smallest frame that
    reaches it, none where no frame does, or where the principles skip and no single frame decides.
    """

    candidate: Candidate
    place: int
    outcome: Outcome
    level: Decimal
    øre: int
    asked_øre: int
    left_øre: int
    enters_at_øre: int | None

    @property
    def missing_øre(self) -> int:
        """What was missing when its turn came."""
        return 0 if self.øre else max(0, self.asked_øre - self.left_øre)


@dataclass(frozen=True)
class Distribution:
    """A frame shared out; `grants` in the order of the list. Amounts in øre a year."""

    frame_øre: int
    principles: Principles
    grants: tuple[Grant, ...]
    shortfall_øre: int

    @property
    def spent_øre(self) -> int:
        return sum(grant.øre for grant in self.grants)

    @property
    def left_øre(self) -> int:
        return self.frame_øre - self.spent_øre

    @property
    def feasible(self) -> bool:
        """Whether the frame carries all listed areas in full."""
        return self.shortfall_øre == 0

    @property
    def next_in_line(self) -> Grant | None:
        """The first area on the way down that a larger frame would reach."""
        waiting = (Outcome.DOES_NOT_FIT, Outcome.FRAME_TOO_SMALL, Outcome.SHORTENED)
        return next((each for each in self.grants if each.outcome in waiting), None)

    @property
    def residents_reached(self) -> int:
        return sum(grant.candidate.residents for grant in self.grants if grant.øre)


_ORDER = {tier: place for place, tier in enumerate(Tier)}


def ranking(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Tier order, then the greatest need, then the area's id."""
    return sorted(candidates, key=lambda each: (_ORDER[each.tier], -each.need, each.area_id))


def ranked_distribution(
    candidates: Iterable[Candidate], frame_øre: int, principles: Principles
) -> Distribution:
    """Share the frame out down the list. Never a single øre above it.

    Where the frame cannot carry all listed areas in full, nothing is granted, unless the principles
    share the shortfall over them in proportion.
    """
    line = ranking(candidates)
    listed = [each for each in line if each.tier is Tier.LISTED]
    listed_øre = sum(each.full_grant_øre for each in listed)
    if listed_øre > frame_øre:
        grants = _short_of_the_listed(line, listed_øre, frame_øre, principles)
        return Distribution(frame_øre, principles, grants, listed_øre - frame_øre)
    return Distribution(frame_øre, principles, _down_the_line(line, frame_øre, principles), 0)


def asked_øre(candidate: Candidate, principles: Principles) -> int:
    """What its tier's highest level would give a candidate."""
    return _asked(candidate, principles)[1]


def _asked(candidate: Candidate, principles: Principles) -> tuple[Decimal, int]:
    level = principles.levels.of(candidate.tier)
    if candidate.tier is Tier.ATTACHED and not candidate.approved:
        level = Decimal(0)
    return level, share_of(candidate.full_grant_øre, level)


def _down_the_line(
    line: Sequence[Candidate], frame_øre: int, principles: Principles
) -> tuple[Grant, ...]:
    grants, left, reach, stopped = [], frame_øre, 0, False
    listed_øre = sum(each.full_grant_øre for each in line if each.tier is Tier.LISTED)
    stops = principles.below_waterline == "stop"
    for place, candidate in enumerate(line, start=1):
        level, asked = _asked(candidate, principles)
        reach += asked
        fits = asked <= left and not stopped
        granted = asked if fits else 0
        # All listed areas come in together, at the frame that carries them all.
        reached_at = max(reach, listed_øre) if stops and level else None
        grants.append(
            Grant(
                candidate,
                place,
                _outcome(candidate, level, fits, stopped),
                level if fits else Decimal(0),
                granted,
                asked,
                left,
                reached_at,
            )
        )
        left -= granted
        stopped = stopped or (stops and not fits)
    return tuple(grants)


def _outcome(candidate: Candidate, level: Decimal, fits: bool, stopped: bool) -> Outcome:
    if level == 0:
        attached = candidate.tier is Tier.ATTACHED and not candidate.approved
        return Outcome.NOT_APPROVED if attached else Outcome.PHASED_OUT
    if not fits:
        return Outcome.BELOW_WATERLINE if stopped else Outcome.DOES_NOT_FIT
    return Outcome.FULL if level == 1 else Outcome.REDUCED


def _short_of_the_listed(
    line: Sequence[Candidate], listed_øre: int, frame_øre: int, principles: Principles
) -> tuple[Grant, ...]:
    shares = principles.listed_shortfall == "proportional"
    reach, left, grants = listed_øre, frame_øre, []
    for place, candidate in enumerate(line, start=1):
        level, asked = _asked(candidate, principles)
        is_listed = candidate.tier is Tier.LISTED
        reach += 0 if is_listed else asked
        granted = candidate.full_grant_øre * frame_øre // listed_øre if shares and is_listed else 0
        outcome = _outcome(candidate, level, fits=False, stopped=True)
        if is_listed:
            outcome = Outcome.SHORTENED if shares else Outcome.FRAME_TOO_SMALL
        part = Decimal(granted) / candidate.full_grant_øre if granted else Decimal(0)
        grants.append(
            Grant(
                candidate,
                place,
                outcome,
                part,
                granted,
                asked,
                left,
                reach if level and principles.below_waterline == "stop" else None,
            )
        )
        left -= granted
    return tuple(grants)
