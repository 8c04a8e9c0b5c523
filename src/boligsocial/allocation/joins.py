"""Areas that must, or cannot, share a plan, and the contradictions there may be between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boligsocial.allocation.neighbours import Pair, pairs_of_places
from boligsocial.allocation.ranked import Candidate
from boligsocial.messages import Message, UserError

CANNOT_ALL_JOIN = Message(
    "the pairs that must join cannot all be met: the plans they need would share areas"
)


@dataclass(frozen=True)
class Joins:
    """Groups that share a plan or get nothing, and pairs that never share one, by place.

    `group_of` names the group of each place that has one.
    """

    groups: tuple[frozenset[int], ...]
    apart: tuple[Pair, ...]
    group_of: dict[int, frozenset[int]]

    @classmethod
    def of(
        cls,
        line: Sequence[Candidate],
        must_join: Iterable[tuple[str, str]],
        cannot_join: Iterable[tuple[str, str]],
        most: int,
    ) -> Joins:
        """The groups that pairs make together.

        Raises:
            UserError: an unknown area; a group that is larger than a plan may be, or that holds two
                areas that cannot join.
        """
        groups = _groups(pairs_of_places(line, must_join))
        apart = sorted(pairs_of_places(line, cannot_join))
        for group in groups:
            _refuse_too_large(line, group, most)
            _refuse_contradiction(line, group, apart)
        group_of = {place: group for group in groups for place in group}
        return cls(tuple(groups), tuple(apart), group_of)

    def allows(self, plan: frozenset[int]) -> bool:
        """Whether a plan holds whole groups and no pair that is to be apart."""
        whole = all(self.group_of[place] <= plan for place in plan if place in self.group_of)
        return whole and not any(a in plan and b in plan for a, b in self.apart)

    def refuse_what_no_plan_meets(
        self, line: Sequence[Candidate], plans: Iterable[tuple[int, ...]]
    ) -> None:
        """Refuse a group for which there is no possible plan."""
        covered = {place for plan in plans for place in plan}
        for group in self.groups:
            if not group & covered:
                raise UserError(
                    "{areas} must join, but no plan can hold them: they are not neighbours within "
                    "the limits of a plan, or one of them can get no grant",
                    areas=_named(line, group),
                )


def _groups(pairs: Iterable[Pair]) -> list[frozenset[int]]:
    group_of: dict[int, frozenset[int]] = {}
    for a, b in pairs:
        joined = group_of.get(a, frozenset({a})) | group_of.get(b, frozenset({b}))
        group_of |= dict.fromkeys(joined, joined)
    return sorted(set(group_of.values()), key=min)


def _refuse_too_large(line: Sequence[Candidate], group: frozenset[int], most: int) -> None:
    if len(group) > most:
        raise UserError(
            "{areas} must join, which makes a plan of {count} areas; a plan may have {most}",
            areas=_named(line, group),
            count=len(group),
            most=most,
        )


def _refuse_contradiction(
    line: Sequence[Candidate], group: frozenset[int], apart: Iterable[Pair]
) -> None:
    for a, b in apart:
        if a in group and b in group:
            raise UserError(
                "{first} and {second} cannot join, but the pairs that must join bring them into "
                "one plan: {areas}",
                first=line[a].area_id,
                second=line[b].area_id,
                areas=_named(line, group),
            )


def _named(line: Sequence[Candidate], group: Iterable[int]) -> str:
    return ", ".join(line[place].area_id for place in sorted(group))
