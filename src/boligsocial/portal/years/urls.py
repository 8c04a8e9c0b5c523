"""The addresses of the pages of `years`."""

from __future__ import annotations

from django.urls import URLPattern, path

from boligsocial.portal.years import pages

app_name = "years"
urlpatterns: list[URLPattern] = [
    path("fordeling/aarene/", pages.years, name="years"),
    path("fordeling/aarene/hent.<str:kind>", pages.download, name="download"),
]
