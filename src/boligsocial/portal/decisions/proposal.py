"""What the proposal of a year gives the places of a case."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decisions.definitions import outcomes
from boligsocial.portal.scenarios.frozen import recompute
from boligsocial.portal.scenarios.models import Proposal
from boligsocial.portal.scenarios.results import Given


@dataclass(frozen=True)
class Proposed:
    """What the proposal of a year gives a case: `year_øre` a year, none where it says nothing.

    places: the areas of the case among those that it shares out to. note: why it says nothing.
    """

    proposal: Proposal | None
    places: tuple[Given, ...] = ()
    year_øre: int | None = None
    note: Message | None = None


def in_force(case: Case, year: int) -> Proposal | None:
    """The proposal of a year that speaks of this kind of case; none where there is none."""
    if case.kind not in outcomes().follows_proposal:
        return None
    current = Proposal.objects.filter(year=year, replaced_at=None)
    return current.select_related("scenario").first()


def proposed_for(case: Case, year: int) -> Proposed:
    """What the proposal in force gives a case in a year."""
    if case.kind not in outcomes().follows_proposal:
        return Proposed(None, note=_OTHER_KIND)
    proposal = in_force(case, year)
    if proposal is None:
        return Proposed(None, note=_NONE.filled(year=str(year)))
    try:
        result = recompute(proposal.scenario)
    except UserError as error:
        return Proposed(proposal, note=error.message)
    areas = {each.place_id for each in case.places.all() if each.geography == "area"}
    if not areas & result.shared.lists.areas.keys():
        return Proposed(proposal, note=_OTHER_FIGURES.filled(year=str(year)))
    found = tuple(each for each in result.given if each.candidate.area_id in areas)
    return Proposed(proposal, found, sum(each.øre for each in found))


_OTHER_KIND = Message("the proposals share out grants for social efforts, and this is another kind")
_NONE = Message("no scenario is marked as the proposal of {year}")
_OTHER_FIGURES = Message(
    "the proposal of {year} rests on figures that do not know the places of this case"
)
