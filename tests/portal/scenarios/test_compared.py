"""Scenarios side by side say what each of them gives by itself."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from boligsocial.allocation.ranked import Outcome, ranked_distribution
from boligsocial.portal.scenarios.side_by_side import OUTCOMES
from boligsocial.portal.writing import mio

PAGE = reverse("scenarios:compared_scenarios")
FILES = [reverse("scenarios:scenarios_excel"), reverse("scenarios:scenarios_pdf")]


@pytest.fixture
def four(save):
    return [
        save("I dag", ramme="140"),
        save("Før", ramme="232,5", principper="2015-18"),
        save("Mere til vippen", ramme="140", vippen="60"),
        save("Lille", ramme="30", mangel="del"),
    ]


def ask(scenarios, address=PAGE, **headers):
    return Client().get(address, {"s": [each.pk for each in scenarios]}, **headers)


def alone(side):
    """The distribution of one side, straight from its candidates."""
    choice = side.shared.choice
    candidates = [each.candidate for each in side.shared.candidates.candidates]
    return ranked_distribution(candidates, side.scenario.frame_øre, choice.principles)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_each_side_is_what_the_list_gives_by_itself(four, count):
    page = ask(four[:count])
    pair = page.context["pair"]
    assert [side.scenario for side in pair.sides] == four[:count]
    for place, side in enumerate(pair.sides):
        result = alone(side)
        given = {each.candidate.area_id: each.øre for each in result.grants}
        assert {each.area.area_id: each.amounts[place] for each in pair.areas} == given
        counted = {words.text: counts[place] for words, counts in pair.outcomes}
        for outcome in Outcome:
            here = sum(each.outcome is outcome for each in result.grants)
            assert counted.get(OUTCOMES[outcome].text, 0) == here
        assert mio(result.spent_øre, "da", 2) in page.text


def test_the_areas_that_differ_are_those_with_different_amounts_and_each_has_its_reasons(four):
    page = ask(four[:2])
    pair = page.context["pair"]
    first, second = (
        {each.candidate.area_id: each.øre for each in alone(side).grants} for side in pair.sides
    )
    different = {area_id for area_id in first if first[area_id] != second[area_id]}
    assert {each.area.area_id for each in pair.differing} == different != set()
    for each in pair.differing:
        assert f'data-area="{each.area.area_id}"' in page.text
        assert {letter for letters, _ in each.grounds for letter in letters.split(", ")} == set(
            "AB"
        )


def test_the_chart_has_a_point_for_each_area_and_scenario_as_its_table(four):
    pair = ask(four).context["pair"]
    points = pair.slope()["data"]["values"]
    assert len(points) == len(pair.areas) * len(four)
    table = pair.slope_table
    assert len(table.rows) == len(pair.areas)
    assert len(table.columns) == 1 + len(four)
    drawn = {(each["area"], each["side"]): each["granted"] for each in points}
    for name, *amounts in table.rows:
        for letter, amount in zip(pair.letters, amounts, strict=True):
            assert float(amount) == pytest.approx(drawn[name, letter], abs=0.005)


def test_the_same_twice_under_two_names_differs_nowhere(save):
    page = ask([save("Et", ramme="140"), save("To", ramme="140")])
    assert page.context["pair"].differing == []
    assert "Alle områder får det samme" in page.text


def test_other_lists_are_compared_with_a_reservation(save):
    pages = [save("Nu"), save("Dengang", liste=other_list())]
    page = ask(pages)
    assert not page.context["pair"].same_ground
    assert "forskellige tal eller lister" in page.text
    assert any(None in each.grants for each in page.context["pair"].areas)
    for address in FILES:
        assert ask(pages, address).status_code == 200


def other_list():
    """The oldest list that may be chosen."""
    return Client().get("/fordeling/").context["lists"][-1].value


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_and_its_files_are_there_in_both_languages(four, language):
    browser = Client()
    browser.cookies["language"] = language
    for address in (PAGE, *FILES):
        assert browser.get(address, {"s": [each.pk for each in four]}).status_code == 200


def test_the_workbook_has_the_øre_of_every_area(four):
    pair = ask(four).context["pair"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(four, FILES[0]).content))
    _, *rows = book.get_sheet_by_name("Områder").to_python()
    assert [[round(cell * 100) for cell in row[6:10]] for row in rows] == [
        each.amounts for each in pair.areas
    ]


def test_the_pdf_holds_the_sums_and_the_names(four):
    reader = PdfReader(io.BytesIO(ask(four, FILES[1]).content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for scenario in four:
        assert scenario.name in text
        assert mio(scenario.granted_øre, "da", 2) in text


@pytest.mark.parametrize(
    "query", ["", "s=1", "s=1&s=1", "s=1&s=2&s=3&s=4&s=5", "s=1&s=x", "s=²&s=3"]
)
def test_too_few_too_many_or_unknown_scenarios_are_told(db, query):  # noqa: ARG001
    for address in (PAGE, *FILES):
        assert Client().get(f"{address}?{query}").status_code == 422
