"""What other rooms know of a case: facts that a phase asks for and nobody has to tick off.

A room registers a fact under an id when it is ready (`AppConfig.ready`); a kind's file names the id
in `fact` of what it asks for, or in `opens_where`. A fact that no room knows does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boligsocial.messages import Message

if TYPE_CHECKING:
    from boligsocial.portal.cases.models import Case
    from boligsocial.portal.cases.places import PlaceAsked


@dataclass(frozen=True)
class Fact:
    """Whether something holds, and in a sentence what is there or what is missing."""

    holds: bool
    words: Message


OfCase = Callable[["Case"], Fact]
OfPlaces = Callable[[Sequence["PlaceAsked"]], Fact]
_NOBODY = Fact(False, Message("nothing in the portal knows of this yet"))
_of_cases: dict[str, OfCase] = {}
_of_places: dict[str, OfPlaces] = {}


def tells_of_cases(fact: str, tells: OfCase) -> None:
    """Register what tells a fact of a case."""
    _of_cases[fact] = tells


def tells_of_places(fact: str, tells: OfPlaces) -> None:
    """Register what tells a fact of the places that a case would be about."""
    _of_places[fact] = tells


def fact_of_case(fact: str, case: Case) -> Fact:
    """A fact of a case."""
    return _of_cases[fact](case) if fact in _of_cases else _NOBODY


def fact_of_places(fact: str, places: Sequence[PlaceAsked]) -> Fact:
    """A fact of places."""
    return _of_places[fact](places) if fact in _of_places else _NOBODY
