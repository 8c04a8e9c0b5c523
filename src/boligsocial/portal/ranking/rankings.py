"""The index of the figures that a page shows, and of those before them; computed once for each."""

from __future__ import annotations

from functools import lru_cache

from boligsocial.index.specification import built_in_specifications
from boligsocial.messages import UserError
from boligsocial.portal.distribution.need import has_index
from boligsocial.portal.figures import offered_snapshots, store_of_snapshots
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.ranking import Ranking, ranking_of
from boligsocial.snapshots.sealed import SealedLists

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def ranking_in(lists: SealedLists, specification_id: str) -> Ranking:
    """The index of a snapshot under a specification that comes with the product."""
    return ranking_of(lists.snapshot, built_in_specifications()[specification_id])


def lists_before(lists: SealedLists) -> SealedLists | None:
    """The newest earlier snapshot of the same delivery that is whole and has an index, if any."""
    this = lists.snapshot
    for each in offered_snapshots():
        same = (each.manifest.kind, each.manifest.name) == (this.manifest.kind, this.manifest.name)
        if not same or each.on >= this.on:
            continue
        try:
            found = opened_lists(store_of_snapshots(), each.id)
        except UserError:
            continue
        if has_index(found):
            return found
    return None
