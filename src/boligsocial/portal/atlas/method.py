"""How everything is calculated, where it comes from, and what it cannot say."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from boligsocial.allocation.principles import default_principles, frames
from boligsocial.disclosure.limits import default_limits
from boligsocial.portal.atlas.rules_shown import agreements, versions_shown
from boligsocial.snapshots.published import published_snapshot


def method(request: HttpRequest) -> HttpResponse:
    """The method, written in each language, with the rules read from their files."""
    snapshot = published_snapshot()
    compared = agreements(snapshot)
    return render(
        request,
        f"atlas/method.{translation.get_language()}.html",
        {
            "versions": versions_shown(),
            "agreements": compared,
            "agree": sum(each.agree for each in compared),
            "differ": sum(each.differ for each in compared),
            "undetermined": sum(each.undetermined for each in compared),
            "sources": snapshot.sources.sort("source_id").rows(named=True),
            "frames": frames(),
            "limits": default_limits(),
            "principles": default_principles(),
            "decides": settings.AUDIENCE == "deciders",
        },
    )
