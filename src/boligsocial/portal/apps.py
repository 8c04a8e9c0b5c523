"""The frame of the portal: its look, its components and its way of writing figures."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "boligsocial.portal"
    label = "portal"
