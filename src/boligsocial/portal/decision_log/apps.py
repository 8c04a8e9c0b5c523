"""The log of decisions: only ever added to, each entry bound to the one before."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DecisionLogConfig(AppConfig):
    name = "boligsocial.portal.decision_log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.decision_log.guards import guard_after_migration

        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
