"""What is written in a form: read, or said again beside the mistake that was found in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from boligsocial.messages import Message, UserError
from boligsocial.portal.free_text import CprQuestionError

_MOST_DIGITS = len(str(2**63)) - 1


def said(request: HttpRequest, name: str) -> str:
    """What was written in a field."""
    return request.POST.get(name, "")


def is_said(request: HttpRequest, name: str) -> bool:
    """Whether a box was ticked."""
    return bool(request.POST.get(name))


def day_in(text: str, missing: Message) -> date:
    """The day that a date field holds, `2026-12-24`; `missing` says what to do where it holds none.

    Raises:
        UserError: it holds none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UserError(missing) from None


def number_in(text: str) -> int | None:
    """The whole number from zero, no larger than a database holds, that a text is; none if none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def mistaken(request: HttpRequest, mistake: UserError | None) -> dict[str, Any]:
    """What a page with forms says after a mistake, and all that was written, to be said again."""
    return {
        "mistake": mistake.message if mistake else None,
        "is_cpr_question": isinstance(mistake, CprQuestionError),
        "given": request.POST,
    }


def done(
    act: Callable[[], object], page: Callable[[UserError], HttpResponse], then: str, **where: object
) -> HttpResponse:
    """Do what a form asks for and go on to a page, or show the form's own with the mistake."""
    try:
        act()
    except UserError as error:
        return page(error)
    return HttpResponseRedirect(reverse(then, kwargs=where))
