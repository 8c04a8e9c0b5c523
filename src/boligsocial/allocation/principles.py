"""The principles of a distribution: read from files, with the seed's own as the ground."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from boligsocial.definitions import Definition, definition_from, read_definition, toml_fields
from boligsocial.money import share_of, øre_from_mio

HERE = Path(__file__).parent
DEFAULT = "2019-26"

Amount = Annotated[Decimal, Field(ge=0)]


def _as_alternatives(given: object) -> object:
    return given if isinstance(given, list | tuple) else (given,)


def _highest_first(levels: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if not levels or not all(0 <= level <= 1 for level in levels):
        raise PydanticCustomError("level", "a level is a share from 0 to 1, or a list of such")
    return tuple(sorted(set(levels), reverse=True))


Alternatives = Annotated[
    tuple[Decimal, ...], BeforeValidator(_as_alternatives), AfterValidator(_highest_first)
]
"""One level or several to choose between, the highest first."""


class Tier(StrEnum):
    """Who an area is in the distribution, in the order of the way down the list."""

    LISTED = "listed"
    EXPOSED = "exposed"
    EDGE = "edge"
    ATTACHED = "attached"
    ANCHORED = "anchored"


class Levels(Definition):
    """The shares of the full grant that each tier may get; listed areas always get all of it.

    A share or a list of alternatives. `ranked` gives the highest of them; `optimal` chooses, and
    nothing is always an alternative.
    """

    exposed: Alternatives
    edge: Alternatives
    attached: Alternatives
    anchored: Alternatives

    @model_validator(mode="before")
    @classmethod
    def _listed_get_all(cls, given: object) -> object:
        """A file may say that listed areas get all, and nothing else of them."""
        if not isinstance(given, Mapping) or Tier.LISTED.value not in given:
            return given
        if _as_alternatives(given[Tier.LISTED.value]) not in ((1,), [1]):
            raise PydanticCustomError("level", "levels.listed is always 1, the full grant")
        return {name: level for name, level in given.items() if name != Tier.LISTED.value}

    def alternatives(self, tier: Tier) -> tuple[Decimal, ...]:
        """The levels above zero, the highest first."""
        levels = (Decimal(1),) if tier is Tier.LISTED else getattr(self, tier.value)
        return tuple(level for level in levels if level)

    def of(self, tier: Tier) -> Decimal:
        """The highest level."""
        return next(iter(self.alternatives(tier)), Decimal(0))


class FullGrant(Definition):
    """What a full grant is a year: so much for a plan, so much for each resident."""

    per_plan_mio: Amount
    per_resident_dkk: Amount
    basis: str = ""

    def øre(self, residents: int) -> int:
        return øre_from_mio(self.per_plan_mio) + share_of(residents * 100, self.per_resident_dkk)


class Principles(Definition):
    """How a frame is shared out."""

    id: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    below_waterline: Literal["stop", "skip"]
    listed_shortfall: Literal["stop", "proportional"]
    levels: Levels
    full_grant: FullGrant
    coordination_cost_mio: Amount
    """What each plan costs whatever its size, and so what is saved for each plan fewer."""
    max_areas_per_plan: Annotated[int, Field(ge=1)]
    same_municipality: bool


class Frame(Definition):
    """An amount a year for social efforts, in a period."""

    period: str
    mio: Decimal
    source: str
    basis: str = ""


class _Frames(Definition):
    frame: tuple[Frame, ...]


def read_principles(path: Path) -> Principles:
    """Principles from a TOML file; what the file leaves out is as in the default.

    Raises:
        InputError: not TOML, or a field that is unknown or wrong.
    """
    return read_definition(path, Principles, ground=_default_fields())


def principles_from(text: str, file: str) -> Principles:
    """As `read_principles`, from the text itself; `file` names it in errors."""
    return definition_from(text, Principles, file, ground=_default_fields())


@cache
def built_in_principles() -> dict[str, Principles]:
    """The principles that come with the product, by id, the default first."""
    files = sorted((HERE / "principles").glob("*.toml"), reverse=True)
    return {file.stem: read_principles(file) for file in files}


def default_principles() -> Principles:
    return built_in_principles()[DEFAULT]


@cache
def frames() -> tuple[Frame, ...]:
    """The published frames a year, the oldest first."""
    return read_definition(HERE / "frames.toml", _Frames).frame


def _default_fields() -> dict[str, object]:
    return toml_fields((HERE / "principles" / f"{DEFAULT}.toml").read_text("utf-8"))
