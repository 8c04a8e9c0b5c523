"""Every page, at both widths and in both languages: accessible, quiet, and within its window."""

import pytest

PAGES = {
    "overview": "/",
    "an older overview": "/?liste=2013-10-01",
    "areas": "/omraader/",
    "no area found": "/omraader/?soeg=xyzxyz",
    "an area": "/omraader/koebenhavn-mjoelnerparken/",
    "an area with few figures": "/omraader/viborg-ellekonebakken/",
    "distribution": "/fordeling/",
    "a frame that is too small": "/fordeling/?ramme=20",
    "two frames": "/fordeling/sammenlign/",
    "the best distribution": "/fordeling/bedste/?ramme=66&principper=2015-18",
    "a best distribution that differs from nothing": "/fordeling/bedste/",
    "a best distribution with too small a frame": "/fordeling/bedste/?ramme=20",
    "law reform": "/lovaendring/",
    "method": "/metode/",
    "own lists": "/lister/",
    "accessibility": "/tilgaengelighed/",
    "no such page": "/findes-ikke/",
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_quiet_and_within_its_window(open_page, faults, name, language, width):
    page = open_page(PAGES[name], width=width, language=language)
    assert faults(page, expected="404" if name == "no such page" else "") == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", [name for name in PAGES if name != "no such page"])
def test_a_page_says_what_it_is_without_javascript(open_page, name):
    page = open_page(PAGES[name], javascript=False)
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main").inner_text().strip()
