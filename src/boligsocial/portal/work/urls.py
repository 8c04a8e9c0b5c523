"""The addresses of the pages of `work`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.work import archive_views, views

app_name = "work"
urlpatterns = [
    path("opgaver/", views.waiting, name="waiting"),
    path("soeg/", views.search, name="search"),
    path("sager/<int:case>/hent/", archive_views.archive, name="archive"),
    path("sager/<int:case>/hent/stop/", archive_views.stop, name="stop_archive"),
    path("sager/<int:case>/hent/sag.zip", archive_views.packed, name="packed"),
]
