"""What answers at once: the frame, the search, another rule, the other language."""

import re

from playwright.sync_api import expect


def test_a_smaller_frame_moves_the_waterline_at_once(open_page):
    page = open_page("/fordeling/?liste=2017-12-01")
    expect(page.locator("main")).to_contain_text("66,6 mio. kr.")
    page.locator("input[name=ramme][type=number], input[name=ramme][type=text]").first.fill("64")
    page.keyboard.press("Tab")
    expect(page.locator("main")).not_to_contain_text("66,6 mio. kr.")
    expect(page).to_have_url(re.compile("ramme=64"))
    assert page.complaints == []


def test_areas_are_filtered_while_one_types(open_page):
    page = open_page("/omraader/")
    page.locator("input[name=soeg]").press_sequentially("vollsm")
    expect(page.locator("tbody tr[data-area]")).to_have_count(1)
    expect(page.locator("tbody tr[data-area]")).to_contain_text("Vollsmose")
    page.locator("input[name=soeg]").fill("xyzxyz")
    expect(page.locator("main")).to_contain_text("Ingen områder passer")
    expect(page.locator(".area-map .mark:not(.is-out)")).to_have_count(0)


def test_a_rule_without_origin_changes_the_list_at_once(open_page):
    page = open_page("/lovaendring/?liste=2017-12-01&reform=without_ethnicity")
    expect(page.locator("main")).to_contain_text("18 områder af 27")


def test_the_other_language_is_one_click_away(open_page):
    page = open_page("/omraader/")
    page.get_by_text("English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Find an area")


def test_the_ladder_moves_in_place_while_the_slider_is_dragged(open_page):
    page = open_page("/fordeling/?liste=2017-12-01&ramme=140")
    first = page.locator(".rung[data-area]").first
    first.evaluate("rung => { rung.kept = true }")
    without = page.locator(".rung--without").count()
    slide = (
        "mio => { const range = document.querySelector('input[type=range]'); range.value = mio;"
        " range.dispatchEvent(new InputEvent('input', { bubbles: true })) }"
    )
    page.evaluate(slide, 64)
    expect(page).to_have_url(re.compile("ramme=64"))
    assert first.evaluate("rung => rung.kept")
    assert page.locator(".rung--without").count() > without
    page.evaluate(slide, 20)
    expect(page.locator("#shortfall")).to_contain_text("Rammen mangler")
    expect(page.locator(".rung--without")).to_have_count(page.locator(".rung[data-area]").count())
    page.evaluate(slide, 140)
    expect(page.locator(".rung--without")).to_have_count(without)
    expect(page.locator("#shortfall")).to_be_empty()
    assert page.complaints == []
