"""Which figures a page shows: the published lists, or a snapshot of the portal's store.

The address says it (`?snapshot=...`), so that a page can be passed on. Where it does not, the page
that led here says it, and then the choice that the reader made last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from boligsocial.messages import Message, UserError
from boligsocial.portal.components import Choice, choices
from boligsocial.snapshots.area_lists import AreaLists, Kind
from boligsocial.snapshots.opening import opened_lists, stored
from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.store import Snapshot

PUBLISHED = "offentliggjort"
NAME = "snapshot"
"""Of the part of the address, and of the cookie."""
_A_YEAR = 365 * 24 * 60 * 60
_View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class FiguresShown:
    """Which figures a page shows, for the strip at its top.

    kind: published lists, register deliveries or made-up people. on: the date of the list or the
    snapshot. note: what more the reader should know in a line.
    """

    kind: Kind
    on: date | None = None
    note: Message | None = None


@dataclass(frozen=True)
class Chooser:
    """The form at the top of a page: where it leads, and what may be chosen."""

    action: str
    choices: tuple[Choice, ...]

    @property
    def kept(self) -> str:
        """The snapshot to name in every form of the page; empty for published figures."""
        chosen = next(each.value for each in self.choices if each.is_chosen)
        return "" if chosen == PUBLISHED else chosen


def store_of_snapshots() -> Path:
    """The folder of the portal's snapshots."""
    folder: Path = settings.PORTAL.snapshots_folder
    return folder


def offered_snapshots() -> tuple[Snapshot, ...]:
    """The snapshots that this audience may choose, the newest first; the public's are made up."""
    found, _ = stored(store_of_snapshots())
    if settings.AUDIENCE == "public":
        return tuple(each for each in found if each.manifest.kind == "synthetic")
    return found


def figures_id(lists: AreaLists) -> str:
    """What the address calls these figures."""
    return lists.snapshot.id if isinstance(lists, SealedLists) else PUBLISHED


def figures_name(lists: AreaLists) -> Message:
    """What a reader calls these figures, with their date."""
    if isinstance(lists, SealedLists):
        return snapshot_name(lists.snapshot)
    return Message("Published figures")


def snapshot_name(snapshot: Snapshot) -> Message:
    """`Synthetic figures, 1 December 2018`."""
    named = {"on": snapshot.on}
    if snapshot.manifest.kind == "synthetic":
        return Message("Synthetic figures, {on}", named)
    return Message("Register figures, {on}", named)


def shows_figures(view: _View) -> _View:
    """Hand a view the chosen figures after its request, and let its address say which they are."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: str) -> HttpResponse:
        said = request.GET.get(NAME)
        wanted = said or _led_here(request) or request.COOKIES.get(NAME, "")
        if said is None and wanted not in ("", PUBLISHED):
            is_offered = any(each.id == wanted for each in offered_snapshots())
            if not is_offered or kwargs.get("area_id") in published_snapshot().areas:
                wanted = PUBLISHED
            elif request.method == "GET" and not request.headers.get("HX-Request"):
                return HttpResponseRedirect(address_with(request, wanted))
        lists = lists_of(wanted or PUBLISHED)
        request.figures = lists  # type: ignore[attr-defined]
        response = view(request, lists, **kwargs)
        _say_in_addresses(response, lists)
        if said is not None:
            response.set_cookie(NAME, figures_id(lists), _A_YEAR, samesite="Lax", httponly=True)
        return response

    return shown


def address_with(request: HttpRequest, snapshot_id: str) -> str:
    """The address of a request with its figures named."""
    query = request.GET.copy()
    query[NAME] = snapshot_id
    return f"{request.path}?{query.urlencode()}"


def _say_in_addresses(response: HttpResponse, lists: AreaLists) -> None:
    """Name the figures in the address that a piece of a page puts into the address bar."""
    for header in ("HX-Replace-Url", "HX-Push-Url"):
        address = response.headers.get(header, "")
        if isinstance(lists, SealedLists) and address and f"{NAME}=" not in address:
            glue = "&" if "?" in address else "?"
            response.headers[header] = f"{address}{glue}{NAME}={figures_id(lists)}"


def figures_shown(lists: AreaLists, on: date | None, note: Message | None = None) -> FiguresShown:
    """The strip at the top of a page on these figures; `on` is the date of the list shown."""
    if isinstance(lists, SealedLists):
        return FiguresShown(lists.kind, lists.snapshot.on, note)
    return FiguresShown("published", on, note)


def chooser(request: HttpRequest) -> Chooser | None:
    """What may be shown instead; none where the page shows no figures or there is no choice."""
    lists = getattr(request, "figures", None)
    snapshots = offered_snapshots()
    if lists is None or not snapshots:
        return None
    named = [(PUBLISHED, Message("Published figures"))]
    named += [(each.id, snapshot_name(each)) for each in snapshots]
    return Chooser(_action(request), choices(named, figures_id(lists)))


def shows_published(request: HttpRequest) -> bool:
    """Whether a page shows published figures, or none."""
    lists = getattr(request, "figures", None)
    return lists is None or lists.kind == "published"


def _action(request: HttpRequest) -> str:
    """This page, or the table of areas where the page is of one area that others do not have."""
    found = request.resolver_match
    of_one: dict[str, Any] = found.kwargs if found else {}
    return reverse("atlas:areas") if {"area_id", "estate_id"} & of_one.keys() else request.path


def lists_of(wanted: str) -> AreaLists:
    """The figures with an id.

    Raises:
        UserError: there is no such snapshot for this audience.
    """
    if wanted == PUBLISHED:
        return published_snapshot()
    if not any(each.id == wanted for each in offered_snapshots()):
        raise UserError(
            "there is no snapshot called {snapshot} here; choose one of those shown",
            snapshot=wanted[:60],
        )
    return opened_lists(store_of_snapshots(), wanted)


def _led_here(request: HttpRequest) -> str | None:
    """The figures of the page that the reader comes from, if it is one of ours."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(came_from)
    if parts.netloc != request.get_host():
        return None
    named = parse_qs(parts.query).get(NAME)
    return named[0] if named else None
