"""Physical and social together: development plans, rehousing and social efforts in one view."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DevelopmentConfig(AppConfig):
    name = "boligsocial.portal.development"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.cases.facts import tells_of_cases, tells_of_places
        from boligsocial.portal.development import told
        from boligsocial.portal.development.guards import guard_after_migration

        tells_of_places("transformation", told.transformation)
        tells_of_cases("rehousing_plan", told.rehousing_plan)
        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
