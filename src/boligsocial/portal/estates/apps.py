"""Every estate of a snapshot: what it is, its figures through the years, and who lives near."""

from __future__ import annotations

from django.apps import AppConfig


class EstatesConfig(AppConfig):
    name = "boligsocial.portal.estates"
