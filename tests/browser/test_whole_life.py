"""The whole life of a case, by two parties and the Fund, each in a browser of their own."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter

from boligsocial.messages import Message

from .conftest import demonstration

LEAD, TOWN, HOUSING = "Pia Projektleder", "Kim Kommunaldirektør", "Bodil Boligdirektør"
WORKER, DECIDER = "Sune Sagsbehandler", "Birgit Beslutter"
FOCUS = ["employment", "education", "crime", "cohesion"]
AREA = "area:odense-vollsmose"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def demo(home):
    with demonstration(home) as address:
        yield address


def da(text):
    """A word of the pages as it stands there."""
    return Message(text).in_language("da")


class Person:
    """A person in a browser, who does things in one case."""

    def __init__(self, page):
        self.page, self.at = page, ""

    def go(self, where=""):
        answer = self.page.goto(where if where.startswith("/") else self.at + where)
        assert answer.status == 200, where
        return self

    def press(self, name, *, exact=True):
        """Press a button by its English name, or by a part of it."""
        button = self.page.locator("main").get_by_role("button", name=da(name), exact=exact)
        assert button.count(), f"no {da(name)}: {self.text}"
        button.first.click()
        self.page.wait_for_load_state("networkidle")
        return self

    def follow(self, name):
        self.page.locator("main").get_by_role("link", name=da(name), exact=True).first.click()
        self.page.wait_for_load_state("networkidle")
        return self

    def bring(self, text):
        """Write the first document that the phase still lacks."""
        self.go("").page.locator(".case-asked__missing a").first.click()
        return self.write(text=text).press("Save as a version")

    def unfold(self, summary):
        """Open what a summary hides, unless it is open."""
        found = self.page.locator("main summary", has_text=da(summary)).first
        if not found.evaluate("each => each.parentElement.open"):
            found.click()
        return self

    def write(self, **fields):
        """Fill fields by their ids; the words of a name are put together with lines."""
        for name, value in fields.items():
            self.page.locator(f"#{name.replace('_', '-')}").fill(str(value))
        return self

    def tick(self, field):
        self.page.locator(f"label[for={field}]").click()
        return self

    def choose(self, field, label):
        self.page.locator(f"#{field}").select_option(label=label)
        return self

    @property
    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def everyone(be):
    return {name: Person(be(name)) for name in (LEAD, TOWN, HOUSING, WORKER, DECIDER)}


def write_document(person, asked, text, occasion=0):
    person.go(f"dokumenter/{asked}/{occasion}/").write(text=text).press("Save as a version")
    assert "Version 1" in person.text


def budget():
    """A budget as people have it: a title, years as headings, sums, and who pays on a sheet."""
    first = date.today().year + 1  # noqa: DTZ011 - the portal's day
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        costs = book.add_worksheet("Udgifter")
        costs.write_column(0, 0, ["Helhedsplan", "", ""])
        costs.write_row(3, 0, ["Post", "Indsatsområde", first, first + 1])
        costs.write_row(4, 0, ["Projektledelse", "Tværgående", 700_000, 720_000])
        costs.write_row(5, 0, ["Aktiviteter", "Beskæftigelse", 300_000, 280_000])
        costs.write_row(6, 0, ["I alt", "", 1_000_000, 1_000_000])
        paid = book.add_worksheet("Finansiering")
        paid.write_row(0, 0, ["Kilde", "Form", "Indsatsområde", first, first + 1])
        paid.write_row(1, 0, ["Landsbyggefonden", "kontant", "Tværgående", 500_000, 520_000])
        paid.write_row(2, 0, ["Kommunen", "kontant", "Tværgående", 200_000, 200_000])
        paid.write_row(3, 0, ["Landsbyggefonden", "kontant", "Beskæftigelse", 200_000, 180_000])
        paid.write_row(4, 0, ["Boligforeningen", "timer", "Beskæftigelse", 100_000, 100_000])
        paid.write_row(5, 0, ["I alt", "", "", 1_000_000, 1_000_000])
    return out.getvalue()


def test_the_whole_life_of_a_case(everyone, be, home):
    lead, town, housing = everyone[LEAD], everyone[TOWN], everyone[HOUSING]
    worker, decider = everyone[WORKER], everyone[DECIDER]

    # Prequalification: the parties open the case and bring its papers.
    lead.go(f"/sager/ny/?slags=social_effort&sted={AREA}")
    lead.write(name="Helhedsplan <b>fra</b> browseren", party="Boligforeningen Engparken (demo)")
    lead.choose("own", "Åbro Kommune (demo)").press("Open the case")
    for person in everyone.values():
        person.at = lead.page.url
    assert "Helhedsplan <b>fra</b> browseren" in lead.text

    # A CPR number is asked about before anything is saved, and what was written is still there.
    lead.go("dokumenter/problem_description/0/").write(text="Ring til 010203-1234 om de unge.")
    lead.press("Save as a version")
    assert "ligner et cpr-nummer" in lead.text
    assert lead.page.locator("#text").input_value() == "Ring til 010203-1234 om de unge."
    lead.write(text="Mange er uden job.").press("Save as a version")
    lead.go("dokumenter/key_figures/0/").press("Fill from the figures")
    lead.go("dokumenter/master_data/0/").unfold("Write it or send a file instead")
    lead.write(text="Vollsmose, 9.000 beboere.").press("Save as a version")
    write_document(lead, "budget_estimate", "En million om året i to år.")
    write_document(town, "municipal_recommendation", "Kommunen anbefaler planen.")

    # The Fund takes the case, asks for more, is answered and goes on.
    worker.go("").unfold("Choose the caseworker").choose("caseworker", WORKER).press("Save")
    due = date.today() + timedelta(days=14)  # noqa: DTZ011 - the portal's day
    worker.go("").unfold("Ask the parties for more").write(request="Hvem leder?", due_on=due)
    worker.press("Ask")
    lead.go("/opgaver/")
    assert "Fonden har bedt om mere" in lead.text
    lead.go("")
    lead.page.locator("[id^=answer-]").first.fill("Pia leder indsatsen.")
    lead.press("Send the answer")
    worker.go("")
    assert "Pia leder indsatsen." in worker.text
    worker.press("Gå videre til", exact=False)
    worker.press("Say that it is so", exact=False).press("Gå videre til", exact=False)

    # The parties lead together: a leader, a board, a meeting, and agreements that both sign.
    lead.go("ledelse/").unfold("Name the leader").write(leader_name=LEAD, leader_title="leder")
    lead.press("Name the leader")
    lead.write(board_name="Bestyrelsen").press("Make the board")
    for name in (TOWN, HOUSING):
        lead.unfold("Seat a person")
        option = lead.page.locator("#person option", has_text=name).first.inner_text()
        lead.choose("person", option)
        lead.tick("is-top")
        lead.press("Seat")
    for person in (town, housing):
        person.go("ledelse/").press("Stå bag", exact=False)
    for agreement in ("strategisk", *(f"delaftale-{each}" for each in FOCUS)):
        lead.go(f"ledelse/aftaler/{agreement}/").write(text=f"Aftalen om {agreement}.")
        lead.press("Save as a new version")
        for person in (town, housing):
            person.go(f"ledelse/aftaler/{agreement}/").press("Underskriv", exact=False)
    lead.go("").press("Gå videre til", exact=False)

    # Application: a budget comes from Excel and adds up, and a quarter is local.
    lead.go("finansiering/")
    lead.page.locator("#file").set_input_files(
        {"name": "budget.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": budget()}
    )
    lead.press("Read the file").press("Save as a new version")
    worker.go("")
    assert "30 pct." in worker.text

    # The Fund decides on frozen evidence, with reasons, money, step and letter in one.
    decider.go("afgoerelser/")
    year = date.today().year  # noqa: DTZ011 - the portal's day
    decider.tick("outcome-commit")
    decider.tick("reason-listed")
    decider.page.locator("fieldset input[size='16']").nth(0).fill("700.000")
    decider.page.locator("fieldset input[size='16']").nth(1).fill("0,7 mio.")
    decider.press("See the letter first").press("Decide the case")
    assert "1.400.000 kr." in decider.text
    letter = decider.page.request.get(decider.at + "afgoerelser/1/brev.pdf")
    assert letter.body().startswith(b"%PDF")
    assert str(year) in decider.text

    # The Fund pays a part, and no more than what is committed.
    worker.go("").follow("The grant, entry by entry").follow("Pay")
    worker.write(amount="1.400.001", reason="Rate 1").page.locator(
        "form.people__form button"
    ).click()
    assert "1.400.000" in worker.text
    assert worker.page.locator("#amount").input_value() == "1.400.001"
    worker.write(amount="700.000").page.locator("form.people__form button").click()
    worker.go("")
    assert "700.000 kr." in worker.text

    # Every year a status, then the accounts, the anchoring and the end.
    lead.go("").press("Gå videre til", exact=False)
    lead.bring("Det går godt.").go("").unfold("Gå til regnskab").press("Go on")
    lead.bring("Regnskabet er attesteret.")
    worker.go("").press("Gå videre til", exact=False)
    lead.bring("Kommunen overtager.")
    worker.go("").press("Gå videre til", exact=False)
    assert "Afsluttet" in worker.page.locator(".page-head").inner_text()

    # Nobody else sees it, the log is whole, and the case can be taken along in one piece.
    stranger = be("Lise Læser")
    for path in ("", "dokumenter/", "log/", "afgoerelser/", "hent/"):
        assert stranger.goto(lead.at + path).status == 404
    assert stranger.goto("/soeg/?q=browseren").ok
    assert "fra</b> browseren" not in stranger.locator("main").inner_text()
    lead.go("hent/").press("Pack the case")
    lead.page.get_by_role("link", name=da("Download the case")).wait_for(timeout=60_000)
    held = lead.page.request.get(lead.at + "hent/sag.zip").body()
    with zipfile.ZipFile(BytesIO(held)) as packed:
        steps = json.loads(packed.read("sag.json"))["steps"]
        names = packed.namelist()
    assert [each["to"] for each in steps] == [
        "prequalification", "dialogue", "agreement", "application", "commitment",
        "yearly_status", "accounts", "anchoring", "closed",
    ]  # fmt: skip
    assert any(name.startswith("dokumenter/decision_letter/") for name in names)
    whole = subprocess.run(
        [sys.executable, "-m", "boligsocial", "verify-log", "--json"],
        env=os.environ | {"BOLIGSOCIAL_HOME": str(home)}, capture_output=True, text=True,
    )  # fmt: skip
    assert whole.returncode == 0, whole.stderr
