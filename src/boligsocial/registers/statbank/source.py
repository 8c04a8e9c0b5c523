"""What is known of the StatBank without asking it; `source.toml` names where it is from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from boligsocial.definitions import Definition, read_definition


class Symbols(Definition):
    """What stands in a cell without a number: nothing known, or nought."""

    missing: tuple[str, ...]
    zero: tuple[str, ...]


class Nation(Definition):
    """The whole country among the areas: its code, and the names it is given."""

    code: str
    names: tuple[str, ...]


class Province(Definition):
    """A province (landsdel) and the code of its region."""

    name: str
    region: str


class Source(Definition):
    """The API's address, its licence, its limits and the places it counts by."""

    address: str
    attribution: str
    licence: str
    licence_address: str
    most_cells: int
    age: tuple[str, ...]
    symbols: Symbols
    nation: Nation
    provinces: dict[str, Province]


@cache
def statbank_source() -> Source:
    """The file that comes with the product."""
    return read_definition(Path(__file__).parent / "source.toml", Source)
