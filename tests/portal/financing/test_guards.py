"""On both databases: versions of a plan stay as they are and follow each other."""

import pytest
from ledger.conftest import refused_by_the_database as refused
from ledger.test_concurrency import at_once

from boligsocial.messages import UserError
from boligsocial.portal.cases.services import Opening, open_case, take_step
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.financing.services import Saving, plan_of, save_plan
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import Membership, Organisation, User
from boligsocial.snapshots.published import published_snapshot

from .plans import a_plan


@pytest.fixture
def written(empty_database):  # noqa: ARG001
    """A case with a first version of its plan; who wrote it, and for whom."""
    pia = User.objects.create_user("pia@aabro.example", name="Pia")
    municipality = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    through = Membership.objects.create(
        user=pia, organisation=municipality, role="project_lead", starts_on="2026-01-01"
    )
    place = f"area:{next(iter(published_snapshot().areas))}"
    opening = Opening("social_effort", "Helhedsplan", [municipality], PUBLISHED, [place])
    case = open_case(opening, pia, through)
    save_plan(case, Saving(a_plan(), 0), pia, through)
    return case, pia, through


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE financing_planversion SET note = 'ny'",
        "UPDATE financing_planversion SET number = 2",
        "DELETE FROM financing_planversion",
        "INSERT INTO financing_planversion (case_id, number, content, note, file_name, by_id, "
        "organisation_id, at) SELECT case_id, 3, content, note, file_name, by_id, organisation_id, "
        "at FROM financing_planversion",
    ],
)
def test_a_version_is_never_changed_and_none_is_left_out(written, statement):
    refused(statement)
    assert plan_of(written[0]) == a_plan()


def test_of_many_who_save_at_once_one_does_and_the_others_are_told(written):
    case, pia, through = written
    plans = [a_plan(250_000 + each, 750_000) for each in range(8)]

    def save(plan):
        try:
            return save_plan(case, Saving(plan, 1), pia, through)
        except UserError as error:
            return error

    answers = at_once([lambda plan=plan: save(plan) for plan in plans])
    saved = [each for each in answers if isinstance(each, PlanVersion)]
    assert len(saved) == 1
    assert all(isinstance(each, ChangedMeanwhileError) for each in answers if each not in saved)
    assert plan_of(case) == plans[answers.index(saved[0])]
    assert LogEntry.objects.filter(kind="financing.saved").count() == 2


def test_a_case_that_has_ended_takes_no_more_versions(written):
    case, pia, through = written
    take_step(case, "withdrawn", pia, through, "Vi søger igen næste år.")
    with pytest.raises(UserError, match="the case has ended"):
        save_plan(case, Saving(a_plan(), 1), pia, through)
    assert PlanVersion.objects.count() == 1
