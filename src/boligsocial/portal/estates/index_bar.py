"""An estate's place in the index, as a bar from the greatest need to the least."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.index.uncertainty import default_simulation
from boligsocial.snapshots.estates import IndexPlace


@dataclass(frozen=True)
class Bar:
    """A place and its interval, in per cent of the length of a line."""

    x: str
    low_x: str
    width: str


@dataclass(frozen=True)
class IndexBar:
    """A place with its bar; `level` is how many of 100 draws lie within the interval."""

    place: IndexPlace
    bar: Bar
    level: int


def bar_of(rank: int, low: int | None, high: int | None, among: int) -> Bar:
    """A place among so many; where there is no interval it is the place alone."""

    def along(place: int) -> float:
        return 100 * (place - 1) / max(among - 1, 1)

    first, last = along(low or rank), along(high or rank)
    return Bar(f"{along(rank):.2f}%", f"{first:.2f}%", f"{last - first:.2f}%")


def index_bar(place: IndexPlace | None) -> IndexBar | None:
    """The bar of a place; none without one."""
    if place is None:
        return None
    bar = bar_of(place.rank, place.low, place.high, place.of)
    return IndexBar(place, bar, round(default_simulation().level * 100))
