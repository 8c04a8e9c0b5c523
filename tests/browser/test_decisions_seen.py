"""The pages of decisions and of the log, as decision-makers and parties meet them."""

import os
import subprocess
import sys

import pytest

from .conftest import demonstration

DECIDER, LEAD = "Birgit Beslutter", "Pia Projektleder"
DECIDED = """
from boligsocial.portal.upgrade import use_django
use_django()
from boligsocial.portal.cases.documents import Content, paper_of, save_version
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.decisions.services import Ruling, decide
from boligsocial.portal.people.models import Organisation, User, today
from boligsocial.snapshots.published import published_snapshot

lead = User.objects.get(email="pia@aabro.example")
decider = User.objects.get(email="birgit@fonden.example")
parties = list(Organisation.objects.filter(memberships__user=lead))
for name, area in zip(("Engparken", "Nordhøj"), published_snapshot().areas):
    case = open_case(
        Opening("rent_support", name, parties, "offentliggjort", [f"area:{area}"]),
        lead, lead.memberships.first(),
    )
    for key in ("problem_description", "key_figures", "municipal_recommendation"):
        save_version(paper_of(case, key, 0), Content(text=f"Om {key}"), lead, "parties")
    if name == "Engparken":
        years = [(today().year, 200_000_000), (today().year + 1, 100_000_000)]
        decide(case, Ruling("commit", ["rent"], "Huslejen er høj.", years), decider,
               decider.memberships.first())
"""
PAGES = {
    "a case to be decided": (DECIDER, "/sager/2/afgoerelser/"),
    "a decision, checked again": (DECIDER, "/sager/1/afgoerelser/1/?efterproev=1"),
    "a decision, to a party": (LEAD, "/sager/1/afgoerelser/1/"),
    "the decisions, to a party": (LEAD, "/sager/1/afgoerelser/"),
    "the log of a case": (LEAD, "/sager/1/log/"),
    "the whole log": (DECIDER, "/log/"),
    "no entry that fits": (DECIDER, "/log/?fra=2999-01-01"),
    "the log of oneself": (LEAD, "/log/person/"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A portal with one case that is decided and one that waits for it."""
    home = tmp_path_factory.mktemp("home")
    with demonstration(home) as address:
        environment = os.environ | {"BOLIGSOCIAL_HOME": str(home)}
        subprocess.run([sys.executable, "-c", DECIDED], env=environment, check=True)
        yield address


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_within_its_window(be, faults, name, width):
    person, address = PAGES[name]
    page = be(person, width=width)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []


def test_a_decision_maker_sees_the_letter_and_decides(be, faults):
    page = be(DECIDER)
    page.goto("/sager/2/afgoerelser/")
    page.get_by_label("Tilsagn", exact=True).check()
    page.locator("[name^=amount_]").first.fill("1,2 mio.")
    page.get_by_role("button", name="Se brevet først").click()
    assert "vælg mindst én grund" in page.locator("main").inner_text().lower()
    page.get_by_label("Huslejen er så høj").check()
    page.get_by_role("button", name="Se brevet først").click()
    assert "tilsagn om 1.200.000 kr. over 1 år" in page.locator("article").inner_text()
    assert faults(page) == []
    page.get_by_role("button", name="Afgør sagen").click()
    page.wait_for_url("**/sager/2/afgoerelser/1/")
    assert "1.200.000 kr." in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Brevet (PDF)").click()
    assert download.value.suggested_filename == "brev.pdf"
