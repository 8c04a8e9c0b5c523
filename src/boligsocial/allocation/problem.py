"""The one-year problem in whole numbers: what each area may get, and who may share a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import gcd

from boligsocial.allocation.joins import Joins
from boligsocial.allocation.neighbours import Neighbours, plan_sets
from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate, ranking
from boligsocial.messages import UserError
from boligsocial.money import share_of, øre_from_mio

STAGES = (Tier.EXPOSED, Tier.EDGE, Tier.ATTACHED)
"""The tiers whose need x residents x level is made as large as it can be, one after the other."""


@dataclass(frozen=True)
class Option:
    """A level above zero that an area may get. `value` is whole, in the problem's unit."""

    level: Decimal
    øre: int
    value: int


@dataclass(frozen=True)
class Problem:
    """What is to be shared out, in the order of the line. Areas are named by their place there.

    `unit` is how many units of value make one need x resident: needs and levels are read as the
    decimals they are written as, so that values add up exactly. `plans` are the sets of two or
    more areas that may share a plan. `alone` tells which areas may have a plan of their own.
    """

    candidates: tuple[Candidate, ...]
    frame_øre: int
    principles: Principles
    options: tuple[tuple[Option, ...], ...]
    unit: int
    neighbours: Neighbours
    joins: Joins
    plans: tuple[tuple[int, ...], ...]
    alone: tuple[bool, ...]

    def with_frame(self, frame_øre: int) -> Problem:
        return replace(self, frame_øre=frame_øre)

    def with_candidate(self, place: int, candidate: Candidate) -> Problem:
        """The same problem with another candidate in a place, whatever the order of the line.

        Raises:
            UserError: its need is no number or below zero, or its group can no longer be formed.
        """
        line = (*self.candidates[:place], candidate, *self.candidates[place + 1 :])
        return _problem(line, self.frame_øre, self.principles, self.neighbours, self.joins)

    @property
    def saving_øre(self) -> int:
        """What is saved for each plan fewer."""
        return øre_from_mio(self.principles.coordination_cost_mio)

    @cached_property
    def step_øre(self) -> int:
        """What all grants and savings are multiples of."""
        amounts = {option.øre for options in self.options for option in options}
        return gcd(*amounts, self.saving_øre if self.plans else 0)

    @property
    def usable_øre(self) -> int:
        """What grants less savings can use of the frame."""
        return self.frame_øre - self.frame_øre % self.step_øre if self.step_øre else 0

    @cached_property
    def must(self) -> tuple[bool, ...]:
        """Which areas are granted whatever it costs: the listed."""
        return tuple(each.tier is Tier.LISTED for each in self.candidates)

    @cached_property
    def stage(self) -> tuple[int | None, ...]:
        """The stage that each area counts in, if any."""
        return tuple(
            STAGES.index(each.tier) if each.tier in STAGES else None for each in self.candidates
        )


def problem_of(
    candidates: Iterable[Candidate],
    frame_øre: int,
    principles: Principles,
    pairs: Iterable[tuple[str, str]] = (),
    *,
    must_join: Iterable[tuple[str, str]] = (),
    cannot_join: Iterable[tuple[str, str]] = (),
) -> Problem:
    """The problem of sharing a frame out with merged plans. Pairs are area ids.

    Raises:
        UserError: a need that is no number or below zero; a pair that names an unknown area or an
            area twice; pairs that must and cannot join and contradict each other or the limits.
    """
    line = tuple(ranking(candidates))
    neighbours = Neighbours.of(line, pairs, principles)
    joins = Joins.of(line, must_join, cannot_join, principles.max_areas_per_plan)
    return _problem(line, frame_øre, principles, neighbours, joins)


def _problem(
    line: tuple[Candidate, ...],
    frame_øre: int,
    principles: Principles,
    neighbours: Neighbours,
    joins: Joins,
) -> Problem:
    for each in line:
        _refuse_need(each)
    options, unit = _options(line, principles)
    grantable = [any(option.øre > 0 for option in each) for each in options]
    near = [(a, b) for a, b in neighbours.pairs if grantable[a] and grantable[b]]
    plans = tuple(
        plan
        for plan in plan_sets(near, principles.max_areas_per_plan)
        if joins.allows(frozenset(plan))
    )
    joins.refuse_what_no_plan_meets(line, plans)
    alone = tuple(place not in joins.group_of for place in range(len(line)))
    return Problem(line, frame_øre, principles, options, unit, neighbours, joins, plans, alone)


def _refuse_need(candidate: Candidate) -> None:
    need = _as_written(candidate)
    if not need.is_finite() or need < 0:
        raise UserError(
            "the need of {area} is {need}; give a number that is zero or above",
            area=candidate.area_id,
            need=str(candidate.need),
        )


def _options(
    line: Sequence[Candidate], principles: Principles
) -> tuple[tuple[tuple[Option, ...], ...], int]:
    """The levels of each area, the highest first, and the unit of their values."""
    needs = [_as_written(each) for each in line]
    levels = [_levels(each, principles) for each in line]
    places = max(map(_places, needs), default=0)
    level_places = max((_places(level) for each in levels for level in each), default=0)
    options = tuple(
        tuple(
            Option(
                level,
                share_of(each.full_grant_øre, level),
                _whole(need, places) * each.residents * _whole(level, level_places),
            )
            for level in own
        )
        for each, need, own in zip(line, needs, levels, strict=True)
    )
    return options, 10 ** (places + level_places)


def _levels(candidate: Candidate, principles: Principles) -> tuple[Decimal, ...]:
    if candidate.tier is Tier.ATTACHED and not candidate.approved:
        return ()
    return principles.levels.alternatives(candidate.tier)


def _as_written(candidate: Candidate) -> Decimal:
    """The need as the shortest decimal that reads as its number: what the file says."""
    return Decimal(repr(float(candidate.need)))


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _whole(value: Decimal, places: int) -> int:
    """The value in units of its last place; never rounded, whatever the number of digits."""
    sign, digits, exponent = value.as_tuple()
    whole = int("".join(map(str, digits))) * int(10 ** (int(exponent) + places))
    return -whole if sign else whole
