"""Every address of the gated rooms, with every role: who reaches it, and what nobody else sees.

What each role may is read here from the file of rights itself, not through the gate.
"""

import tomllib
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from boligsocial.portal.people import rights
from boligsocial.portal.people.gate import GATED, action_of
from boligsocial.portal.people.models import Role

from .conftest import logged_in

ACTIONS = {
    each["id"]: each
    for each in tomllib.loads((Path(rights.HERE) / "2026-01-01.toml").read_text("utf-8"))["action"]
}
OF_ORGANISATION = {"organisation", "invite", "withdraw", "end"}
OF_GRANT = {"grant"}
OF_SCENARIO = {"scenario", "propose"}
ROWS = {"withdraw": "invitation", "end": "membership"}
SENDS = {"invite", "withdraw", "end", "be_demo_user", "propose"}
SIDES = ("fund", "ours")


def routes():
    """(room, pattern) of every address in a gated room."""
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.app_name in GATED:
            yield from ((room.app_name, pattern) for pattern in room.url_patterns)


ROUTES = [(f"{room}:{pattern.name}", pattern.name, pattern.callback) for room, pattern in routes()]
NEEDING = [each for each in ROUTES if getattr(each[2], "action", None)]


def scope(action, side, role):
    """`all`, `own` or nothing, from the file of rights."""
    table = ACTIONS[action]
    if table.get("everyone"):
        return "all"
    return table.get("fund" if side == "fund" else "parties", {}).get(role)


def address(route, name, world, side):
    """The address of a route, of what belongs to a side."""
    given = {}
    if name in OF_ORGANISATION:
        given["pk"] = world.organisations[side].pk
    if name in OF_GRANT:
        given["pk"] = world.grants[side].pk
    if name in OF_SCENARIO:
        given["pk"] = 999_999
    if name in ROWS:
        given[ROWS[name]] = 999_999
    if name == "download":
        given["kind"] = "csv"
    if route == "people:invitation":
        given["secret"] = "gættet"  # noqa: S105 - a guess
    return reverse(route, kwargs=given)


def ask(browser, name, path):
    return browser.post(path) if name in SENDS else browser.get(path)


def test_there_are_rooms_to_walk():
    assert {room for room, _ in routes()} >= {"people", "ledger"}


@pytest.mark.parametrize(("route", "name", "view"), ROUTES)
def test_every_route_says_what_it_needs(route, name, view):
    action = action_of(view)
    assert action is None or action in ACTIONS, (route, name)


@pytest.mark.parametrize(("route", "name", "view"), NEEDING)
def test_a_route_answers_each_role_as_the_rights_say(world, route, name, view):
    action = action_of(view)
    for side in SIDES:
        for role in Role:
            browser = logged_in(world.people[side, role])
            reach = scope(action, side, role)
            ours = ask(browser, name, address(route, name, world, "ours"))
            theirs = ask(browser, name, address(route, name, world, "theirs"))
            whose = (route, side, role)
            if reach is None:
                assert {ours.status_code, theirs.status_code} == {403}, whose
            elif reach == "own" and name in OF_ORGANISATION | OF_GRANT:
                assert theirs.status_code == 404, whose
                assert ours.status_code not in (403, 302), whose
            else:
                assert 403 not in (ours.status_code, theirs.status_code), whose


@pytest.mark.parametrize(("route", "name"), [each[:2] for each in NEEDING])
def test_nobody_is_let_in_without_logging_in(world, route, name):
    for side in ("ours", "theirs"):
        path = address(route, name, world, side)
        answer = ask(Client(), name, path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login") + "?next=")


@pytest.mark.parametrize("role", Role)
def test_no_party_ever_sees_the_name_of_what_belongs_to_another(world, role):
    secret = world.organisations["theirs"].name
    browser = logged_in(world.people["ours", role])
    for route, name, _ in ROUTES:
        for side in ("ours", "theirs"):
            path = address(route, name, world, side)
            for answer in (browser.get(path), browser.get(path, headers={"HX-Request": "true"})):
                text = answer.content.decode(errors="ignore")
                assert secret not in text, (route, side)
                assert f"{role} theirs" not in text, (route, side)


def test_a_right_that_ended_opens_nothing(world):
    user = world.people["fund", Role.DECISION_MAKER]
    assert logged_in(user).get(reverse("ledger:frames")).status_code == 200
    user.memberships.update(ends_on="2026-06-30")
    answer = logged_in(user).get(reverse("ledger:frames"))
    assert answer.status_code == 403
    assert "Din rolle som beslutningstager for Fonden sluttede 30. juni 2026" in answer.text


def test_the_public_has_no_address_of_the_gated_rooms():
    from boligsocial.portal.urls import addresses

    rooms = [each for each in addresses("public") if isinstance(each, URLResolver)]
    assert not GATED.intersection(room.app_name for room in rooms)
    assert not any(str(room.pattern).startswith("konto") for room in rooms)


@pytest.mark.parametrize("path", ["/", "/omraader/", "/fordeling/", "/metode/", "/lovaendring/"])
def test_the_pages_of_facts_ask_nobody_who_they_are(client, path):
    """No database is marked for this test, so a page that asked it would fail."""
    assert client.get(path).status_code == 200
