"""What the page of the best distribution reckons with: distances, sizes, and how much at once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from boligsocial.definitions import Definition, read_definition


class Limits(Definition):
    """`within_m`: metres between areas that may share a plan. `municipality_sizes`: residents."""

    effective_from: date
    within_m: float
    areas_at_once: int
    millions_a_step: int
    most_areas: int
    municipality_sizes: tuple[int, ...]


@cache
def limits() -> Limits:
    """The limits that come with the product."""
    return read_definition(Path(__file__).parent / "limits.toml", Limits)
