"""The addresses of the pages of `ledger`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.ledger import views

app_name = "ledger"
urlpatterns = [
    path("rammen/", views.frames, name="frames"),
    path("rammen/bilag/", views.entries, name="entries"),
    path("rammen/hent.<str:kind>", views.download, name="download"),
    path("bevillinger/", views.grants, name="grants"),
    path("bevillinger/<int:pk>/", views.grant, name="grant"),
]
