"""The weights of an index as fields that a reader may change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from boligsocial.index.specification import Component, Specification
from boligsocial.messages import Message
from boligsocial.portal.ranking.words import component_name

PREFIX = "vaegt_"
_HIGHEST = 100
_SIX_PLACES = Decimal("0.000001")
_NUMBER = re.compile(r"\d{1,3}([.,]\d{1,4})?")
_WRONG = Message("Write a weight from 0 to {highest}, for example 25.", {"highest": _HIGHEST})
_NOTHING = Message("At least one weight must be above 0.")


@dataclass(frozen=True)
class Weight:
    """A component's weight in per cent of all, and what was written where it is wrong."""

    component: Component
    given: Decimal
    value: Decimal
    written: str
    mistake: Message | None

    @property
    def name(self) -> str:
        """Of its field and in the address."""
        return PREFIX + self.component.column

    @property
    def label(self) -> str:
        return component_name(self.component.column)

    @property
    def is_changed(self) -> bool:
        return self.value != self.given


def weights_of(specification: Specification, query: Mapping[str, str]) -> tuple[Weight, ...]:
    """The weights in an address; one that cannot be read stays as it is given."""
    return tuple(_weight(each, query.get(PREFIX + each.column, "")) for each in
                 specification.component)  # fmt: skip


def _weight(component: Component, text: str) -> Weight:
    given = component.weight * 100
    text = text.strip()
    if not text:
        return Weight(component, given, given, _plain(given), None)
    value = Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    if value is None or value > _HIGHEST:
        return Weight(component, given, given, text[:20], _WRONG)
    return Weight(component, given, value, text, None)


def mistakes_in(weights: tuple[Weight, ...]) -> tuple[tuple[str, Message], ...]:
    """The name of each field that is wrong, with what is wrong."""
    wrong = tuple((each.label, each.mistake) for each in weights if each.mistake)
    if wrong or any(each.value for each in weights):
        return wrong
    return (("", _NOTHING),)


def weighed(specification: Specification, weights: tuple[Weight, ...]) -> Specification:
    """The specification with these weights, as shares of their sum; itself where none is changed
    or they sum to nothing."""
    total = sum(each.value for each in weights)
    if not total or not any(each.is_changed for each in weights):
        return specification
    components = tuple(
        each.component.model_copy(update={"weight": (each.value / total).quantize(_SIX_PLACES)})
        for each in weights
    )
    return specification.model_copy(update={"component": components})


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
