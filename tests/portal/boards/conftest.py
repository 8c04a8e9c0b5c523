"""A case of a municipality and a housing organisation, with people of both and of the Fund."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from ledger.conftest import databases, postgresql_address  # noqa: F401
from ledger.conftest import ledger as empty_database  # noqa: F401

from boligsocial.portal.boards.services import seats
from boligsocial.portal.boards.services.seats import Named
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.models import Membership, Organisation, Role, User
from boligsocial.snapshots.published import published_snapshot

SINCE = date(2026, 1, 1)


@dataclass
class Effort:
    """The case, its two parties and the Fund, and people by name."""

    case: Case
    municipality: Organisation
    housing: Organisation
    fund: Organisation
    people: dict = field(default_factory=dict)

    def board(self, *, composition="parties", foundation=False):
        """A board with Kim (chair) and Klara of the municipality, Bodil and Bo of the other."""
        board = seats.make_board(self.case, composition, "Bestyrelsen", self.people["pia"])
        for name, organisation in (
            ("kim", self.municipality), ("klara", self.municipality), ("bodil", self.housing),
            ("bo", self.housing),
        ):  # fmt: skip
            self.seat(board, name, organisation, is_chair=name == "kim")
        if foundation:
            given = Named(name="Fie Fond", party="foundation")
            seats.seat(board, given, self.people["pia"], self.case)
        return board

    def seat(self, board, name, organisation, is_chair=False):
        given = Named(
            user=self.people[name], organisation=organisation, is_top=True, is_chair=is_chair
        )
        return seats.seat(board, given, self.people["pia"], self.case)


def an_effort():
    """Made from nothing, on whatever database is there."""
    municipality = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    housing = Organisation.objects.create(name="Engparken", kind="housing")
    fund = Organisation.objects.create(name="Fonden", kind="fund")
    people = {}
    for name, organisation, role in (
        ("pia", municipality, Role.PROJECT_LEAD), ("kim", municipality, Role.BOARD_MEMBER),
        ("klara", municipality, Role.BOARD_MEMBER), ("bodil", housing, Role.BOARD_MEMBER),
        ("bo", housing, Role.BOARD_MEMBER), ("sune", fund, Role.CASEWORKER),
        ("birgit", fund, Role.DECISION_MAKER),
    ):  # fmt: skip
        people[name] = User.objects.create_user(f"{name}@x.example", name=name.capitalize())
        Membership.objects.create(
            user=people[name], organisation=organisation, role=role, starts_on=SINCE
        )
    area = next(iter(published_snapshot().areas))
    opening = Opening(
        "social_effort", "Helhedsplan", [municipality, housing], PUBLISHED, [f"area:{area}"]
    )
    case = open_case(opening, people["pia"], people["pia"].memberships.first())
    return Effort(case, municipality, housing, fund, people)


@pytest.fixture
def effort(db):  # noqa: ARG001 - the database that it is in
    return an_effort()


@pytest.fixture
def effort_on_both(empty_database):  # noqa: ARG001, F811
    return an_effort()
