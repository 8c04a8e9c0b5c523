"""The addresses of the pages of `work`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.work import views

app_name = "work"
urlpatterns = [
    path("opgaver/", views.waiting, name="waiting"),
    path("soeg/", views.search, name="search"),
]
