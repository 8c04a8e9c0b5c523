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
LooksUp = Callable[[Sequence["Case"]], None]
OfPlaces = Callable[[Sequence["PlaceAsked"]], Fact]
_NOBODY = Fact(False, Message("nothing in the portal knows of this yet"))
_of_cases: dict[str, OfCase] = {}
_looks_up: dict[str, LooksUp] = {}
_of_places: dict[str, OfPlaces] = {}


def tells_of_cases(fact: str, tells: OfCase, looks_up: LooksUp | None = None) -> None:
    """Register what tells a fact of a case.

    looks_up: reads at once, for many cases, what the telling would read for each.
    """
    _of_cases[fact] = tells
    if looks_up:
        _looks_up[fact] = looks_up


def tells_of_places(fact: str, tells: OfPlaces) -> None:
    """Register what tells a fact of the places that a case would be about."""
    _of_places[fact] = tells


def fact_of_case(fact: str, case: Case) -> Fact:
    """A fact of a case."""
    return _of_cases[fact](case) if fact in _of_cases else _NOBODY


def look_up_fact(fact: str, cases: Sequence[Case]) -> None:
    """Read at once what a fact is told from, for cases that are about to be asked."""
    if fact in _looks_up and cases:
        _looks_up[fact](cases)


def fact_of_places(fact: str, places: Sequence[PlaceAsked]) -> Fact:
    """A fact of places."""
    return _of_places[fact](places) if fact in _of_places else _NOBODY
