"""The addresses of the pages of `reforms`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.reforms import views

app_name = "reforms"
urlpatterns = [
    path("lovaendring/", views.reform, name="reform"),
    path("lovaendring/regel.toml", views.download, {"kind": "toml"}, name="rule_file"),
    path("lovaendring/omraader.csv", views.download, {"kind": "csv"}, name="csv"),
    path("lovaendring/omraader.xlsx", views.download, {"kind": "xlsx"}, name="excel"),
]
