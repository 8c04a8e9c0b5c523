"""What the portal needs to run, looked at one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from boligsocial.portal.configuration import PortalSettings
from boligsocial.portal.upgrade import database_is_sound
from boligsocial.snapshots.published import published_snapshot

PORTAL = Path(__file__).parent
LOCALE = PORTAL.parent / "locale"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, whether it is well, and what mends it."""

    what: str
    well: bool
    mend: str


def findings(settings: PortalSettings) -> list[Finding]:
    """Everything that could stop the portal."""
    return [
        Finding(
            f"Python {sys.version_info.major}.{sys.version_info.minor}",
            sys.version_info >= (3, 11),
            "install Python 3.11 or newer",
        ),
        Finding(
            "the pages' styles and scripts",
            (PORTAL / "static" / "vendor" / "site.css").is_file(),
            "run make assets",
        ),
        Finding(
            "the Danish catalogue",
            (LOCALE / "da" / "LC_MESSAGES" / "django.mo").is_file(),
            "run make catalogue",
        ),
        Finding(
            f"the folder {settings.home}",
            _can_be_written(settings.home),
            "make it writable, or choose another with BOLIGSOCIAL_HOME",
        ),
        Finding(
            "the database and its guards",
            _succeeds(_database_is_sound),
            "run boligsocial serve, which brings it up to date; see BOLIGSOCIAL_DATABASE",
        ),
        Finding(
            "letters and tables as PDF",
            _succeeds(_write_pdf),
            "install Debian's libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0",
        ),
        Finding(
            "the published lists agree with the law",
            _succeeds(_lists_agree),
            "run boligsocial lists to see which do not",
        ),
    ]


def _can_be_written(folder: Path) -> bool:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


def _succeeds(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True


def _database_is_sound() -> None:
    if not database_is_sound():
        raise ValueError("migrations or guards are missing")


def _write_pdf() -> None:
    from weasyprint import HTML

    HTML(string="<p>æøå</p>").write_pdf()


def _lists_agree() -> None:
    agreement = published_snapshot().published_against_computed()["agree"].drop_nulls()
    if not agreement.all():
        raise ValueError("a published status is not what the law gives")
