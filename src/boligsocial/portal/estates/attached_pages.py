"""The page of the concrete discussion: an estate beside an exposed area."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.estates.attached import (
    areas_nearby,
    evidence_of,
    new_case_address,
)
from boligsocial.portal.estates.earlier_decisions import earlier_decisions
from boligsocial.portal.estates.index_bar import index_bar
from boligsocial.portal.estates.pages import estate_in, no_estates
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.portal.people.gate import Who
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.attachment import default_attachment
from boligsocial.snapshots.sealed import SealedLists


@shows_figures
def attached(request: HttpRequest, lists: AreaLists, estate_id: str) -> HttpResponse:
    """The evidence for taking an estate along with an exposed area beside it."""
    if not isinstance(lists, SealedLists):
        return no_estates(request, lists)
    estate, nearby = estate_in(lists, estate_id), areas_nearby(lists, estate_id)
    context = {
        "figures_shown": figures_shown(lists, None),
        "estate": estate,
        "limits": default_attachment(),
        "snapshot": lists.snapshot,
    }
    if not nearby:
        within = [lists.areas[each] for each in estate.areas]
        return render(request, "estates/attached.html", {**context, "within": within})
    who = getattr(request, "who", Who(None))
    evidence = evidence_of(lists, estate_id, nearby)
    context |= {
        "evidence": evidence,
        "index": index_bar(estate.index),
        "new_case": new_case_address(lists, estate_id) if evidence.is_beside_exposed else "",
        "earlier": earlier_decisions(lists, estate_id, nearby[0].area_id, who),
        "may_see_cases": who.user is not None,
    }
    return render(request, "estates/attached.html", context)
