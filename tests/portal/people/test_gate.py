"""The gate answers with a reason that names the role, the organisation and the date."""

from datetime import date

import pytest

from boligsocial.portal.people.gate import Who, ask, within_reach
from boligsocial.portal.people.models import Membership, Organisation, Role, User
from boligsocial.portal.people.rights import all_rights, rights_on

from .conftest import logged_in


def who(user, *, is_strong=True):
    return Who(user, tuple(user.memberships.select_related("organisation")), is_strong)


def said(answer):
    return answer.reason.in_language("en")


def test_access_is_explained_by_role_organisation_and_date(world):
    answer = ask(who(world.people["ours", Role.PROJECT_LEAD]), "grant.read")
    assert answer.allowed
    assert said(answer) == (
        "as project lead for Åbro Kommune since 1 January 2026 you may see a grant and its "
        "payments, for that organisation"
    )


def test_another_organisation_is_refused_with_the_reason(world):
    asked = ask(
        who(world.people["ours", Role.PROJECT_LEAD]), "grant.read", world.organisations["theirs"]
    )
    assert not asked.allowed
    assert "for your own organisation alone" in said(asked)


def test_the_wrong_role_is_told_which_would_do(world):
    answer = ask(who(world.people["ours", Role.READER]), "people.manage")
    assert said(answer) == (
        "it takes a role as local administrator for the Fund or local administrator for a party to "
        "invite people to an organisation and end their roles. You are reader; a local "
        "administrator can give you another role"
    )


def test_a_role_of_the_fund_is_none_elsewhere(world):
    assert ask(who(world.people["fund", Role.ANALYST]), "ledger.read").allowed
    assert not ask(who(world.people["ours", Role.ANALYST]), "ledger.read").allowed


@pytest.mark.parametrize(
    ("starts", "ends", "on", "counts"),
    [
        ("2026-05-01", None, "2026-04-30", False),
        ("2026-05-01", None, "2026-05-01", True),
        ("2026-05-01", "2026-06-30", "2026-06-29", True),
        ("2026-05-01", "2026-06-30", "2026-06-30", False),
    ],
)
def test_a_role_counts_from_its_first_day_to_the_day_it_ends(world, starts, ends, on, counts):
    user = User.objects.create_user("ny@fonden.example")
    Membership.objects.create(
        user=user,
        organisation=world.organisations["fund"],
        role=Role.ANALYST,
        starts_on=date.fromisoformat(starts),
        ends_on=ends and date.fromisoformat(ends),
    )
    user.refresh_from_db()
    assert ask(who(user), "ledger.read", on=date.fromisoformat(on)).allowed is counts


def test_a_person_in_two_organisations_reaches_both(world):
    user = world.people["ours", Role.PROJECT_LEAD]
    Membership.objects.create(
        user=user, organisation=world.organisations["theirs"], role=Role.AUDITOR
    )
    from boligsocial.portal.ledger.models import Grant

    assert within_reach(who(user), "grant.read", Grant.objects.all()).count() == 2


def test_some_actions_take_a_second_factor(world):
    user = world.people["ours", Role.LOCAL_ADMINISTRATOR]
    weak = ask(who(user, is_strong=False), "people.manage")
    assert not weak.allowed
    assert "two factors" in said(weak)
    assert ask(who(user), "people.manage").allowed
    path = f"/organisationer/{world.organisations['ours'].pk}/inviter/"
    assert logged_in(user, methods=["password"]).post(path).status_code == 403
    assert logged_in(user, methods=["password", "mfa"]).post(path).status_code == 422


def test_an_action_nobody_has_thought_about_is_a_mistake_of_ours(world):
    with pytest.raises(KeyError):
        ask(who(world.people["fund", Role.READER]), "grant.burn")


def test_the_rights_in_force_are_the_latest_that_have_begun():
    versions = all_rights()
    assert rights_on(date(1999, 1, 1)) == versions[0]
    assert rights_on(date(2099, 1, 1)) == versions[-1]
    assert rights_on(versions[-1].valid_from) == versions[-1]


def test_the_page_explains_ones_own_access_and_that_of_those_one_sees(world):
    lead, reader = world.people["ours", Role.PROJECT_LEAD], world.people["ours", Role.READER]
    page = logged_in(lead).get("/adgang/", {"person": reader.pk})
    assert "Adgang for" in page.text
    assert "Som læser for Åbro Kommune siden 1. januar 2026 må du se en bevilling" in page.text
    theirs = world.people["theirs", Role.READER]
    assert logged_in(lead).get("/adgang/", {"person": theirs.pk}).status_code == 404
    for nonsense in ("-1", "x", "9" * 30):
        assert logged_in(lead).get("/adgang/", {"organisation": nonsense}).status_code == 200


def test_whoever_has_no_role_is_told_who_can_give_one(db):  # noqa: ARG001
    Organisation.objects.create(name="Fonden", kind="fund")
    user = User.objects.create_user("ny@example.dk")
    assert "invitation" in said(ask(who(user), "ledger.read"))
    assert "Ingen rolle endnu" in logged_in(user).get("/adgang/").text
