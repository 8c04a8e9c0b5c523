"""Every form of a case, sent with the numbers of what belongs to another's case in each field.

The forms are those of the pages themselves: whatever they hold tomorrow is tried as well.
"""

import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import resolve

from boligsocial.portal.boards.services import agreements, meetings, seats
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.cases.dialogue import ask_for_more
from boligsocial.portal.cases.documents import Content, add_further
from boligsocial.portal.cases.models import Case
from boligsocial.portal.development import services as development
from boligsocial.portal.development.services import PlanGiven, WaveGiven
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.gate import GATED
from boligsocial.portal.people.models import Membership, Organisation, Role, today

from .conftest import logged_in

SECRET = "HEMMELIGT"  # noqa: S105 - a word to look for
SHARED = {"User", "Organisation", "Membership", "Account", "Year", "Entry", "Searchable", "Letter"}
"""Rows of these are of both sides, or follow from the others."""
TYPED = {"text", "textarea", "search", "email", "password", "date", "file", "number"}


@dataclass
class Form:
    """Where a form sends what, and which of its fields are chosen rather than written."""

    action: str
    fields: dict = field(default_factory=dict)
    chosen: set = field(default_factory=set)


class Forms(HTMLParser):
    """The forms of a page that are sent with POST, with what they would send; and its links."""

    def __init__(self, path, text):
        super().__init__()
        self.path, self.forms, self.links, self._open, self._select = path, [], set(), None, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.add(given["href"].partition("?")[0].partition("#")[0])
        elif tag == "form" and given.get("method", "").lower() == "post":
            self._open = Form((given.get("action") or self.path).partition("#")[0])
            self.forms.append(self._open)
        elif self._open:
            self._field(tag, given)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None

    def _field(self, tag, given):
        name = given.get("name", "")
        if tag == "option":
            self._open.fields.setdefault(self._select, given.get("value", ""))
            return
        if tag == "select":
            self._select = name
        if not name or tag not in ("input", "select", "textarea", "button"):
            return
        kind = given.get("type", tag)
        if tag == "input":
            self._open.fields.setdefault(name, given.get("value", "") or "2027-01-01")
        elif tag in ("textarea", "button"):
            self._open.fields.setdefault(name, given.get("value", "") or "Noget")
        if kind not in TYPED and name != "csrfmiddlewaretoken":
            self._open.chosen.add(name)


def filled(case, member):
    """A case with something of everything, all of it named with the secret where it is theirs."""
    word = SECRET if member.organisation.name.startswith("Hemmelig") else "Vores"
    user, party = member.user, member.organisation
    Case.objects.filter(pk=case.pk).update(name=f"{word} sag")
    case.refresh_from_db()
    other = "municipality" if party.kind == "housing" else "housing"
    case.parties.add(Organisation.objects.create(name=f"{word} {other}", kind=other))
    add_further(case, f"{word} bilag", Content(text=f"{word} tekst"), user)
    board = seats.make_board(case, "parties", f"{word} bestyrelse", user)
    named = seats.Named(user=user, organisation=party, is_top=True, is_chair=True)
    seated = seats.seat(board, named, user, case)
    seats.declare_standing(seated, f"{word} firma", user, case)
    seats.name_leader(case, f"{word} leder", "", party, user)
    meeting = meetings.plan_meeting(board, today(), "", user, case)
    meetings.add_item(meeting, f"{word} punkt", "", user)
    meetings.attend(meeting, {seated.pk}, user, case)
    agreements.write(case, Key("strategic"), Draft(f"{word} aftale"), user)
    area = case.places.get().place_id
    plan = development.make_plan(
        PlanGiven("renovation", f"Plan {party.pk}", PUBLISHED, f"area:{area}", [party]), user
    )
    development.add_wave(plan, WaveGiven("Blok", today(), today(), 5, [f"area:{area}"]), user)
    return case


@pytest.fixture
def two_cases(world):
    """Both sides' cases filled, and a person of each who may all that a party may."""
    for side in ("theirs", "ours"):
        lead = world.people[side, Role.PROJECT_LEAD]
        filled(world.cases[side], lead.memberships.get())
        Membership.objects.create(
            user=lead, organisation=world.organisations[side], role=Role.BOARD_MEMBER
        )
        fund = world.people["fund", Role.CASEWORKER]
        through = fund.memberships.get()
        ask_for_more(world.cases[side], f"{side}?", "2099-01-01", fund, through)
    return world


def rows():
    """Every row of the gated rooms by its model and number."""
    return {
        model: {row["pk"]: row for row in model.objects.values("pk", *_columns(model))}
        for app in GATED
        if app in apps.app_configs
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model.__name__ not in SHARED
    }


def _columns(model):
    return [each.attname for each in model._meta.concrete_fields]


def of_case(everything, case):
    """Of each model the numbers of the rows that a case leads to, by whatever way."""
    found = {Case: {case.pk}}
    grows = True
    while grows:
        grows = False
        for model, held in everything.items():
            for key in model._meta.concrete_fields:
                if isinstance(key, models.ForeignKey) and found.get(key.related_model):
                    new = {
                        pk for pk, row in held.items()
                        if row[key.attname] in found[key.related_model]
                    } - found.get(model, set())  # fmt: skip
                    grows |= bool(new)
                    found.setdefault(model, set()).update(new)
    return found


