"""Scenarios of the published figures, and the people of the demonstration who make them."""

import pytest
from django.test import Client
from django.urls import reverse
from ledger.conftest import databases, postgresql_address  # noqa: F401
from ledger.conftest import ledger as empty_database  # noqa: F401

from boligsocial.portal.people.demo import make_demo_people
from boligsocial.portal.people.models import User
from boligsocial.portal.scenarios.models import Scenario

ANALYST, DECIDER, LEAD = "anna@fonden.example", "birgit@fonden.example", "pia@aabro.example"
SAVE = reverse("scenarios:new_scenario")


@pytest.fixture
def be(db):  # noqa: ARG001 - the database that the people are in
    """A browser in which a person of the demonstration is logged in."""
    make_demo_people()

    def being(email):
        browser = Client()
        browser.force_login(User.objects.get(email=email))
        return browser

    return being


@pytest.fixture
def save(be):
    """Saves a distribution through the page; the scenario."""
    browser = be(ANALYST)

    def saved(name, version_of=None, **choices):
        query = {"snapshot": "offentliggjort", **choices}
        given = {"name": name, "note": "", "fra": version_of.pk if version_of else ""}
        answer = browser.post(f"{SAVE}?{_written(query)}", given)
        assert answer.status_code == 302, answer.text
        return Scenario.objects.get(pk=answer.headers["Location"].rstrip("/").rpartition("/")[2])

    return saved


def _written(query):
    return "&".join(f"{name}={value}" for name, value in query.items())
