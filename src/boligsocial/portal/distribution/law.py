"""The law that a distribution rests on: as it stands, or with a reform laid over it."""

from __future__ import annotations

import json
from functools import lru_cache

from pydantic import ValidationError

from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.messages import Message
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.reformed import ReformedLists

REFORM = "reform"
"""Of the part of the address: the id of a reform that comes with the product, or a rule as JSON."""
OWN_RULE = {"id": "egen", "name": "A rule of one's own"}
_LONGEST = 4_000

AS_IT_STANDS = Message("The law as it stands")
NO_SUCH_RULE = Message("There is no such rule; choose one of those shown.")


def reform_in(text: str) -> Reform | None:
    """The reform in an address; none where the law stands as it is.

    Raises:
        ValueError: there is no such reform, or the rule cannot be read.
    """
    if not text:
        return None
    known = {each.id: each for each in built_in_reforms()}
    if text in known:
        return known[text]
    if not text.startswith("{") or len(text) > _LONGEST:
        raise ValueError(text)
    try:
        return Reform.model_validate(OWN_RULE | json.loads(text))
    except (ValidationError, RecursionError) as error:
        raise ValueError(text) from error


def in_address(reform: Reform | None) -> str:
    """As `reform_in` reads it; empty for the law as it stands."""
    if reform is None:
        return ""
    if reform in built_in_reforms():
        return reform.id
    fields = json.loads(written(reform))
    named = OWN_RULE if reform.id == OWN_RULE["id"] else {}
    return json.dumps({name: each for name, each in fields.items() if name not in named})


def written(reform: Reform) -> str:
    """The whole reform as JSON, always in the same order."""
    fields = reform.model_dump(mode="json", exclude_defaults=True)
    if reform.drop:
        fields["drop"] = sorted(reform.drop)
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def law_name(reform: Reform | None) -> Message:
    """What a reader calls the law in use."""
    return AS_IT_STANDS if reform is None else Message(reform.name)


def lists_under(lists: AreaLists, reform: Reform | None, list_id: str) -> AreaLists:
    """The lists with a reform over one of them; kept, since every frame asks for the same."""
    return lists if reform is None else _reformed(lists, written(reform), list_id)


@lru_cache(maxsize=16)
def _reformed(lists: AreaLists, rule: str, list_id: str) -> AreaLists:
    return ReformedLists(lists, Reform.model_validate_json(rule), list_id)
