"""The frames from 0 to the largest: who comes in on the list, and what each million buys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from boligsocial.allocation.breakpoints import Breakpoint, ranked_breakpoints
from boligsocial.allocation.by_frame import Step, by_frame, step_between
from boligsocial.allocation.optimal import OptimalDistribution
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.problem import STAGES, problem_of
from boligsocial.allocation.ranked import (
    Candidate,
    Distribution,
    asked_øre,
    ranked_distribution,
)
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.distribution.breakpoints import COMES_IN, steps_of
from boligsocial.portal.distribution.charts import breakpoints_chart, millions_chart
from boligsocial.portal.distribution.fields import FRAME
from boligsocial.portal.distribution.optimum.best import Best, candidates_in
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.places import Pairs
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import Area

HIGHEST = int(FRAME.highest)


@dataclass(frozen=True)
class Million:
    """A frame of whole millions: the need reached both ways, and what the last million changed.

    Need is residents weighted by it: of those beyond the list, or on it where there are no others.
    """

    mio: int
    listed: float
    best: float
    step: Step | None

    @property
    def changes(self) -> bool:
        """Whether it gives any area another grant than the million before."""
        step = self.step
        return step is not None and bool(step.enters or step.leaves or step.more or step.less)


@lru_cache(maxsize=256)
def millions_between(
    candidates: tuple[Candidate, ...], principles: Principles, pairs: Pairs, first: int, last: int
) -> tuple[Million, ...]:
    """The frames of `first` to `last` mio. kr., both included; kept, since frames share them."""
    planner = Planner(problem_of(candidates, 0, principles, pairs))
    frames = range(max(0, first - 1), last + 1)
    best = by_frame(planner, (mio * ØRE_PER_MIO for mio in frames))
    steps = (*(() if first else (None,)), *(step_between(a, b) for a, b in pairwise(best)))
    asked_for = best[-len(steps) :]
    tiers = STAGES if reaches_beyond_the_list(candidates, principles) else (Tier.LISTED,)
    return tuple(
        Million(
            mio,
            _reached(ranked_distribution(candidates, mio * ØRE_PER_MIO, principles), tiers),
            _reached(each, tiers),
            step,
        )
        for mio, each, step in zip(range(first, last + 1), asked_for, steps, strict=True)
    )


def reaches_beyond_the_list(candidates: Iterable[Candidate], principles: Principles) -> bool:
    """Whether any area that is not on the list may get a grant and counts."""
    return any(each.tier in STAGES and asked_øre(each, principles) for each in candidates)


def _reached(distribution: Distribution | OptimalDistribution, tiers: Collection[Tier]) -> float:
    return sum(
        each.candidate.need * each.candidate.residents * float(each.level)
        for each in distribution.grants
        if each.candidate.tier in tiers
    )


@dataclass(frozen=True)
class Progress:
    """How many steps of the way to the largest frame are done."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total)

    @property
    def mio(self) -> int:
        """The frame that is reached."""
        return min(self.done * limits().millions_a_step, HIGHEST)


