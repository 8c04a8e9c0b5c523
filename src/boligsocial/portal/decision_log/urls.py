"""The addresses of the pages of `decision_log`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.decision_log import views

app_name = "decision_log"
urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/person/", views.of_person, name="of_person"),
    path("log/person.<str:kind>", views.person_file, name="person_file"),
    path("sager/<int:case>/log/", views.of_case, name="of_case"),
]
