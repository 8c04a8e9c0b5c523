"""The addresses of the pages of `estates`."""

from __future__ import annotations

from django.urls import URLPattern, path

from boligsocial.portal.estates import attached_pages, pages

app_name = "estates"
urlpatterns: list[URLPattern] = [
    path("afdelinger/<str:estate_id>/", pages.estate, name="estate"),
    path("afdelinger/<str:estate_id>/droeftelse/", attached_pages.attached, name="attached"),
    path("afdelinger/<str:estate_id>/hent.<str:kind>", pages.estate_file, name="estate_file"),
    path("omraader/<str:area_id>/tal/", pages.area_figures, name="area_figures"),
    path("omraader/<str:area_id>/tal/hent.<str:kind>", pages.area_file, name="area_file"),
]
