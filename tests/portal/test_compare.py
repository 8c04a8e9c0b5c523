"""The page Sammenlign and its files."""

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from boligsocial.allocation.comparison import Change

PAGE = "/fordeling/sammenlign/"


def test_the_default_holds_140_to_the_frame_before(client):
    pair = client.get(PAGE).context["pair"]
    assert pair.first.distribution.frame_øre == 23_250_000_000
    assert pair.second.distribution.frame_øre == 14_000_000_000
    assert [pair.first.choice.preset.id, pair.second.choice.preset.id] == ["2015-18", "2019-26"]


def test_who_loses_and_how_many_it_touches_is_shown_with_the_reason(client):
    page = client.get(PAGE)
    pair = page.context["pair"]
    assert len(pair.loses.areas) == 29
    assert pair.residents_touched == pair.loses.residents + pair.reduced.residents
    assert "55.249" in page.text
    for each in pair.loses.areas:
        assert each.compared.second.øre == 0 < each.compared.first.øre
        assert each.reason.in_language("da").split(":")[0] in page.text


def test_every_area_is_in_one_group():
    from boligsocial.portal.distribution.compared import CHANGES

    assert set(CHANGES) == set(Change)


def test_the_places_add_up_to_the_whole(client):
    pair = client.get(PAGE).context["pair"]
    for shares in (pair.by_region, pair.by_municipality):
        assert sum(each.first_øre for each in shares) == pair.comparison.first.spent_øre
        assert sum(each.second_øre for each in shares) == pair.comparison.second.spent_øre
        assert sum(each.touched for each in shares) == pair.residents_touched
        assert sum(each.areas for each in shares) == len(pair.comparison.areas)


def test_the_same_on_both_sides_changes_nothing(client):
    query = {"a_ramme": "140", "a_principper": "2019-26"}
    pair = client.get(PAGE, query).context["pair"]
    assert pair.residents_touched == 0
    assert not pair.loses.areas
    assert len(set(pair.side_names)) == 2


def test_a_wrong_value_on_one_side_is_told_there(client):
    page = client.get(PAGE, {"b_ramme": "lidt"})
    assert page.status_code == 200
    assert set(page.context["mistakes"]) == {"b_ramme"}
    piece = client.get(PAGE, {"b_ramme": "lidt"}, headers={"HX-Request": "true"})
    assert piece["HX-Reswap"] == "none"


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_and_its_files_are_there_in_both_languages(client, language):
    client.cookies["language"] = language
    for address in (PAGE, PAGE + "sammenligning.xlsx", PAGE + "sammenligning.pdf"):
        assert client.get(address, {"a_ramme": "30"}).status_code == 200


def test_the_excel_file_has_the_same_øre(client):
    pair = client.get(PAGE).context["pair"]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(PAGE + "sammenligning.xlsx").content)
    )
    _, *rows = book.get_sheet_by_name("Sammenligning").to_python()
    assert [(round(row[5] * 100), round(row[6] * 100)) for row in rows] == [
        (each.first.øre, each.second.øre) for each in pair.comparison.areas
    ]


def test_the_pdf_holds_the_sums(client):
    reader = PdfReader(io.BytesIO(client.get(PAGE + "sammenligning.pdf").content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for figure in ("138,17 mio. kr.", "66,56 mio. kr.", "55.249", "47.589"):
        assert figure in text
