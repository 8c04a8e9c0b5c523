"""What an area's need is: the criteria of the law, or the index of its estates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeGuard

from boligsocial.index.specification import Specification, built_in_specifications
from boligsocial.messages import Message
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.estates import INDEX
from boligsocial.snapshots.index_needs import index_needs
from boligsocial.snapshots.ranking import Ranking, ranking_of
from boligsocial.snapshots.sealed import SealedLists

NEED = "behov"
"""Of the part of the address: an index by its id; empty for the criteria."""

THE_CRITERIA = Message("The criteria of the law, against their limits")
NO_SUCH_INDEX = Message("There is no such index; choose one of those shown.")
NO_INDEX_HERE = Message("These figures have no index of estates; the need is that of the criteria.")


def has_index(lists: AreaLists) -> TypeGuard[SealedLists]:
    """Whether the figures have an index of estates."""
    return isinstance(lists, SealedLists) and INDEX in lists.snapshot.manifest.rows()


def specification_in(text: str) -> Specification | None:
    """The index in an address; none where the criteria are the need.

    Only those that come with the product: by weighing to and fro one would find a hidden figure.

    Raises:
        ValueError: there is no such index.
    """
    known = built_in_specifications()
    if text and text not in known:
        raise ValueError(text)
    return known.get(text)


def in_address(specification: Specification | None) -> str:
    """As `specification_in` reads it; empty for the criteria, or an index of an earlier release."""
    known = built_in_specifications()
    return next((name for name, each in known.items() if each == specification), "")


def written(specification: Specification | None) -> str:
    """The whole index as JSON; empty for the criteria."""
    return specification.model_dump_json(exclude_defaults=True) if specification else ""


def need_name(specification: Specification | None) -> Message:
    """What a reader calls the measure in use."""
    return Message(specification.name) if specification else THE_CRITERIA


def needs_of(lists: AreaLists, index: str, year: int) -> Mapping[str, float] | None:
    """The need of each area of a list's year by an index as `written` has it; none by criteria."""
    return _needs(lists, index, year) if index and isinstance(lists, SealedLists) else None


@lru_cache(maxsize=64)
def _needs(lists: SealedLists, index: str, year: int) -> Mapping[str, float]:
    return index_needs(_ranking(lists, index), year)


@lru_cache(maxsize=16)
def _ranking(lists: SealedLists, index: str) -> Ranking:
    return ranking_of(lists.snapshot, Specification.model_validate_json(index))
