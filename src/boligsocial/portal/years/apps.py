"""The frames over the years: what is committed, carried over, renewed and phased out."""

from __future__ import annotations

from django.apps import AppConfig


class YearsConfig(AppConfig):
    name = "boligsocial.portal.years"
