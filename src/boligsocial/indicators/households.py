"""Households: the residents of a dwelling on 1 January, as rows of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ibis.expr.types as ir

from boligsocial.definitions import Definition, read_definition
from boligsocial.registers.schema import Field, RegisterTable

HOUSEHOLDS = RegisterTable(
    "households",
    (
        Field("dwelling_id", "id"),
        Field("adults", "whole", low=0),
        Field("children", "whole", low=0),
    ),
    key=("dwelling_id",),
)


class _Households(Definition):
    adult_from: int
    source: str


def households(persons: ir.Table) -> ir.Table:
    """The dwellings that someone lives in, with the numbers of adults and children in each."""
    grown = persons.age >= adult_from()
    adults, children = persons.count(where=grown), persons.count(where=~grown)
    return persons.group_by("dwelling_id").agg(adults=adults, children=children)


@cache
def adult_from() -> int:
    """The age from which a resident counts as an adult."""
    return read_definition(Path(__file__).parent / "households.toml", _Households).adult_from
