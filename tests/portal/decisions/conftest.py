"""Cases that can be decided, with the Fund's money and people, on both databases or on one."""

from dataclasses import dataclass
from datetime import date

import pytest
from ledger.conftest import databases, ledger, postgresql_address  # noqa: F401

from boligsocial.portal.cases import facts
from boligsocial.portal.cases.documents import Content, paper_of, save_version
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.models import Case, Step
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.distribution.choices import read_choice
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.portal.figures import PUBLISHED, lists_of
from boligsocial.portal.ledger import services as money
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.people.models import Membership, Organisation, Role, User, today
from boligsocial.portal.scenarios.results import Result
from boligsocial.portal.scenarios.services import put_forward, save_scenario
from boligsocial.snapshots.candidates import last_list_with_figures
from boligsocial.snapshots.published import published_snapshot

KR = 100
MIO = 1_000_000 * KR
PAPERS = ("problem_description", "key_figures", "municipal_recommendation")


@dataclass
class Fund:
    """The people of the Fund and of one party."""

    decider: User
    lead: User
    municipality: Organisation
    housing: Organisation

    @property
    def through(self):
        return self.decider.memberships.get()

    def signed(self):
        return Signature(self.decider, today())


def fund():
    """People, and the frame of the year."""
    organisations = {
        kind: Organisation.objects.create(name=name, kind=kind)
        for kind, name in (
            ("fund", "Fonden"), ("municipality", "Åbro Kommune"), ("housing", "Engparken"),
        )
    }  # fmt: skip
    people = {}
    for kind, role in (("fund", Role.DECISION_MAKER), ("municipality", Role.PROJECT_LEAD)):
        people[kind] = User.objects.create_user(f"{role}@{kind}.example", name=f"Bo {kind}")
        Membership.objects.create(
            user=people[kind], organisation=organisations[kind], role=role,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    made = Fund(
        people["fund"], people["municipality"], organisations["municipality"],
        organisations["housing"],
    )  # fmt: skip
    money.open_year(today().year, made.signed())
    return made


def areas_in_full():
    """The areas of the newest published list with figures of all."""
    lists = published_snapshot()
    return sorted(lists.listed(last_list_with_figures(lists).list_id))


def rent_case(fund, name="Huslejestøtte", place=0):
    """A case of rent support with its papers, ready to be decided."""
    case = _opened(fund, "rent_support", name, place)
    for key in PAPERS:
        save_version(paper_of(case, key, 0), Content(text=f"Om {key}"), fund.lead, "parties")
    return case


def effort_case(fund, monkeypatch, name="Helhedsplan", place=0):
    """A social effort that has come to its application."""
    for fact in ("financing_plan", "local_share", "strategic_agreement", "sub_agreements"):
        monkeypatch.setitem(facts._of_cases, fact, lambda _: Fact(True, facts.Message("der")))
    case = _opened(fund, "social_effort", name, place)
    before = case.phase
    for number, phase in enumerate(("dialogue", "agreement", "application"), start=2):
        Step.objects.create(
            case=case, number=number, came_from=before, to=phase, by=fund.decider,
            organisation=fund.municipality,
        )  # fmt: skip
        before = phase
    Case.objects.filter(pk=case.pk).update(phase="application", in_phase=4)
    case.refresh_from_db()
    return case


def _opened(fund, kind, name, place):
    area = areas_in_full()[place % len(areas_in_full())]
    parties = [fund.municipality, fund.housing]
    opening = Opening(kind, name, parties, PUBLISHED, [f"area:{area}"])
    return open_case(opening, fund.lead, fund.lead.memberships.get())


def propose(fund, **choices):
    """A proposal of this year on the published figures."""
    lists = lists_of(PUBLISHED)
    choice = read_choice(
        {"ramme": "140", "principper": "2019-26", **choices}, lists,
        frame_mio=NOW.mio, principles=NOW.period,
    )  # fmt: skip
    saved = save_scenario(Result(shared_out(choice, lists), None), "Rammen", "", fund.decider)
    put_forward(saved, str(today().year), "grund", fund.decider)
    return saved


@pytest.fixture
def house(ledger, settings, tmp_path):  # noqa: ARG001, F811 - the database that it is all in
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    return fund()
