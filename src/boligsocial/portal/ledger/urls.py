"""The addresses of the pages of `ledger`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.ledger import form_views, views
from boligsocial.portal.ledger.operations import OF_FRAMES, OF_GRANTS

app_name = "ledger"
urlpatterns = [
    path("rammen/", views.frames, name="frames"),
    path("rammen/bilag/", views.entries, name="entries"),
    path("rammen/hent.<str:kind>", views.download, name="download"),
    path("bevillinger/", views.grants, name="grants"),
    path("bevillinger/<int:pk>/", views.grant, name="grant"),
    path("rammen/bilag/<int:number>/tilbagefoer/", form_views.reverse, name="reverse"),
    path("rammen/overskridelser/", form_views.proposals, name="overrides"),
    path("rammen/overskridelser/ny/", form_views.propose, name="propose_override"),
    path(
        "rammen/overskridelser/<int:number>/godkend/", form_views.approve, name="approve_override"
    ),
    path("rammen/overskridelser/<int:number>/afvis/", form_views.decline, name="decline_override"),
    *(
        path(f"rammen/{each.address}/", form_views.form_of(each), name=each.id)
        for each in OF_FRAMES
    ),
    *(
        path(f"bevillinger/<int:pk>/{each.address}/", form_views.form_of(each), name=each.id)
        for each in OF_GRANTS
    ),
]
