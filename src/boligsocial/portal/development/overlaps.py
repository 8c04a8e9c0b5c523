"""Where rehousing meets a social effort, in time and place. Nothing here knows of a database.

Days are counted whole: what ends on a day and what begins on it meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Place = str
"""`area:ID` or `estate:ID`."""
Why = Literal["from_effort", "to_effort", "to_exposed"]


@dataclass(frozen=True)
class Span:
    """From a day to a day, both counted; without an end where none is known."""

    start: date
    end: date | None = None

    def meets(self, other: Span) -> Span | None:
        """The days that both have, if any."""
        start = max(self.start, other.start)
        ends = [each for each in (self.end, other.end) if each is not None]
        end = min(ends, default=None)
        return Span(start, end) if end is None or start <= end else None


@dataclass(frozen=True)
class WaveAt:
    """A wave by its number: when, how many households, from where and to where.

    Places are with the areas that their estates lie in.
    """

    wave: int
    span: Span
    households: int
    moves_from: frozenset[Place]
    moves_to: frozenset[Place]


@dataclass(frozen=True)
class EffortAt:
    """A social effort by its case's number: when and where."""

    case: int
    span: Span
    places: frozenset[Place]


@dataclass(frozen=True)
class Warning:  # noqa: A001 - the word of the field
    """A wave meets an effort where it moves from or to, or moves to a place that is itself exposed.

    days: those that both have. effort: none for an exposed place without an effort.
    """

    wave: int
    why: Why
    places: frozenset[Place]
    days: Span
    effort: int | None = None


def warnings(
    waves: Sequence[WaveAt], efforts: Sequence[EffortAt], exposed: Collection[Place] = ()
) -> list[Warning]:
    """Every place where a wave meets an effort or an exposed place, wave by wave."""
    return [each for wave in waves for each in _of(wave, efforts, frozenset(exposed))]


def _of(wave: WaveAt, efforts: Sequence[EffortAt], exposed: frozenset[Place]) -> Iterator[Warning]:
    for effort in efforts:
        days = wave.span.meets(effort.span)
        if days is None:
            continue
        if here := wave.moves_from & effort.places:
            yield Warning(wave.wave, "from_effort", here, days, effort.case)
        if there := wave.moves_to & effort.places:
            yield Warning(wave.wave, "to_effort", there, days, effort.case)
    if worn := wave.moves_to & exposed:
        yield Warning(wave.wave, "to_exposed", worn, wave.span)
