"""The addresses of the pages of `cases`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.cases import dialogue_pages, document_pages, opening_pages, views

_DOCUMENT = "sager/<int:case>/dokumenter/<str:asked>/<int:occasion>"

app_name = "cases"
urlpatterns = [
    path("sager/", views.cases, name="cases"),
    path("sager/hent.<str:kind>", views.download, name="download"),
    path("sager/ny/", opening_pages.new, name="new"),
    path("sager/<int:case>/", views.case, name="case"),
    path("sager/<int:case>/skridt/", views.step, name="step"),
    path("sager/<int:case>/tjek/", views.check, name="check"),
    path("sager/<int:case>/sagsbehandler/", views.assign, name="assign"),
    path("sager/<int:case>/parter/", views.add_party, name="add_party"),
    path("sager/<int:case>/kommentarer/", dialogue_pages.comment, name="comment"),
    path("sager/<int:case>/anmodninger/", dialogue_pages.ask_for_more, name="ask_for_more"),
    path("sager/<int:case>/anmodninger/<int:pk>/", dialogue_pages.answer, name="answer"),
    path("sager/<int:case>/dokumenter/", document_pages.documents, name="documents"),
    path("sager/<int:case>/dokumenter/flere/", document_pages.further, name="further"),
    path(f"{_DOCUMENT}/", document_pages.document, name="document"),
    path(f"{_DOCUMENT}/gem/", document_pages.save, name="save_version"),
    path(f"{_DOCUMENT}/sammenlign/", document_pages.side_by_side, name="side_by_side"),
    path(f"{_DOCUMENT}/<int:number>/hent", document_pages.download, name="version_file"),
]
