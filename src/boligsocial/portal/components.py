"""What pages hand over to the components of `templatetags/boligsocial.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boligsocial.messages import Figure, Message


@dataclass(frozen=True)
class AreaPoint:
    """An area on the map: its approximate place (WGS84 degrees), status id and page's address."""

    id: str
    name: str
    municipality: str
    lon: float
    lat: float
    status: str = "none"
    url: str = ""


@dataclass(frozen=True)
class Past:
    """An earlier value of a criterion and the year of its list."""

    year: int
    value: float


@dataclass(frozen=True)
class Choice:
    """One of the values of a field, and whether it is the chosen one."""

    value: str
    name: Message | str
    is_chosen: bool


def choices(named: Iterable[tuple[str, Message | str]], chosen: str) -> tuple[Choice, ...]:
    """The values of a field with their names."""
    return tuple(Choice(value, name, value == chosen) for value, name in named)


@dataclass(frozen=True)
class Heading:
    """A column's heading: where it leads, and the value of `aria-sort`."""

    id: str
    name: Message
    address: str
    sorted: str
    numeric: bool = False


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers stand to the right."""

    name: Message | str
    numeric: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table of figures; the first cell of a row is its heading, a missing cell is None."""

    caption: Message | str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Figure | Message | None]]
