"""The pages on snapshots behind the log-in: choosing, comparing, checking, building, stopping."""

import shutil

import pytest
from playwright.sync_api import expect

from .conftest import demonstration

ANALYST, LEAD = "Anna Analytiker", "Pia Projektleder"
PAGES = {
    "snapshots": (ANALYST, "/oejebliksbilleder/"),
    "snapshots for a reader": (LEAD, "/oejebliksbilleder/"),
    "a snapshot": (ANALYST, "/oejebliksbilleder/{later}/"),
    "a delivery": (ANALYST, "/oejebliksbilleder/levering/?mappe=syntetisk"),
    "no right to build": (LEAD, "/oejebliksbilleder/levering/?mappe=syntetisk"),
    "two to choose": (LEAD, "/oejebliksbilleder/sammenlign/"),
    "two snapshots": (LEAD, "/oejebliksbilleder/sammenlign/?foerste={earlier}&anden={later}"),
}


@pytest.fixture(scope="module")
def demo(made_up, tmp_path_factory):
    """The address of a portal with a copy of the made-up snapshots, and their delivery."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(made_up.store, home / "snapshots")
    with demonstration(home, BOLIGSOCIAL_DELIVERIES=str(made_up.deliveries)) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), [("da", 1280), ("da", 390), ("en", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_quiet_and_within_its_window(
    be, faults, made_up, name, language, width
):
    person, address = PAGES[name]
    page = be(person, width=width, language=language)
    page.goto(address.format(earlier=made_up.earlier, later=made_up.later))
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_names_of_the_two_to_choose_are_not_cut(be, width):
    page = be(LEAD, width=width)
    page.goto("/oejebliksbilleder/sammenlign/")
    room = """chooser => {
        const pen = document.createElement("canvas").getContext("2d")
        const look = getComputedStyle(chooser)
        pen.font = look.font
        const widths = [...chooser.options].map(each => pen.measureText(each.text).width)
        return chooser.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight)
            - Math.max(...widths)
    }"""
    for name in ("Fra", "Til"):
        assert page.get_by_label(name, exact=True).evaluate(room) >= 0


def test_a_build_is_followed_and_stopped(be):
    page = be(ANALYST, width=390)
    page.goto("/oejebliksbilleder/levering/?mappe=syntetisk")
    page.get_by_label("Øjebliksbilledets dato").fill("2016-12-01")
    page.get_by_role("button", name="Byg øjebliksbilledet").click()
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator("#job")).to_contain_text("Trin", timeout=20_000)
    page.reload()
    expect(page.locator("progress")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#job")).to_contain_text("Det blev stoppet", timeout=20_000)
    assert page.complaints == []
    page.goto("/oejebliksbilleder/")
    assert "1. december 2016" not in page.locator("#snapshots-title ~ *").first.inner_text()
