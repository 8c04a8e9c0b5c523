"""What a frame can carry and who feels it; for those who decide."""

from __future__ import annotations

from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "boligsocial.portal.distribution"
