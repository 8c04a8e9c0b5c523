"""The front page: where we are this year, what changed, and what is left of the frame."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.atlas import front
from boligsocial.portal.atlas.lists import chosen_list, list_choices, unnamed
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.portal.words import list_name
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.standings import newest_named_list


@shows_figures
def overview(request: HttpRequest, snapshot: AreaLists) -> HttpResponse:
    """One list: who is on it, who came and left, and the frame that is to carry it."""
    on = chosen_list(snapshot, request.GET.get("liste", ""))
    is_named = snapshot.names_areas(on.list_id)
    decides = settings.AUDIENCE == "deciders"
    return render(
        request,
        "atlas/overview.html",
        {
            "figures_shown": figures_shown(snapshot, on.on, unnamed(snapshot, on)),
            "on": on,
            "on_name": list_name(on),
            "choices": list_choices(snapshot, on),
            "counts": front.counts(snapshot, on),
            "prevention": front.prevention(snapshot, on),
            "is_named": is_named,
            "newest_named": newest_named_list(snapshot),
            "points": front.points(snapshot, on) if is_named else (),
            "rows": front.rows(snapshot, on) if is_named else (),
            "moves": front.moves(snapshot, on),
            "frame": front.frame_bar(),
            "asked": front.asked(snapshot, on) if decides and is_named else None,
            "chart": front.history_chart(snapshot),
            "chart_table": front.history_table(snapshot),
        },
    )
