"""Whether a board can decide, and what its votes come to. Nothing here knows of a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from boligsocial.portal.boards.compositions import MajorityRule, Party, QuorumRule

Stance = Literal["for", "against", "abstains"]
STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True)
class Seated:
    """A member by id, the party that it sits for, and whether it is the chair."""

    member: int
    party: Party
    is_chair: bool = False


@dataclass(frozen=True)
class Quorum:
    """How many are present of those that count, how many it takes, and which party is missing.

    A member with a conflict of interest neither counts among the present nor among the whole.
    """

    present: int
    entitled: int
    needed: int
    missing: tuple[Party, ...]

    @property
    def holds(self) -> bool:
        return self.present >= self.needed and not self.missing


@dataclass(frozen=True)
class Count:
    """The votes; `is_taken` whether the decision is taken, `by_chair` if the chair broke a tie."""

    votes_for: int
    against: int
    abstaining: int
    is_taken: bool
    by_chair: bool


def quorum(
    seated: Sequence[Seated],
    present: Collection[int],
    rule: QuorumRule,
    conflicted: Collection[int] = (),
) -> Quorum:
    """Whether those present can decide."""
    entitled = [each for each in seated if each.member not in conflicted]
    there = [each for each in entitled if each.member in present]
    parties = {each.party for each in there}
    share = Fraction(rule.more_than_percent) / 100
    return Quorum(
        len(there),
        len(entitled),
        int(share * len(entitled)) + 1,
        tuple(each for each in rule.from_each if each not in parties),
    )


def count(votes: Mapping[int, Stance], seated: Sequence[Seated], rule: MajorityRule) -> Count:
    """What the votes come to; at a tie the chair's own vote decides where the rule says so.

    Votes of those who are not seated do not count.
    """
    given = {each.member: votes[each.member] for each in seated if each.member in votes}
    stances = list(given.values())
    votes_for, against = stances.count("for"), stances.count("against")
    cast = votes_for + against
    is_taken = cast > 0 and Fraction(votes_for, cast) > Fraction(rule.more_than_percent) / 100
    by_chair = (
        rule.chair_breaks_ties
        and votes_for == against > 0
        and any(each.is_chair and given.get(each.member) == "for" for each in seated)
    )
    return Count(votes_for, against, stances.count("abstains"), is_taken or by_chair, by_chair)
