"""Where a person comes to after logging in, unless on the way to a page."""

from __future__ import annotations

from django.urls import reverse

from boligsocial.portal.people.gate import Who, ask
from boligsocial.portal.people.models import today

_WORK = ("case.step", "case.decide")


def landing(who: Who) -> str:
    """What waits, for those who take cases on; the front page, for another role; else one's access.

    A role counts though what it opens asks for a second factor.
    """
    if any(ask(who, action).through for action in _WORK):
        return reverse("work:waiting")
    has_role = any(each.counts_on(today()) for each in who.memberships)
    return reverse("atlas:overview" if has_role else "people:access")
