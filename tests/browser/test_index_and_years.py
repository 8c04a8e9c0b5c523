"""The pages of the index, the years and the evidence: accessible, quiet, and answering at once."""

from __future__ import annotations

import re

from playwright.sync_api import expect


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
