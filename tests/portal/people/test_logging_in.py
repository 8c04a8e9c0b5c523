"""Ways in: a password with a second factor, a log-in service, and the made-up people of a demo."""

from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from boligsocial.messages import UserError
from boligsocial.portal.configuration import PortalSettings
from boligsocial.portal.people.demo import demo_people, make_demo_people
from boligsocial.portal.people.models import Membership, Organisation, Role, User, today

PASSWORD = "Tre-små-fugle-92"  # noqa: S105


@pytest.fixture
def administrator(db):  # noqa: ARG001
    user = User.objects.create_user("lis@aabro.example", PASSWORD, name="Lis")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    organisation = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    Membership.objects.create(user=user, organisation=organisation, role=Role.LOCAL_ADMINISTRATOR)
    return user


def with_password(browser):
    return browser.post("/konto/login/", {"login": "lis@aabro.example", "password": PASSWORD})


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def managing(browser):
    pk = Organisation.objects.get().pk
    return browser.post(f"/organisationer/{pk}/inviter/", {"email": "x"}).status_code


def test_two_factors_are_set_up_asked_for_and_open_what_takes_them(administrator):
    browser = Client()
    assert with_password(browser).headers["Location"] == "/"
    assert managing(browser) == 403
    asked = browser.get("/konto/2fa/totp/activate/").headers["Location"]
    page = browser.post(asked, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    browser.post("/konto/2fa/totp/activate/", {"code": code(secret)})
    assert Authenticator.objects.filter(user=administrator, type="totp").exists()
    again = Client()
    assert with_password(again).headers["Location"] == "/konto/2fa/authenticate/"
    assert again.get("/adgang/").status_code == 302
    cache.clear()  # a code is good once; the same one comes again within half a minute
    again.post("/konto/2fa/authenticate/", {"code": code(secret)})
    assert again.get("/adgang/").status_code == 200
    assert managing(again) == 422


def test_a_wrong_password_or_code_lets_nobody_in(administrator):
    browser = Client()
    answer = browser.post("/konto/login/", {"login": administrator.email, "password": "forkert"})
    assert answer.status_code == 200
    assert browser.get("/adgang/").status_code == 302


def test_nobody_makes_an_account_without_an_invitation(db):  # noqa: ARG001
    answer = Client().post("/konto/signup/", {"email": "x@y.dk", "password1": PASSWORD})
    assert answer.status_code in (200, 403)
    assert not User.objects.exists()


@pytest.fixture
def service(settings):
    """A log-in service that runs while the test does, and the address that it answers on."""
    with oidc_provider_mock.run_server_in_thread() as server:
        portal = PortalSettings(
            oidc_issuer=f"http://localhost:{server.server_port}",
            oidc_secret="x",  # noqa: S106
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": portal.oidc_services}}
        yield portal.oidc_issuer


def through(service, browser, **claims):
    """Log in by the service as the person of these claims."""
    httpx.put(f"{service}/users/{claims['sub']}", json=claims)
    begun = browser.post("/konto/oidc/oidc/login/")
    answer = httpx.post(begun.headers["Location"], data={"sub": claims["sub"]})
    back = urlsplit(answer.headers["Location"])
    return browser.get(back.path, {key: value for key, (value,) in parse_qs(back.query).items()})


def test_a_person_of_the_service_comes_in_without_rights(service, db):  # noqa: ARG001
    browser = Client()
    assert "Log ind med MitID Erhverv" in browser.get("/konto/login/").text
    answer = through(service, browser, sub="bo-7", name="Bo Borger", email="bo@aabro.example",
                     email_verified=True)  # fmt: skip
    assert answer.headers["Location"] == "/adgang/"
    page = browser.get("/adgang/").text
    assert "Bo Borger" in page
    assert "Ingen rolle endnu" in page


def test_the_service_knows_the_one_invited_and_counts_as_two_factors(service, administrator):
    browser = Client()
    through(service, browser, sub="lis-1", name="Lis", email="lis@aabro.example",
            email_verified=True)  # fmt: skip
    assert User.objects.get() == administrator
    assert managing(browser) == 422


def test_an_address_that_the_service_has_not_verified_opens_no_account(service, administrator):
    browser = Client()
    through(service, browser, sub="tyv-1", name="Tyv", email=administrator.email,
            email_verified=False)  # fmt: skip
    assert browser.get("/adgang/").status_code == 302


def test_forms_may_lead_to_the_service_and_nowhere_else():
    assert PortalSettings(oidc_issuer="https://login.example/realms/x").oidc_origin == (
        "https://login.example"
    )
    assert PortalSettings().oidc_services == []


def test_the_demo_lets_anyone_be_its_people_until_a_real_one_has_an_account(db):  # noqa: ARG001
    assert make_demo_people() == 14
    assert make_demo_people() == 0
    page = Client().get("/konto/login/").text
    person = demo_people()[0]
    assert person.name in page
    assert "analytiker, Fonden (demo)" in page
    browser = Client()
    assert browser.post("/adgang/demo/", {"person": person.pk}).headers["Location"] == "/"
    assert browser.get("/rammen/").status_code == 200
    real = User.objects.create_user("rigtig@fonden.dk")
    assert demo_people() == []
    assert person.name not in Client().get("/konto/login/").text
    assert Client().post("/adgang/demo/", {"person": person.pk}).status_code == 404
    with pytest.raises(UserError, match="real people"):
        make_demo_people()
    assert Client().post("/adgang/demo/", {"person": real.pk}).status_code == 404


@pytest.mark.parametrize(
    ("side", "role", "lands"),
    [
        ("fund", Role.CASEWORKER, "/opgaver/"),
        ("fund", Role.DECISION_MAKER, "/opgaver/"),
        ("fund", Role.AUDITOR, "/"),
        ("ours", Role.PROJECT_LEAD, "/opgaver/"),
        ("ours", Role.BOARD_MEMBER, "/opgaver/"),
        ("ours", Role.READER, "/"),
    ],
)
def test_a_log_in_leads_to_the_work_of_the_role(world, side, role, lands):
    person = with_account(world.people[side, role])
    browser = Client()
    assert browser.post("/konto/login/", of(person)).headers["Location"] == lands
    assert browser.get(lands).status_code == 200


def test_a_log_in_leads_to_the_page_one_was_going_to(world):
    going = "/sager/?side=2"
    person = with_account(world.people["ours", Role.PROJECT_LEAD])
    answer = Client().post("/konto/login/", of(person) | {"next": going})
    assert answer.headers["Location"] == going


def test_whose_role_has_ended_comes_to_the_page_that_says_so(world):
    person = with_account(world.people["ours", Role.PROJECT_LEAD])
    person.memberships.update(ends_on=today())
    assert Client().post("/konto/login/", of(person)).headers["Location"] == "/adgang/"


def test_the_made_up_people_go_where_they_were_going(db):  # noqa: ARG001
    make_demo_people()
    lead = User.objects.get(email="pia@aabro.example")
    page = Client().get("/konto/login/?next=/bevillinger/").text
    assert page.count('name="next" value="/bevillinger/"') == len(demo_people()) + 1
    for going, lands in (
        ("/bevillinger/", "/bevillinger/"),
        ("https://evil.example/", "/opgaver/"),
        ("", "/opgaver/"),
    ):
        answer = Client().post("/adgang/demo/", {"person": lead.pk, "next": going})
        assert answer.headers["Location"] == lands


def with_account(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def of(user):
    return {"login": user.email, "password": PASSWORD}


def test_every_role_is_among_the_people_of_the_demo(db):  # noqa: ARG001
    make_demo_people()
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
