"""On both databases: what is signed, voted and approved stays, whoever writes to the tables."""

import pytest
from django.db import IntegrityError, transaction
from ledger.conftest import refused_by_the_database as refused

from boligsocial.portal.boards.models import Signature
from boligsocial.portal.boards.services import agreements, meetings, seats
from boligsocial.portal.boards.services.agreements import Draft, Key

from .test_meetings import Held


@pytest.fixture
def held(effort_on_both):
    found = Held(effort_on_both)
    found.conflict("Bo")
    found.decision = found.decide(Kim="for", Klara="for", Bodil="against")
    return found


def test_decisions_and_votes_cannot_be_changed(held):
    for table in ("decision", "vote"):
        refused(f"DELETE FROM boards_{table}")  # noqa: S608 - names of ours
    refused("UPDATE boards_decision SET text = 'Nej'")
    refused("UPDATE boards_vote SET stance = 'against'")
    refused("UPDATE boards_item SET title = 'Andet'")
    refused("DELETE FROM boards_meeting_present WHERE member_id = %s", held.member("Kim").pk)


def test_no_vote_is_slipped_in(held):
    for name, stance in (("Bo", "for"), ("Fie Fond", "for"), ("Kim", "abstains")):
        refused(
            "INSERT INTO boards_vote (decision_id, member_id, stance) VALUES (%s, %s, %s)",
            held.decision.pk, held.member(name).pk, stance,
        )  # fmt: skip


def test_a_vote_more_than_the_decision_tells_is_refused(held):
    late = held.effort.seat  # a member seated later, put among those who were there
    user = held.effort.people["sune"]
    held.effort.people["late"] = user
    member = late(held.board, "late", held.effort.housing)
    held.meeting.present.add(member)
    refused(
        "INSERT INTO boards_vote (decision_id, member_id, stance) VALUES (%s, %s, 'for')",
        held.decision.pk, member.pk,
    )  # fmt: skip


def test_conflicts_stay_as_declared(held):
    refused("UPDATE boards_conflict SET about = 'Intet'")
    refused("DELETE FROM boards_conflict")
    refused(
        "INSERT INTO boards_conflict (member_id, item_id, about, declared_by_id, declared_at)"
        " VALUES (%s, %s, 'Sent', %s, '2026-11-24 12:00:00Z')",
        held.member("Kim").pk, held.item.pk, held.pia.pk,
    )  # fmt: skip
    standing = seats.declare_standing(held.member("Kim"), "Gift", held.pia, held.effort.case)
    seats.end_conflict(standing, held.pia, held.effort.case)
    refused("UPDATE boards_conflict SET ended_at = NULL WHERE id = %s", standing.pk)


def test_nothing_of_an_approved_meeting_changes(held):
    empty = meetings.add_item(held.meeting, "Tomt", "", held.pia)
    held.approve()
    refused("UPDATE boards_meeting SET minutes = 'Andet'")
    refused("UPDATE boards_meeting SET approved_at = NULL, approved_by_id = NULL, digest = ''")
    refused("DELETE FROM boards_meeting")
    refused("UPDATE boards_item SET title = 'Andet' WHERE id = %s", empty.pk)
    refused("DELETE FROM boards_item WHERE id = %s", empty.pk)
    refused(
        "INSERT INTO boards_item (meeting_id, number, title, text) VALUES (%s, 9, 'Nyt', '')",
        held.meeting.pk,
    )
    refused(
        "INSERT INTO boards_meeting_present (meeting_id, member_id) VALUES (%s, %s)",
        held.meeting.pk, held.member("Fie Fond").pk,
    )  # fmt: skip
    refused(
        "INSERT INTO boards_decision (item_id, text, is_taken, by_chair, entitled, present, needed,"
        " votes_for, against, abstaining, minuted_by_id, at)"
        " VALUES (%s, 'Ja', TRUE, FALSE, 1, 1, 1, 1, 0, 0, %s, '2026-11-24 12:00:00Z')",
        empty.pk, held.pia.pk,
    )  # fmt: skip
    held.meeting.refresh_from_db()
    assert held.meeting.digest == meetings.digest_of_minutes(held.meeting)


def test_what_is_signed_stays_and_a_signature_is_of_its_text(effort_on_both):
    effort = effort_on_both
    version = agreements.write(effort.case, Key("strategic"), Draft("Aftale"), effort.people["pia"])
    signature = agreements.sign(version, version.digest, effort.housing, effort.people["bodil"])
    refused("UPDATE boards_agreementversion SET text = 'Andet'")
    refused("UPDATE boards_signature SET organisation_id = %s", effort.municipality.pk)
    refused("DELETE FROM boards_signature")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            version=version, organisation=effort.municipality, by=effort.people["kim"],
            digest="f" * 64,
        )  # fmt: skip
    assert list(Signature.objects.all()) == [signature]
