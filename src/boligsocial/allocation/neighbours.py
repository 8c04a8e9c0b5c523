"""Which areas are neighbours, and the connected sets of them that may share a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from boligsocial.allocation.principles import Principles
from boligsocial.allocation.ranked import Candidate
from boligsocial.messages import UserError

Pair = tuple[int, int]
MOST_PLANS = 1_000_000
"""More possible plans than this do not fit in the memory of an ordinary computer."""


@dataclass(frozen=True)
class Neighbours:
    """Pairs of neighbours by their place in the line, the smaller first, each pair once.

    `across` counts the pairs that were left out because they cross a municipal border.
    """

    pairs: tuple[Pair, ...]
    across: int

    @classmethod
    def of(
        cls,
        line: Sequence[Candidate],
        pairs: Iterable[tuple[str, str]],
        principles: Principles,
    ) -> Neighbours:
        """The neighbours that may share a plan.

        Raises:
            UserError: a pair names an unknown area, or one area twice.
        """
        places = pairs_of_places(line, pairs)
        if not principles.same_municipality:
            return cls(tuple(sorted(places)), 0)
        inside = [(a, b) for a, b in places if line[a].municipality == line[b].municipality]
        return cls(tuple(sorted(inside)), len(places) - len(inside))


def pairs_of_places(line: Sequence[Candidate], pairs: Iterable[tuple[str, str]]) -> set[Pair]:
    """Pairs of area ids as pairs of places in the line, the smaller first.

    Raises:
        UserError: a pair names an unknown area, or one area twice.
    """
    place = {each.area_id: index for index, each in enumerate(line)}
    found = set()
    for first, second in pairs:
        for area in (first, second):
            if area not in place:
                raise UserError(
                    "the pair {first} - {second} names {area}, which is not among the candidates",
                    first=first,
                    second=second,
                    area=area,
                )
        if first == second:
            raise UserError("the pair {area} - {area} names one area twice", area=first)
        a, b = place[first], place[second]
        found.add((min(a, b), max(a, b)))
    return found


def adjacency(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """The neighbours of each place."""
    near: dict[int, set[int]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    return near


def plan_sets(pairs: Collection[Pair], most: int) -> list[tuple[int, ...]]:
    """Every connected set of two to `most` places, the smaller sets first.

    Raises:
        UserError: more sets than can be held.
    """
    near = adjacency(pairs)
    sets = {frozenset(pair) for pair in pairs} if most > 1 else set()
    found: list[tuple[int, ...]] = []
    for size in range(2, most + 1):
        found += sorted(tuple(sorted(each)) for each in sets)
        sets = _one_larger(sets, near, MOST_PLANS - len(found)) if size < most else set()
        if not sets:
            break
    return found


def _one_larger(
    sets: Iterable[frozenset[int]], near: Mapping[int, set[int]], room: int
) -> set[frozenset[int]]:
    larger: set[frozenset[int]] = set()
    for each in sets:
        around = set().union(*(near[place] for place in each)) - each
        larger |= {each | {other} for other in around}
        if len(larger) > room:
            raise UserError(
                "more than {most} sets of neighbours could share a plan; lower max_areas_per_plan "
                "in the principles or give fewer neighbours",
                most=MOST_PLANS,
            )
    return larger


def is_connected(places: Collection[int], near: Mapping[int, Collection[int]]) -> bool:
    """Whether the places hang together through neighbours among themselves."""
    inside = set(places)
    reached = {next(iter(inside))}
    edge = list(reached)
    while edge:
        fresh = (set(near.get(edge.pop(), ())) & inside) - reached
        reached |= fresh
        edge += fresh
    return reached == inside
