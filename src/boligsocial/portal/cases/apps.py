"""Cases: from an application to a commitment, and on to its end."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "boligsocial.portal.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.cases.facts import tells_of_cases
        from boligsocial.portal.cases.guards import guard_after_migration
        from boligsocial.portal.cases.parties import parties_fact

        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
        tells_of_cases("parties", parties_fact)
