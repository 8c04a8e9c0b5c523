"""The pages of a case: each room that knows something of cases has one under the case's address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext, gettext_noop

from boligsocial.portal.cases.access import may
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.gate import action_of, who_of

# In this order beneath the name of a case.
ROOMS = (
    (gettext_noop("The case"), "cases:case"),
    (gettext_noop("Documents"), "cases:documents"),
    (gettext_noop("Financing"), "financing:plan"),
    (gettext_noop("Leadership"), "boards:board"),
    (gettext_noop("Physical and social"), "development:together"),
    (gettext_noop("Decisions"), "decisions:decisions"),
    (gettext_noop("Log"), "decision_log:of_case"),
    (gettext_noop("Take it with you"), "work:archive"),
)


@dataclass(frozen=True)
class RoomLink:
    """A page of a case; `is_current` for the one shown."""

    name: str
    address: str
    is_current: bool


def rooms_of(request: HttpRequest, case: Case) -> list[RoomLink]:
    """The pages of a case that the person may see; each has `case` in its address."""
    return list(_rooms(request, case))


def _rooms(request: HttpRequest, case: Case) -> Iterator[RoomLink]:
    for name, page in ROOMS:
        address = reverse(page, kwargs={"case": case.pk})
        action = action_of(resolve(address).func)
        if action is None or may(who_of(request), action, case).allowed:
            yield RoomLink(gettext(name), address, request.path == address)
