"""The published lists and each area's story: overview, areas, one area, method."""

from __future__ import annotations

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "boligsocial.portal.atlas"
