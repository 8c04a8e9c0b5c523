"""The traits of a case that it is compared with others by, from its evidence."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import polars as pl

from boligsocial.indicators.figures import EVERYONE
from boligsocial.portal.decisions.evidence import Evidence, Fields
from boligsocial.portal.figures import lists_of
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.store import Snapshot

_SOCIAL = ("no_attachment", "convicted", "basic_school", "income")


def traits_of(evidence: Evidence) -> dict[str, Any]:
    """The traits by their ids in `similar.toml`; several places count by their residents' mean."""
    fields = evidence.fields
    places = fields["places"]
    relative = {each: _mean(_relative(place, each) for place in places) for each in _SOCIAL}
    known = [each for each in relative.values() if each is not None]
    residents = [each["residents"] for each in places if each["residents"] is not None]
    return {
        "kind": fields["case"]["kind"],
        "tier": _tier(fields),
        "need": fmean(known) if len(known) == len(_SOCIAL) else None,
        **relative,
        "residents": sum(residents) if residents else None,
        "municipality_residents": _municipality(fields),
    }


def _relative(place: Fields, measure: str) -> float | None:
    """A criterion against its limit: above 1 beyond it."""
    criteria = (place.get("verdict") or {"criteria": ()})["criteria"]
    found = next((each for each in criteria if each["id"] == measure), None)
    if found is None:
        return None
    value, limit = float(found["value"] or 0), float(found["limit"] or 0)
    if not value or not limit:
        return None
    return limit / value if found["operator"] == "<" else value / limit


def _tier(fields: Fields) -> str | None:
    proposal = fields["proposal"]
    tiers = [each["tier"] for each in proposal["places"]] if proposal else []
    return tiers[0] if tiers else None


def _municipality(fields: Fields) -> int | None:
    """The residents of the municipality of the first place, where the figures know them."""
    code = fields["places"][0].get("municipality_code") if fields["places"] else ""
    lists = lists_of(fields["figures"]["id"])
    return _residents(lists.snapshot, code) if code and isinstance(lists, SealedLists) else None


def _residents(snapshot: Snapshot, code: str) -> int | None:
    found = (
        snapshot.scan("indicators")
        .filter(
            (pl.col("geography") == "municipality") & (pl.col("geography_id") == code)
            & (pl.col("indicator") == "residents") & (pl.col("group") == EVERYONE)
        )
        .sort("period").select("value").collect()
    )  # fmt: skip
    return int(found["value"][-1]) if len(found) and found["value"][-1] is not None else None


def _mean(values: Any) -> float | None:  # noqa: ANN401 - any iterable
    known = [each for each in values if each is not None]
    return fmean(known) if known else None