def steps_to_highest() -> int:
    """How many steps it takes to reckon every whole million."""
    return -(-(HIGHEST + 1) // limits().millions_a_step)


def reckon_step(best: Best, step: int) -> Progress:
    """Reckon the frames of a step, from 0, so that they are there when all are asked for."""
    _of_step(best, step)
    return Progress(step + 1, steps_to_highest())


def every_million(best: Best) -> Millions:
    """The best distribution of every whole million, step by step."""
    found = (each for step in range(steps_to_highest()) for each in _of_step(best, step))
    choice = best.shared.choice
    beyond = reaches_beyond_the_list(candidates_in(best.shared), choice.principles)
    return Millions(tuple(found), best.places, float(choice.frame_mio), beyond)


def is_quick(best: Best) -> bool:
    """Whether there are few enough areas to reckon every million with the page."""
    return len(best.optimal.grants) <= limits().areas_at_once


def _of_step(best: Best, step: int) -> tuple[Million, ...]:
    first = step * limits().millions_a_step
    last = min(first + limits().millions_a_step - 1, HIGHEST)
    principles = best.shared.choice.principles
    return millions_between(candidates_in(best.shared), principles, best.pairs, first, last)


@dataclass(frozen=True)
class Millions:
    """Every whole million as a chart and a table."""

    frames: tuple[Million, ...]
    places: Mapping[str, Area]
    chosen_mio: float
    beyond_the_list: bool

    @property
    def title(self) -> Message:
        """Whose need is reached."""
        if self.beyond_the_list:
            return Message("Need reached beyond the list at every whole million, both ways")
        return Message("Need reached on the list at every whole million, both ways")

    @property
    def chart(self) -> dict[str, Any]:
        """Need reached by frame, both ways."""
        ways = (said(Message("Down the list")), said(Message("Best distribution")))
        rows = [
            {"frame": each.mio, "reached": reached, "way": way}
            for each in self.frames
            for way, reached in zip(ways, (each.listed, each.best), strict=True)
        ]
        return millions_chart(rows, ways, self.chosen_mio, HIGHEST)

    @property
    def summary(self) -> Message:
        """The chart in a sentence."""
        better = [each for each in self.frames if each.best > each.listed * (1 + 1e-9)]
        if not better:
            return Message("Both ways reach the same need at every whole million.")
        most = max(better, key=lambda each: each.best - each.listed)
        return Message(
            "The best distribution reaches more need at {count} of {all} whole millions, most at "
            "{mio} mio. kr.: {best} against {listed} residents weighted by need.",
            {"count": len(better), "all": len(self.frames), "mio": most.mio,
             "best": round(most.best), "listed": round(most.listed)},
        )  # fmt: skip

    @property
    def table(self) -> DataTable:
        """The millions that change something for an area."""
        return DataTable(
            Message("What each million buys in the best distribution; those left out change "
                         "nothing"),
            [
                Column(Message("Frame, mio. kr.")),
                Column(Message("Comes in")),
                Column(Message("Goes out")),
                Column(Message("Need reached, down the list"), numeric=True),
                Column(Message("Need reached, best distribution"), numeric=True),
            ],
            [
                (each.mio, self._names(each.step.enters), self._names(each.step.leaves),
                 round(each.listed), round(each.best))
                for each in self.frames
                if each.step and each.changes
            ],
        )  # fmt: skip

    def _names(self, area_ids: Iterable[str]) -> str:
        return names_or_count(area_ids, self.places)


@dataclass(frozen=True)
class ListFrames:
    """The frames at which the way down the list gives an area something else."""

    points: tuple[Breakpoint, ...]
    best: Best

    @property
    def chart(self) -> dict[str, Any]:
        """What is granted of every frame."""
        choice = self.best.shared.choice
        points = [
            {"frame": each.frame_øre / ØRE_PER_MIO, "what": self._what(each)}
            for each in self.points
        ]
        return breakpoints_chart(self._steps, points, float(choice.frame_mio), HIGHEST)

    @cached_property
    def _steps(self) -> Sequence[tuple[float, float]]:
        """Frame and what is granted of it, both in mio. kr., at each turn of the line."""
        points = [(each.frame_øre / ØRE_PER_MIO, each.granted_øre / ØRE_PER_MIO)
                  for each in self.points]  # fmt: skip
        return steps_of(points, self.best.shared.choice.principles, float(HIGHEST))

    def _what(self, point: Breakpoint) -> str:
        names = names_or_count(point.enters, self.best.places)
        return said(COMES_IN.filled(frame=in_mio(point.frame_øre), area=names))

    @property
    def summary(self) -> Message:
        """The chart in a sentence."""
        if not self.points:
            return Message("No frame up to {highest} mio. kr. gives anybody a grant.",
                           {"highest": HIGHEST})  # fmt: skip
        return Message(
            "On the way down the list the first areas come in at {first} mio. kr.; from {last} "
            "mio. kr. nothing changes.",
            {"first": in_mio(self.points[0].frame_øre), "last": in_mio(self.points[-1].frame_øre)},
        )

    @property
    def table(self) -> DataTable:
        """The same as a table."""
        places = self.best.places
        return DataTable(
            Message("Who comes in on the list at which frame"),
            [
                Column(Message("Frame from, mio. kr.")),
                Column(Message("Comes in")),
                Column(Message("Goes out")),
                Column(Message("Granted, mio. kr."), numeric=True),
            ],
            [
                (in_mio(each.frame_øre), names_or_count(each.enters, places),
                 names_or_count(each.leaves, places), in_mio(each.granted_øre))
                for each in self.points
            ],
        )  # fmt: skip


def list_frames(best: Best) -> ListFrames:
    """The breakpoints of the way down the list, up to the largest frame."""
    principles = best.shared.choice.principles
    points = ranked_breakpoints(candidates_in(best.shared), principles, 0, HIGHEST * ØRE_PER_MIO)
    return ListFrames(points, best)


def names_or_count(area_ids: Iterable[str], places: Mapping[str, Area]) -> str:
    """Up to three names, or how many areas; empty for none."""
    found = [places[each].name for each in area_ids]
    if len(found) > _MOST_NAMES:
        return said(Message("{count} areas together", {"count": len(found)}))
    return ", ".join(found)


_MOST_NAMES = 3
