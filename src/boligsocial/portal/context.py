"""What every page's frame needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext, gettext_noop

from boligsocial.portal.figures import chooser, shows_published
from boligsocial.portal.people.gate import GATED, Who, action_of, ask

# The order of the navigation; a page that does not exist, or not for this audience, is left out.
PAGES = (
    (gettext_noop("Overview"), "atlas:overview"),
    (gettext_noop("Areas"), "atlas:areas"),
    (gettext_noop("Index"), "ranking:ranking"),
    (gettext_noop("Distribution"), "distribution:distribution"),
    (gettext_noop("Tasks"), "work:waiting"),
    (gettext_noop("Cases"), "cases:cases"),
    (gettext_noop("Development plans"), "development:plans"),
    (gettext_noop("The frames"), "ledger:frames"),
    (gettext_noop("Grants"), "ledger:grants"),
    (gettext_noop("Log"), "decision_log:log"),
    (gettext_noop("Law reform"), "reforms:reform"),
    (gettext_noop("Snapshots"), "imports:snapshots"),
    (gettext_noop("Method"), "atlas:method"),
)


@dataclass(frozen=True)
class NavigationLink:
    """A page of the navigation; `current` is the value of `aria-current`, empty elsewhere."""

    name: str
    address: str
    current: Literal["page", "true", ""]


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `audience`, `who`, and of the figures `chooser` and `is_published`."""
    who = getattr(request, "who", Who(None))
    return {
        "navigation": list(_navigation(request.path, who)),
        "audience": settings.AUDIENCE,
        "who": who,
        "chooser": chooser(request),
        "is_published": shows_published(request),
    }


def _navigation(path: str, who: Who) -> Iterator[NavigationLink]:
    for name, page in PAGES:
        try:
            address = reverse(page)
        except NoReverseMatch:
            continue
        if not _may_see(address, who):
            continue
        below = address != "/" and path.startswith(address)
        yield NavigationLink(
            gettext(name), address, "page" if path == address else "true" if below else ""
        )


def _may_see(address: str, who: Who) -> bool:
    """Whether a page is open to all, or to this person."""
    found = resolve(address)
    if not GATED.intersection(found.app_names):
        return True
    action = action_of(found.func)
    return action is None or ask(who, action).allowed
