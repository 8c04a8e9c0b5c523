"""Finding areas and estates of the figures shown by name, municipality or organisation."""

from __future__ import annotations

from boligsocial.portal.atlas.units import Entry, all_entries, entries_found, folded
from boligsocial.snapshots.area_lists import AreaLists

MOST = 25


def found_places(lists: AreaLists, query: str) -> list[Entry]:
    """The places that every word of a query is in, those that begin with it first."""
    found = entries_found(all_entries(lists), query)
    first = tuple(folded(query).split()[:1])
    return sorted(found, key=lambda each: not each.searched.startswith(first))[:MOST]
