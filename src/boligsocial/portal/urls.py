"""The portal's addresses. The pages of an audience that may not see them do not exist."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from boligsocial.portal import views
from boligsocial.portal.configuration import Audience


def addresses(audience: Audience) -> list[URLPattern | URLResolver]:
    """The addresses that an audience has."""
    everyone: list[URLPattern | URLResolver] = [
        path("", include("boligsocial.portal.atlas.urls")),
        path("", include("boligsocial.portal.estates.urls")),
        path("", include("boligsocial.portal.reforms.urls")),
        path("tilgaengelighed/", views.accessibility, name="accessibility"),
        path("sprog/", include("django.conf.urls.i18n")),
    ]
    if audience == "public":
        return everyone
    return [
        *everyone,
        path("", include("boligsocial.portal.distribution.urls")),
        path("", include("boligsocial.portal.scenarios.urls")),
        path("", include("boligsocial.portal.ranking.urls")),
        path("", include("boligsocial.portal.years.urls")),
        path("", include("boligsocial.portal.imports.urls")),
        path("", include("boligsocial.portal.people.urls")),
        path("", include("boligsocial.portal.ledger.urls")),
        path("", include("boligsocial.portal.cases.urls")),
        path("", include("boligsocial.portal.decision_log.urls")),
        path("", include("boligsocial.portal.decisions.urls")),
        path("", include("boligsocial.portal.financing.urls")),
        path("", include("boligsocial.portal.boards.urls")),
        path("", include("boligsocial.portal.development.urls")),
        path("", include("boligsocial.portal.work.urls")),
        path("konto/", include("allauth.urls")),
    ]


urlpatterns = addresses(settings.AUDIENCE)
