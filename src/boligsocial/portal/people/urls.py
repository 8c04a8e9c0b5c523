"""The addresses of the pages of `people`."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.people import views

app_name = "people"
urlpatterns = [
    path("adgang/", views.access, name="access"),
    path("adgang/demo/", views.be_demo_user, name="be_demo_user"),
    path("organisationer/", views.organisations, name="organisations"),
    path("organisationer/<int:pk>/", views.organisation, name="organisation"),
    path("organisationer/<int:pk>/inviter/", views.send, name="invite"),
    path("organisationer/<int:pk>/invitation/<int:invitation>/", views.withdraw, name="withdraw"),
    path("organisationer/<int:pk>/rolle/<int:membership>/", views.end, name="end"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
