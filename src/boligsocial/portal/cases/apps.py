"""Cases: from an application to a commitment, and on to its end."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "boligsocial.portal.cases"
    default_auto_field = "django.db.models.BigAutoField"
