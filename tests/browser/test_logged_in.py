"""The pages behind the log-in, as the people of the demonstration meet them."""

import pytest

from .conftest import demonstration

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
ANALYST, DECIDER = "Anna Analytiker", "Birgit Beslutter"
ADMINISTRATOR, LEAD = "Kim Kommunaldirektør", "Pia Projektleder"
PAGES = {
    "log in": (None, "/konto/login/"),
    "a new password": (None, "/konto/password/reset/"),
    "the frames": (DECIDER, "/rammen/"),
    "a closed year": (DECIDER, "/rammen/?aar=2025"),
    "every entry": (DECIDER, "/rammen/bilag/"),
    "a grant": (LEAD, "/bevillinger/1/"),
    "grants": (LEAD, "/bevillinger/"),
    "access": (LEAD, "/adgang/"),
    "no right": (LEAD, "/rammen/"),
    "organisations": (ADMINISTRATOR, "/organisationer/"),
    "an organisation": (ADMINISTRATOR, "/organisationer/2/"),
    "scenarios": (None, "/fordeling/scenarier/"),
    "a scenario": (DECIDER, "/fordeling/scenarier/3/"),
    "saving a scenario": (ANALYST, "/fordeling/scenarier/gem/?ramme=150"),
    "scenarios side by side": (None, "/fordeling/scenarier/sammenlign/?s=1&s=2&s=3"),
    "development plans": (LEAD, "/udviklingsplaner/"),
    "a new development plan": (LEAD, "/udviklingsplaner/ny/"),
    "two factors": (ADMINISTRATOR, "/konto/2fa/"),
    "a second factor": (ADMINISTRATOR, "/konto/2fa/totp/activate/"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The address of a portal of its own with the people of the demonstration."""
    with demonstration(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_within_its_window(be, axe, name, width):
    person, address = PAGES[name]
    page = be(person, width=width)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert [(each["id"], each["nodes"][0]["target"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.complaints == []


def test_a_person_is_invited_and_shown_the_link_and_a_role_is_ended(be):
    page = be(ADMINISTRATOR)
    page.goto("/organisationer/2/")
    page.get_by_label("E-mailadresse").fill("ny@aabro.example")
    page.get_by_label("Rolle").select_option(label="Læser")
    page.get_by_role("button", name="Send invitationen").click()
    link = page.locator(".state .long").inner_text()
    newcomer = be(None)
    newcomer.goto(link)
    newcomer.get_by_label("Dit navn").fill("Nye Nielsen")
    newcomer.get_by_label("Vælg en adgangskode").fill("Tre-små-fugle-92")
    newcomer.get_by_role("button", name="Opret kontoen").click()
    newcomer.get_by_label("E-mail").fill("ny@aabro.example")
    newcomer.get_by_label("Adgangskode").fill("Tre-små-fugle-92")
    newcomer.get_by_role("button", name="Log ind", exact=True).click()
    newcomer.wait_for_url(lambda address: "/konto/login/" not in address)
    newcomer.goto("/bevillinger/")
    assert "Fælles bydelsplan, Åbro" in newcomer.locator("main").inner_text()
    assert "Engparken" not in newcomer.locator("main").inner_text()
    page.goto("/organisationer/2/")
    page.get_by_role("button", name="Afslut i dag Nye Nielsen").click()
    assert "Nye Nielsen" in page.locator("table", has_text="Afsluttet af").inner_text()
    newcomer.reload()
    assert "Din rolle som læser for Åbro Kommune (demo) sluttede" in (
        newcomer.locator("main").inner_text()
    )


def test_what_an_entry_moved_opens_under_it(be):
    page = be(DECIDER)
    page.goto("/rammen/")
    row = page.locator("#bilag-17")
    row.locator("summary").click()
    assert "2026 boligsociale indsatser: tilbage" in row.inner_text()
    assert row.locator("li").count() == 4


def test_an_analyst_saves_what_the_distribution_shows_and_a_decider_puts_it_forward(be):
    page = be(ANALYST)
    page.goto("/fordeling/?ramme=150")
    page.get_by_label("Ramme om året").fill("155")
    page.wait_for_url("**ramme=155**")
    page.get_by_role("link", name="Gem som scenarie").click()
    page.get_by_label("Navn").fill("Fra browseren")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").inner_text() == "Fra browseren"
    assert "155 mio. kr." in page.locator("main").inner_text()
    decider = be(DECIDER)
    decider.goto(page.url)
    decider.get_by_label("År").select_option(index=1)
    decider.get_by_label("Begrundelse").fill("Den rækker.")
    decider.get_by_role("button", name="Gør til indstilling").click()
    assert "Den rækker." in decider.locator("table").inner_text()
