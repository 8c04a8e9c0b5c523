"""What waits for whom: work lists, reminders by letter, and finding a case again."""

from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "boligsocial.portal.work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boligsocial.portal.work import events
        from boligsocial.portal.work.signatures import signatures
        from boligsocial.portal.work.waiting import also_waits

        events.listen()
        also_waits(signatures)
