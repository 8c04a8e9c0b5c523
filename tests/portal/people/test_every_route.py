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
OF = {"people": "organisations", "ledger": "grants"}
"""What of a side the `pk` of a room's addresses stands for; a `case` is always a side's case."""
WORDS = {"kind": "csv", "secret": "gættet"}
NOTHING = 999_999
SIDES = ("fund", "ours")


def routes():
    """(room, pattern) of every address in a gated room."""
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.app_name in GATED:
            yield from ((room.app_name, pattern) for pattern in room.url_patterns)


ROUTES = [(f"{room}:{pattern.name}", pattern) for room, pattern in routes()]
NEEDING = [each for each in ROUTES if getattr(each[1].callback, "action", None)]


def scope(action, side, role):
    """`all`, `own` or nothing, from the file of rights."""
    table = ACTIONS[action]
    if table.get("everyone"):
        return "all"
    return table.get("fund" if side == "fund" else "parties", {}).get(role)


def is_of_a_side(route, pattern):
    """Whether an address is of what belongs to an organisation, and not of everybody's."""
    names = pattern.pattern.converters
    return "case" in names or ("pk" in names and route.split(":")[0] in OF)


def address(route, pattern, world, side):
    """The address of a route, of what belongs to a side; the rest in it leads nowhere."""
    given = {name: WORDS.get(name, NOTHING) for name in pattern.pattern.converters}
    if "case" in given:
        given["case"] = world.cases[side].pk
    elif is_of_a_side(route, pattern):
        given["pk"] = getattr(world, OF[route.split(":")[0]])[side].pk
    return reverse(route, kwargs=given)


def ask(browser, path):
    """The answer to opening an address, or to sending to it where it is only sent to."""
    answer = browser.get(path)
    return browser.post(path) if answer.status_code == 405 else answer


def is_refused(answer):
    """Whether an answer says that one may not, or sends one to log in."""
    location = answer.headers.get("Location", "")
    return answer.status_code == 403 or location.startswith(reverse("account_login"))


def test_there_are_rooms_to_walk():
    assert {room for room, _ in routes()} >= {"people", "ledger", "cases"}


@pytest.mark.parametrize(("route", "pattern"), ROUTES)
def test_every_route_says_what_it_needs(route, pattern):
    action = action_of(pattern.callback)
    assert action is None or action in ACTIONS, route


@pytest.mark.parametrize(("route", "pattern"), NEEDING)
def test_a_route_answers_each_role_as_the_rights_say(world, route, pattern):
    action = action_of(pattern.callback)
    for side in SIDES:
        for role in Role:
            browser = logged_in(world.people[side, role])
            reach = scope(action, side, role)
            ours = ask(browser, address(route, pattern, world, "ours"))
            theirs = ask(browser, address(route, pattern, world, "theirs"))
            whose = (route, side, role)
            if reach is None:
                assert {ours.status_code, theirs.status_code} == {403}, whose
            elif reach == "own" and is_of_a_side(route, pattern):
                assert theirs.status_code == 404, whose
                assert not is_refused(ours), whose
            else:
                assert not any(map(is_refused, (ours, theirs))), whose


@pytest.mark.parametrize(("route", "pattern"), NEEDING)
def test_nobody_is_let_in_without_logging_in(world, route, pattern):
    for side in ("ours", "theirs"):
        answer = ask(Client(), address(route, pattern, world, side))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login") + "?next=")


@pytest.mark.parametrize("role", Role)
def test_no_party_ever_sees_the_name_of_what_belongs_to_another(world, role):
    secret = world.organisations["theirs"].name
    browser = logged_in(world.people["ours", role])
    for route, pattern in ROUTES:
        for side in ("ours", "theirs"):
            path = address(route, pattern, world, side)
            for answer in (browser.get(path), browser.get(path, headers={"HX-Request": "true"})):
                text = b"".join(answer) if answer.streaming else answer.content
                text = text.decode(errors="ignore")
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
