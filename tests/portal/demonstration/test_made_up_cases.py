"""The made-up cases are carried along through the services, each thing on its day."""

import pytest
from django.urls import reverse
from people.conftest import logged_in

from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.demonstration.cases import make_demo_cases
from boligsocial.portal.demonstration.definitions import demo
from boligsocial.portal.figures import offered_snapshots
from boligsocial.portal.ledger.reports import trial_balance
from boligsocial.portal.people.demo import make_demo_people
from boligsocial.portal.people.models import User, today
from boligsocial.snapshots.sealed import SealedLists


@pytest.fixture
def made(db, on_snapshots):  # noqa: ARG001 - where they are made
    make_demo_people()
    lists = SealedLists(offered_snapshots()[0])
    return lists, make_demo_cases(lists)


def test_there_is_a_case_in_each_phase_of_a_social_effort_and_of_each_kind(made):
    _, count = made
    assert count == Case.objects.count() == len(demo().case)
    phases = {each.phase for each in Case.objects.filter(kind="social_effort")}
    assert phases == {each.id for each in kinds()["social_effort"].phase}
    assert {each.kind for each in Case.objects.all()} == set(kinds())


@pytest.mark.usefixtures("made")
def test_each_case_is_where_its_way_ends_and_happened_before_today():
    wanted = sorted((each.kind, each.way[-1]) for each in demo().case)
    assert sorted(Case.objects.values_list("kind", "phase")) == wanted
    times = list(LogEntry.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1].date() <= today()


@pytest.mark.usefixtures("made")
def test_what_was_committed_is_in_the_ledger_to_the_øre():
    committed = [each for each in Case.objects.all() if each.grant]
    assert len(committed) == sum("commitment" in each.way for each in demo().case)
    balance = trial_balance()
    assert sum(row.balance for row in balance.rows) == 0


def test_they_are_made_once(made):
    lists, _ = made
    assert make_demo_cases(lists) == 0


@pytest.mark.usefixtures("made")
def test_a_case_of_an_attached_estate_leads_to_its_evidence():
    fund = logged_in(User.objects.get(email=demo().caseworker))
    for case in Case.objects.filter(kind="attached_estate"):
        page = fund.get(reverse("cases:case", kwargs={"case": case.pk})).text
        address = reverse("estates:attached", args=[case.places.get().place_id])
        assert f"{address}?snapshot={case.figures}" in page
        assert fund.get(address, {"snapshot": case.figures}).status_code == 200
