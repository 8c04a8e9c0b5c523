"""The index as its pages show it: every estate, what may be shown of it, and other weights."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qsl

import polars as pl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from boligsocial.index.specification import default_specification
from boligsocial.portal.ranking.places import places_under
from boligsocial.portal.ranking.question import question_of
from boligsocial.portal.ranking.rankings import lists_before, ranking_in
from boligsocial.snapshots.opening import opened_lists

TABLE = {"HX-Request": "true", "HX-Target": "ranking-result"}
ANSWER = {"HX-Request": "true", "HX-Target": "ranking-answer"}
ALL_ON_CONVICTED = "?vaegt_no_attachment=0&vaegt_convicted=1&vaegt_basic_school=0&vaegt_income=0"


@pytest.fixture
def lists(on_snapshots):
    return opened_lists(on_snapshots.store, on_snapshots.later)


@pytest.fixture
def table(lists):
    return lists.snapshot.table("index")


def get(lists, address, language="da", **headers):
    client = Client()
    client.cookies["language"] = language
    glue = "&" if "?" in address else "?"
    response = client.get(f"{address}{glue}snapshot={lists.snapshot.id}", headers=headers)
    return response, response.content.decode("utf-8-sig", "replace")


def every_row(lists, query=""):
    """All rows of a question, from its file."""
    _, text = get(lists, f"/indeks/hent.csv{query}")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_every_estate_is_there_from_the_greatest_need(lists, table):
    rows = every_row(lists)
    assert {each["estate_id"] for each in rows} == set(table["estate_id"])
    places = [int(each["Plads"]) for each in rows if each["Plads"]]
    assert places == sorted(places)
    assert len(places) == table["rank"].count()
    sealed = dict(table.select("estate_id", "rank").iter_rows())
    assert all(
        (int(each["Plads"]) if each["Plads"] else None) == sealed[each["estate_id"]]
        for each in rows
    )


def test_who_has_no_place_is_told_why(lists, table):
    rows = {each["estate_id"]: each for each in every_row(lists)}
    without = table.filter(pl.col("rank").is_null())["estate_id"]
    assert len(without)
    assert all("beboere" in rows[each]["Hvorfor der ikke er en plads"] for each in without)


def test_small_estates_that_share_a_place_are_marked(lists, table):
    rows = {each["estate_id"]: each for each in every_row(lists)}
    for estate_id, pooled in table.select("estate_id", "pooled").iter_rows():
        assert (rows[estate_id]["Regnet sammen med naboer"] == "ja") == pooled


def test_a_search_and_a_band_narrow_the_table(lists):
    name = next(iter(lists.estates.values())).organisation
    found = every_row(lists, f"?soeg={name.upper()}")
    organisations = {lists.estates[each["estate_id"]].organisation for each in found}
    assert name in organisations
    assert len(found) < len(lists.estates)
    first = name.casefold().split()[0]
    assert all(first in each.casefold() for each in organisations)
    worst = every_row(lists, "?baand=worst_5")
    assert {each["Bånd"] for each in worst} == {"De mest udsatte 5 pct."}


def test_the_search_box_gets_the_table_alone(lists):
    response, text = get(lists, "/indeks/?soeg=qqqq", **TABLE)
    assert "<html" not in text
    assert "Ingen afdeling passer" in text
    assert response.context["found"] == 0


@pytest.mark.parametrize("sort", ["plads", "-plads", "afdeling", "fast", "-fast", "siden"])
def test_sorting_turns_the_table_and_leaves_those_without_a_place_last(lists, sort):
    rows = every_row(lists, f"?sorter={sort}")
    has_place = [bool(each["Plads"]) for each in rows]
    if sort != "afdeling":
        assert has_place == sorted(has_place, reverse=True)
    if sort == "-plads":
        places = [int(each["Plads"]) for each in rows if each["Plads"]]
        assert places == sorted(places, reverse=True)


def test_what_is_not_known_in_the_address_never_breaks_the_page(lists):
    for query in ("?side=999", "?side=x", "?maal=nonsens", "?sorter=x", "?baand=x", "?kommune=x"):
        assert get(lists, f"/indeks/{query}")[0].status_code == 200


@pytest.mark.parametrize("written", ["-1", "101", "tyve", "1e3", "25,", "NaN"])
def test_a_weight_that_is_none_is_told_and_the_index_stands(lists, written):
    response, text = get(lists, f"/indeks/?vaegt_income={written}", **ANSWER)
    assert response.status_code == 200
    assert "Skriv en vægt fra 0 til 100" in text
    assert not response.context["question"].is_reweighed


def test_weights_of_nothing_are_told(lists):
    nothing = ALL_ON_CONVICTED.replace("convicted=1", "convicted=0")
    _, text = get(lists, f"/indeks/{nothing}")
    assert "Mindst én vægt skal være over 0" in text


def test_the_same_weights_in_another_measure_change_nothing(lists):
    alike = "&".join(f"vaegt_{each.column}=7" for each in default_specification().component)
    plain, weighed = every_row(lists), every_row(lists, f"?{alike}")
    assert [each["Plads"] for each in weighed] == [each["Plads"] for each in plain]
    assert [each["Score"] for each in weighed] == [each["Score"] for each in plain]


def test_no_place_tells_a_hidden_figure_when_all_weight_lies_on_it(lists):
    """Only estates whose own figure of convictions is shown keep a place, and never a pool."""
    rows = every_row(lists, ALL_ON_CONVICTED)
    ranking = ranking_in(lists, default_specification().id)
    shown = ranking.components_shown.filter(pl.col("component") == "convicted")["estate_id"]
    with_place = {each["estate_id"] for each in rows if each["Plads"].isdigit()}
    assert with_place == set(shown)
    assert any(each["Plads"] == "skjult" for each in rows)
    hidden = [each for each in rows if each["Plads"] == "skjult"]
    assert not any(each["Score"] or each["Bånd"] for each in hidden)


def test_what_moves_is_counted_from_the_index_as_given(lists):
    question = question_of(lists.snapshot.id, {"vaegt_income": "60"})
    table = places_under(lists, question.given, question.specification)
    moved = table.filter(pl.col("moves") != 0)
    assert len(moved)
    assert (moved["moves"] == moved["rank_given"] - moved["rank"]).all()
    response, text = get(lists, f"/indeks/{question.address()}", **ANSWER)
    assert response["HX-Replace-Url"].startswith("/indeks/?snapshot=")
    assert "vaegt_income=60" in response["HX-Replace-Url"]
    assert "Hvem flytter" in text
    changing = every_row(lists, question.of_movers)
    assert len(changing) == response.context["movers"].changing


def test_the_nearest_people_are_an_index_of_their_own(lists, table):
    rows = every_row(lists, "?maal=nearest_people")
    assert all(each["Plads"].isdigit() for each in rows)
    assert len(rows) == len(table)


def test_the_place_of_the_last_snapshot_is_the_one_that_was_sealed_then(lists):
    before = lists_before(lists).snapshot.table("index")
    sealed = dict(before.select("estate_id", "rank").iter_rows())
    compared = [each for each in every_row(lists) if each["Plads i sidste øjebliksbillede"]]
    assert len(compared) > 50
    for each in compared:
        assert int(each["Plads i sidste øjebliksbillede"]) == sealed[each["estate_id"]]


def test_the_first_snapshot_has_none_before_it(on_snapshots):
    first = opened_lists(on_snapshots.store, on_snapshots.earlier)
    assert lists_before(first) is None
    response, _ = get(first, "/indeks/")
    assert response.context["before"] is None


def test_an_estate_tells_what_bears_its_score(lists):
    ranking = ranking_in(lists, default_specification().id)
    whole = ranking.components_shown.group_by("estate_id").len().filter(pl.col("len") == 4)
    estate_id = whole["estate_id"].min()
    response, text = get(lists, f"/indeks/{estate_id}/")
    place = response.context["place"]
    adds = [number(each.adds) for each in place.parts]
    assert sum(adds) == pytest.approx(place.row.score, abs=0.021)
    assert all(each.figure for each in place.parts)
    assert "Hvad der skal til for et andet bånd" in text
    assert place.ways


def test_a_pool_shows_its_place_and_nothing_that_lies_behind(lists, table):
    estate_id = table.filter("pooled")["estate_id"][0]
    response, text = get(lists, f"/indeks/{estate_id}/")
    place = response.context["place"]
    assert place.together
    assert all(each.is_hidden for each in place.parts)
    assert not any(way.ways for way in place.ways)
    assert "De deler plads" in text


def test_an_estate_without_a_place_says_why(lists, table):
    estate_id = table.filter(pl.col("rank").is_null())["estate_id"][0]
    response, text = get(lists, f"/indeks/{estate_id}/")
    assert response.status_code == 200
    assert "Ingen plads" in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_is_left_unwritten(lists, language):
    for address in ("/indeks/", "/indeks/?vaegt_income=60", "/indeks/E00001/"):
        _, text = get(lists, address, language)
        assert not re.search(r"\{[a-z_]+\}|%\([a-z]+\)s|None", strip(text)), address


@pytest.mark.usefixtures("lists")
def test_published_figures_have_no_index_and_say_where_one_is():
    response = Client().get("/indeks/?snapshot=offentliggjort")
    assert response.status_code == 200
    assert "De tal har intet indeks" in response.content.decode()
    assert Client().get("/indeks/hent.csv?snapshot=offentliggjort").status_code == 404


def test_an_estate_that_is_not_there_is_not_there(lists):
    assert get(lists, "/indeks/findes-ikke/")[0].status_code == 404


def test_the_workbook_says_which_weights_it_has(lists):
    response, _ = get(lists, "/indeks/hent.xlsx?vaegt_income=60")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    about = dict(row[:2] for row in book.get_sheet_by_index(1).to_python() if row and row[0])
    assert about["Vægte ændret af læseren"] == "ja"
    assert "44.44" in about["Vægte, pct."]
    assert len(book.get_sheet_by_index(0).to_python()) == len(lists.estates) + 1


def number(written):
    return float(written.replace(",", ".").replace("\N{MINUS SIGN}", "-"))


def strip(text):
    """The text without what is written for scripts."""
    return re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)


WEIGHTS = st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights=WEIGHTS)
def test_whatever_the_weights_no_hidden_figure_bears_more_than_half_of_a_place(lists, weights):
    columns = [each.column for each in default_specification().component]
    written = {
        f"vaegt_{column}": str(weight) for column, weight in zip(columns, weights, strict=True)
    }
    question = question_of(lists.snapshot.id, written)
    table = places_under(lists, question.given, question.specification)
    shown = ranking_in(lists, default_specification().id).components_shown
    may_see = set(shown.select("estate_id", "component").iter_rows())
    heavy = [
        each for each, weight in zip(columns, weights, strict=True) if weight > sum(weights) / 2
    ]
    for row in table.filter(pl.col("rank").is_not_null()).iter_rows(named=True):
        if question.is_reweighed:
            assert all((row["estate_id"], each) in may_see for each in heavy)
        assert row["moves"] == row["rank_given"] - row["rank"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights=WEIGHTS)
def test_the_address_of_a_question_asks_the_same_question(lists, weights):
    columns = [each.column for each in default_specification().component]
    written = {
        f"vaegt_{column}": str(weight) for column, weight in zip(columns, weights, strict=True)
    }
    question = question_of(lists.snapshot.id, {**written, "soeg": "Åsen 2", "sorter": "-fast"})
    again = dict(parse_qsl(question.address().removeprefix("?")))
    assert question_of(lists.snapshot.id, again) == question


def test_the_index_leads_to_a_frame_shared_out_by_it(lists):
    _, text = get(lists, "/indeks/?maal=nearest_people")
    assert f"/fordeling/?snapshot={lists.snapshot.id}&amp;behov=nearest_people" in text
