"""Cases of two parties and the Fund, on one database or on both."""

from dataclasses import dataclass
from datetime import date

import pytest
from ledger.conftest import databases, ledger, postgresql_address  # noqa: F401

from boligsocial.messages import Message
from boligsocial.portal.cases.documents import Content, papers, save_version
from boligsocial.portal.cases.facts import Fact, _of_cases, _of_places
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import (
    Opening,
    checks_standing,
    kind_of,
    open_case,
    phase_of,
    steps_of,
    take_step,
    tick,
)
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.models import Membership, Organisation, User
from boligsocial.snapshots.published import published_snapshot

SIDES = {"fund": "Sune Sagsbehandler", "parties": "Pia Projektleder"}


@dataclass
class People:
    """Who acts: the Fund's caseworker and decision-maker, and the project lead of the parties."""

    fund: Membership
    decider: Membership
    parties: Membership
    town: Organisation
    housing: Organisation

    def of(self, side):
        return self.fund if side == "fund" else self.parties


def make_people():
    fund = Organisation.objects.create(name="Fonden", kind="fund")
    town = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    housing = Organisation.objects.create(name="Engparken", kind="housing")
    return People(
        member("Sune Sagsbehandler", fund, "caseworker"),
        member("Birgit Beslutter", fund, "decision_maker"),
        member("Pia Projektleder", town, "project_lead"),
        town,
        housing,
    )


def member(name, organisation, role):
    user = User.objects.create_user(
        f"{name.split()[0].lower()}@{organisation.pk}.example", name=name
    )
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )


@pytest.fixture
def people(db):  # noqa: ARG001 - the database that they are in
    return make_people()


@pytest.fixture
def people_on_both(ledger):  # noqa: ARG001, F811 - the database that they are in
    return make_people()


def a_case(
    people, kind="social_effort", name="Helhedsplan for Engparken", figures=PUBLISHED, place=""
):
    """A case of both parties, about a published area if no other is given."""
    about = place or f"area:{next(iter(published_snapshot().areas))}"
    opening = Opening(kind, name, [people.town, people.housing], figures, [about])
    return open_case(opening, people.parties.user, people.parties)


@pytest.fixture
def case(people):
    return a_case(people)


@pytest.fixture
def every_fact(monkeypatch):
    """The other rooms say that everything they know of holds."""
    holds = Fact(True, Message("as it should be"))
    for kind in kinds().values():
        for fact in kind.opens_where:
            monkeypatch.setitem(_of_places, fact, lambda _: holds)
        for phase in kind.phase:
            for each in (*phase.document, *phase.check):
                if each.fact and each.fact != "parties":
                    monkeypatch.setitem(_of_cases, each.fact, lambda _: holds)


def write(case, key, through, text="Teksten.", made_from=0):
    """A version of a document that the phase asks for."""
    paper = next(each for each in papers(case) if each.key == key and each.is_asked_now)
    side = "fund" if through.organisation.kind == "fund" else "parties"
    return save_version(paper, Content(text=text), through.user, side, made_from)


def satisfy(case, people):
    """Everything that the phase asks for and that people write or tick off."""
    for each in papers(case):
        if each.is_asked_now and not (each.asked.fact or each.row):
            write(case, each.key, people.of(each.asked.writer or "parties"))
    for each in checks_standing(case):
        if not (each.asked.fact or each.is_there):
            tick(case, each.asked.id, people.fund.user)


def go(case, to, people, reason="Fordi."):
    """Take a step by whoever takes it, with what it needs."""
    side = phase_of(case).moves[to]
    satisfy(case, people)
    decides = kind_of(case.kind).phase_of(to).decides
    through = people.of(side)
    return take_step(case, to, through.user, through, reason, decided=decides)


def lawful(case, through):
    return {each.to.id for each in steps_of(case, through) if each.is_lawful}


def fresh(case):
    return Case.objects.get(pk=case.pk)
