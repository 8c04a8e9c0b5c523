"""Decisions on cases: their frozen evidence, reasons, letters, and the earlier ones most alike."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DecisionsConfig(AppConfig):
    name = "boligsocial.portal.decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.decision_log.words import registers_words
        from boligsocial.portal.decisions.guards import guard_after_migration
        from boligsocial.portal.decisions.words import outcome_words, reason_words

        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(guard_after_migration, sender=self)
        registers_words("outcome", outcome_words)
        registers_words("reasons", reason_words)
