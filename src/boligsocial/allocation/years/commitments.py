"""A commitment: its whole amount in the year that it is given, its payments over the years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from boligsocial.money import share_of


@dataclass(frozen=True)
class Payment:
    """What is paid in a year, whole øre."""

    year: int
    øre: int


@dataclass(frozen=True)
class Commitment:
    """Money promised to the areas of one plan, in the year `given`.

    `given` is none for a commitment from before the plan's first year, which counts in no frame
    here. `runs_to` is the last year of the effort, in which the area asks for nothing yet. The
    payments sum to `øre`. After a phase-out an area that is still anchored gets nothing more.
    """

    areas: tuple[str, ...]
    given: int | None
    runs_to: int
    payments: tuple[Payment, ...]
    phase_out: bool = False

    @property
    def øre(self) -> int:
        return sum(payment.øre for payment in self.payments)

    def paid_øre(self, year: int) -> int:
        """What is paid in a year."""
        return sum(payment.øre for payment in self.payments if payment.year == year)

    def unpaid_øre(self, year: int) -> int:
        """What is still to be paid when a year has ended."""
        return sum(payment.øre for payment in self.payments if payment.year > year)


def spread(øre: int, shares: Sequence[Decimal], first_year: int) -> tuple[Payment, ...]:
    """An amount paid in shares that sum to 1, one a year; no øre is lost on the way."""
    reached = [0, *(share_of(øre, share) for share in accumulate(shares))]
    return tuple(
        Payment(year, after - before)
        for year, (before, after) in enumerate(pairwise(reached), start=first_year)
    )


def stepped(full_øre: int, levels: Sequence[Decimal], first_year: int) -> tuple[Payment, ...]:
    """A year's full grant at one level a year, as long as there is a level above zero."""
    return tuple(
        Payment(year, share_of(full_øre, level))
        for year, level in enumerate(levels, start=first_year)
        if level
    )


def earlier(area: str, until: int, øre_a_year: int, first_year: int) -> Commitment:
    """A commitment from before `first_year`, with what is still to be paid from then on."""
    payments = (Payment(year, øre_a_year) for year in range(first_year, until + 1))
    return Commitment((area,), None, until, tuple(payments))


def paid_øre(commitments: Iterable[Commitment], year: int) -> int:
    """What is paid in a year of all commitments."""
    return sum(commitment.paid_øre(year) for commitment in commitments)
