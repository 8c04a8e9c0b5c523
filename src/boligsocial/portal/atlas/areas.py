"""All areas that have been on a list, and the estates of a snapshot: find one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from boligsocial.portal.atlas import directory, directory_file
from boligsocial.portal.atlas.lists import area_point, list_choices, unnamed
from boligsocial.portal.atlas.units import all_entries
from boligsocial.portal.downloads import as_response
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.portal.words import list_name
from boligsocial.snapshots.area_lists import AreaLists

A_PAGE = 100


@shows_figures
def areas(request: HttpRequest, snapshot: AreaLists) -> HttpResponse:
    """The table and the map of the areas and estates that meet the wish of the address."""
    wish = directory.wish_of(snapshot, request.GET.dict())
    found = directory.entries(snapshot, wish)
    every = all_entries(snapshot, wish.on)
    pages = Paginator(found, A_PAGE)
    shown = {
        "wish": wish,
        "on_name": list_name(wish.on),
        "found": len(found),
        "entries": pages.get_page(request.GET.get("side")),
        "area_ids": [each.id for each in found if each.area],
        "headings": directory.headings(snapshot, wish),
        "total": len(every),
        "query": wish.address(),
        "show_all": reverse("atlas:areas")
        + directory.Wish(wish.on, figures=wish.figures).address(),
        "is_narrowed": len(found) < len(every),
    }
    if request.htmx and request.htmx.target == "areas-result":  # type: ignore[attr-defined]
        return render(request, "atlas/areas_result.html", shown)
    return render(
        request,
        "atlas/areas.html",
        {
            **shown,
            "estates": sum(each.estate is not None for each in every),
            "figures_shown": figures_shown(snapshot, wish.on.on, unnamed(snapshot, wish.on)),
            "choices": list_choices(snapshot, wish.on),
            "kinds": directory.kind_choices(wish),
            "municipalities": directory.municipality_choices(snapshot, wish),
            "regions": directory.region_choices(snapshot, wish),
            "statuses": directory.status_choices(snapshot, wish),
            "points": [
                area_point(each.area, each.standing.status)
                for each in every
                if each.area and each.standing
            ],
        },
    )


@shows_figures
def download(request: HttpRequest, snapshot: AreaLists, kind: str) -> HttpResponse:
    """The rows of the address as a file, `csv` or `xlsx`."""
    wish = directory.wish_of(snapshot, request.GET.dict())
    found = directory.entries(snapshot, wish)
    return as_response(directory_file.book(snapshot, wish, found), kind, "omraader")
