"""The addresses of the pages of `ranking`."""

from __future__ import annotations

from django.urls import URLPattern, path

from boligsocial.portal.ranking import pages

app_name = "ranking"
urlpatterns: list[URLPattern] = [
    path("indeks/", pages.ranking, name="ranking"),
    path("indeks/hent.<str:kind>", pages.download, name="download"),
    path("indeks/<str:estate_id>/", pages.estate, name="estate"),
]
