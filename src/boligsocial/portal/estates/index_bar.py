"""An estate's place in the index, as a bar from the greatest need to the least."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.index.uncertainty import default_simulation
from boligsocial.snapshots.estates import IndexPlace


@dataclass(frozen=True)
class IndexBar:
    """A place with where it stands on the bar; x, low_x and width in per cent of its length.

    level: of 100 draws, how many lie within the interval.
    """

    place: IndexPlace
    x: str
    low_x: str
    width: str
    level: int


def index_bar(place: IndexPlace | None) -> IndexBar | None:
    """The bar of a place; none without one."""
    if place is None:
        return None
    low, high = place.low or place.rank, place.high or place.rank
    return IndexBar(
        place,
        _along(place.rank, place.of),
        _along(low, place.of),
        f"{100 * (high - low) / max(place.of - 1, 1):.2f}%",
        round(default_simulation().level * 100),
    )


def _along(rank: int, among: int) -> str:
    return f"{100 * (rank - 1) / max(among - 1, 1):.2f}%"
