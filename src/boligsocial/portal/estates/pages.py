"""The page of an estate, and the figures of an area beside those of its groups."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.disclosure.gate import SMALL_UNIT, why_hidden
from boligsocial.portal.downloads import as_response
from boligsocial.portal.estates.attached import areas_nearby
from boligsocial.portal.estates.files import figures_book
from boligsocial.portal.estates.index_bar import index_bar
from boligsocial.portal.estates.indicators import unit_indicators
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.snapshots.area_lists import Area, AreaLists
from boligsocial.snapshots.estates import Estate, nearest_estates
from boligsocial.snapshots.sealed import SealedLists

NEAREST = 8


@shows_figures
def estate(request: HttpRequest, lists: AreaLists, estate_id: str) -> HttpResponse:
    """One estate: what it is, its figures beside the municipality and the nation, who is near."""
    if not isinstance(lists, SealedLists):
        return no_estates(request, lists)
    this = estate_in(lists, estate_id)
    near = nearest_estates(lists.snapshot, estate_id, NEAREST)
    return render(
        request,
        "estates/estate.html",
        {
            "figures_shown": figures_shown(lists, None),
            "estate": this,
            "within": [lists.areas[each] for each in this.areas],
            "index": index_bar(this.index),
            "why_hidden": why_hidden(SMALL_UNIT),
            "indicators": unit_indicators(
                lists.snapshot, "estate", estate_id, this.municipality_code
            ),
            "areas_near": [
                (lists.areas[each.area_id], each) for each in areas_nearby(lists, estate_id)
            ],
            "near": [(lists.estates[each.estate_id], each) for each in near],
            "manifest": lists.snapshot.manifest,
        },
    )


@shows_figures
def area_figures(request: HttpRequest, lists: AreaLists, area_id: str) -> HttpResponse:
    """The figures of an area and of groups of its residents."""
    if not isinstance(lists, SealedLists):
        return no_estates(request, lists)
    this = _area(lists, area_id)
    return render(
        request,
        "estates/area_figures.html",
        {
            "figures_shown": figures_shown(lists, None),
            "area": this,
            "indicators": unit_indicators(lists.snapshot, "area", area_id, this.municipality_code),
            "manifest": lists.snapshot.manifest,
        },
    )


@shows_figures
def estate_file(
    request: HttpRequest,  # noqa: ARG001 - every view has it
    lists: AreaLists,
    estate_id: str,
    kind: str,
) -> HttpResponse:
    """The figures of an estate as a file, `csv` or `xlsx`."""
    sealed = _sealed(lists)
    book = figures_book(sealed, estate_in(sealed, estate_id))
    return as_response(book, kind, f"afdeling-{estate_id}")


@shows_figures
def area_file(
    request: HttpRequest,  # noqa: ARG001 - every view has it
    lists: AreaLists,
    area_id: str,
    kind: str,
) -> HttpResponse:
    """The figures of an area and its groups as a file, `csv` or `xlsx`."""
    sealed = _sealed(lists)
    return as_response(figures_book(sealed, _area(sealed, area_id)), kind, f"omraade-{area_id}")


def _sealed(lists: AreaLists) -> SealedLists:
    if not isinstance(lists, SealedLists):
        raise Http404("published lists have no such figures")
    return lists


def estate_in(lists: SealedLists, estate_id: str) -> Estate:
    if estate_id not in lists.estates:
        raise Http404(estate_id)
    return lists.estates[estate_id]


def _area(lists: SealedLists, area_id: str) -> Area:
    if area_id not in lists.areas:
        raise Http404(area_id)
    return lists.areas[area_id]


def no_estates(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """That published lists know areas only."""
    shown = {"figures_shown": figures_shown(lists, None)}
    return render(request, "estates/no_estates.html", shown, status=404)
