"""The front page: one list, who came and left, and the frame."""

from __future__ import annotations

import pytest
from django.test import Client

from boligsocial.snapshots.published import published_snapshot


def page(address, language="da"):
    client = Client()
    client.cookies["language"] = language
    response = client.get(address)
    return response, response.content.decode()


def test_the_newest_list_with_names_is_shown_first():
    response, _ = page("/")
    assert response.context["on"].list_id == "2023-12-01"
    numbers = [(each.status, each.number) for each in response.context["counts"]]
    assert numbers == [("udsat", 19), ("parallelsamfund", 12), ("omdannelse", 8)]


def test_numbers_tell_the_change_since_the_list_before():
    _, text = page("/?liste=2023-12-01")
    assert "2 flere end på listen af 1. december 2022" in text
    assert "1 færre end på listen af 1. december 2022" in text
    assert "Dertil 56 forebyggelsesområder" in text


def test_who_left_is_told_with_the_criterion_that_turned():
    _, text = page("/?liste=2017-12-01")
    assert "Uden job eller uddannelse: 40,7 → 39,4 pct., grænsen er 40" in text


def test_an_area_below_the_least_number_of_residents_is_told_so():
    _, text = page("/?liste=2023-12-01")
    assert "966 beboere, loven kræver mindst 1.000" in text


def test_a_list_without_names_shows_its_numbers_and_where_the_names_are():
    response, text = page("/?liste=2024-12-01")
    assert response.status_code == 200
    assert "Navnene på denne liste kendes ikke her" in text
    assert [each.number for each in response.context["counts"]] == [12, 8, 7]
    assert "area-map__frame" not in text


def test_the_frame_stands_beside_the_one_before():
    _, text = page("/")
    assert "140 mio. kr. om året i 2019-26 mod 232,5 mio. kr. i 2015-18: −39,8 pct." in text


def test_what_the_areas_would_take_is_for_those_who_decide(settings):
    assert "Beløbene er eksempler" in page("/")[1]
    settings.AUDIENCE = "public"
    assert "Beløbene er eksempler" not in page("/")[1]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("list_id", [each.list_id for each in published_snapshot().lists])
def test_every_list_has_its_page(list_id, language):
    assert page(f"/?liste={list_id}", language)[0].status_code == 200


def test_an_unknown_list_is_told_gently():
    response, text = page("/?liste=1999-12-01")
    assert response.status_code == 422
    assert "Der er ingen liste, der hedder 1999-12-01" in text


def test_the_chart_counts_every_list_and_its_table_the_prevention_areas():
    context = page("/")[0].context
    assert len(context["chart_table"].rows) == len(published_snapshot().lists)
    assert context["chart_table"].rows[-1][-1] == 63
