"""The addresses of the pages of `imports`."""

from __future__ import annotations

from django.urls import URLPattern, path

from boligsocial.portal.imports import pages

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("oejebliksbilleder/", pages.snapshots, name="snapshots"),
    path("oejebliksbilleder/levering/", pages.delivery, name="delivery"),
    path("oejebliksbilleder/sammenlign/", pages.comparison, name="comparison"),
    path("oejebliksbilleder/koersel/<str:job_id>/", pages.job, name="job"),
    path("oejebliksbilleder/koersel/<str:job_id>/stop/", pages.stop, name="stop"),
    path("oejebliksbilleder/<str:snapshot_id>/", pages.snapshot, name="snapshot"),
]
