"""How much of a ladder a page shows at once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from boligsocial.definitions import Definition, read_definition


class Shown(Definition):
    """`reasons_at_once`: of more areas than this the reasons are fetched when one is opened."""

    effective_from: date
    reasons_at_once: int


@cache
def shown() -> Shown:
    """What comes with the product."""
    return read_definition(Path(__file__).parent / "shown.toml", Shown)
