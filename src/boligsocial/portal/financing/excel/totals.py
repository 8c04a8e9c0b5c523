"""The sums that a budget states, held against the lines above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boligsocial.messages import Message
from boligsocial.portal.financing.excel.grid import Cell
from boligsocial.portal.financing.words import kroner

LEAST = Decimal(1)
"""Sums are of unrounded amounts, so that they differ by less than an øre or are wrong."""
Exact = Mapping[int, Decimal]


@dataclass(frozen=True)
class Told:
    """Something that is said of a cell: `Budget!C14`, and what."""

    sheet: str
    cell: str
    words: Message

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}"


def misstated(
    sheet: str,
    cells: Mapping[int, Cell],
    stated: Exact,
    candidates: Sequence[Sequence[Exact]],
) -> list[Told]:
    """What is wrong with a row of sums.

    candidates: the lines that the row may be the sum of; it is held against those it is nearest.
    """
    found = [_differences(stated, lines) for lines in candidates if lines]
    if not found:
        return []
    nearest = min(found, key=lambda each: sum(abs(apart) for apart in each.values()))
    return [
        Told(sheet, cells[year].place, wrong_sum(stated[year], stated[year] - apart))
        for year, apart in nearest.items()
        if abs(apart) >= LEAST
    ]


def wrong_sum(stated: Decimal, summed: Decimal) -> Message:
    """What is stated, what the amounts sum to, and by how much it is wrong."""
    apart = round(stated - summed)
    words = _TOO_MUCH if apart > 0 else _TOO_LITTLE
    return words.filled(
        stated=kroner(round(stated)), summed=kroner(round(summed)), apart=kroner(abs(apart))
    )


def _differences(stated: Exact, lines: Sequence[Exact]) -> dict[int, Decimal]:
    return {
        year: amount - sum((line.get(year, Decimal(0)) for line in lines), Decimal(0))
        for year, amount in stated.items()
    }


_TOO_MUCH = Message("the sum says {stated}, and the amounts come to {summed}: {apart} too much")
_TOO_LITTLE = Message("the sum says {stated}, and the amounts come to {summed}: {apart} too little")
