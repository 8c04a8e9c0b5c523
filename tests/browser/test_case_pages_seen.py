"""The pages of a case as the parties and the Fund meet them, from its opening on."""

import pytest

from .conftest import demonstration

LEAD, CASEWORKER, READER = "Pia Projektleder", "Sune Sagsbehandler", "Lise Læser"
NAME = "Helhedsplan for Gellerup"
TEXT = "Mange unge er uden uddannelse.\nDer er uro om aftenen."


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with demonstration(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="module")
def opened(demo, chromium):
    """The address of a case that the project lead has opened through its page, with a document."""
    context = chromium.new_context(base_url=demo, locale="da-DK")
    page = context.new_page()
    page.goto("/konto/login/")
    page.get_by_role("button", name=LEAD).click()
    page.wait_for_url("**/opgaver/")
    page.goto("/sager/")
    page.get_by_role("link", name="Opret en sag").click()
    page.get_by_label("Boligsocial indsats").check()
    page.get_by_label("Navn", exact=True).fill(NAME)
    page.get_by_label("Din organisation").select_option(label="Åbro Kommune (demo)")
    page.get_by_label("Den anden part").fill("boligforeningen engparken (demo)")
    page.get_by_label("Find et område").press_sequentially("gellerup")
    page.locator("#places-choice-found input").first.check()
    page.get_by_label("Find et område").fill("vollsmose")
    page.locator("#places-choice-found", has_text="Vollsmose").wait_for()
    assert page.locator("#places-choice input:checked").count() == 1
    page.get_by_role("button", name="Opret sagen").click()
    page.wait_for_url("**/sager/*/")
    address = page.url.removeprefix(demo)
    for number, text in enumerate([TEXT, TEXT.replace("aftenen", "natten")], start=1):
        page.goto(f"{address}dokumenter/problem_description/0/")
        page.get_by_role("textbox", name="Tekst").fill(text)
        page.get_by_role("button", name="Gem som version").click()
        page.get_by_role("heading", name=f"Version {number}").wait_for()
    page.goto(f"{address}dokumenter/key_figures/0/")
    page.get_by_role("button", name="Udfyld fra tallene").click()
    page.get_by_role("heading", name="Version 1").wait_for()
    context.close()
    return address


PAGES = {
    "the cases": (CASEWORKER, "/sager/"),
    "no case that fits": (CASEWORKER, "/sager/?soeg=findes+ikke"),
    "no cases at all": (READER, "/sager/"),
    "opening a case": (LEAD, "/sager/ny/?slags=rent_support&soeg=parken"),
    "opening one for others": (CASEWORKER, "/sager/ny/"),
    "the case to a party": (LEAD, "{case}"),
    "the case to the Fund": (CASEWORKER, "{case}"),
    "its documents": (LEAD, "{case}dokumenter/"),
    "a document": (LEAD, "{case}dokumenter/problem_description/0/"),
    "a document not written yet": (LEAD, "{case}dokumenter/budget_estimate/0/"),
    "key figures": (LEAD, "{case}dokumenter/key_figures/0/"),
    "two versions": (CASEWORKER, "{case}dokumenter/problem_description/0/sammenlign/"),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_cases_is_accessible_and_within_its_window(be, faults, opened, name, width):
    person, address = PAGES[name]
    page = be(person, width=width)
    page.goto(address.format(case=opened))
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.locator("h1").count() == 1


def test_the_list_is_narrowed_as_one_types(be, opened):
    page = be(CASEWORKER)
    page.goto("/sager/")
    page.get_by_label("Sag, sted, part eller nummer").press_sequentially("findes ikke")
    page.get_by_text("Ingen sag passer").wait_for()
    assert "soeg=findes" in page.url
    page.get_by_label("Sag, sted, part eller nummer").fill("GELLERUP")
    page.get_by_role("link", name=NAME).click()
    assert page.url.endswith(opened)


def test_the_fund_asks_and_the_parties_answer(be, opened):
    fund, lead = be(CASEWORKER), be(LEAD)
    fund.goto(opened)
    fund.get_by_text("Bed parterne om mere").click()
    fund.get_by_label("Hvad skal der sendes?").fill("Ring til 010203-1234")
    fund.get_by_label("Svar senest").fill("2099-01-01")
    fund.get_by_role("button", name="Send anmodningen").click()
    assert "ligner et cpr-nummer" in fund.get_by_role("alert").inner_text()
    assert fund.get_by_label("Hvad skal der sendes?").input_value() == "Ring til 010203-1234"
    fund.get_by_label("Hvad skal der sendes?").fill("Send et budget.")
    fund.get_by_role("button", name="Send anmodningen").click()
    fund.get_by_label("Kommentar").fill("Kun for os selv")
    fund.get_by_label("Intern").check()
    fund.get_by_role("button", name="Send kommentaren").click()
    assert fund.get_by_text("Kun for os selv").is_visible()
    lead.goto(opened)
    assert lead.get_by_text("Kun for os selv").count() == 0
    lead.get_by_label("Svar", exact=True).fill("Budgettet er vedlagt.")
    lead.get_by_role("button", name="Send svaret").click()
    lead.get_by_text("Budgettet er vedlagt.").wait_for()
    assert lead.get_by_text("Fonden beder om mere").count() == 0


def test_a_file_that_is_too_large_is_told_of_before_it_is_sent(be, opened, tmp_path):
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.truncate(26_000_000)
    page = be(LEAD)
    page.goto(f"{opened}dokumenter/budget_estimate/0/")
    page.get_by_label("eller en fil").set_input_files(large)
    told = page.get_by_label("eller en fil").evaluate("field => field.validationMessage")
    assert "større end 25 MB" in told
    page.get_by_role("button", name="Gem som version").click()
    assert page.url.endswith("/budget_estimate/0/")


def test_the_page_of_two_who_write_at_once_shows_both(be, opened, faults):
    address = f"{opened}dokumenter/municipal_recommendation/0/"
    one, other = be(LEAD), be(CASEWORKER, width=390)
    for page, text in ((one, "Kommunen anbefaler."), (other, "Fonden skriver.")):
        page.goto(address)
        page.get_by_role("textbox", name="Tekst").fill(text)
    for page in (one, other):
        page.get_by_role("button", name="Gem som version").click()
    other.get_by_role("heading", name="Det, der blev gemt imens").wait_for()
    assert other.locator(".case-sides").inner_text().count("Kommunen anbefaler.") == 1
    assert other.get_by_role("textbox", name="Tekst").input_value() == "Fonden skriver."
    assert faults(other, expected="422") == []
    other.get_by_role("button", name="Gem øverst").click()
    other.get_by_role("heading", name="Version 2").wait_for()
