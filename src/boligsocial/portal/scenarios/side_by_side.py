"""Two to four scenarios side by side: what they choose, what they come to, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from boligsocial.allocation.comparison import Change, change
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message, write_figure
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.charts import Row
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.distribution import law, need
from boligsocial.portal.distribution.charts import slope_chart
from boligsocial.portal.distribution.compared import CHANGES, COLOURS
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS, SharedOut
from boligsocial.portal.scenarios.frozen import Recomputed
from boligsocial.portal.scenarios.models import Scenario
from boligsocial.portal.scenarios.results import OUTCOMES, Given, Result
from boligsocial.portal.theme import theme
from boligsocial.portal.writing import language, said
from boligsocial.snapshots.area_lists import Area

LETTERS = "ABCD"
_ABSENT = Message("Not on the ladder with these figures.")


@dataclass(frozen=True)
class Side:
    """A scenario in the comparison, with its letter and its result of today."""

    letter: str
    scenario: Scenario
    result: Result
    has_changed: bool

    @property
    def name(self) -> str:
        return f"{self.letter}: {self.scenario.name}"

    @property
    def shared(self) -> SharedOut:
        """The choices and the areas behind the result."""
        return self.result.shared

    @cached_property
    def given(self) -> dict[str, Given]:
        """What each area gets."""
        return {each.candidate.area_id: each for each in self.result.given}

    @property
    def ground(self) -> tuple[str, str]:
        """The figures and the list that it rests on."""
        return self.scenario.figures, self.scenario.list_id

    @property
    def measure(self) -> tuple[str, str]:
        """The law and the need that it rests on, as they are written."""
        choice = self.shared.choice
        return law.in_address(choice.reform), need.written(choice.index)


@dataclass(frozen=True)
class AreaAcross:
    """An area with what it gets in each scenario; none where it is not on the ladder."""

    area: Area
    candidate: Candidate
    grants: tuple[Given | None, ...]

    @property
    def tiers(self) -> str:
        """Its tier, or its tier in each scenario where they differ."""
        each_one = [TIER_HEADINGS[each.candidate.tier] if each else _ABSENT for each in self.grants]
        if len({each.text for each in each_one}) == 1:
            return said(each_one[0])
        return "; ".join(f"{letter}: {said(each)}"
                         for letter, each in zip(LETTERS, each_one, strict=False))  # fmt: skip

    @property
    def differs(self) -> bool:
        """Whether the scenarios give it different amounts."""
        return len(set(self.amounts)) > 1

    @property
    def amounts(self) -> list[int]:
        """Whole øre a year in each scenario."""
        return [each.øre if each else 0 for each in self.grants]

    @property
    def written(self) -> list[tuple[str, str]]:
        """Letter and mio. kr. with two decimals; a dash where it is not on the ladder."""
        amounts = (write_figure(in_mio(each.øre), language()) if each else "–"
                   for each in self.grants)  # fmt: skip
        return list(zip(LETTERS, amounts, strict=False))

    @property
    def reasons(self) -> list[Message]:
        """Why, in each scenario."""
        return [each.reason if each else _ABSENT for each in self.grants]

    @property
    def grounds(self) -> list[tuple[str, Message]]:
        """Each reason with the letters of the scenarios that it holds in, such as `A, C`."""
        same: dict[str, list[int]] = {}
        for place, each in enumerate(self.reasons):
            same.setdefault(str(each), []).append(place)
        return [
            (", ".join(LETTERS[place] for place in places), self.reasons[places[0]])
            for places in same.values()
        ]

    @property
    def change(self) -> Change:
        """What the last scenario does to it against the first."""
        return change(self.amounts[0], self.amounts[-1])


@dataclass(frozen=True)
class SideBySide:
    """Scenarios with every area that any of them has on its ladder."""

    sides: tuple[Side, ...]

    @property
    def same_ground(self) -> bool:
        """Whether all rest on the same figures and the same list."""
        return len({side.ground for side in self.sides}) == 1

    @property
    def same_measure(self) -> bool:
        """Whether all rest on the same law and the same need."""
        return len({side.measure for side in self.sides}) == 1

    @property
    def saves(self) -> bool:
        """Whether shared plans save anything in any of them."""
        return any(side.result.saved_øre for side in self.sides)

    @cached_property
    def areas(self) -> tuple[AreaAcross, ...]:
        """Every area, down the ladder of the first scenario that has it."""
        found: dict[str, AreaAcross] = {}
        for side in self.sides:
            for area_id, given in side.given.items():
                if area_id not in found:
                    across = tuple(each.given.get(area_id) for each in self.sides)
                    found[area_id] = AreaAcross(given.area, given.candidate, across)
        return tuple(found.values())

    @property
    def differing(self) -> list[AreaAcross]:
        """The areas that the scenarios give different amounts."""
        return [each for each in self.areas if each.differs]

    @property
    def outcomes(self) -> list[tuple[Message, list[int]]]:
        """How many areas of each scenario have an outcome, for the outcomes that occur."""
        rows = [
            (words, [side.result.outcomes[outcome] for side in self.sides])
            for outcome, words in OUTCOMES.items()
        ]
        return [(words, counts) for words, counts in rows if any(counts)]

    @property
    def letters(self) -> list[str]:
        return [side.letter for side in self.sides]

    def slope(self) -> dict[str, Any]:
        """The chart of grants, a line for each area; the hardest change is drawn last, on top."""
        order = list(CHANGES)
        areas = sorted(self.areas, key=lambda each: -order.index(each.change))
        changes = sorted({each.change for each in areas}, key=order.index)
        colours = {self._words(each): theme()["colours"][COLOURS[each]] for each in changes}
        rows = [row for each in areas for row in self._rows(each)]
        return slope_chart(rows, self.letters, colours)

    def _rows(self, across: AreaAcross) -> list[Row]:
        return [
            {
                "area": across.area.name,
                "side": side.letter,
                "granted": grant.øre / ØRE_PER_MIO,
                "change": self._words(across.change),
                "label": "",
            }
            for side, grant in zip(self.sides, across.grants, strict=True)
            if grant
        ]

    def _words(self, change: Change) -> str:
        """What the last scenario does against the first."""
        if change is not Change.WITHOUT or len(self.sides) == 2:
            return said(CHANGES[change])
        ends = {"first": self.letters[0], "last": self.letters[-1]}
        return said(Message("Gets nothing in {first} or {last}", ends))

    @property
    def slope_summary(self) -> Message:
        """The chart in a sentence."""
        first, last = self.sides[0], self.sides[-1]
        return Message(
            "Each line is an area. {count} of {all} areas get different amounts. The colours tell "
            "what {last} does against {first}.",
            {"count": len(self.differing), "all": len(self.areas), "first": first.letter,
             "last": last.letter},
        )  # fmt: skip

    @property
    def slope_table(self) -> DataTable:
        """The chart as a table."""
        return DataTable(
            Message("Each area's grant in every scenario, mio. kr. a year"),
            [Column(Message("Area")), *(Column(side.name, True) for side in self.sides)],
            [
                (each.area.name, *(in_mio(grant.øre) if grant else None for grant in each.grants))
                for each in self.areas
            ],
        )


def side_by_side(every: list[Recomputed]) -> SideBySide:
    """The scenarios in the order given.

    Raises:
        UserError: one of them cannot be reckoned any more.
    """
    sides = []
    for letter, each in zip(LETTERS, every, strict=False):
        if each.result is None:
            assert each.mistake is not None  # noqa: S101 - one of the two is there
            raise each.mistake
        sides.append(Side(letter, each.scenario, each.result, each.has_changed))
    return SideBySide(tuple(sides))
