"""Every estate of a snapshot: found beside the areas, with what may be shown of it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from boligsocial.portal.atlas.directory import Wish, entries
from boligsocial.portal.danish import danish_order
from boligsocial.snapshots.opening import opened_lists


@pytest.fixture
def lists(on_snapshots):
    return opened_lists(on_snapshots.store, on_snapshots.later)


@pytest.fixture
def small(lists):
    return next(each for each in lists.estates.values() if each.is_hidden)


@pytest.fixture
def large(lists):
    return max(lists.estates.values(), key=lambda each: each.residents or 0)


def get(lists, address, language="da", **headers):
    client = Client()
    client.cookies["language"] = language
    glue = "&" if "?" in address else "?"
    response = client.get(f"{address}{glue}snapshot={lists.snapshot.id}", headers=headers)
    return response, response.content.decode("utf-8-sig", "replace")


def found(lists, query=""):
    response, _ = get(lists, f"/omraader/{query}")
    assert response.status_code == 200
    return list(response.context["entries"].paginator.object_list)


def test_all_areas_and_all_estates_are_there_areas_first(lists):
    every = found(lists)
    assert len(every) == len(lists.areas) + len(lists.estates)
    kinds = [each.estate is not None for each in every]
    assert kinds == sorted(kinds)
    for is_estate in (False, True):
        names = [each.name for each in every if (each.estate is not None) == is_estate]
        assert names == sorted(names, key=danish_order)


def test_the_table_comes_in_pages_with_everything_on_one_of_them(lists):
    seen, pages = set(), get(lists, "/omraader/")[0].context["entries"].paginator.num_pages
    assert pages > 1
    for number in range(1, pages + 1):
        response, text = get(lists, f"/omraader/?side={number}")
        seen |= {each.id for each in response.context["entries"]}
        assert f"Side {number} af {pages}" in text
    assert seen == {*lists.areas, *lists.estates}


def test_a_search_finds_areas_estates_and_organisations(lists, large):
    area = lists.areas[large.areas[0]]
    assert {each.id for each in found(lists, f"?soeg={area.name}")} >= {
        area.area_id,
        *(each.estate_id for each in lists.estates.values() if area.area_id in each.areas),
    }
    by_organisation = found(lists, f"?soeg={large.organisation}")
    assert large.estate_id in {each.id for each in by_organisation}
    assert {each.estate.organisation for each in by_organisation if each.estate} == {
        large.organisation
    }


def test_filters_narrow_to_areas_estates_municipality_and_status(lists, large):
    assert all(each.estate for each in found(lists, "?vis=afdelinger"))
    assert {each.id for each in found(lists, "?vis=omraader")} == set(lists.areas)
    here = found(lists, f"?kommune={large.municipality}")
    assert {each.municipality for each in here} == {large.municipality}
    listed = {each.id for each in found(lists, "?status=on")}
    assert listed == lists.listed("2018-12-01")


def test_hidden_residents_stand_last_whichever_way_they_are_sorted(lists):
    for sort in ("beboere", "-beboere"):
        hidden = [each.residents is None for each in found(lists, f"?sorter={sort}")]
        assert hidden == sorted(hidden)
    numbers = [each.residents for each in found(lists, "?sorter=-beboere") if each.residents]
    assert numbers == sorted(numbers, reverse=True)


def test_the_index_sorts_from_the_greatest_need(lists):
    ranks = [
        each.estate.index.rank
        for each in found(lists, "?sorter=rang")
        if each.estate and each.estate.index
    ]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1


def test_what_is_chosen_stands_in_the_address(lists):
    wish = Wish(lists.lists[-1], "park", kind="afdelinger", figures=lists.snapshot.id)
    assert wish.address() == (
        f"?snapshot={lists.snapshot.id}&liste=2018-12-01&soeg=park&vis=afdelinger&sorter=omraade"
    )
    assert entries(lists, wish)


def test_a_request_from_the_search_box_answers_with_the_table_alone(lists):
    headers = {"HX-Request": "true", "HX-Target": "areas-result"}
    _, text = get(lists, "/omraader/?soeg=qqqq", **headers)
    assert "<html" not in text
    assert "Intet passer" in text
    assert f"0 af {len(lists.areas) + len(lists.estates)} områder og afdelinger" in text


@pytest.mark.parametrize("query", ["?side=999", "?side=x", "?vis=nonsens", "?sorter=gange"])
def test_what_is_not_known_never_breaks_the_page(lists, query):
    assert get(lists, f"/omraader/{query}")[0].status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ("Ejes af", "Nærmeste afdelinger", "Sådan er det beregnet", "Register")),
     ("en", ("Owned by", "Nearest estates", "How it is calculated", "Register"))],
)  # fmt: skip
def test_a_large_estate_shows_its_figures_and_how_they_come(lists, large, language, words):
    response, text = get(lists, f"/afdelinger/{large.estate_id}/", language)
    assert response.status_code == 200
    assert all(each in text for each in words)
    lines = list(response.context["indicators"].lines)
    assert sum(line.is_drawn for line in lines) > 10
    assert all(len(line.by_year) == 5 - line.quantity.years + 1 for line in lines)


def test_the_figures_of_a_page_are_those_of_the_tables(lists, large):
    response, _ = get(lists, f"/afdelinger/{large.estate_id}/")
    line = next(
        each for each in response.context["indicators"].lines if each.indicator.id == "employed"
    )
    raw = lists.snapshot.table("indicators").rows_by_key(
        ["geography_id", "group", "period", "indicator"], named=True, unique=True
    )
    for year, own, town, nation in line.by_year:
        for shown, place in (
            (own, large.estate_id),
            (town, large.municipality_code),
            (nation, "DK"),
        ):
            assert shown.value == pytest.approx(
                raw[place, "all", year, "employed"]["value"], abs=0.0005 + 1e-9
            )


def test_means_of_years_and_ratios_are_drawn_each_with_its_table(lists, large):
    response, text = get(lists, f"/afdelinger/{large.estate_id}/")
    lines = {
        (line.quantity.id, line.quantity.years): line
        for line in response.context["indicators"].lines
    }
    raw = lists.snapshot.table("indicators").rows_by_key(
        ["geography_id", "group", "period", "indicator"], named=True, unique=True
    )
    for (name, years), sides in {
        ("no_attachment", 2): 3, ("convicted", 2): 3, ("convicted_ratio", 1): 3,
        ("income", 1): 3, ("income_ratio", 1): 2,
    }.items():  # fmt: skip
        line = lines[name, years]
        assert text.count(f'id="{line.id}-caption"') == 1
        assert len({layer["name"] for layer in line.spec["layer"]}) == sides
        for period, own, around in line.table:
            assert len(around) == sides - 1
            assert len(period) == (4 if years == 1 else 9)
            exact = raw[large.estate_id, "all", period, name]["value"]
            assert not own.is_shown or own.value == pytest.approx(exact, abs=0.0005 + 1e-9)
    assert lines["convicted_ratio", 1].table[-1][2][1].written == "1 gange landsgennemsnittet"
    assert re.search(
        r"\d+,\d pct\. af regionens gennemsnit", lines["income_ratio", 1].latest.written
    )
    drawn = [line.id for line in lines.values() if line.is_drawn]
    assert text.count("chart__drawing") == len(drawn) == len(set(drawn))


def test_a_mean_of_years_with_a_hidden_year_is_not_drawn(lists):
    estates = [each for each in lists.estates.values() if not each.is_hidden]
    for estate in estates[:40]:
        response, _ = get(lists, f"/afdelinger/{estate.estate_id}/")
        lines = list(response.context["indicators"].lines)
        by_year = next(each for each in lines if each.indicator.id == "convicted")
        states = {period: own.is_shown for period, own, *_ in by_year.by_year}
        over_two = [each for each in lines if (each.quantity.id, each.quantity.years)
                    == ("convicted", 2)]  # fmt: skip
        for line in over_two:
            for period, own, *_ in line.by_year:
                both = [states[year] for year in period.split("-")]
                assert own.is_shown <= all(both), (estate.estate_id, period)


def test_a_small_estate_says_that_its_figures_are_hidden_and_why(lists, small):
    response, text = get(lists, f"/afdelinger/{small.estate_id}/")
    assert response.status_code == 200
    assert "Tallene for denne afdeling er skjult" in text
    assert "Tal vises fra 100 beboere og 50 husstande" in text
    assert "chart__drawing" not in text
    residents = lists.snapshot.table("estates").rows_by_key("estate_id", named=True, unique=True)[
        small.estate_id
    ]["residents"]
    assert not re.search(rf"<dd>\s*{residents}\b", text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_files_of_a_small_estate_hold_no_figure_of_it(lists, small, kind):
    response = Client().get(
        f"/afdelinger/{small.estate_id}/hent.{kind}?snapshot={lists.snapshot.id}"
    )
    rows = read(response.content, kind)
    own = [row for row in rows if row["Sted"] == f"{small.name}, {small.municipality}"]
    newest = [row for row in own if row["Periode"].endswith("2018")]
    assert newest
    assert {row["Værdi"] for row in newest} <= {"skjult", "ikke leveret"}
    assert {(row["Tæller"], row["Nævner"]) for row in newest} == {("", "")}
    assert all(row["Hvorfor skjult"] for row in newest if row["Værdi"] == "skjult")
    assert {row["Tal"] for row in rows} == {"Syntetiske tal, 1. december 2018"}


def test_no_count_below_five_leaves_in_the_file_of_an_area(lists):
    area = next(iter(lists.areas))
    response = Client().get(f"/omraader/{area}/tal/hent.csv?snapshot={lists.snapshot.id}")
    rows = read(response.content, "csv")
    assert len({row["Gruppe"] for row in rows}) > 5
    counts = [float(row["Tæller"].replace(",", ".")) for row in rows if row["Tæller"]]
    assert counts
    assert min(counts) >= 5


def test_the_file_of_the_table_says_hidden_where_it_is(lists, small):
    response = Client().get(f"/omraader/hent.csv?vis=afdelinger&snapshot={lists.snapshot.id}")
    rows = {row["estate_id"]: row for row in read(response.content, "csv")}
    assert set(rows) == set(lists.estates)
    assert rows[small.estate_id]["Beboere (antal)"] == "skjult"


def test_the_workbook_of_the_table_has_areas_and_estates(lists):
    response = Client().get(f"/omraader/hent.xlsx?snapshot={lists.snapshot.id}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names[:2] == ["Områder", "Afdelinger"]


def test_an_area_lists_its_estates_and_leads_to_all_its_figures(lists, large):
    area = large.areas[0]
    response, text = get(lists, f"/omraader/{area}/")
    assert {each.estate_id for each in response.context["consists_of"]} == {
        each.estate_id for each in lists.estates.values() if area in each.areas
    }
    assert f"/omraader/{area}/tal/" in text


@pytest.mark.parametrize(
    "address", ["/afdelinger/E99999/", "/omraader/A9999/", "/omraader/A9999/tal/"]
)
def test_what_the_snapshot_does_not_have_is_not_found(lists, address):
    assert get(lists, address)[0].status_code == 404


def test_published_figures_say_that_they_have_no_estates(lists):
    response = Client().get("/afdelinger/E00001/?snapshot=offentliggjort")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Disse tal har ingen afdelinger" in text
    assert "Vælg et øjebliksbillede øverst på siden" in text
    assert lists.snapshot.id in text


def read(content, kind):
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(head, map(str, row), strict=True)) for row in rows]


def test_moves_and_residents_are_told_by_kind_of_household(lists, large):
    response, text = get(lists, f"/afdelinger/{large.estate_id}/")
    people, kinds = response.context["indicators"].group_tables
    assert people.names[:2] == ("0-17 år", "18-29 år")
    assert kinds.names == (
        "Bor alene", "Enlig forsørger", "Flere voksne uden børn", "Flere voksne med børn"
    )  # fmt: skip
    assert ">Efter husstandstype<" in text
    rows = dict(kinds.rows)
    assert set(rows) == {
        "Beboere", "Husstande", "Tilflyttere pr. beboer", "Fraflyttere pr. beboer"
    }  # fmt: skip
    told = [cell.value for cell in rows["Beboere"] if cell.is_shown]
    assert 0 < sum(told) <= large.residents
