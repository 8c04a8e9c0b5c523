"""A frame shared out by the index of the estates in place of the criteria."""

import pytest
from django.test import Client

from boligsocial.index.specification import built_in_specifications
from boligsocial.portal.distribution.need import in_address, specification_in
from boligsocial.portal.figures import lists_of
from boligsocial.snapshots.index_needs import index_needs
from boligsocial.snapshots.ranking import ranking_of

PAGE = "/fordeling/"


@pytest.fixture(autouse=True)
def _database(db):
    pass


def read(snapshot, need, page=PAGE):
    return Client().get(page, {"snapshot": snapshot, "behov": need})


@pytest.mark.parametrize("need", built_in_specifications())
@pytest.mark.parametrize("page", [PAGE, f"{PAGE}bedste/", f"{PAGE}sammenlign/"])
def test_the_need_of_each_area_is_that_of_the_index(on_snapshots, page, need):
    answer = read(on_snapshots.later, need, page)
    assert answer.status_code == 200
    shared = answer.context["shared"]
    lists = lists_of(on_snapshots.later)
    year = shared.choice.list.on.year
    needs = index_needs(ranking_of(lists.snapshot, specification_in(need)), year)
    found = {each.candidate.area_id: each.candidate.need for each in shared.distribution.grants}
    assert found == {area: needs[area] for area in found} != {}


def test_the_page_says_what_the_need_is_and_the_way_on_keeps_it(on_snapshots):
    answer = read(on_snapshots.later, "nearest_people")
    assert "1.000 nærmeste" in answer.text
    assert "behov=nearest_people" in answer.text.split("scenarier/gem/?")[1].split('"')[0]
    assert 'name="behov"' in answer.text


def test_published_figures_have_the_criteria_alone():
    answer = Client().get(PAGE, {"snapshot": "offentliggjort", "behov": "social_criteria"})
    assert answer.status_code == 200
    assert "ikke noget indeks" in answer.text
    assert answer.context["shared"].choice.index is None
    assert 'name="behov"' not in Client().get(PAGE).text


@pytest.mark.parametrize("text", [
    "nobody", "{", "[]", '{"id": "social_criteria", "weights": {"convicted": 1}}',
    built_in_specifications()["social_criteria"].model_dump_json(),
])  # fmt: skip
def test_an_index_that_cannot_be_read_is_told_beside_its_field(on_snapshots, text):
    answer = read(on_snapshots.later, text)
    assert answer.status_code == 200
    assert "Det indeks findes ikke" in answer.text


@pytest.mark.parametrize("text", ["", *built_in_specifications()])
def test_the_address_keeps_the_index(text):
    specification = specification_in(text)
    assert specification_in(in_address(specification)) == specification


@pytest.mark.parametrize("file", ["fordeling.xlsx", "fordeling.pdf", "fordeling.csv",
                                  "bedste/bedste-fordeling.csv"])  # fmt: skip
def test_the_files_are_there_with_the_index(on_snapshots, file):
    answer = read(on_snapshots.later, "social_criteria", f"{PAGE}{file}")
    assert answer.status_code == 200
    if file.endswith("csv"):
        assert "De fire sociale kriterier, vægtet ens" in answer.content.decode("utf-8-sig")
