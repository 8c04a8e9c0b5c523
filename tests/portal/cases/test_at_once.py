"""On both databases: many who change one thing at the same moment. Nothing is lost, nothing happens
twice, and each who comes too late is told so."""

import pytest
from financing.plans import a_plan
from ledger.test_concurrency import at_once

from boligsocial.messages import UserError
from boligsocial.portal.cases.dialogue import answer, ask_for_more, comment
from boligsocial.portal.cases.documents import Content, add_further, papers, save_version
from boligsocial.portal.cases.models import Check, Comment, Document, Step, Version
from boligsocial.portal.cases.services import add_party, assign, take_step, tick
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.verify import verify
from boligsocial.portal.development import services as development
from boligsocial.portal.development.models import Plan
from boligsocial.portal.development.models import PlanVersion as Counted
from boligsocial.portal.development.services import PlanGiven
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.financing.services import Saving, save_plan
from boligsocial.portal.ledger import overrides, services
from boligsocial.portal.ledger.models import Entry, OverrideProposal
from boligsocial.portal.people import services as people_services
from boligsocial.portal.people.models import Membership, Organisation, Role, today

from .conftest import a_case, fresh, member, satisfy

MANY = 6


def outcomes(acts):
    """What each operation gives, or the line that it is refused with; nothing else may happen."""

    def told(act):
        try:
            return act()
        except UserError as refused:
            return refused

    return at_once([lambda act=act: told(act) for act in acts])


def done(answers):
    return [each for each in answers if not isinstance(each, UserError)]


@pytest.fixture
def house(people_on_both):
    return people_on_both


@pytest.fixture
def case(house):
    return a_case(house)


def test_a_step_is_taken_once(house, case):
    satisfy(case, house)
    step = lambda: take_step(case, "dialogue", house.fund.user, house.fund)  # noqa: E731
    withdraw = lambda: take_step(  # noqa: E731
        case, "withdrawn", house.parties.user, house.parties, "Vi trækker os."
    )
    answers = outcomes([step, withdraw] * (MANY // 2))
    taken = list(Step.objects.filter(case=case))
    assert len(done(answers)) == len(taken) - 1
    assert fresh(case).phase == taken[-1].to
    # Withdrawing is lawful from dialogue too, so that it may come after the step; never before it.
    assert [each.to for each in taken[1:]] in (["dialogue", "withdrawn"], ["withdrawn"])


def test_of_many_who_write_a_document_from_one_version_one_is_saved(house, case):
    paper = papers(case)[0]
    answers = outcomes(
        [
            lambda text=f"Tekst {n}": save_version(
                paper, Content(text=text), house.parties.user, "parties"
            )
            for n in range(MANY)
        ]
    )
    (saved,) = done(answers)
    assert Version.objects.get() == saved
    assert {each.latest for each in answers if each is not saved} == {saved}


def test_each_further_document_gets_a_number_of_its_own(house, case):
    answers = outcomes(
        [
            lambda name=f"Bilag {n}": add_further(case, name, Content(text="x"), house.parties.user)
            for n in range(MANY)
        ]
    )
    assert len(done(answers)) == MANY
    assert {each.asked for each in Document.objects.all()} == {
        f"further-{n}" for n in range(1, MANY + 1)
    }


def test_a_check_is_made_once_and_a_party_is_added_once(house, case):
    satisfy(case, house)
    take_step(case, "dialogue", house.fund.user, house.fund)
    other = Organisation.objects.create(name="Åparken", kind="housing")
    answers = outcomes(
        [lambda: tick(case, "discussed", house.fund.user)] * MANY
        + [lambda: add_party(case, other, house.fund.user)] * MANY
    )
    assert Check.objects.filter(asked="discussed").count() == 1
    assert len(done(answers)) == MANY + 1
    assert LogEntry.objects.filter(kind="case.party").count() == 1


def test_a_request_is_answered_once(house, case):
    asked = ask_for_more(case, "?", "2099-01-01", house.fund.user, house.fund)
    answers = outcomes(
        [
            lambda text=f"Svar {n}": answer(asked, text, house.parties.user, house.parties)
            for n in range(MANY)
        ]
    )
    (kept,) = done(answers)
    asked.refresh_from_db()
    assert asked.answer == kept.answer


def test_a_plan_is_saved_once_from_one_version(house, case):
    answers = outcomes(
        [
            lambda note=f"Note {n}": save_plan(
                case, Saving(a_plan(), 0, note), house.parties.user, house.parties
            )
            for n in range(MANY)
        ]
    )
    (saved,) = done(answers)
    assert PlanVersion.objects.get() == saved
    assert {each.latest for each in answers if each is not saved} == {saved}


def test_a_development_plan_ends_once(house, case):
    area = case.places.get().place_id
    plan = development.make_plan(
        PlanGiven("renovation", "Plan", PUBLISHED, f"area:{area}", [house.town], today()),
        house.parties.user,
    )
    answers = outcomes([lambda: development.end_plan(plan, house.parties.user)] * MANY)
    assert len(done(answers)) == 1
    assert Plan.objects.get().ended_on == today()
    assert not Counted.objects.exists()


def test_an_override_is_approved_or_declined_once(house):
    services.open_year(2026, services.Signature(house.decider.user, today()))
    proposal = overrides.propose_override(
        overrides.Given(house.fund.user, today(), "Haster", 100, 2026, "social")
    )
    other = member("Bodil Beslutter", house.decider.organisation, "decision_maker").user
    answers = outcomes(
        [lambda: overrides.approve(proposal.pk, house.decider.user)] * MANY
        + [lambda: overrides.decline(proposal.pk, "Nej", other)] * MANY
    )
    assert len(done(answers)) == 1
    held = OverrideProposal.objects.get()
    assert held.answered_at is not None
    assert Entry.objects.filter(kind="override").count() == int(held.is_approved)


def test_of_two_administrators_who_leave_at_once_one_stays(house):
    own = [
        member(f"{name} Administrator", house.town, Role.LOCAL_ADMINISTRATOR)
        for name in ("Ada", "Bo", "Cai")
    ]
    answers = outcomes(
        [lambda each=each: people_services.end_membership(each, each.user) for each in own]
    )
    assert len(done(answers)) == len(own) - 1
    left = Membership.objects.filter(role=Role.LOCAL_ADMINISTRATOR, ends_on=None)
    assert left.count() == 1


def test_an_invitation_is_accepted_once(house):
    sent = people_services.invite("ny@x.example", house.town, "reader", house.parties.user)
    newcomer = people_services.User.objects.create_user("ny@x.example", name="Ny")
    answers = outcomes([lambda: people_services.accept(sent.invitation, newcomer)] * MANY)
    assert len(done(answers)) == 1
    assert newcomer.memberships.count() == 1


def test_many_who_say_and_assign_at_once_are_all_in_the_log_which_is_whole(house, case):
    answers = outcomes(
        [lambda: assign(case, house.fund.user, house.decider.user)] * MANY
        + [
            lambda text=f"Ord {n}": comment(case, text, house.fund.user, house.fund)
            for n in range(MANY)
        ]
    )
    assert len(done(answers)) == 2 * MANY
    assert Comment.objects.count() == MANY
    assert LogEntry.objects.filter(kind="case.assigned").count() == MANY
    assert verify().is_whole
