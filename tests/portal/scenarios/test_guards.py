"""On both databases: what is saved stays as it is, and a year has one proposal."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from ledger.conftest import refused_by_the_database as refused

from boligsocial.portal.people.models import User
from boligsocial.portal.scenarios.models import Proposal, Scenario


def a_scenario(by, **fields):
    given = {
        "name": "Et", "figures": "offentliggjort", "list_id": "2017-12-01", "frame_øre": 100,
        "choices": {}, "granted_øre": 60, "left_øre": 40, "areas": 1, "residents": 1,
        "fingerprint": "0" * 64,
    }  # fmt: skip
    return Scenario.objects.create(saved_by=by, **given | fields)


@pytest.fixture
def anna(empty_database):  # noqa: ARG001
    return User.objects.create_user("anna@fonden.example", name="Anna")


COLUMNS = {
    "name": "'Andet'", "note": "'Ny'", "frame_oere": "1", "choices": "'{\"ramme\": \"1\"}'",
    "figures": "'andre'", "list_id": "'anden'", "fingerprint": "'1'", "granted_oere": "0",
}  # fmt: skip


def test_a_scenario_cannot_be_edited_or_deleted(anna):
    scenario = a_scenario(anna)
    for column, value in COLUMNS.items():
        refused(f"UPDATE scenarios_scenario SET {column} = {value}")  # noqa: S608
    refused("DELETE FROM scenarios_scenario")
    scenario.refresh_from_db()
    assert (scenario.name, scenario.frame_øre, scenario.choices) == ("Et", 100, {})


def test_a_scenario_has_a_name_and_does_not_come_from_itself(anna):
    for fields in ({"name": ""}, {"name": "  "}, {"frame_øre": -1}, {"id": 7, "comes_from_id": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_scenario(anna, **fields)
    assert not Scenario.objects.exists()


def proposal(scenario, by, year=2027, reason="Grund"):
    return Proposal.objects.create(scenario=scenario, year=year, reason=reason, marked_by=by)


def test_a_year_has_one_current_proposal(anna):
    first, second = a_scenario(anna), a_scenario(anna, name="To")
    marked = proposal(first, anna)
    for scenario in (first, second):
        with pytest.raises(IntegrityError), transaction.atomic():
            proposal(scenario, anna)
    proposal(second, anna, 2028)
    marked.replaced_at = timezone.now()
    marked.save()
    proposal(second, anna)
    assert Proposal.objects.filter(year=2027).count() == 2
    assert Proposal.objects.get(year=2027, replaced_at=None).scenario == second


def test_a_proposal_cannot_be_edited_deleted_or_taken_back(anna):
    scenario, other = a_scenario(anna), a_scenario(anna, name="To")
    marked = proposal(scenario, anna)
    now = timezone.now()
    for column, value in (("reason", "Andet"), ("year", 2030), ("scenario_id", other.pk)):
        statement = f"UPDATE scenarios_proposal SET {column} = %s"  # noqa: S608 - names of ours
        refused(statement, value)
        refused(f"{statement}, replaced_at = %s", value, now)
    refused("DELETE FROM scenarios_proposal")
    marked.replaced_at = now
    marked.save()
    refused("UPDATE scenarios_proposal SET replaced_at = NULL")
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal(other, anna, reason=" ")
