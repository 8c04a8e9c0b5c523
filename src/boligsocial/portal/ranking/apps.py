"""The index of every estate: who stands where, why, and who moves with other weights."""

from __future__ import annotations

from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "boligsocial.portal.ranking"
