"""Who enters at which million: the frames at which another area is reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from boligsocial.allocation.principles import Principles
from boligsocial.allocation.ranked import Grant
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS, Rung, SharedOut

# A drawing sorts by the frame: the foot of a step stands a hair before its top.
_UPRIGHT = 1e-6
COMES_IN = Message("{frame} mio. kr.: {area}")


@dataclass(frozen=True)
class Breakpoint:
    """A frame and the areas that come in with it; `residents` are all that it reaches."""

    øre: int
    rungs: tuple[Rung, ...]
    residents: int

    @property
    def tier(self) -> Message:
        return TIER_HEADINGS[self.rungs[0].grant.candidate.tier]

    @property
    def names(self) -> Message:
        """The area's name, or how many come in together."""
        if len(self.rungs) == 1:
            return Message("{area}", {"area": self.rungs[0].listed.area.name})
        return Message("{count} areas together", {"count": len(self.rungs)})


@dataclass(frozen=True)
class Breakpoints:
    """The way from no frame to the last area; empty where the principles skip areas."""

    shared: SharedOut

    @cached_property
    def points(self) -> tuple[Breakpoint, ...]:
        entering = sorted(
            (rung for rung in self.shared.rungs if rung.grant.enters_at_øre is not None),
            key=lambda rung: (_frame(rung.grant), rung.grant.place),
        )
        points, residents = [], 0
        for øre, members in groupby(entering, key=lambda rung: _frame(rung.grant)):
            rungs = tuple(members)
            residents += sum(rung.grant.candidate.residents for rung in rungs)
            points.append(Breakpoint(øre, rungs, residents))
        return tuple(points)

    @property
    def steps(self) -> list[tuple[float, float]]:
        """Frame and what is granted of it, both in mio. kr., at each turn of the line."""
        points = [(each.øre / ØRE_PER_MIO, each.øre / ØRE_PER_MIO) for each in self.points]
        return steps_of(points, self.shared.choice.principles, self.highest)

    @property
    def highest(self) -> float:
        """The largest frame of the drawing, in mio. kr."""
        return float(self.shared.choice.entries["ramme"].field.highest)

    @property
    def table(self) -> DataTable:
        """The same as a table."""
        return DataTable(
            Message("Who enters at which frame"),
            [
                Column(Message("Frame from, mio. kr."), numeric=True),
                Column(Message("Comes in")),
                Column(Message("Tier")),
                Column(Message("Residents reached"), numeric=True),
            ],
            [
                (in_mio(point.øre), point.names, point.tier, point.residents)
                for point in self.points
            ],
        )


def steps_of(
    points: Iterable[tuple[float, float]], principles: Principles, highest: float
) -> list[tuple[float, float]]:
    """The turns of a line up to the highest frame, from the frames where it rises and how far.

    Where the areas of the list share what there is, it slopes up to the first of them.
    """
    steps = [(0.0, 0.0)]
    slopes = principles.listed_shortfall == "proportional"
    for frame, granted in points:
        if not (slopes and len(steps) == 1):
            steps.append((frame - _UPRIGHT, steps[-1][1]))
        steps.append((frame, granted))
    return [*steps, (highest, steps[-1][1])]


def _frame(grant: Grant) -> int:
    return grant.enters_at_øre or 0
