"""A case is opened, goes on and ends by the way of its kind, and each step is logged."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boligsocial.messages import UserError
from boligsocial.portal.cases.dialogue import answer, ask_for_more
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Request
from boligsocial.portal.cases.models import Step as StepTaken
from boligsocial.portal.cases.services import (
    Opening,
    add_party,
    assign,
    checks_standing,
    open_case,
    phase_of,
    take_step,
    untick,
)
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.models import Organisation
from boligsocial.snapshots.published import published_snapshot

from .conftest import a_case, fresh, go, lawful, member, satisfy

LIVES = {
    "social_effort": [
        "dialogue", "agreement", "application", "commitment", "yearly_status", "yearly_status",
        "mid_term", "yearly_status", "accounts", "anchoring", "closed",
    ],
    "rent_support": ["dialogue", "commitment", "yearly_status", "accounts", "closed"],
    "resident_handling": ["dialogue", "commitment", "yearly_status", "accounts", "closed"],
    "attached_estate": ["discussion", "included"],
}  # fmt: skip


def at_once(operations):
    """The answer of each, all begun at the same moment on a connection each."""
    barrier = threading.Barrier(len(operations))

    def run(operation):
        try:
            barrier.wait()
            return operation()
        except UserError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(operations)) as pool:
        return list(pool.map(run, operations))


@pytest.mark.usefixtures("every_fact")
@pytest.mark.parametrize("kind", ["social_effort", "rent_support", "resident_handling"])
def test_a_case_goes_from_its_first_phase_to_its_end(people, kind):
    case = a_case(people, kind)
    for to in LIVES[kind]:
        go(case, to, people)
    assert phase_of(case).is_end
    assert lawful(case, people.fund) == lawful(case, people.parties) == set()
    logged = LogEntry.objects.filter(case=case.pk)
    assert logged.filter(kind="case.opened").count() == 1
    assert logged.filter(kind="case.step").count() == len(LIVES[kind])
    assert [each.to for each in case.steps.all()[1:]] == LIVES[kind]


@pytest.mark.usefixtures("on_snapshots")
def test_an_estate_is_taken_along_after_a_concrete_discussion(people, on_snapshots):
    from boligsocial.portal.figures import lists_of

    estate = next(iter(lists_of(on_snapshots.later).estates))
    parties = [people.town, people.housing]
    opening = Opening("attached_estate", "Med", parties, on_snapshots.later, [f"estate:{estate}"])
    case = open_case(opening, people.parties.user, people.parties)
    for to in LIVES["attached_estate"]:
        go(case, to, people)
    assert phase_of(case).id == "included"


@pytest.mark.parametrize("kind", ["social_effort", "rent_support"])
@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_a_case_may_end_at_once_with_a_reason_whatever_it_lacks(people, kind, end):
    case = a_case(people, kind)
    through = people.fund if end == "rejected" else people.parties
    with pytest.raises(UserError, match="write why"):
        take_step(case, end, through.user, through, "  ", decided=True)
    taken = take_step(case, end, through.user, through, "Ikke nok.", decided=True)
    assert (fresh(case).phase, taken.reason) == (end, "Ikke nok.")


def test_a_decision_is_not_taken_as_a_mere_step(people, case):
    with pytest.raises(UserError, match="on the page of decisions"):
        take_step(case, "rejected", people.fund.user, people.fund, "Nej.")
    assert fresh(case).phase == "prequalification"


def test_a_social_effort_goes_on_with_both_municipality_and_housing_organisation(people):
    area = next(iter(published_snapshot().areas))
    opening = Opening("social_effort", "Alene", [people.town], PUBLISHED, [f"area:{area}"])
    case = open_case(opening, people.parties.user, people.parties)
    satisfy(case, people)
    with pytest.raises(UserError, match="both municipality and housing organisation"):
        take_step(case, "dialogue", people.fund.user, people.fund)
    assert "housing organisation" in str(checks_standing(case)[0].fact.words)
    add_party(case, people.housing, people.parties.user)
    go(case, "dialogue", people)
    assert LogEntry.objects.get(kind="case.party").case == case.pk


def test_the_fund_is_no_party_and_nobody_is_one_twice(people, case):
    fund = people.fund.organisation
    with pytest.raises(UserError, match="no party of one"):
        add_party(case, fund, people.fund.user)
    with pytest.raises(UserError, match="Engparken is a party already"):
        add_party(case, people.housing, people.fund.user)
    area = next(iter(published_snapshot().areas))
    with pytest.raises(UserError, match="no party of one"):
        open_case(
            Opening("rent_support", "Sag", [fund], PUBLISHED, [f"area:{area}"]),
            people.fund.user,
            people.fund,
        )


def test_only_a_caseworker_of_the_fund_has_a_case(people, case):
    assign(case, people.fund.user, people.fund.user)
    assert fresh(case).caseworker == people.fund.user
    with pytest.raises(UserError, match="the Fund's caseworkers"):
        assign(case, people.parties.user, people.fund.user)
    reader = member("Lise Læser", people.fund.organisation, "reader")
    with pytest.raises(UserError, match="the Fund's caseworkers"):
        assign(case, reader.user, people.fund.user)
    assign(case, None, people.fund.user)
    assert fresh(case).caseworker is None
    assert LogEntry.objects.filter(kind="case.assigned").count() == 2


def test_nothing_is_added_to_a_case_that_has_ended(people, case):
    go(case, "withdrawn", people)
    other = Organisation.objects.create(name="Nordhøj", kind="housing")
    with pytest.raises(UserError, match="the case has ended"):
        add_party(case, other, people.fund.user)
    with pytest.raises(UserError, match="the case has ended"):
        ask_for_more(case, "Mere", "2099-01-01", people.fund.user, people.fund)


def test_two_who_take_the_same_step_at_once_take_it_once(people_on_both):
    case = a_case(people_on_both)
    satisfy(case, people_on_both)
    fund = people_on_both.fund
    answers = at_once(
        [lambda: take_step(fresh(case), "dialogue", fund.user, fund, "Videre.") for _ in range(6)]
    )
    assert sum(isinstance(each, StepTaken) for each in answers) == 1
    assert all(
        "gone on to dialogue" in str(each) for each in answers if isinstance(each, UserError)
    )
    assert fresh(case).steps.count() == 2
    assert LogEntry.objects.filter(kind="case.step").count() == 1


def test_two_who_answer_at_once_answer_once(people_on_both):
    people, case = people_on_both, a_case(people_on_both)
    request = ask_for_more(case, "Send budgettet.", "2099-01-01", people.fund.user, people.fund)
    answers = at_once(
        [
            lambda n=n: answer(request, f"Svar {n}", people.parties.user, people.parties)
            for n in range(4)
        ]
    )
    assert sum(isinstance(each, Request) for each in answers) == 1
    assert LogEntry.objects.filter(kind="request.answered").count() == 1


class Life(RuleBasedStateMachine):
    """Any steps at all, lawful or not, by anyone, with or without what is asked for."""

    people = None

    @initialize(kind=st.sampled_from(["social_effort", "rent_support", "resident_handling"]))
    def begin(self, kind):
        self.kind = kinds()[kind]
        self.case = a_case(self.people, kind)
        self.taken = 0

    @rule(side=st.sampled_from(["fund", "parties"]), data=st.data(), decided=st.booleans())
    def step(self, side, data, decided):
        to = data.draw(st.sampled_from([each.id for each in self.kind.phase]))
        through = self.people.of(side)
        may = to in lawful(self.case, through)
        before = fresh(self.case).phase
        try:
            take_step(self.case, to, through.user, through, "Fordi.", decided=decided)
        except UserError:
            assert not may or (self.kind.phase_of(to).decides and not decided)
            assert fresh(self.case).phase == before
        else:
            assert may
            self.taken += 1

    @rule()
    def write_everything(self):
        satisfy(self.case, self.people)

    @rule()
    def take_back(self):
        for each in checks_standing(self.case):
            if not each.asked.fact:
                untick(self.case, each.asked.id, self.people.fund.user)

    @invariant()
    def is_where_its_last_step_led(self):
        if not hasattr(self, "case"):
            return
        case = fresh(self.case)
        steps = list(case.steps.all())
        assert [each.number for each in steps] == list(range(1, self.taken + 2))
        assert (case.phase, case.in_phase) == (steps[-1].to, steps[-1].number)
        for step in steps[1:]:
            assert step.to in self.kind.phase_of(step.came_from).moves
        assert LogEntry.objects.filter(case=case.pk, kind="case.step").count() == self.taken


@pytest.mark.usefixtures("every_fact")
def test_no_steps_whatever_lead_a_case_out_of_its_way(people):
    from hypothesis.stateful import run_state_machine_as_test

    Life.people = people
    run_state_machine_as_test(Life, settings=settings(max_examples=12, stateful_step_count=25))


@given(to=st.text(max_size=20), kind=st.sampled_from(["social_effort", "rent_support"]))
@settings(max_examples=20)
def test_a_phase_that_is_none_is_refused(people_of_all, to, kind):
    case = a_case(people_of_all, kind)
    if to not in phase_of(case).moves:
        with pytest.raises(UserError, match="not one from there"):
            take_step(case, to, people_of_all.fund.user, people_of_all.fund)


@pytest.fixture(scope="module")
def people_of_all(django_db_setup, django_db_blocker):  # noqa: ARG001
    from django.db import transaction

    from .conftest import make_people

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_people()
        transaction.set_rollback(True)
