"""Earlier decisions on attached estates that are like one, of cases that the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from boligsocial.messages import Message
from boligsocial.portal.cases.access import READ
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decisions.services import decisions_of
from boligsocial.portal.decisions.words import reason_name
from boligsocial.portal.estates.attached import KIND, evidence_in
from boligsocial.portal.people.gate import Who, within_reach
from boligsocial.snapshots.attachment import LIKENESS, similar_cases
from boligsocial.snapshots.sealed import SealedLists

COUNT = 5
_TELLING = 3
"""Decided cases from which their spread says anything."""


@dataclass(frozen=True)
class EarlierDecision:
    """A decided case and how unlike it is: 0 is the same in all that is compared.

    reasons: those that the decision rests on. unlikeness: none where too few are decided to say
    what is usual.
    """

    case: Case
    estate: str
    outcome: Message
    reasons: tuple[Message, ...]
    decided_at: datetime
    unlikeness: float | None


def earlier_decisions(
    lists: SealedLists, estate_id: str, area_id: str, who: Who
) -> tuple[EarlierDecision, ...]:
    """The decided cases most like an estate beside an area, the most alike first.

    Compared is what the figures say today of the estates of both.
    """
    decided = list(_decided(who))
    evidence = evidence_in(lists)
    places = pl.DataFrame(
        {"estate_id": [estate for _, estate in decided], "at": list(range(len(decided)))},
        schema={"estate_id": pl.String, "at": pl.Int64},
    )
    # An estate beside several areas is compared by the nearest.
    nearest = evidence.sort("distance_m").unique("estate_id", keep="first", maintain_order=True)
    known = places.join(nearest, on="estate_id").filter(pl.col("estate_id") != estate_id)
    this = evidence.filter((pl.col("estate_id") == estate_id) & (pl.col("area_id") == area_id))
    if not len(known) or not len(this):
        return ()
    row = this.row(0, named=True)
    own = {name: float(row[name]) for name in LIKENESS if row[name] is not None}
    alike = similar_cases(own, known, COUNT)
    tells = len(known) >= _TELLING
    return tuple(
        _shown(decided[at][0], decided[at][1], unlikeness if tells else None)
        for at, unlikeness in alike.select("at", "unlikeness").iter_rows()
    )


def _decided(who: Who) -> Iterator[tuple[Case, str]]:
    """The decided cases that a person may see, each with an estate that it is about."""
    ends = [each.id for each in kinds()[KIND].phase if each.decides]
    seen = within_reach(who, READ, Case.objects.filter(kind=KIND, phase__in=ends), "parties")
    for case in seen.distinct().prefetch_related("places", "steps"):
        for place in case.places.all():
            if place.geography == "estate":
                yield case, place.place_id


def _shown(case: Case, estate_id: str, unlikeness: float | None) -> EarlierDecision:
    phase = next(each for each in kinds()[KIND].phase if each.id == case.phase)
    place = next(each for each in case.places.all() if each.place_id == estate_id)
    last = max(case.steps.all(), key=lambda each: each.number)
    made = decisions_of(case).first()
    return EarlierDecision(
        case,
        place.name,
        Message(phase.name),
        tuple(reason_name(each) for each in made.reasons) if made else (),
        last.at,
        unlikeness,
    )
