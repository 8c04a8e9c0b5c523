"""Whom what happens concerns gets one letter, also when the server is away at first."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone
from people.conftest import case_of

from boligsocial.portal.cases.models import Comment, Request
from boligsocial.portal.people.models import Role, today
from boligsocial.portal.work.letters import send_waiting
from boligsocial.portal.work.models import Letter


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask_for_more(world, text="Vedlæg budgettet."):
    return Request.objects.create(
        case=world.cases["ours"],
        by=world.people["fund", Role.CASEWORKER],
        text=text,
        due_on=today() + timedelta(days=14),
    )


def test_a_request_is_told_to_those_who_can_answer_it_and_to_nobody_else(world, mailbox, committed):
    with committed():
        ask_for_more(world)
    told = {address for to, _ in mailbox for address in to}
    writers = (Role.PROJECT_LEAD, Role.BOARD_MEMBER)
    assert told == {world.people["ours", role].email for role in writers}
    assert all("Helhedsplan for Åbro Kommune" in text for _, text in mailbox)


def test_a_letter_says_nothing_of_what_stands_in_the_case(world, mailbox, committed):
    with committed():
        ask_for_more(world, "Familien på 3. sal")
    assert all("3. sal" not in text for _, text in mailbox)
    assert all(f"/sager/{world.cases['ours'].pk}/" in text for _, text in mailbox)


def test_an_answer_is_told_to_the_fund(world, mailbox, committed):
    request = ask_for_more(world)
    request.answer, request.answered_at = "Her er det.", timezone.now()
    request.answered_by = world.people["ours", Role.PROJECT_LEAD]
    with committed():
        request.save()
    told = {address for to, _ in mailbox for address in to}
    assert world.people["fund", Role.CASEWORKER].email in told
    assert not any("ours" in address for address in told)


def test_a_new_case_is_told_to_the_fund_once(world, mailbox, committed):
    with committed():
        case_of(world.organisations["ours"], world.people["ours", Role.PROJECT_LEAD])
    told = [address for to, _ in mailbox for address in to]
    assert sorted(told) == sorted(
        world.people["fund", role].email for role in (Role.CASEWORKER, Role.DECISION_MAKER)
    )


def test_an_internal_comment_is_told_to_nobody(world, mailbox, committed):
    with committed():
        Comment.objects.create(
            case=world.cases["ours"],
            by=world.people["fund", Role.CASEWORKER],
            organisation=world.organisations["fund"],
            text="Kun os",
            is_internal=True,
        )
    assert mailbox == []


def test_what_could_not_be_sent_is_kept_and_sent_later(world, mailbox, committed, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, _nobody_there()
    with committed():
        ask_for_more(world)
    Letter.objects.exclude(occasion__startswith="request").delete()
    waiting = Letter.objects.filter(sent_at=None)
    assert waiting.exists()
    assert all(each.error for each in waiting)
    assert mailbox == []
    settings.EMAIL_PORT = port
    count = waiting.count()
    assert (send_waiting().sent, send_waiting().sent) == (count, 0)
    assert len(mailbox) == count


def test_whoever_has_left_gets_no_letter(world, mailbox, committed):
    person = world.people["ours", Role.PROJECT_LEAD]
    person.memberships.update(ends_on=today())
    with committed():
        ask_for_more(world)
    assert person.email not in {address for to, _ in mailbox for address in to}


def _nobody_there():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
