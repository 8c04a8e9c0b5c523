"""The addresses of the pages of `distribution`."""

from __future__ import annotations

from django.urls import include, path

from boligsocial.portal.distribution import files, pages

app_name = "distribution"
urlpatterns = [
    path("fordeling/", pages.distribution, name="distribution"),
    path("fordeling/hvorfor/", pages.why, name="why"),
    path("fordeling/fordeling.xlsx", files.distribution_excel, name="distribution_excel"),
    path("fordeling/fordeling.pdf", files.distribution_pdf, name="distribution_pdf"),
    path("fordeling/fordeling.csv", files.distribution_csv, name="distribution_csv"),
    path("fordeling/sammenlign/", pages.comparison, name="compare"),
    path("fordeling/sammenlign/sammenligning.xlsx", files.compare_excel, name="compare_excel"),
    path("fordeling/sammenlign/sammenligning.pdf", files.compare_pdf, name="compare_pdf"),
    path("fordeling/bedste/", include("boligsocial.portal.distribution.optimum.urls")),
]
