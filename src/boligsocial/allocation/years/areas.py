"""The areas of a year: who asks, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from boligsocial.allocation.principles import Principles
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.years.accounts import AreaYear, Standing
from boligsocial.allocation.years.asking import (
    Asking,
    Kind,
    Latest,
    asking,
    is_phased_out,
    is_running,
)
from boligsocial.allocation.years.commitments import Commitment
from boligsocial.allocation.years.methods import Share
from boligsocial.allocation.years.rules import CommitmentRules
from boligsocial.allocation.years.words import why_granted, why_it_does_not_ask, why_it_waits

_GIVEN_AS = {
    Kind.NEW: Standing.NEW,
    Kind.RENEWAL: Standing.RENEWED,
    Kind.PHASE_OUT: Standing.PHASE_OUT,
}


@dataclass(frozen=True)
class Round:
    """A year's round by area: who asked, what the method gave, and the commitments.

    `latest` are the commitments from before the year, `given` those of the year. `left_øre` is
    what the year does not commit.
    """

    year: int
    asked: Mapping[str, Asking]
    shares: Mapping[str, Share]
    latest: Latest
    given: Mapping[str, Commitment]
    left_øre: int


def askings(
    candidates: Iterable[Candidate],
    year: int,
    principles: Principles,
    rules: CommitmentRules,
    latest: Latest,
) -> dict[str, Asking]:
    """What each area asks for; those with a commitment or nothing left to ask for fall away."""
    free = (
        asking(each, principles, rules, latest)
        for each in candidates
        if not is_running(each, year, latest) and not is_phased_out(each, principles, latest)
    )
    return {each.candidate.area_id: each for each in free if _can_be_given(each)}


def _can_be_given(asked: Asking) -> bool:
    """A phase-out without money is none."""
    return asked.kind is not Kind.PHASE_OUT or asked.candidate.full_grant_øre > 0


def area_year(candidate: Candidate, of: Round) -> AreaYear:
    """What became of an area; its candidate has amounts a year."""
    asked = of.asked.get(candidate.area_id)
    if asked is None:
        return _not_asking(candidate, of)
    share, given = of.shares.get(candidate.area_id), of.given.get(candidate.area_id)
    if share is None:
        waits = why_it_waits(asked, of.left_øre, of.year)
        return AreaYear(
            candidate, Standing.WITHOUT, asked.kind, asked.øre, Decimal(0), 0, None, waits
        )
    return AreaYear(
        candidate,
        _GIVEN_AS[asked.kind] if given else Standing.WITHOUT,
        asked.kind,
        asked.øre,
        share.level,
        share.øre,
        given.runs_to if given else None,
        why_granted(share, given, of.year) if given else share.reason,
    )


def _not_asking(candidate: Candidate, of: Round) -> AreaYear:
    last = of.latest.get(candidate.area_id)
    runs = is_running(candidate, of.year, of.latest)
    return AreaYear(
        candidate,
        Standing.RUNNING if runs else Standing.PHASED_OUT,
        None,
        0,
        Decimal(0),
        0,
        last.runs_to if last and runs else None,
        why_it_does_not_ask(last, of.year),
    )
