"""The table of areas: search, filters, order, downloads."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from boligsocial.portal.atlas.directory import Wish, entries
from boligsocial.portal.atlas.units import folded
from boligsocial.portal.danish import danish_order
from boligsocial.snapshots.published import published_snapshot


def found(query=""):
    response = Client().get(f"/omraader/{query}")
    assert response.status_code == 200
    return [each.area.name for each in response.context["entries"]]


def test_all_areas_stand_in_the_danish_order():
    names = found()
    assert len(names) == len(published_snapshot().areas)
    assert names == sorted(names, key=danish_order)


@pytest.mark.parametrize("words", ["mjølner", "MJOELNER", "Mjølnerparken", "københavn mjøl"])
def test_search_finds_an_area_however_it_is_written(words):
    assert "Mjølnerparken" in found(f"?soeg={words}")


def test_search_finds_other_spellings():
    aliases = published_snapshot().aliases
    for area_id, alias in aliases.select("area_id", "alias").iter_rows():
        assert published_snapshot().areas[area_id].name in found(f"?soeg={alias}"), alias


def test_folding_makes_decomposed_and_composed_letters_alike():
    assert folded("Ga\u030arden") == folded("Gården") == "gaarden"


def test_filters_narrow_the_table():
    snapshot = published_snapshot()
    on = snapshot.list("2023-12-01")
    listed = entries(snapshot, Wish(on, status="on"))
    assert {each.id for each in listed} == snapshot.listed("2023-12-01")
    transformed = entries(snapshot, Wish(on, status="omdannelse"))
    assert len(transformed) == 8
    assert set(found("?kommune=Odense")) < set(found("?region=Syddanmark"))


def test_columns_sort_both_ways():
    ascending, descending = found("?sorter=beboere"), found("?sorter=-beboere")
    assert ascending[0] == "Mjølnerparken"
    assert descending[0] == "Vollsmose"


def test_unpublished_residents_stand_last_whichever_way_they_are_sorted():
    for query in ("?sorter=beboere", "?sorter=-beboere"):
        assert "Ellekonebakken" in found(query)[-10:]


def test_a_status_that_the_list_does_not_have_is_let_go():
    assert len(found("?liste=2017-12-01&status=omdannelse")) == len(found())


@pytest.mark.parametrize("query", ["?sorter=nonsens", "?kommune=Ingen", "?status=x", "?soeg=%00"])
def test_what_is_not_known_never_breaks_the_page(query):
    assert Client().get(f"/omraader/{query}").status_code == 200


def test_nothing_found_leads_back_to_all():
    text = Client().get("/omraader/?soeg=qqqq").content.decode()
    assert "Ingen områder passer" in text
    assert "Vis alle områder" in text


def test_a_request_from_the_search_box_answers_with_the_table_alone():
    headers = {"HX-Request": "true", "HX-Target": "areas-result"}
    text = Client().get("/omraader/?soeg=vollsmose", headers=headers).content.decode()
    assert "<html" not in text
    assert 'data-area="odense-vollsmose"' in text
    assert "1 område af 66" in text


def test_the_csv_holds_the_rows_shown_with_list_and_sources():
    content = Client().get("/omraader/hent.csv?kommune=Odense").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert len(rows) == len(found("?kommune=Odense"))
    assert {row["Liste"] for row in rows} == {"2023-12-01"}
    assert all("bl.dk" in row["Kilder"] for row in rows)


def test_the_workbook_holds_numbers_and_says_what_it_is():
    content = Client().get("/omraader/hent.xlsx?soeg=vollsmose").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, row = book.get_sheet_by_index(0).to_python()[:2]
    assert row[head.index("Beboere (antal)")] == 9184
    assert "1. december 2023" in str(book.get_sheet_by_index(1).to_python())


@pytest.mark.parametrize("kind", ["pdf", "exe"])
def test_there_is_no_file_of_another_kind(kind):
    assert Client().get(f"/omraader/hent.{kind}").status_code == 404
