"""How much of an index a hidden figure may carry before the place is hidden too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from boligsocial.definitions import Definition, read_definition


class ShownLimits(Definition):
    """`most_hidden_weight`: the largest share of the weights on one figure that is hidden."""

    most_hidden_weight: Decimal
    effective_from: date
    source: str


@cache
def shown_limits() -> ShownLimits:
    """The limit that comes with the product."""
    return read_definition(Path(__file__).parent / "shown.toml", ShownLimits)
