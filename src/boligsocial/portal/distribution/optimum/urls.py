"""The addresses of the best distribution, under those of `distribution`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.distribution.optimum import pages

urlpatterns = [
    path("", pages.optimum, name="optimum"),
    path("rammer/", pages.every_frame, name="optimum_millions"),
    path("bedste-fordeling.xlsx", pages.optimum_excel, name="optimum_excel"),
    path("bedste-fordeling.csv", pages.optimum_csv, name="optimum_csv"),
]
