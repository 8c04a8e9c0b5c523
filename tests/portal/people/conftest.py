"""Organisations, and a person in each role in the Fund, in one party and in another."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.ledger import services as ledger
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.people.models import Membership, Organisation, Role, User, today
from boligsocial.snapshots.published import published_snapshot

KR = 100


@dataclass
class World:
    """`people` by side (`fund`, `ours`, `theirs`) and role; organisations, `grants` and `cases` by
    side."""

    organisations: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    grants: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)

    def member(self, side, role, name=""):
        number = User.objects.count()
        user = User.objects.create_user(f"p{number}@{side}.example", name=name)
        Membership.objects.create(
            user=user, organisation=self.organisations[side], role=role, starts_on=date(2026, 1, 1)
        )
        return user


@pytest.fixture
def world(db):  # noqa: ARG001 - the database that the world is in
    made = World()
    for side, name, kind in (
        ("fund", "Fonden", "fund"),
        ("ours", "Åbro Kommune", "municipality"),
        ("theirs", "Hemmelig Boligforening", "housing"),
    ):
        made.organisations[side] = Organisation.objects.create(name=name, kind=kind)
    for side in made.organisations:
        for role in Role:
            made.people[side, role] = made.member(side, role, f"{role} {side}")
    decider = made.people["fund", Role.DECISION_MAKER]
    year = today().year
    ledger.open_year(year, Signature(decider, today()))
    for side in ("ours", "theirs"):
        organisation = made.organisations[side]
        grant = ledger.new_grant(f"Indsats {organisation.name}", organisation, "social")
        ledger.commit(grant, 1_000_000 * KR, Signature(decider, today(), f"grund {side}"))
        made.grants[side] = grant
        made.cases[side] = case_of(organisation, made.people[side, Role.PROJECT_LEAD])
    return made


def case_of(organisation, user, kind="social_effort"):
    """A case of an organisation about a published area."""
    area_id = next(iter(published_snapshot().areas))
    opening = Opening(
        kind, f"Helhedsplan for {organisation.name}", [organisation], PUBLISHED, [f"area:{area_id}"]
    )
    return open_case(opening, user, user.memberships.first())


def logged_in(user, *, methods=("password", "mfa")):
    """A browser of a person, logged in by these methods."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": each} for each in methods]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser
