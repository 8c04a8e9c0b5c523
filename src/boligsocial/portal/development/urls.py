"""The addresses of development plans, and of a case beside them."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.development import views

app_name = "development"
AT = "udviklingsplaner/<int:pk>/"
TOGETHER = "sager/<int:case>/fysisk-og-socialt/"
urlpatterns = [
    path("udviklingsplaner/", views.plans, name="plans"),
    path("udviklingsplaner/ny/", views.new, name="new"),
    path(AT, views.plan, name="plan"),
    path(f"{AT}boliger/", views.version, name="version"),
    path(f"{AT}status/", views.report, name="report"),
    path(f"{AT}trin/", views.stage, name="stage"),
    path(f"{AT}genhusning/", views.wave, name="wave"),
    path(f"{AT}bortfald/", views.withdraw, name="withdraw"),
    path(TOGETHER, views.together, name="together"),
    path(f"{TOGETHER}maal/", views.goal, name="goal"),
]
