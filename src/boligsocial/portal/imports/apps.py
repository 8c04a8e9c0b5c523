"""From a delivery of registers to a snapshot, without any person's data coming into the portal."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "boligsocial.portal.imports"
