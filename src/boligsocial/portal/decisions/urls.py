"""The addresses of the pages of `decisions`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.decisions import views

app_name = "decisions"
_ONE = "sager/<int:case>/afgoerelser/<int:number>/"
urlpatterns = [
    path("sager/<int:case>/afgoerelser/", views.decisions, name="decisions"),
    path("sager/<int:case>/afgoerelser/afgoer/", views.decide, name="decide"),
    path(_ONE, views.decision, name="decision"),
    path(f"{_ONE}grundlag.json", views.evidence, name="evidence"),
    path(f"{_ONE}brev.pdf", views.letter, name="letter"),
]
