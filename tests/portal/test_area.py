"""One area's page: its headline, distances, lists, figures and files."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from boligsocial.portal.atlas.story import story_of
from boligsocial.snapshots.published import published_snapshot


def page(area_id, language="da"):
    client = Client()
    client.cookies["language"] = language
    return client.get(f"/omraader/{area_id}/")


def story(area_id):
    return story_of(published_snapshot(), published_snapshot().areas[area_id])


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_area_has_its_page(language):
    for area_id in published_snapshot().areas:
        assert page(area_id, language).status_code == 200, area_id


def test_an_unknown_area_is_no_page():
    assert page("ingen-steder").status_code == 404


def test_the_headline_says_where_it_is_what_decides_and_how_far():
    text = page("odense-vollsmose").content.decode()
    assert "Området er omdannelsesområde på listen af 1. december 2023." in text
    assert "opfyldte det 4 af 5" in text
    people = story("odense-vollsmose").complete.turn_of("ghetto").people
    assert f"Havde kriterierne talt højst {people} beboere færre" in text


def test_an_area_that_left_with_the_newest_list_is_told_so():
    text = page("ishoej-vejleaaparken").content.decode()
    assert "Området var parallelsamfund på listen af 1. december 2023." in text
    assert "Det er gået ud med listen af 1. december 2024." in text


def test_each_criterion_has_a_bar_with_its_distance():
    text = page("koege-karlemoseparken").content.decode()
    assert text.count('class="verdict"') == 5
    assert "Højst 10 beboere flere ville have vendt svaret." in text
    assert "En gennemsnitsindkomst kan ikke gøres op i beboere." in text


def test_an_area_without_complete_figures_says_why():
    text = page("soenderborg-noerager-soestjernevej").content.decode()
    snapshot = published_snapshot()
    bare = next(each for each in snapshot.areas if not snapshot.last_complete(each, "2024-12-01"))
    assert "Ingen liste har alle tal for området" not in text
    assert "Ingen liste har alle tal for området" in page(bare).content.decode()


def test_newer_scattered_figures_name_what_is_missing():
    text = page("odense-vollsmose").content.decode()
    assert "Spredte nyere tal" in text
    assert "Ikke offentliggjort: dømte" in text


def test_published_and_computed_agree_wherever_both_are_known():
    for area_id in published_snapshot().areas:
        assert all(each.agrees is not False for each in story(area_id).on_lists), area_id


def test_every_figure_names_a_source():
    for area_id in published_snapshot().areas:
        assert all(each.sources for each in story(area_id).figures), area_id


def test_breaks_of_the_boundary_are_told_in_the_readers_language():
    assert "Skilt ud fra Helsingør Syd" in page("helsingoer-noejsomhed-sydvej").content.decode()
    assert "Split out of" in page("helsingoer-noejsomhed-sydvej", "en").content.decode()


def test_the_limit_of_the_time_is_drawn_for_each_list():
    charts = {each.id: each for each in page("odense-vollsmose").context["charts"]}
    limits = [row[2] for row in charts["chart-basic-school"].table.rows]
    assert limits[0] == 50
    assert limits[-1] == 60


def test_the_csv_holds_each_published_figure_once():
    content = Client().get("/omraader/odense-vollsmose/hent.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert len(rows) == len(story("odense-vollsmose").figures)
    assert all(row["Kilder"] for row in rows)
