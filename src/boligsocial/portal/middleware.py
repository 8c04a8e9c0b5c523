"""What every request passes: its language, the limits on its page, mistakes told in one line."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from boligsocial.messages import UserError

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
