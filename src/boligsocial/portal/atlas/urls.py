"""The addresses of the pages of `atlas`."""

from __future__ import annotations

from django.urls import URLPattern, path

from boligsocial.portal.atlas import area, areas, imported_lists, method, overview

app_name = "atlas"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("omraader/", areas.areas, name="areas"),
    path("omraader/hent.<str:kind>", areas.download, name="areas_download"),
    path("omraader/<str:area_id>/", area.area, name="area"),
    path("omraader/<str:area_id>/hent.<str:kind>", area.download, name="area_download"),
    path("lister/", imported_lists.lists, name="imported_lists"),
    path("lister/eksempel.<str:kind>", imported_lists.sample, name="imported_sample"),
    path("lister/<str:on>/", imported_lists.one_list, name="imported_list"),
    path("lister/<str:on>/hent.<str:kind>", imported_lists.download, name="imported_download"),
    path("metode/", method.method, name="method"),
]
