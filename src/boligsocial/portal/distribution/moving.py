"""The ladder while the frame's slider is dragged: what changes on it, and one area's reasons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.messages import UserError
from boligsocial.portal.distribution.shared_out import SharedOut
from boligsocial.portal.figures import NAME, figures_id
from boligsocial.portal.templatetags.boligsocial import mio

SLIDE = "slide"
"""The element that asks for what changes."""


def what_moves(shared: SharedOut) -> dict[str, Any]:
    """What a frame changes on the ladder, for the script that changes it.

    grants, widths: of each area down the ladder, empty where it gets nothing. tiers: what each tier
    gets. waterline: the area that it stands above, whether above its whole tier; none at the end.
    """
    rungs, groups = shared.rungs, shared.groups
    at = next((each for each in groups if each.waterline_at), None)
    return {
        "areas": len(rungs),
        "grants": [each.grant_written if each.grant.øre else "" for each in rungs],
        "widths": [each.granted_width if each.grant.øre else "0%" for each in rungs],
        "tiers": {each.tier.value: mio(each.granted_øre) for each in groups},
        "waterline": at and at.waterline_at,
        "above_its_tier": at is not None and at.starts_below,
    }


def shown_moving(request: HttpRequest, context: dict[str, Any], page: str) -> HttpResponse:
    """The pieces that a frame changes, without the ladder itself."""
    shared: SharedOut = context["shared"]
    own = "" if shared.is_published else f"&{NAME}={figures_id(shared.lists)}"
    address = f"{page}?{context['query']}{own}"
    # The script sets the address: htmx would first copy the whole page.
    context["moves"] = {**what_moves(shared), "address": address}
    return render(request, "distribution/_moved.html", context)


def shown_why(
    request: HttpRequest, context: dict[str, Any], area_id: str, *, is_piece: bool
) -> HttpResponse:
    """Why an area gets what it gets of the frame.

    Raises:
        UserError: the area is not on the ladder.
    """
    rung = next((each for each in context["shared"].rungs if each.area_id == area_id), None)
    if rung is None:
        raise UserError("the area {area} is not on the ladder of this list", area=area_id[:60])
    template = "distribution/_why.html" if is_piece else "distribution/why.html"
    return render(request, template, context | {"rung": rung})
