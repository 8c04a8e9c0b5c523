"""Households: the residents of a dwelling on 1 January, as rows of their own.

The age and the origin of a household are those of its oldest resident; of several of one age, the
origin that stands last among the codes. So pseudonyms do not matter. A household has no sex.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ibis
import ibis.expr.types as ir

from boligsocial.definitions import Definition, read_definition
from boligsocial.registers.schema import ORIGINS, Field, RegisterTable

HOUSEHOLDS = RegisterTable(
    "households",
    (
        Field("dwelling_id", "id"),
        Field("age", "whole", low=0),
        Field("origin", "code", codes=ORIGINS),
        Field("residents", "whole", low=1),
        Field("adults", "whole", low=0),
        Field("children", "whole", low=0),
    ),
    key=("dwelling_id",),
)


class _Households(Definition):
    adult_from: int
    source: str


def households(persons: ir.Table) -> ir.Table:
    """The dwellings that someone lives in, with the columns of `HOUSEHOLDS`."""
    grown = persons.age >= adult_from()
    place = ibis.cases(*((persons.origin == each, at) for at, each in enumerate(ORIGINS)), else_=0)
    inside = persons.group_by("dwelling_id").agg(
        residents=persons.count(),
        adults=persons.count(where=grown),
        children=persons.count(where=~grown),
        # One number to take the greatest of: the age first, and the origin within it.
        oldest=(persons.age.cast("int64") * len(ORIGINS) + place).max(),
    )
    origin = inside.oldest % len(ORIGINS)
    return inside.mutate(
        age=inside.oldest // len(ORIGINS),
        origin=ibis.cases(*((origin == at, each) for at, each in enumerate(ORIGINS))),
    ).select([field.name for field in HOUSEHOLDS.fields])


@cache
def adult_from() -> int:
    """The age from which a resident counts as an adult."""
    return read_definition(Path(__file__).parent / "households.toml", _Households).adult_from
