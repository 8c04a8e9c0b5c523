"""All areas that have been on a list: find one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.atlas import directory, directory_file
from boligsocial.portal.atlas.lists import area_point, list_choices, unnamed
from boligsocial.portal.context import FiguresShown
from boligsocial.portal.downloads import as_response
from boligsocial.portal.words import list_name
from boligsocial.snapshots.published import published_snapshot


def areas(request: HttpRequest) -> HttpResponse:
    """The table and the map of the areas that meet the wish of the address."""
    snapshot = published_snapshot()
    wish = directory.wish_of(snapshot, request.GET.dict())
    found = directory.entries(snapshot, wish)
    shown = {
        "wish": wish,
        "on_name": list_name(wish.on),
        "entries": found,
        "headings": directory.headings(wish),
        "total": len(snapshot.areas),
        "query": wish.address(),
        "is_narrowed": len(found) < len(snapshot.areas),
    }
    if request.htmx and request.htmx.target == "areas-result":  # type: ignore[attr-defined]
        return render(request, "atlas/areas_result.html", shown)
    every = directory.entries(snapshot, directory.Wish(wish.on))
    return render(
        request,
        "atlas/areas.html",
        {
            **shown,
            "figures_shown": FiguresShown("published", wish.on.on, unnamed(wish.on)),
            "choices": list_choices(snapshot, wish.on),
            "municipalities": directory.municipality_choices(snapshot, wish),
            "regions": directory.region_choices(snapshot, wish),
            "statuses": directory.status_choices(snapshot, wish),
            "points": [area_point(each.area, each.standing.status) for each in every],
        },
    )


def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of the address as a file, `csv` or `xlsx`."""
    if kind not in ("csv", "xlsx"):
        raise Http404(kind)
    snapshot = published_snapshot()
    wish = directory.wish_of(snapshot, request.GET.dict())
    found = directory.entries(snapshot, wish)
    return as_response(directory_file.book(snapshot, wish, found), kind, "omraader")
