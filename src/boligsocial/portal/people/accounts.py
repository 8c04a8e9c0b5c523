"""How allauth makes accounts here: by invitation, or by the log-in service's own word."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from boligsocial.portal.people.gate import who_asks
from boligsocial.portal.people.landing import landing
from boligsocial.portal.people.models import User


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account without an invitation; whoever logs in comes to their work."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(who_asks(request))


class ServiceAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the log-in service knows may come in, and has no rights until given a role."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return True

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = data.get("name") or " ".join(part for part in parts if part)
        return user
