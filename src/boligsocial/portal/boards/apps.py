"""Leading together: boards, what they decide, and what the parties sign."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BoardsConfig(AppConfig):
    name = "boligsocial.portal.boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.boards import agreed
        from boligsocial.portal.boards.guards import guard_after_migration
        from boligsocial.portal.cases.facts import tells_of_cases

        tells_of_cases("strategic_agreement", agreed.strategic_agreement)
        tells_of_cases("sub_agreements", agreed.sub_agreements)
        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
