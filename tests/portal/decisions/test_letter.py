"""The letter: the same text on the page and on paper, tagged for a screen reader (PDF/UA)."""

import io
import json

import pytest
from pypdf import PdfReader

from boligsocial.portal.decisions.letter import pieces_of, plain_text
from boligsocial.portal.decisions.paper import letter_as_pdf
from boligsocial.portal.decisions.services import Ruling, prepare
from boligsocial.portal.people.models import today

from .conftest import MIO, rent_case


@pytest.fixture
def letter(house):
    case = rent_case(house, name="Åens <b>kvarter</b>")
    ruling = Ruling(
        "commit", ["rent"], text="Huslejen er høj.\n\nOg den stiger.",
        years=[(today().year, 2 * MIO), (today().year + 1, MIO)],
    )  # fmt: skip
    return prepare(case, ruling, house.decider).letter


@pytest.fixture
def pdf(letter):
    return PdfReader(io.BytesIO(letter_as_pdf(letter)))


def tags(element, found=None):
    """The kinds of the structure's elements, in order."""
    found = [] if found is None else found
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            tags(each, found)
    elif isinstance(element, dict):
        if "/S" in element:
            found.append(element["/S"])
        if "/K" in element:
            tags(element["/K"], found)
    return found


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_a_letter_says_what_is_decided_in_danish(letter):
    said = plain_text(letter)
    assert said.startswith("Tilsagn om støtte til Åens <b>kvarter</b>")
    for each in (
        "3.000.000 kr. over 2 år",
        "Huslejen er høj.",
        "Og den stiger.",
        "De sociale kriterier i",
    ):
        assert each in said
    assert pieces_of(letter)["language"] == "da"
    assert str(today().year) in said
    assert "oprindelse" not in said.lower()


def test_the_paper_has_the_same_text_as_the_letter(letter, pdf):
    on_paper = words(pdf).replace(" ", "")
    for piece in pieces_of(letter)["pieces"]:
        for text in piece.get("items", [piece.get("text") or piece.get("caption")]):
            assert "".join(text.split()) in on_paper


def test_the_paper_is_tagged_as_pdf_ua_asks(letter, pdf):
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata.title == pieces_of(letter)["title"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = tags(root["/StructTreeRoot"])
    assert found.count("/H1") == 1
    assert found.count("/H2") >= 3
    for each in ("/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Caption"):
        assert each in found, each
    fonts = {f for page in pdf.pages for f in page["/Resources"]["/Font"].values()}
    for font in fonts:
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def test_the_same_letter_gives_the_same_paper(letter):
    first, second = (PdfReader(io.BytesIO(letter_as_pdf(letter))) for _ in range(2))
    assert words(first) == words(second)
    assert json.loads(letter) == pieces_of(letter)
