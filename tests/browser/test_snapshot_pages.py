"""The pages on a snapshot, the index and the years: accessible, quiet, within their window, and
answering at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PAGES = {
    "overview": "/?snapshot={later}",
    "areas and estates": "/omraader/?snapshot={later}",
    "nothing found": "/omraader/?snapshot={later}&soeg=xyzxyz",
    "an area": "/omraader/{area}/?snapshot={later}",
    "all figures of an area": "/omraader/{area}/tal/?snapshot={later}",
    "an estate": "/afdelinger/{large}/?snapshot={later}",
    "an estate that is hidden": "/afdelinger/{small}/?snapshot={later}",
    "estates without figures": "/afdelinger/{large}/?snapshot=offentliggjort",
    "distribution": "/fordeling/?snapshot={later}",
    "two frames": "/fordeling/sammenlign/?snapshot={later}",
    "neighbours that share a plan": "/fordeling/bedste/?snapshot={later}&ramme=6",
    "law reform": "/lovaendring/?snapshot={later}&reform=without_ethnicity",
    "an unknown snapshot": "/omraader/?snapshot=findes-ikke",
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
REFUSED = {"estates without figures": "404", "an unknown snapshot": "422", "no index": "404"}


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


def test_other_figures_are_chosen_at_the_top_and_stay_chosen(open_page, names):
    page = open_page("/")
    expect(page.locator("#figures-shown")).to_contain_text("Offentliggjorte tal")
    page.get_by_label("Tal", exact=True).select_option(names["later"])
    page.get_by_role("button", name="Skift tal").click()
    expect(page).to_have_url(re.compile(f"snapshot={names['later']}"))
    expect(page.locator("#figures-shown")).to_contain_text("Syntetiske tal")
    page.locator(".site-menu__list").get_by_text("Lovændring").click()
    expect(page).to_have_url(re.compile(f"/lovaendring/\\?.*snapshot={names['later']}"))
    expect(page.locator("#figures-shown")).to_contain_text("Syntetiske tal")


def test_areas_and_estates_are_found_while_one_types(open_page, names):
    page = open_page(f"/omraader/?snapshot={names['later']}")
    page.locator("input[name=soeg]").press_sequentially(names["large"].lower())
    expect(page.locator("tbody tr[data-area]")).to_have_count(1)
    expect(page).to_have_url(
        re.compile(f"snapshot={names['later']}.*soeg={names['large'].lower()}")
    )
    page.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile(f"/afdelinger/{names['large']}/"))
    expect(page.locator(".chart__drawing svg").first).to_be_visible()
    assert page.complaints == []


def test_the_next_page_of_the_table_keeps_the_search(open_page, names):
    page = open_page(f"/omraader/?snapshot={names['later']}&vis=afdelinger")
    page.get_by_role("link", name="Næste").click()
    expect(page).to_have_url(re.compile("vis=afdelinger.*side=2"))
    expect(page.get_by_label("Tabellens sider")).to_contain_text("Side 2 af")
