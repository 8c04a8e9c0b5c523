"""The earlier cases most like one: how far apart cases are, and in which traits they are alike.

Numbers are measured in their spread over all the cases compared, sizes by their logarithm, words as
the same or not; a trait that one of the two lacks counts as one spread. Pure functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import pstdev
from typing import Literal

from boligsocial.definitions import Definition, read_definition

Value = str | float | None
Traits = Mapping[str, Value]


class Trait(Definition):
    """A trait that cases are compared by, and its weight."""

    id: str
    name: str
    measure: Literal["word", "number", "size"]
    weight: float


class Likeness(Definition):
    """What makes cases alike; `most` is how many are shown."""

    id: str
    name: str
    source: str
    most: int
    alike_within: float
    trait: tuple[Trait, ...]


@dataclass(frozen=True)
class Similar:
    """A case by its key, how unlike it is (0 is the same), and the traits that are alike or not."""

    key: int
    unlikeness: float
    alike: tuple[Trait, ...]
    different: tuple[Trait, ...]


@cache
def likeness() -> Likeness:
    """What the portal compares by."""
    return read_definition(Path(__file__).parent / "similar.toml", Likeness)


def most_similar(
    case: Traits, others: Mapping[int, Traits], chosen: Likeness | None = None
) -> list[Similar]:
    """The cases most like one, the most alike first, and by their key where they are as alike."""
    chosen = chosen or likeness()
    scales = spreads([case, *others.values()], chosen)
    found = [compared(key, case, other, scales, chosen) for key, other in others.items()]
    return sorted(found, key=lambda each: (each.unlikeness, each.key))[: chosen.most]


def compared(
    key: int, case: Traits, other: Traits, scales: Mapping[str, float], chosen: Likeness
) -> Similar:
    """How unlike two cases are, each trait measured in its spread."""
    apart = {trait.id: _apart(trait, case, other, scales[trait.id]) for trait in chosen.trait}
    known = {each for each in apart if _is_known(case, each) and _is_known(other, each)}
    whole = sum(trait.weight for trait in chosen.trait)
    squares = sum(trait.weight * apart[trait.id] ** 2 for trait in chosen.trait)
    return Similar(
        key,
        math.sqrt(squares / whole) if whole else 0.0,
        tuple(t for t in chosen.trait if t.id in known and apart[t.id] <= chosen.alike_within),
        tuple(t for t in chosen.trait if t.id in known and apart[t.id] > chosen.alike_within),
    )


def spreads(cases: Iterable[Traits], chosen: Likeness) -> dict[str, float]:
    """The spread of each trait over the cases; 1 where all are the same, and for words."""
    every = list(cases)
    return {trait.id: _spread(trait, every) for trait in chosen.trait}


def _spread(trait: Trait, cases: Sequence[Traits]) -> float:
    if trait.measure == "word":
        return 1.0
    # Sorted, so that the rounding of the sum does not depend on the order of the cases.
    values = sorted(_number(trait, case) for case in cases if _is_known(case, trait.id))
    return (pstdev(values) if values else 0.0) or 1.0


def _apart(trait: Trait, case: Traits, other: Traits, scale: float) -> float:
    if not (_is_known(case, trait.id) and _is_known(other, trait.id)):
        return float(_is_known(case, trait.id) or _is_known(other, trait.id))
    if trait.measure == "word":
        return float(case[trait.id] != other[trait.id])
    return abs(_number(trait, case) - _number(trait, other)) / scale


def _is_known(case: Traits, trait: str) -> bool:
    return case.get(trait) not in (None, "")


def _number(trait: Trait, case: Traits) -> float:
    value = float(case[trait.id] or 0)
    return math.log(max(value, 1.0)) if trait.measure == "size" else value
