"""Addresses of static files that change when the files do."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

STAMP = Path(__file__).parent / "static" / "vendor" / "stamp.txt"


class StampedFiles(StaticFilesStorage):
    """Puts the stamp of the build behind each address, so that browsers may keep the files."""

    @cached_property
    def stamp(self) -> str:
        return STAMP.read_text(encoding="ascii") if STAMP.exists() else ""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        return f"{address}?v={self.stamp}" if self.stamp else address
