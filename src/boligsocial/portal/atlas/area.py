"""One area: why it is where it is, and how far to the next line."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.atlas import area_file
from boligsocial.portal.atlas.area_charts import measure_charts
from boligsocial.portal.atlas.lists import area_address, area_point, standing
from boligsocial.portal.atlas.story import story_of
from boligsocial.portal.danish import danish_order
from boligsocial.portal.downloads import as_response
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.portal.words import NOT_ON_LIST, list_name
from boligsocial.snapshots.area_lists import Area, AreaLists
from boligsocial.snapshots.estates import Estate
from boligsocial.snapshots.sealed import SealedLists

STRIP_STATUSES = ("forebyggelse", "udsat", "parallelsamfund", "omdannelse")


@shows_figures
def area(request: HttpRequest, snapshot: AreaLists, area_id: str) -> HttpResponse:
    """The story of one area."""
    this = _found(snapshot, area_id)
    story = story_of(snapshot, this)
    neighbours = _same_municipality(snapshot, this)
    return render(
        request,
        "atlas/area.html",
        {
            "figures_shown": figures_shown(snapshot, None),
            "area": this,
            "story": story,
            "standing_on": list_name(story.standing_on),
            "complete_on": list_name(story.complete_on) if story.complete_on else None,
            "strip_statuses": STRIP_STATUSES,
            "not_on_list": NOT_ON_LIST,
            "consists_of": _consists_of(snapshot, this),
            "charts": measure_charts(snapshot, story),
            "neighbours": [
                (each, standing(snapshot, story.standing_on, each.area_id), area_address(each))
                for each in neighbours
            ],
            "points": [
                area_point(each, standing(snapshot, story.standing_on, each.area_id).status)
                for each in neighbours
            ],
        },
    )


@shows_figures
def download(
    request: HttpRequest,  # noqa: ARG001 - every view has it
    snapshot: AreaLists,
    area_id: str,
    kind: str,
) -> HttpResponse:
    """The area's figures and lists as a file, `csv` or `xlsx`."""
    story = story_of(snapshot, _found(snapshot, area_id))
    return as_response(area_file.book(story), kind, area_id)


def _found(snapshot: AreaLists, area_id: str) -> Area:
    if area_id not in snapshot.areas:
        raise Http404(area_id)
    return snapshot.areas[area_id]


def _consists_of(snapshot: AreaLists, this: Area) -> list[Estate]:
    """The estates of an area of a snapshot, in the Danish order."""
    if not isinstance(snapshot, SealedLists):
        return []
    found = [each for each in snapshot.estates.values() if this.area_id in each.areas]
    return sorted(found, key=lambda each: danish_order(each.name))


def _same_municipality(snapshot: AreaLists, this: Area) -> list[Area]:
    """The areas of the municipality, this one first, the others in the Danish order."""
    found = [
        each for each in snapshot.areas.values() if each.municipality_code == this.municipality_code
    ]
    return sorted(found, key=lambda each: (each != this, danish_order(each.name)))
