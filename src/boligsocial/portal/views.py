"""The pages that belong to no app: accessibility, and a form that has become too old."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, written in each language."""
    return render(request, f"portal/accessibility.{translation.get_language()}.html")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without the mark that the portal gave it, for example after a day in a tab."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
