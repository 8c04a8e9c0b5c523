"""What an area asks for in a year: a commitment over all its years, or the phase-out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate, asked_øre
from boligsocial.allocation.years.commitments import Commitment, stepped
from boligsocial.allocation.years.rules import CommitmentRules

Latest = Mapping[str, Commitment]
"""The latest commitment of each area that has had one."""


class Kind(StrEnum):
    """Why an area asks."""

    NEW = "new"
    RENEWAL = "renewal"
    PHASE_OUT = "phase_out"


@dataclass(frozen=True)
class Asking:
    """An area that asks in a year.

    `candidate` has the whole commitment as its full grant, `year_øre` is a year's full grant, and
    `øre` what the highest level of its tier would commit.
    """

    candidate: Candidate
    kind: Kind
    year_øre: int
    øre: int


def for_whole_commitments(principles: Principles, rules: CommitmentRules) -> Principles:
    """The principles with amounts of whole commitments instead of amounts a year.

    Where they give the anchored nothing, the rules of the phase-out say what those ask for.
    """
    levels = principles.levels
    if not levels.of(Tier.ANCHORED):
        levels = levels.model_copy(update={"anchored": (Decimal(1),)})
    cost = principles.coordination_cost_mio * rules.years
    return principles.model_copy(update={"levels": levels, "coordination_cost_mio": cost})


def is_running(candidate: Candidate, year: int, latest: Latest) -> bool:
    """Whether an area has a commitment in a year, so that it does not ask."""
    last = latest.get(candidate.area_id)
    return last is not None and last.runs_to >= year


def is_phased_out(candidate: Candidate, principles: Principles, latest: Latest) -> bool:
    """Whether an area has had its phase-out and is anchored still."""
    last = latest.get(candidate.area_id)
    return _asks_for_phase_out(candidate, principles) and last is not None and last.phase_out


def asking(
    candidate: Candidate, principles: Principles, rules: CommitmentRules, latest: Latest
) -> Asking:
    """What an area without a commitment asks for; the principles are those of a year."""
    phases_out = _asks_for_phase_out(candidate, principles)
    year_øre = candidate.full_grant_øre
    if phases_out:
        whole_øre = sum(each.øre for each in stepped(year_øre, rules.phase_out, 0))
    else:
        whole_øre = year_øre * rules.years
    whole = replace(candidate, full_grant_øre=whole_øre)
    kind = Kind.RENEWAL if candidate.area_id in latest else Kind.NEW
    return Asking(
        whole,
        Kind.PHASE_OUT if phases_out else kind,
        year_øre,
        asked_øre(whole, for_whole_commitments(principles, rules)),
    )


def _asks_for_phase_out(candidate: Candidate, principles: Principles) -> bool:
    return candidate.tier is Tier.ANCHORED and not principles.levels.of(Tier.ANCHORED)
