"""The addresses of the best distribution, under those of `distribution`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.distribution import optimum_pages

urlpatterns = [
    path("", optimum_pages.optimum, name="optimum"),
    path("rammer/", optimum_pages.every_frame, name="optimum_millions"),
    path("bedste-fordeling.xlsx", optimum_pages.optimum_excel, name="optimum_excel"),
    path("bedste-fordeling.csv", optimum_pages.optimum_csv, name="optimum_csv"),
]