def forms_of(browser, case):
    """Every form of the pages that lead on from a case."""
    waiting, seen, forms = [f"/sager/{case.pk}/"], set(), {}
    while waiting:
        path = waiting.pop()
        if path in seen or re.search(r"hent|\.\w+$", path):
            continue
        seen.add(path)
        answer = browser.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = Forms(path, answer.text)
        for form in page.forms:
            forms.setdefault((form.action, *sorted(form.fields)), form)
        waiting += [each for each in page.links if each.startswith(f"/sager/{case.pk}/")]
    return [each for each in forms.values() if each.action.startswith(f"/sager/{case.pk}/")]


def test_no_number_of_anothers_in_a_form_reaches_what_is_theirs(two_cases):
    ours, theirs = two_cases.cases["ours"], two_cases.cases["theirs"]
    browser = logged_in(two_cases.people["ours", Role.PROJECT_LEAD])
    before = rows()
    kept = of_case(before, theirs)
    numbers = {pk for model, held in kept.items() for pk in held}
    numbers |= {two_cases.organisations["theirs"].pk}
    forms = forms_of(browser, ours)
    assert {each.action.split("/")[3] for each in forms} >= {
        "kommentarer", "anmodninger", "dokumenter", "ledelse", "parter"
    }  # fmt: skip
    for form, number in itertools.product(forms, sorted(numbers)):
        for name in form.chosen:
            answer = browser.post(form.action, form.fields | {name: number})
            assert answer.status_code < 500, (form.action, name, number)
            assert SECRET not in answer.text, (form.action, name, number)
    after = rows()
    for model, held in kept.items():
        assert {pk: after[model].get(pk) for pk in held} == {pk: before[model][pk] for pk in held}
    assert of_case(after, theirs) == kept
    # The forms do work with one's own.
    assert of_case(after, ours) != of_case(before, ours)


def test_no_number_of_anothers_in_an_address_of_ones_own_case_leads_anywhere(two_cases):
    ours, theirs = two_cases.cases["ours"], two_cases.cases["theirs"]
    browser = logged_in(two_cases.people["ours", Role.PROJECT_LEAD])
    lead = logged_in(two_cases.people["theirs", Role.PROJECT_LEAD])
    kept = of_case(rows(), theirs)
    tried = set()
    for form in forms_of(lead, theirs):
        path = form.action.replace(f"/sager/{theirs.pk}/", f"/sager/{ours.pk}/", 1)
        # A number is one row's alone, so that of theirs is never ours as well.
        if "pk" in (route := resolve(path)).kwargs:
            answer = browser.post(path, {"do": "end", "answer": "Ja", "text": "Ja"})
            assert answer.status_code == 404, path
            tried.add(route.view_name)
    assert tried >= {"boards:member", "boards:end_conflict", "boards:conflict", "boards:minutes"}
    assert of_case(rows(), theirs) == kept


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
def test_no_method_reaches_anothers_case(two_cases, method):
    theirs = two_cases.cases["theirs"]
    browser = logged_in(two_cases.people["ours", Role.PROJECT_LEAD])
    lead = logged_in(two_cases.people["theirs", Role.PROJECT_LEAD])
    for form in forms_of(lead, theirs):
        for headers in ({}, {"HX-Request": "true", "HX-Target": "cases-result"}):
            answer = getattr(browser, method)(form.action, headers=headers)
            assert answer.status_code in (403, 404, 405), form.action
            assert SECRET not in answer.text


def test_a_role_taken_away_while_one_is_logged_in_opens_nothing_more(two_cases):
    lead = two_cases.people["ours", Role.PROJECT_LEAD]
    browser, path = logged_in(lead), f"/sager/{two_cases.cases['ours'].pk}/"
    assert browser.get(path).status_code == 200
    lead.memberships.update(ends_on=today())
    assert browser.get(path).status_code == 403
    lead.is_active = False
    lead.save()
    assert browser.get(path).headers["Location"].startswith("/konto/login/")


def test_a_log_in_gives_a_session_of_its_own(two_cases):
    browser, lead = Client(), two_cases.people["ours", Role.PROJECT_LEAD]
    lead.set_password("en lang kode 1234")
    lead.save()
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True, primary=True)
    browser.get("/konto/login/")
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessionid"] = before = session.session_key
    answer = browser.post(
        "/konto/login/?next=https://evil.example/",
        {"login": lead.email, "password": "en lang kode 1234", "next": "https://evil.example/"},
    )
    assert answer.headers["Location"] == "/opgaver/"
    assert browser.session.session_key != before


def test_another_host_is_not_answered(two_cases):
    browser = logged_in(two_cases.people["ours", Role.PROJECT_LEAD])
    assert browser.get("/opgaver/", headers={"host": "evil.example"}).status_code == 400
