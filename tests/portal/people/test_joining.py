"""Joining by invitation, and leaving: who could do what stays known."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from boligsocial.messages import UserError
from boligsocial.portal.people import services
from boligsocial.portal.people.models import Invitation, Membership, Role, User, today

from .conftest import logged_in

GOOD = "Tre-små-fugle-92"


@pytest.fixture
def ours(world):
    return world.organisations["ours"]


@pytest.fixture
def administrator(world):
    return world.people["ours", Role.LOCAL_ADMINISTRATOR]


def invite(administrator, ours, email="ny@aabro.example", role="reader"):
    path = f"/organisationer/{ours.pk}/inviter/"
    return logged_in(administrator).post(path, {"email": email, "role": role})


def link_in_letter():
    return re.search(r"https?://testserver(/invitation/\S+)", mail.outbox[-1].body)[1]


def test_a_newcomer_is_invited_makes_an_account_and_logs_in(administrator, ours):
    page = invite(administrator, ours, " Ny@Aabro.example ")
    assert "En invitation er på vej til ny@aabro.example" in page.text
    assert mail.outbox[-1].to == ["ny@aabro.example"]
    assert "læser for Åbro Kommune" in mail.outbox[-1].body
    link, newcomer = link_in_letter(), Client()
    assert link in page.text
    assert "Vælg en adgangskode" in newcomer.get(link).text
    answer = newcomer.post(link, {"name": "Nye Nielsen", "password": GOOD})
    assert answer.headers["Location"] == "/konto/login/"
    newcomer.post("/konto/login/", {"login": "NY@aabro.example", "password": GOOD})
    assert "Din adgang" in newcomer.get("/adgang/").text
    membership = Membership.objects.get(user__email="ny@aabro.example")
    assert (membership.role, membership.given_by) == ("reader", administrator)
    assert newcomer.get(link).status_code == 422


def test_the_database_keeps_no_secret_of_an_invitation(administrator, ours):
    invite(administrator, ours)
    secret = link_in_letter().strip("/").split("/")[-1]
    fields = " ".join(str(each) for each in Invitation.objects.values_list().get())
    assert secret not in fields


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [("", GOOD, "Skriv dit navn"), ("Nye", "12345678", "Vælg en anden adgangskode")],
)
def test_a_weak_account_is_not_made(administrator, ours, name, password, told):
    invite(administrator, ours)
    answer = Client().post(link_in_letter(), {"name": name, "password": password})
    assert answer.status_code == 422
    assert told in answer.text
    assert not User.objects.filter(email="ny@aabro.example").exists()


def test_html_in_a_name_is_text(administrator, ours):
    invite(administrator, ours)
    Client().post(link_in_letter(), {"name": "<b>Nye</b>", "password": GOOD})
    page = logged_in(administrator).get(f"/organisationer/{ours.pk}/").text
    assert "<b>Nye" not in page
    assert "&lt;b&gt;Nye" in page


def test_whoever_has_an_account_accepts_with_it_and_nobody_else(administrator, ours, world):
    theirs = world.people["theirs", Role.READER]
    invite(administrator, ours, theirs.email, "auditor")
    link = link_in_letter()
    assert f"/konto/login/?next={link}" in Client().get(link).text
    other = world.people["theirs", Role.AUDITOR]
    assert logged_in(other).post(link).status_code == 422
    assert logged_in(theirs).post(link).headers["Location"] == "/adgang/"
    assert {each.organisation.name for each in theirs.memberships.all()} == {
        "Åbro Kommune",
        "Hemmelig Boligforening",
    }


def test_an_account_is_not_taken_over_by_a_link(administrator, ours, world):
    theirs = world.people["theirs", Role.READER]
    invite(administrator, ours, theirs.email, "auditor")
    answer = Client().post(link_in_letter(), {"name": "En anden", "password": GOOD})
    assert answer.status_code == 422
    assert "Der er allerede en konto" in answer.text
    theirs.refresh_from_db()
    assert not theirs.has_usable_password()


def test_an_invitation_that_is_old_withdrawn_or_renewed_opens_nothing(administrator, ours):
    first = services.invite("ny@aabro.example", ours, "reader", administrator)
    second = services.invite("ny@aabro.example", ours, "reader", administrator)
    with pytest.raises(UserError, match="no longer open"):
        services.open_invitation(first.secret)
    services.withdraw(second.invitation)
    with pytest.raises(UserError, match="no longer open"):
        services.open_invitation(second.secret)
    third = services.invite("ny@aabro.example", ours, "reader", administrator)
    Invitation.objects.filter(pk=third.invitation.pk).update(expires_on=today() - timedelta(days=1))
    with pytest.raises(UserError, match="no longer open"):
        services.open_invitation(third.secret)


@pytest.mark.parametrize(
    ("email", "role", "told"),
    [
        ("ikke en adresse", "reader", "Skriv en e-mailadresse"),
        ("ny@aabro.example", "konge", "Vælg en af rollerne"),
    ],
)
def test_a_wrong_invitation_is_told_and_what_was_written_stays(
    administrator, ours, email, role, told
):
    page = invite(administrator, ours, email, role)
    assert page.status_code == 422
    assert told in page.text
    assert email in page.text
    assert not mail.outbox


def test_a_leaver_loses_access_at_once_and_the_dates_stay(administrator, ours, world):
    leaver = world.people["ours", Role.READER]
    browser = logged_in(leaver)
    assert browser.get("/bevillinger/").status_code == 200
    membership = leaver.memberships.get()
    path = f"/organisationer/{ours.pk}/rolle/{membership.pk}/"
    assert logged_in(administrator).post(path).status_code == 302
    assert browser.get("/bevillinger/").status_code == 403
    membership.refresh_from_db()
    assert (membership.ends_on, membership.ended_by) == (today(), administrator)
    page = logged_in(administrator).get(f"/organisationer/{ours.pk}/").text
    assert "Hvem der er fratrådt" in page
    assert "sluttede" in logged_in(administrator).post(path).text


def test_the_last_administrator_cannot_leave_the_organisation_without_one(administrator, ours):
    membership = administrator.memberships.get()
    path = f"/organisationer/{ours.pk}/rolle/{membership.pk}/"
    answer = logged_in(administrator).post(path)
    assert answer.status_code == 422
    assert "ikke have nogen lokal administrator tilbage" in answer.text


def test_a_role_of_another_organisation_is_not_ended_through_ones_own(administrator, ours, world):
    theirs = world.people["theirs", Role.READER].memberships.get()
    path = f"/organisationer/{ours.pk}/rolle/{theirs.pk}/"
    assert logged_in(administrator).post(path).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ends_on is None


def test_the_database_keeps_one_role_at_a_time_and_small_letters(world, ours):
    reader = world.people["ours", Role.READER]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=reader, organisation=ours, role=Role.READER)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Store@Bogstaver.dk")
