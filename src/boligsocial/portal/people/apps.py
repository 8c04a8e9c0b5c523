"""Who works in the portal, for which organisation, and what they may do."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "boligsocial.portal.people"
    default_auto_field = "django.db.models.BigAutoField"
