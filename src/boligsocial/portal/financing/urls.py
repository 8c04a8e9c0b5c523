"""The addresses of the pages of `financing`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.financing import attracted_views, views

app_name = "financing"
urlpatterns = [
    path("sager/finansiering/", attracted_views.attracted, name="attracted"),
    path(
        "sager/finansiering/hent.<str:kind>",
        attracted_views.download,
        name="download_attracted",
    ),
    path("sager/<int:case>/finansiering/", views.plan, name="plan"),
    path("sager/<int:case>/finansiering/ret/", views.edit, name="edit"),
    path("sager/<int:case>/finansiering/tjek/", views.check, name="check"),
    path("sager/<int:case>/finansiering/laes/", views.upload, name="upload"),
    path("sager/<int:case>/finansiering/plan.xlsx", views.download, name="download_plan"),
]
