"""A financing plan and the forms of the ledger, as the people of the demonstration use them."""

import os
import subprocess
import sys

import pytest

from .conftest import demonstration

LEAD, CASEWORKER = "Pia Projektleder", "Sune Sagsbehandler"
DECIDER, OTHER_DECIDER = "Birgit Beslutter", "Bent Beslutter"
CASES = """
import django
django.setup()
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.financing.services import Saving, save_plan
from boligsocial.portal.financing.sums import Cost, Funding, Plan
from boligsocial.portal.people.models import User
from boligsocial.snapshots.published import published_snapshot
pia = User.objects.get(email="pia@aabro.example")
through = pia.memberships.first()
place = f"area:{next(iter(published_snapshot().areas))}"
opening = Opening("social_effort", "Plan (demo)", [through.organisation], PUBLISHED, [place])
planned, empty = open_case(opening, pia, through), open_case(opening, pia, through)
years, mio = (2027, 2028), 100_000_000
plan = Plan(
    "2019-26", years, (Cost("wages", "Jobvejledere", "employment", (mio, mio)),),
    (Funding("fund", "", "cash", "employment", (mio * 8 // 10,) * 2),
     Funding("municipality", "", "hours", "employment", (mio // 5,) * 2)),
)
save_plan(planned, Saving(plan, 0), pia, through)
"""
EDIT = "/sager/1/finansiering/ret/"
PAGES = {
    "a plan": (LEAD, "/sager/1/finansiering/"),
    "the form of a plan": (LEAD, EDIT),
    "no plan yet": (LEAD, "/sager/2/finansiering/"),
    "a plan as the Fund sees it": (CASEWORKER, "/sager/1/finansiering/"),
    "other funding": (DECIDER, "/sager/finansiering/"),
    "no other funding": (DECIDER, "/sager/finansiering/?kun=tilsagn"),
    "a commitment": (DECIDER, "/bevillinger/1/tilsagn/"),
    "a payment": (CASEWORKER, "/bevillinger/1/udbetal/"),
    "a transfer": (DECIDER, "/rammen/flyt/"),
    "a reversal": (DECIDER, "/rammen/bilag/12/tilbagefoer/"),
    "an override": (DECIDER, "/rammen/overskridelser/ny/"),
    "overrides": (DECIDER, "/rammen/overskridelser/"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The address of a portal with the people of the demonstration and two cases of theirs."""
    home = tmp_path_factory.mktemp("home")
    with demonstration(home) as address:
        environment = os.environ | {
            "BOLIGSOCIAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "boligsocial.portal.settings",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", CASES], env=environment, check=True)
        yield address


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_within_its_window(be, faults, name, width):
    person, address = PAGES[name]
    page = be(person, width=width)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.locator("h1").count() == 1


def test_a_plan_is_checked_while_it_is_written(be, faults):
    page = be(LEAD)
    page.goto(EDIT)
    assert "lokalt 20 pct." in page.locator("#plan-bar").inner_text()
    with page.expect_response("**/tjek/"):
        page.locator("#funding-y0-1").fill("0,3 mio.")
    with page.expect_response("**/tjek/"):
        page.locator("#funding-y0-0").fill("700.000")
    page.get_by_text("lokalt 25 pct.").wait_for()
    with page.expect_response("**/tjek/"):
        page.locator("#cost-y0-0").fill("1.000.001")
    page.get_by_text("1 kr. mangler").first.wait_for()
    assert "Stemmer ikke 1 sted" in page.locator("#plan-bar").inner_text()
    page.get_by_role("button", name="Tilføj en kilde").click()
    page.locator("#funding-y0-2").wait_for()
    assert page.locator("#plan-form").count() == 1
    assert page.locator("#cost-y0-0").input_value() == "1.000.001"
    page.get_by_role("button", name="Fjern 3").last.click()
    page.locator("#funding-y0-2").wait_for(state="detached")
    assert faults(page) == []


def test_an_amount_that_cannot_be_read_is_linked_to_and_kept(be, faults):
    page = be(LEAD)
    page.goto(EDIT)
    page.locator("#cost-y1-0").fill("ca. 1 mio.")
    page.get_by_role("button", name="Gem som ny version").click()
    page.get_by_role("link", name="er ikke et beløb").click()
    assert page.evaluate("document.activeElement.id || location.hash").endswith("cost-y1-0")
    assert page.locator("#cost-y1-0").input_value() == "ca. 1 mio."
    assert faults(page, expected="422") == []


def test_without_script_rows_are_added_and_the_plan_is_saved(chromium, demo):
    context = chromium.new_context(base_url=demo, java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto("/konto/login/")
    page.get_by_role("button", name=LEAD).click()
    page.goto("/sager/2/finansiering/ret/")
    page.get_by_role("button", name="Tilføj en udgift").click()
    page.locator("#cost-y0-0").fill("100")
    page.locator("#funding-y0-1").fill("100")
    page.get_by_role("button", name="Gem som ny version").click()
    assert "Planen stemmer." in page.locator("main").inner_text()
    context.close()


def test_an_override_is_approved_by_another_in_a_log_in_of_their_own(be, faults):
    page = be(DECIDER)
    page.goto("/rammen/overskridelser/ny/")
    page.get_by_label("Del", exact=True).select_option(label="Huslejestøtte")
    page.get_by_label("Beløb").fill("2 mio.")
    page.get_by_label("Begrundelse").fill("Genhusning efter brand")
    page.get_by_role("button", name="Foreslå en overskridelse").click()
    assert "Den venter på en anden beslutningstager" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Godkend og bogfør").count() == 0
    other = be(OTHER_DECIDER, width=390)
    other.goto("/rammen/overskridelser/")
    assert faults(other) == []
    other.get_by_role("button", name="Godkend og bogfør").click()
    assert "Godkendt af Bent Beslutter" in other.locator("main").inner_text()


def test_a_refusal_keeps_what_was_typed(be, faults):
    page = be(DECIDER)
    page.goto("/bevillinger/1/tilsagn/")
    page.get_by_label("Beløb").fill("900 mio.")
    page.get_by_label("Grundlag").fill("Afgørelse 7")
    page.get_by_role("button", name="Giv tilsagn").click()
    assert "Intet er bogført" in page.locator("main").inner_text()
    assert page.get_by_label("Beløb").input_value() == "900 mio."
    assert page.get_by_label("Grundlag").input_value() == "Afgørelse 7"
    assert faults(page, expected="422") == []
