"""The account of the act: every part of the frame, year by year, held to its limits.

Almenboligloven § 91 a has 380 mio. kr. a year in all. Up to 240 of them may go to lower rents, of
which 10 to vacancy rent alone; social efforts have what is left. The amounts are in the definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from boligsocial.allocation.reasons import in_mio
from boligsocial.allocation.years.accounts import YearPlan
from boligsocial.allocation.years.definitions import Limit, Part, frame_øre
from boligsocial.allocation.years.plan import refuse_year
from boligsocial.allocation.years.rules import YearRules
from boligsocial.messages import Message, UserError
from boligsocial.money import mio_from_øre, share_of, øre_from_mio

IN_ALL = Message("commitments in all")
TOGETHER = Message("{first} and {second} together")


@dataclass(frozen=True)
class Use:
    """What is committed to a part of the frame in a year, whole øre."""

    year: int
    part: str
    øre: int


@dataclass(frozen=True)
class Move:
    """What a part of the frame gives up to another in a year, whole øre."""

    year: int
    origin: str
    to: str
    øre: int


@dataclass(frozen=True)
class PartAccount:
    """The money of a part in a year, whole øre; `moved_in_øre` is below zero where more goes out.

    carried_in + frame + moved_in = committed + left, and what is left is carried out, except in the
    last year that money may be carried to.
    """

    part: str
    frame_øre: int
    carried_in_øre: int
    moved_in_øre: int
    committed_øre: int
    carried_out_øre: int

    @property
    def available_øre(self) -> int:
        return self.carried_in_øre + self.frame_øre + self.moved_in_øre

    @property
    def left_øre(self) -> int:
        return self.available_øre - self.committed_øre


@dataclass(frozen=True)
class Check:
    """A limit of the act, with what the act says: what is used of it and the most that may be."""

    limit: Message
    basis: str
    used_øre: int
    most_øre: int

    @property
    def holds(self) -> bool:
        return self.used_øre <= self.most_øre


@dataclass(frozen=True)
class ActYear:
    """The parts of a year in the order of the definition, and the limits that they were held to."""

    year: int
    parts: tuple[PartAccount, ...]
    checks: tuple[Check, ...]

    def part(self, part: str) -> PartAccount:
        """The account of a part.

        Raises:
            KeyError: there is none.
        """
        return {each.part: each for each in self.parts}[part]

    @property
    def frame_øre(self) -> int:
        """The frame of all parts."""
        return sum(each.frame_øre for each in self.parts)


def act_accounts(
    rules: YearRules, first_year: int, uses: Iterable[Use], moves: Iterable[Move] = ()
) -> tuple[ActYear, ...]:
    """The account of each year, from the first to the last that money may be carried to.

    Raises:
        UserError: a part that the frame does not have; a year outside the account; an amount below
            zero; a move that the act does not allow; more committed than a limit lets.
    """
    uses, moves = tuple(uses), tuple(moves)
    _refuse_wrong(rules, first_year, uses, moves)
    carried = {part.id: 0 for part in rules.frame.part}
    carried[rules.part] = øre_from_mio(rules.carried_in_mio)
    accounts = []
    for year in range(first_year, rules.frame.carry_over_until + 1):
        parts = _parts(rules, year, carried, uses, moves)
        checks = _checks(rules, year, parts)
        _refuse_broken(checks, year)
        accounts.append(ActYear(year, parts, checks))
        carried = {part.part: part.carried_out_øre for part in parts}
    return tuple(accounts)


def act_accounts_of(
    plan: YearPlan, uses: Iterable[Use] = (), moves: Iterable[Move] = ()
) -> tuple[ActYear, ...]:
    """The account of the act with the commitments of a plan in the part that it shares out.

    Raises:
        UserError: as `act_accounts`.
    """
    planned = [Use(each.year, plan.rules.part, each.committed_øre) for each in plan.years]
    return act_accounts(plan.rules, plan.years[0].year, [*planned, *uses], moves)


def moved_into(part: str, moves: Iterable[Move]) -> dict[int, int]:
    """What other parts give up to one in each year."""
    sums: dict[int, int] = {}
    for move in moves:
        if move.to == part:
            sums[move.year] = sums.get(move.year, 0) + move.øre
    return sums


def _parts(
    rules: YearRules,
    year: int,
    carried: Mapping[str, int],
    uses: Sequence[Use],
    moves: Sequence[Move],
) -> tuple[PartAccount, ...]:
    carries = year < rules.frame.carry_over_until
    parts = []
    for part, frame in frame_øre(rules.frame, rules.index, year).items():
        moved = sum(each.øre for each in moves if (each.year, each.to) == (year, part))
        moved -= sum(each.øre for each in moves if (each.year, each.origin) == (year, part))
        committed = sum(each.øre for each in uses if (each.year, each.part) == (year, part))
        left = carried[part] + frame + moved - committed
        parts.append(
            PartAccount(part, frame, carried[part], moved, committed, left if carries else 0)
        )
    return tuple(parts)


def _checks(rules: YearRules, year: int, parts: Sequence[PartAccount]) -> tuple[Check, ...]:
    by_id = {each.part: each for each in parts}
    in_all = Check(
        IN_ALL,
        rules.frame.source,
        sum(each.committed_øre for each in parts),
        sum(each.frame_øre + each.carried_in_øre for each in parts),
    )
    return (
        *(_part_check(rules.frame.part_of(each.part), each) for each in parts),
        *(
            _limit_check(rules, year, limit, [by_id[part] for part in limit.parts])
            for limit in rules.frame.limit
        ),
        in_all,
    )


def _part_check(part: Part, account: PartAccount) -> Check:
    return Check(Message(part.name), part.basis, account.committed_øre, account.available_øre)


def _limit_check(rules: YearRules, year: int, limit: Limit, parts: Sequence[PartAccount]) -> Check:
    """What is unspent from before comes on top of the year's own limit."""
    factor = rules.index.of(year)
    has_one = rules.frame.first_year <= year <= rules.frame.last_year
    own = share_of(øre_from_mio(limit.mio), factor.factor if factor else Decimal(1))
    names = [Message(rules.frame.part_of(part).name) for part in limit.parts]
    return Check(
        reduce(lambda first, second: TOGETHER.filled(first=first, second=second), names),
        limit.basis,
        sum(each.committed_øre for each in parts),
        (own if has_one else 0) + sum(each.carried_in_øre for each in parts),
    )


