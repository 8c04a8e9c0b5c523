"""Distributions kept under a name, compared, and put forward as the proposal of a year."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ScenariosConfig(AppConfig):
    name = "boligsocial.portal.scenarios"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.scenarios.guards import guard_after_migration

        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
