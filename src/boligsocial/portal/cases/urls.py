"""The addresses of the pages of `cases`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.cases import views

app_name = "cases"
urlpatterns = [
    path("sager/", views.cases, name="cases"),
    path("sager/<int:case>/", views.case, name="case"),
]
