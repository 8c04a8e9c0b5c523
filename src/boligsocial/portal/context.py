"""What every page's frame needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from boligsocial.messages import Message

# The order of the navigation; a page that does not exist, or not for this audience, is left out.
PAGES = (
    (gettext_noop("Overview"), "atlas:overview"),
    (gettext_noop("Areas"), "atlas:areas"),
    (gettext_noop("Distribution"), "distribution:distribution"),
    (gettext_noop("Law reform"), "reforms:reform"),
    (gettext_noop("Method"), "atlas:method"),
)


@dataclass(frozen=True)
class NavigationLink:
    """A page of the navigation; `current` is the value of `aria-current`, empty elsewhere."""

    name: str
    address: str
    current: Literal["page", "true", ""]


@dataclass(frozen=True)
class FiguresShown:
    """Which figures a page shows, for the strip at its top.

    kind: published lists, register deliveries or made-up people. on: the date of the list or the
    snapshot. note: what more the reader should know in a line.
    """

    kind: Literal["published", "registers", "synthetic"]
    on: date | None = None
    note: Message | None = None


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation` and `audience` for every page."""
    return {"navigation": list(_navigation(request.path)), "audience": settings.AUDIENCE}


def _navigation(path: str) -> Iterator[NavigationLink]:
    for name, page in PAGES:
        try:
            address = reverse(page)
        except NoReverseMatch:
            continue
        below = address != "/" and path.startswith(address)
        yield NavigationLink(
            gettext(name), address, "page" if path == address else "true" if below else ""
        )
