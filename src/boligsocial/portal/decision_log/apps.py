"""The log of decisions: only ever added to, each entry bound to the one before."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionLogConfig(AppConfig):
    name = "boligsocial.portal.decision_log"
    default_auto_field = "django.db.models.BigAutoField"
