"""The addresses of the pages of `scenarios`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.scenarios import files, views

app_name = "scenarios"
urlpatterns = [
    path("fordeling/scenarier/", views.scenarios, name="scenarios"),
    path("fordeling/scenarier/gem/", views.new, name="new_scenario"),
    path("fordeling/scenarier/sammenlign/", views.comparison, name="compared_scenarios"),
    path("fordeling/scenarier/sammenlign/scenarier.xlsx", files.excel, name="scenarios_excel"),
    path("fordeling/scenarier/sammenlign/scenarier.pdf", files.pdf, name="scenarios_pdf"),
    path("fordeling/scenarier/<int:pk>/", views.scenario, name="scenario"),
    path("fordeling/scenarier/<int:pk>/scenarie.pdf", files.one_pdf, name="scenario_pdf"),
    path("fordeling/scenarier/<int:pk>/indstil/", views.propose, name="propose"),
]
