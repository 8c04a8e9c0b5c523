"""What an area's need is: the criteria of the law, or the index of its estates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pydantic import ValidationError

from boligsocial.index.specification import Specification, built_in_specifications
from boligsocial.messages import Message
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.estates import INDEX
from boligsocial.snapshots.index_needs import index_needs
from boligsocial.snapshots.ranking import Ranking, ranking_of
from boligsocial.snapshots.sealed import SealedLists

NEED = "behov"
"""Of the part of the address: an index by its id, or as JSON; empty for the criteria."""
_LONGEST = 8_000

THE_CRITERIA = Message("The criteria of the law, against their limits")
NO_SUCH_INDEX = Message("There is no such index; choose one of those shown.")
NO_INDEX_HERE = Message("These figures have no index of estates; the need is that of the criteria.")


def has_index(lists: AreaLists) -> bool:
    """Whether the figures have an index of estates."""
    return isinstance(lists, SealedLists) and INDEX in lists.snapshot.manifest.rows()


def specification_in(text: str) -> Specification | None:
    """The index in an address; none where the criteria are the need.

    Raises:
        ValueError: there is no such index, or it cannot be read.
    """
    if not text:
        return None
    known = built_in_specifications()
    if text in known:
        return known[text]
    if not text.startswith("{") or len(text) > _LONGEST:
        raise ValueError(text)
    try:
        fields = json.loads(text)
        if set(fields) == {"id", "weights"}:
            return _reweighed(known[fields["id"]], fields["weights"])
        return Specification.model_validate(fields)
    except (ValidationError, RecursionError, KeyError, TypeError, AttributeError,
            InvalidOperation) as error:  # fmt: skip
        raise ValueError(text) from error


def _reweighed(given: Specification, weights: Mapping[str, str]) -> Specification:
    """An index that comes with the product, with other weights by column."""
    fields = json.loads(written(given))
    for each in fields["component"]:
        each["weight"] = str(Decimal(weights.get(each["column"], each["weight"])))
    return Specification.model_validate(fields)


def in_address(specification: Specification | None) -> str:
    """As `specification_in` reads it; empty for the criteria."""
    if specification is None:
        return ""
    known = built_in_specifications()
    given = known.get(specification.id)
    if given == specification:
        return given.id
    weights = {each.column: f"{each.weight:f}" for each in specification.component}
    if given is not None and _reweighed(given, weights) == specification:
        return json.dumps({"id": given.id, "weights": weights})
    return written(specification)


def written(specification: Specification) -> str:
    """The whole index as JSON."""
    return specification.model_dump_json(exclude_defaults=True)


def need_name(specification: Specification | None) -> Message:
    """What a reader calls the measure in use."""
    if specification is None:
        return THE_CRITERIA
    if specification in built_in_specifications().values():
        return Message(specification.name)
    return Message("{index}, with other weights", {"index": Message(specification.name)})


def needs_of(
    lists: AreaLists, specification: Specification | None, year: int
) -> Mapping[str, float] | None:
    """The need of each area of a list's year by an index; none where the criteria are the need."""
    if specification is None or not isinstance(lists, SealedLists):
        return None
    return _needs(lists, written(specification), year)


@lru_cache(maxsize=64)
def _needs(lists: SealedLists, index: str, year: int) -> Mapping[str, float]:
    return index_needs(_ranking(lists, index), year)


@lru_cache(maxsize=16)
def _ranking(lists: SealedLists, index: str) -> Ranking:
    return ranking_of(lists.snapshot, Specification.model_validate_json(index))
