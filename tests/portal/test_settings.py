"""What every answer of the portal keeps to."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from boligsocial.messages import UserError
from boligsocial.portal.middleware import UserMistakes, chosen_language
from boligsocial.portal.urls import addresses


@pytest.fixture
def page(client):
    return lambda **given: client.get(reverse("accessibility"), **given)


def test_the_tests_touch_no_home_but_their_own():
    assert Path(tempfile.gettempdir()) in settings.PORTAL.home.parents
    assert (settings.PORTAL.home / "secret_key").read_text("ascii") == settings.SECRET_KEY


def test_the_page_is_danish_whatever_the_browser_asks_for(page):
    answer = page(headers={"accept-language": "en-GB"})
    assert '<html lang="da">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "da"


def test_english_is_one_press_away_and_is_remembered(client, page):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/metode/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/metode/")
    assert '<html lang="en">' in page().content.decode()


def test_an_unknown_language_is_danish(client, page):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert '<html lang="da">' in page().content.decode()


def test_a_page_may_load_nothing_from_elsewhere_and_run_no_text(page):
    policy = page().headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_no_page_holds_styles_or_scripts_of_its_own(page):
    html = page().content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html


def test_an_address_that_is_not_there_has_its_own_page(client):
    answer = client.get("/findes-ikke/")
    assert answer.status_code == 404
    assert "Siden findes ikke" in answer.content.decode()


def test_the_public_has_no_address_for_the_distribution():
    def rooms(audience):
        resolvers = [each for each in addresses(audience) if hasattr(each, "urlconf_name")]
        return {each.urlconf_name.__name__ for each in resolvers}

    room = "boligsocial.portal.distribution.urls"
    assert room in rooms("deciders")
    assert room not in rooms("public")


@pytest.mark.parametrize("piece", [True, False])
def test_a_mistake_is_answered_with_its_line_in_the_readers_language(piece):
    headers = {"HX-Request": "true"} if piece else {}
    request = RequestFactory().get("/", headers=headers)

    def answer(_: HttpRequest):
        text = "no rules were in force on {on}; choose a date from {first} on"
        error = UserError(text, on="2009", first="2010")
        return UserMistakes(answer).process_exception(request, error)

    response = chosen_language(answer)(request)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Ingen regler var i kraft 2009" in html
    assert ("<html" in html) is not piece


def test_a_mistake_of_ours_is_left_to_be_logged():
    request = RequestFactory().get("/")
    assert UserMistakes(lambda _: None).process_exception(request, RuntimeError()) is None