def _refuse_broken(checks: Iterable[Check], year: int) -> None:
    for check in checks:
        if not check.holds:
            raise UserError(
                "{limit} in {year}: {used} mio. kr. is more than the {most} mio. kr. that there "
                "are; lower it by {over} mio. kr.",
                limit=check.limit,
                year=str(year),
                used=_to_the_øre(check.used_øre),
                most=_to_the_øre(check.most_øre),
                over=_to_the_øre(check.used_øre - check.most_øre),
            )


def _to_the_øre(øre: int) -> Decimal:
    """Million kroner with two decimals, or as many as it takes."""
    exact = mio_from_øre(øre)
    return in_mio(øre) if in_mio(øre) == exact else exact


def _refuse_wrong(
    rules: YearRules, first_year: int, uses: Sequence[Use], moves: Sequence[Move]
) -> None:
    refuse_year(first_year, rules)
    known = {part.id for part in rules.frame.part}
    for part in (
        *(each.part for each in uses),
        *(move.origin for move in moves),
        *(move.to for move in moves),
    ):
        if part not in known:
            raise UserError("the frame has no part {part}", part=part)
    given: list[Use | Move] = [*uses, *moves]
    for each in given:
        refuse_year(each.year, rules)
        if each.year < first_year:
            raise UserError(
                "the account begins in {first}, and {year} is before it",
                first=str(first_year),
                year=str(each.year),
            )
        if each.øre < 0:
            raise UserError("an amount must not be below zero")
    for move in moves:
        if move.øre and not rules.frame.may_transfer(move.origin, move.to):
            raise UserError("money cannot be moved between these parts of the frame")
