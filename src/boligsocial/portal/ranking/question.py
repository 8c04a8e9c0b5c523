"""What a reader asks of the index, and the address that says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from boligsocial.index.specification import (
    Specification,
    built_in_specifications,
    default_specification,
)
from boligsocial.messages import Message
from boligsocial.portal.distribution.need import NEED
from boligsocial.portal.figures import NAME
from boligsocial.portal.ranking.places import SORTINGS, Filter
from boligsocial.portal.ranking.weights import Weight, mistakes_in, weighed, weights_of


@dataclass(frozen=True)
class Question:
    """A specification with the reader's weights, and what of the table is asked for.

    given: the specification as it comes with the product. mistakes: fields that could not be read.
    """

    figures: str
    given: Specification
    specification: Specification
    weights: tuple[Weight, ...]
    mistakes: tuple[tuple[str, Message], ...]
    filter: Filter

    @property
    def is_reweighed(self) -> bool:
        """Whether the reader weighs otherwise."""
        return self.specification != self.given

    def address(self, **other: str) -> str:
        """The query of this question, with some of it otherwise."""
        default = self.given == default_specification()
        fields = {
            NAME: self.figures,
            "maal": "" if default else self.given.id,
            **{each.name: each.written for each in self.weights if each.is_changed},
            "soeg": self.filter.search,
            "kommune": self.filter.municipality,
            "baand": self.filter.band,
            "flytter": "1" if self.filter.only_movers else "",
            "sorter": self.filter.sort if self.filter.sort != next(iter(SORTINGS)) else "",
        } | other
        return "?" + urlencode({name: value for name, value in fields.items() if value})

    @property
    def of_distribution(self) -> str:
        """The query of Fordeling that shares a frame out by the index as it is given."""
        return "?" + urlencode({NAME: self.figures, NEED: self.given.id})

    @property
    def unfiltered(self) -> str:
        """The query that shows all estates."""
        return self.address(soeg="", kommune="", baand="", flytter="")

    @property
    def of_movers(self) -> str:
        """The query that shows those alone that change band."""
        return self.address(flytter="1", sorter="flytter")

    @property
    def unweighed(self) -> str:
        """The query with the weights as given."""
        return self.address(flytter="", **{each.name: "" for each in self.weights})


def question_of(figures: str, query: Mapping[str, str]) -> Question:
    """The question in an address; what it does not know is left out."""
    known = built_in_specifications()
    given = known.get(query.get("maal", "")) or default_specification()
    weights = weights_of(given, query)
    mistakes = mistakes_in(weights)
    asked = Filter(
        query.get("soeg", "").strip()[:100],
        query.get("kommune", ""),
        query.get("baand", ""),
        bool(query.get("flytter")),
        _sort(query.get("sorter", "")),
    )
    specification = given if mistakes else weighed(given, weights)
    return Question(figures, given, specification, weights, mistakes, asked)


def _sort(text: str) -> str:
    return text if text.removeprefix("-") in SORTINGS else next(iter(SORTINGS))
