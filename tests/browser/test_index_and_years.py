"""The pages of the index, the years and the evidence: accessible, quiet, and answering at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from boligsocial.snapshots.attachment import attachment_evidence
from boligsocial.snapshots.opening import opened_lists

PAGES = {
    "the index": "/indeks/?snapshot={later}",
    "no estate found": "/indeks/?snapshot={later}&soeg=xyzxyz",
    "other weights": "/indeks/?snapshot={later}&vaegt_income=60",
    "weights that hide": "/indeks/?snapshot={later}&vaegt_convicted=90",
    "a weight that is none": "/indeks/?snapshot={later}&vaegt_income=alt",
    "the nearest people": "/indeks/?snapshot={later}&maal=nearest_people",
    "an estate in the index": "/indeks/{large}/?snapshot={later}",
    "an estate in a pool": "/indeks/{pooled}/?snapshot={later}",
    "an estate without a place": "/indeks/{without}/?snapshot={later}",
    "no index": "/indeks/?snapshot=offentliggjort",
    "the years": "/fordeling/aarene/?snapshot=offentliggjort",
    "the years by the other method": "/fordeling/aarene/?snapshot={later}&metode=bedste&pris=2",
    "an amount that is too large": "/fordeling/aarene/?snapshot=offentliggjort&leje=900",
    "the evidence": "/afdelinger/{beside}/droeftelse/?snapshot={later}",
    "no evidence": "/afdelinger/{large}/droeftelse/?snapshot={later}",
}
REFUSED = {"no index": "404"}


@pytest.fixture
def names(on_snapshots):
    """What stands in the addresses: snapshots and estates of every kind."""
    lists = opened_lists(on_snapshots.store, on_snapshots.later)
    large = max(lists.estates.values(), key=lambda each: each.residents or 0)
    index = lists.snapshot.table("index")
    return {
        "later": on_snapshots.later,
        "large": large.estate_id,
        "pooled": index.filter("pooled")["estate_id"][0],
        "without": index.filter(index["rank"].is_null())["estate_id"][0],
        "beside": attachment_evidence(lists.snapshot)["estate_id"][0],
    }


@pytest.mark.parametrize(("language", "width"), [("da", 1280), ("da", 390), ("en", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_quiet_and_within_its_window(
    open_page, faults, names, name, language, width
):
    page = open_page(PAGES[name].format(**names), width=width, language=language)
    assert faults(page, expected=REFUSED.get(name, "")) == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_without_javascript(open_page, names, name):
    page = open_page(PAGES[name].format(**names), javascript=False)
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main").inner_text().strip()


def test_estates_are_found_while_one_types_and_the_address_keeps_it(open_page, names):
    page = open_page(f"/indeks/?snapshot={names['later']}")
    page.locator("input[name=soeg]").press_sequentially(names["large"].lower())
    expect(page.locator("#ranking-table tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"soeg={names['large'].lower()}"))
    page.locator("#ranking-table tbody a").first.click()
    expect(page).to_have_url(re.compile(f"/indeks/{names['large']}/"))
    expect(page.locator(".chart__drawing svg").first).to_be_visible()
    assert page.complaints == []


def test_weights_are_asked_on_the_page_and_the_address_carries_them(open_page, names):
    page = open_page(f"/indeks/?snapshot={names['later']}&baand=worst_5")
    page.get_by_text("Spørg indekset").click()
    page.locator("#vaegt_income").fill("70")
    expect(page.locator("#movers-title")).to_be_visible()
    expect(page).to_have_url(re.compile("vaegt_income=70"))
    expect(page).to_have_url(re.compile("baand=worst_5"))
    page.locator("#vaegt_income").fill("mange")
    expect(page.locator("#ranking-mistake")).to_contain_text("Skriv en vægt fra 0 til 100")
    expect(page.locator("#movers-title")).to_have_count(0)
    assert page.complaints == []


def test_an_assumption_changes_the_years_at_once(open_page):
    page = open_page("/fordeling/aarene/?snapshot=offentliggjort")
    before = page.locator("#plan").inner_text()
    page.locator("#field-pris").fill("3")
    page.locator("#field-pris").press("Tab")
    expect(page).to_have_url(re.compile("pris=3"))
    expect(page.locator("#plan")).to_contain_text("1,0300")
    assert page.locator("#plan").inner_text() != before
    expect(page.locator("#plan-chart-title")).to_be_visible()
    assert page.complaints == []
