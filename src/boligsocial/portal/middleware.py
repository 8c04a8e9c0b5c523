"""What every request passes: language, the limits on its page, the gate, mistakes in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from boligsocial.messages import UserError
from boligsocial.portal.cases.uploads.rules import upload_rules
from boligsocial.portal.cases.uploads.stopping import REFUSED, TOO_LARGE
from boligsocial.portal.people.gate import GATED, NoRightError, action_of, require, who_asks, who_of

Answer = Callable[[HttpRequest], HttpResponse]


def chosen_language(answer: Answer) -> Answer:
    """Danish, unless the reader has chosen another language; the browser's own wish is not asked.

    An address that is passed on then shows a newcomer the Danish page, whatever the computer.
    """
    known = {code for code, _ in settings.LANGUAGES}

    def answered(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "da")
        return response

    return answered


def content_security(answer: Answer) -> Answer:
    """Let a page load nothing from elsewhere, and run nothing that is not a file of the portal."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response

    return answered


class Gate:
    """Lets a request on to a room that is gated only if the person may do what the view needs.

    `request.who` is the person, found when first asked for.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.who = SimpleLazyObject(lambda: who_asks(request))  # type: ignore[attr-defined]
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        *_: Any,  # noqa: ANN401
    ) -> HttpResponse | None:
        place = request.resolver_match
        if place is None or not GATED.intersection(place.app_names):
            return None
        action = action_of(view)
        if action is None:
            return None
        try:
            require(who_of(request), action)
        except NoRightError as error:
            return no_right(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return no_right(request, error) if isinstance(error, NoRightError) else None


def no_right(request: HttpRequest, error: NoRightError) -> HttpResponse:
    """To the log-in, or why the person may not and who can give it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    context = {"reason": error.message, "action": error.action}
    return render(request, "people/no_right.html", context, status=403)


def whole_requests(answer: Answer) -> Answer:
    """Tell that a request came without its body, which was too large; see `serving`."""

    def answered(request: HttpRequest) -> HttpResponse:
        if f"HTTP_{REFUSED}" not in request.META:
            return answer(request)
        mistake = TOO_LARGE.filled(largest=upload_rules().largest_megabytes)
        return render(request, "portal/mistake.html", {"mistake": mistake}, status=413)

    return answered


class UserMistakes:
    """Answers a mistake that the user can mend with its one line: a page, or a piece for htmx."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UserError):
            return None
        is_piece = request.headers.get("HX-Request") == "true"
        template = "portal/components/user_mistake.html" if is_piece else "portal/mistake.html"
        return render(request, template, {"mistake": error.message}, status=422)
