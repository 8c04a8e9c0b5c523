"""How an index is put together: components with a direction, a transform and a weight."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent
ENGLISH_SCALE = Decimal(23)
"""The constant of the English indices: the worst tenth of units holds half of the scale."""

Missing = Literal["refuse", "drop", "municipality", "neutral"]


class Part(Definition):
    """What has a weight in an index and is made comparable by a transform.

    ties: equal values share the mean of their places, or the smallest; `as_given`: the values are
    places already, 1 the worst, and stay as they are. fraction: R is (N - r + 1)/N with r = 1 the
    worst (`inclusive`) or (N - r)/N (`exclusive`). scale: s of the exponential transform
    X = -s ln(1 - R (1 - exp(-100/s))).
    """

    weight: Decimal
    transform: Literal["none", "zscore", "rank", "minmax", "exponential"]
    ties: Literal["average", "min", "as_given"] = "average"
    fraction: Literal["inclusive", "exclusive"] = "inclusive"
    scale: Decimal = Field(default=ENGLISH_SCALE, gt=0)


class Component(Part):
    """One column of an index.

    missing: a unit without the figure is refused, dropped from the index, given the share of its
    municipality, or neither better nor worse than the mean. shrinkage: shares of few people are
    drawn towards that of their municipality. domain: the group that the component belongs to.
    """

    column: str
    direction: Literal["high_is_worse", "low_is_worse"]
    missing: Missing = "refuse"
    shrinkage: Literal["none", "municipality"] = "none"
    domain: str | None = None

    @model_validator(mode="after")
    def _places_count_from_the_worst(self) -> Component:
        if self.ties == "as_given" and self.direction != "low_is_worse":
            raise ValueError("ties as_given are places with 1 the worst: low_is_worse")
        return self


class Domain(Part):
    """A group of components: their weighted sum is transformed and weighted once more."""

    id: str
    ties: Literal["average", "min"] = "average"


class Neighbourhood(Definition):
    """Figures of the nearest people instead of the estate's own."""

    residents: int = Field(gt=0)


class Specification(Definition):
    """An index: its components. Weights are used as given, never made to sum to one.

    precision: `single` keeps R, X and the score as single precision numbers, as some published
    indices did.
    """

    id: str = ""
    name: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()
    precision: Literal["double", "single"] = "double"
    neighbourhood: Neighbourhood | None = None
    component: tuple[Component, ...] = Field(min_length=1)
    domain: tuple[Domain, ...] = ()

    @model_validator(mode="after")
    def _domains_are_known_and_used(self) -> Specification:
        known = [each.id for each in self.domain]
        used = {each.domain for each in self.component if each.domain is not None}
        if len(set(known)) < len(known):
            raise ValueError("a domain stands twice")
        for name in sorted(used.symmetric_difference(known)):
            raise ValueError(f"the domain {name} is not both defined and used by a component")
        if set(known) & {each.column for each in self.component}:
            raise ValueError("a domain has the name of a component")
        return self

    @model_validator(mode="after")
    def _weighs_something_once(self) -> Specification:
        if any(sum(part.weight for part in group) == 0 for group in self._weighed_together()):
            raise ValueError("the weights sum to zero")
        # Tables do not tell large letters from small in the names of their columns.
        columns = [each.column.strip().casefold() for each in self.component]
        if len(set(columns)) < len(columns):
            raise ValueError("a column stands in two components")
        return self

    def _weighed_together(self) -> list[list[Part]]:
        inside = [list[Part](self.components_of(each.id)) for each in self.domain]
        return [list(self.parts), *(group for group in inside if group)]

    @property
    def parts(self) -> tuple[Component | Domain, ...]:
        """What the score is the weighted sum of: components on their own, then domains."""
        return (*self.components_of(None), *self.domain)

    @property
    def scales(self) -> tuple[Component | Domain, ...]:
        """All that is transformed: components, those in a domain too, then domains."""
        return (*self.component, *self.domain)

    def components_of(self, domain: str | None) -> tuple[Component, ...]:
        return tuple(each for each in self.component if each.domain == domain)


def part_name(part: Component | Domain) -> str:
    """The column of a component, the id of a domain."""
    return part.column if isinstance(part, Component) else part.id


def read_specification(path: Path) -> Specification:
    """A specification from a TOML file.

    Raises:
        InputError: not TOML, a field that is wrong, or weights that sum to zero.
    """
    return read_definition(path, Specification)


def built_in_specifications() -> dict[str, Specification]:
    """Those that come with the product, by id."""
    found = [read_specification(path) for path in sorted((HERE / "specifications").glob("*.toml"))]
    return {each.id: each for each in found}


def default_specification() -> Specification:
    """The product's own: equal weights of the four social criteria, origin without any."""
    return built_in_specifications()["social_criteria"]


def nearest_people_specification() -> Specification:
    """The same criteria for the 1,000 nearest people of each estate, after DREAM."""
    return built_in_specifications()["nearest_people"]
