"""The ladder while the slider is dragged: the same answer as the ladder itself, in small."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from boligsocial.portal.distribution import pages
from boligsocial.portal.distribution.shown import shown

PAGE = "/fordeling/"
FRAMES = ["0", "30", "63.5", "100", "140", "232.5", "300"]


@pytest.fixture(autouse=True)
def _database(db):
    pass


@pytest.fixture
def long_ladder(monkeypatch):
    few = shown().model_copy(update={"reasons_at_once": 3})
    monkeypatch.setattr(pages, "shown", lambda: few)


def moved(**query):
    return Client().get(PAGE, query, headers={"HX-Request": "true", "HX-Target": "slide"})


def moves(answer):
    return json.loads(re.search(r'id="ladder-moves"[^>]*>(.*?)</script>', answer.text)[1])


def as_on_the_page(text):
    """Area, grant, whether without, and width of each rung; the area below the waterline."""
    rungs = re.findall(
        r'<details class="rung([^"]*)" data-area="([^"]+)".*?rung__granted" width="([^"]+)".*?'
        r'data-grant="([^"]*)"',
        text,
        re.DOTALL,
    )
    after = text.split('id="waterline"')[1]
    below = re.search(r'data-area="([^"]+)"', after.split("tier--without")[0])
    return rungs, below and below[1]


@pytest.mark.parametrize("query", [{}, {"principper": "2015-18"}, {"mangel": "del"},
                                   {"naeste": "videre", "vippen": "60"}])  # fmt: skip
@pytest.mark.parametrize("frame", FRAMES)
def test_what_moves_is_what_the_page_shows(frame, query):
    page, answer = Client().get(PAGE, {"ramme": frame, **query}), moved(ramme=frame, **query)
    rungs, below = as_on_the_page(page.text)
    told = moves(answer)
    assert told["areas"] == len(rungs)
    assert told["grants"] == [grant for _, _, _, grant in rungs]
    given = [width for width, grant in zip(told["widths"], told["grants"], strict=True) if grant]
    assert given == [width for _, _, width, grant in rungs if grant]
    assert [not each for each in told["grants"]] == ["without" in each for each, *_ in rungs]
    assert told["waterline"] == below


def test_the_pieces_beside_the_ladder_come_along_and_the_ladder_does_not():
    answer = moved(ramme="100")
    page = Client().get(PAGE, {"ramme": "100"})
    for piece in ("numbers", "frame-marks", "downloads", "save-scenario", "shortfall"):
        assert f'id="{piece}"' in answer.text
        assert f'id="{piece}"' in page.text
    assert "data-area" not in answer.text
    assert len(answer.content) < len(page.content) / 10


def test_the_address_is_that_of_the_distribution(on_snapshots):
    for snapshot in (None, on_snapshots.later):
        query = {"ramme": "12"} | ({"snapshot": snapshot} if snapshot else {})
        address = moves(moved(**query))["address"]
        assert Client().get(address).context["choice"].frame_mio == 12
        assert ("snapshot=" in address) == bool(snapshot)


def test_a_frame_that_cannot_be_read_moves_nothing():
    answer = moved(ramme="meget")
    assert "ladder-moves" not in answer.text
    assert "Skriv et beløb" in answer.text


@pytest.mark.usefixtures("long_ladder")
def test_a_long_ladder_has_the_reasons_of_an_area_where_it_is_asked_for():
    page = Client().get(PAGE, {"ramme": "140"})
    rung = page.context["shared"].rungs[0]
    assert "rung__figures" not in page.text
    link = unescape(re.search(r'href="(/fordeling/hvorfor/[^"]+)"', page.text)[1])
    alone = Client().get(link)
    piece = Client().get(link, headers={"HX-Request": "true"})
    for answer in (alone, piece):
        assert answer.status_code == 200
        assert "Fuld bevilling" in answer.text
        assert "rung__figures" in answer.text
    assert rung.listed.area.name in alone.text
    assert "<html" in alone.text
    assert "<html" not in piece.text


def test_the_reasons_of_an_area_that_is_not_there_are_told_in_a_line():
    assert Client().get(f"{PAGE}hvorfor/", {"omraade": "ingen"}).status_code == 422
