"""Financing plans: what an effort costs, who pays it, and how much of it is local."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FinancingConfig(AppConfig):
    name = "boligsocial.portal.financing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.cases.facts import tells_of_cases
        from boligsocial.portal.financing import services
        from boligsocial.portal.financing.guards import guard_after_migration

        tells_of_cases("financing_plan", services.tells_of_plan)
        tells_of_cases("local_share", services.tells_of_local_share)
        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
