"""What a rejection says of how to complain, read from dated files."""

from __future__ import annotations

from datetime import date
from functools import cache

from boligsocial.definitions import Definition, read_definition
from boligsocial.portal.cases.kinds import HERE


class ComplaintGuidance(Definition):
    """The guidance from a date on; `is_verified` if a source says that it is right."""

    valid_from: date
    name: str
    description: str
    note: str
    source: str
    is_verified: bool


@cache
def all_guidance() -> tuple[ComplaintGuidance, ...]:
    """Every version, the oldest first."""
    files = (HERE / "complaints").glob("*.toml")
    read = [read_definition(file, ComplaintGuidance) for file in files]
    return tuple(sorted(read, key=lambda each: each.valid_from))


def guidance_on(day: date) -> ComplaintGuidance:
    """The version in force on a day; the oldest before it."""
    versions = all_guidance()
    return [versions[0], *(each for each in versions if each.valid_from <= day)][-1]
