"""A case and a plan of the same area, which has been a transformation area and left the list."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client
from ledger.conftest import databases, postgresql_address  # noqa: F401
from ledger.conftest import ledger as empty_database  # noqa: F401

from boligsocial.law.development.dwellings import Dwellings, Measure
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.development import services
from boligsocial.portal.development.models import Plan
from boligsocial.portal.development.services import (
    MeasureGiven,
    PlanGiven,
    VersionGiven,
    WaveGiven,
)
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.models import Membership, Organisation, Role, User
from boligsocial.snapshots.published import published_snapshot

COUNTED = date(2026, 6, 1)
START, END = date(2027, 3, 1), date(2027, 9, 30)


def area_called(name):
    return next(each for each in published_snapshot().areas.values() if each.name == name)


@dataclass
class Place:
    """The area's plan and case, its municipality and housing organisation, people by name."""

    plan: Plan
    case: Case
    municipality: Organisation
    housing: Organisation
    other: Organisation
    people: dict = field(default_factory=dict)

    @property
    def pia(self):
        return self.people["pia"]

    def version(self, made_from=0, family=100, private=0, measures=(), **more):
        given = VersionGiven(
            made_from, COUNTED, Dwellings(family, private=private),
            [MeasureGiven(each) for each in measures], **more,
        )  # fmt: skip
        return services.save_version(self.plan, given, self.pia)

    def wave(self, *receiving, starts_on=START, ends_on=END, households=40):
        given = WaveGiven("Blok 4", starts_on, ends_on, households, receiving)
        return services.add_wave(self.plan, given, self.pia)

    def effort(self, area, name="Nabo", parties=()):
        opening = Opening(
            "social_effort", name, parties or [self.other], PUBLISHED, [f"area:{area.area_id}"]
        )
        nora = self.people["nora"]
        return open_case(opening, nora, nora.memberships.first())


def a_place():
    """Made from nothing, on whatever database is there."""
    organisations = [
        Organisation.objects.create(name=name, kind=kind)
        for name, kind in (
            ("Åbro Kommune", "municipality"), ("Engparken", "housing"), ("Nordhøj", "housing"),
        )
    ]  # fmt: skip
    people = {}
    for name, organisation in zip(("pia", "bodil", "nora"), organisations, strict=True):
        people[name] = User.objects.create_user(f"{name}@x.example", name=name.capitalize())
        Membership.objects.create(
            user=people[name], organisation=organisation, role=Role.PROJECT_LEAD,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    municipality, housing, other = organisations
    area = area_called("Ringparken")
    opening = Opening(
        "social_effort", "Helhedsplan", [municipality, housing], PUBLISHED, [f"area:{area.area_id}"]
    )
    case = open_case(opening, people["pia"], people["pia"].memberships.first())
    plan = services.make_plan(
        PlanGiven(
            "development", "Udviklingsplan", PUBLISHED, f"area:{area.area_id}",
            [municipality, housing], date(2020, 1, 1),
        ),
        people["pia"],
    )  # fmt: skip
    return Place(plan, case, municipality, housing, other, people)


@pytest.fixture
def place(db):  # noqa: ARG001 - the database that it is in
    return a_place()


@pytest.fixture
def place_on_both(empty_database):  # noqa: ARG001, F811
    return a_place()


@pytest.fixture
def be(place):
    def being(name):
        browser = Client()
        browser.force_login(place.people[name])
        return browser

    return being


def demolished(day, amount):
    return Measure("demolition", day, amount)
