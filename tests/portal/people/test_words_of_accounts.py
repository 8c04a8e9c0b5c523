"""The pages for passwords and two factors speak Danish as the rest of the portal does."""

import re

import pytest
from django.test import Client

from boligsocial.portal.people.models import Role

from .conftest import logged_in

OPEN = ("/konto/login/", "/konto/password/reset/", "/konto/password/reset/done/")
OWN = ("/konto/password/change/", "/konto/2fa/", "/konto/2fa/totp/activate/")
FOREIGN = re.compile(r"\bpasswords?\b|\bemail|autentific|\btoken\b", re.IGNORECASE)


def words_of(answer):
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]*>", " ", main)


@pytest.mark.django_db
@pytest.mark.parametrize("path", OPEN)
def test_a_page_without_a_log_in_has_one_word_for_one_thing(path):
    words = words_of(Client(headers={"Accept-Language": "da"}).get(path))
    assert FOREIGN.findall(words) == []
    assert "-mail" in words or "adgangskode" in words.lower()


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_an_account_has_one_word_for_one_thing(world, path):
    browser = logged_in(world.people["ours", Role.READER])
    assert FOREIGN.findall(words_of(browser.get(path, follow=True))) == []
