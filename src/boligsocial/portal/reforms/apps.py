"""What another rule would do to the lists."""

from __future__ import annotations

from django.apps import AppConfig


class ReformsConfig(AppConfig):
    name = "boligsocial.portal.reforms"
