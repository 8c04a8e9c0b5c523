"""The frame over the years on its page: money that adds up, limits, and what lies ahead."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from boligsocial.allocation.years.accounts import Standing
from boligsocial.portal.years.areas import area_rows, list_changes
from boligsocial.portal.years.choice import year_choice
from boligsocial.portal.years.plans import lists_by_year, planned
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.published import published_snapshot

PAGE = "/fordeling/aarene/"
PUBLISHED = published_snapshot()
HTMX = {"HX-Request": "true", "HX-Target": "years"}
TOTAL_ØRE = 380 * 100_000_000


def plan_of(lists=PUBLISHED, **query):
    return planned(lists, year_choice("offentliggjort", query))


def get(query="", language="da", **headers):
    client = Client()
    client.cookies["language"] = language
    response = client.get(f"{PAGE}{query}", headers=headers)
    return response, response.content.decode("utf-8-sig", "replace")


@pytest.mark.parametrize("method", ["listen", "bedste"])
@pytest.mark.parametrize("price", ["0", "3,5"])
def test_every_krone_of_every_year_is_accounted_for(method, price):
    plan = plan_of(metode=method, pris=price, fra_foer="12,5").plan
    carried = 1_250_000_000
    for each in plan.years:
        assert each.carried_in_øre == carried
        assert each.available_øre == each.committed_øre + each.left_øre
        assert each.left_øre >= 0
        carried = each.carried_out_øre
    assert carried == 0
    assert sum(each.øre for each in plan.commitments) == sum(
        each.committed_øre for each in plan.years
    )


@settings(max_examples=30)
@given(
    price=st.decimals(0, 20, places=2),
    rent=st.decimals(0, 230, places=2),
    before=st.decimals(0, 1000, places=2),
    moves=st.booleans(),
    method=st.sampled_from(["listen", "bedste"]),
)
def test_whatever_is_assumed_the_act_is_kept_and_no_krone_is_lost(
    price, rent, before, moves, method
):
    of = plan_of(pris=str(price), leje=str(rent), fra_foer=str(before), metode=method,
                 flyt="1" if moves else "")  # fmt: skip
    assert not of.choice.mistakes
    assert all(check.holds for year in of.act for check in year.checks)
    frames = sum(year.frame_øre for year in of.act)
    committed = sum(part.committed_øre for year in of.act for part in year.parts)
    lapsed = sum(part.left_øre for part in of.act[-1].parts)
    assert round(before * 100_000_000) + frames == committed + lapsed
    again = year_choice("offentliggjort", dict(parse_qsl(of.choice.address().removeprefix("?"))))
    assert again.rules == of.choice.rules
    assert (again.method, again.moves_rent) == (of.choice.method, of.choice.moves_rent)


def test_the_list_of_december_stands_for_the_year_that_follows():
    by_year = lists_by_year(PUBLISHED, plan_of().plan.rules.frame)
    assert {year: each.on for year, each in by_year.items()} == {
        year: date(year - 1, 12, 1) for year in range(2019, 2025)
    }
    accounts = plan_of().plan.years
    assert [each.year for each in accounts if each.projected] == [2025, 2026, 2027]


def test_a_snapshot_from_before_the_act_stands_in_its_first_year(made_up):
    lists = opened_lists(made_up.store, made_up.earlier)
    plan = plan_of(lists).plan
    assert [each.year for each in plan.years if not each.projected] == [2019]
    assert {each.candidate.area_id for each in plan.years[0].areas} <= set(lists.areas)


def test_the_act_has_380_a_year_with_240_for_rent_and_10_of_it_for_vacancy():
    for year in plan_of().act:
        if year.year <= 2026:
            assert year.frame_øre == TOTAL_ØRE
            frames = {each.part: each.frame_øre // 100_000_000 for each in year.parts}
            assert frames == {"social": 140, "rent": 230, "vacancy": 10}
        assert all(check.holds for check in year.checks)


def test_rent_support_that_is_not_used_moves_to_social_efforts_when_asked():
    kept, moved = plan_of(leje="130"), plan_of(leje="130", flyt="1")
    first, second = kept.plan.years[0], moved.plan.years[0]
    assert second.available_øre - first.available_øre == 100 * 100_000_000
    for year in moved.act:
        assert sum(each.moved_in_øre for each in year.parts) == 0
        assert year.part("rent").left_øre == 0


def test_prices_rise_from_the_first_year_on():
    accounts = plan_of(pris="2").plan.years
    assert accounts[0].frame.factor == Decimal("1.02")
    assert accounts[1].frame.factor == Decimal("1.0404")
    assert accounts[0].frame.øre == round(140 * 1.02 * 100_000_000)
    assert not plan_of().plan.years[0].frame.known


def test_both_methods_stand_side_by_side_and_the_best_is_proven():
    response, text = get("?metode=bedste&pris=2")
    assert set(response.context["planned"].methods) == {"ranked", "optimal"}
    assert response.context["all_proven"]
    assert "Begge metoder" in text
    for _, ways in response.context["both"]:
        assert len(ways) == 2


def test_an_area_with_a_commitment_asks_again_only_when_it_has_ended():
    plan = plan_of().plan
    for row in area_rows(plan, PUBLISHED.areas):
        until = 0
        for cell in row.cells:
            if cell.given_øre:
                assert cell.year > until
                until = cell.of.runs_to
            elif cell.of and cell.of.standing is Standing.RUNNING:
                assert cell.year <= until


def test_what_the_lists_change_is_what_the_lists_say():
    changes = {each.year: each for each in list_changes(plan_of().plan, PUBLISHED.areas)}
    before, after = (PUBLISHED.listed(f"{year}-12-01") for year in (2022, 2023))
    names = {PUBLISHED.areas[each].name for each in after - before}
    assert set(changes[2024].came_on) == names


def test_the_years_ahead_tell_too_much_or_too_little():
    response, text = get()
    ahead = response.context["ahead"]
    assert [each.year for each, _ in ahead] == [2025, 2026, 2027]
    for each, said in ahead:
        assert (said.text.startswith("Too much")) == bool(each.missing_øre)
    assert "Penge til overs" in text


@pytest.mark.parametrize(
    ("field", "written"),
    [("pris", "21"), ("pris", "-1"), ("leje", "230,01"), ("tomgang", "11"), ("leje", "alt"),
     ("fra_foer", "1e3"), ("pris", "NaN"), ("fra_foer", "1001")],
)  # fmt: skip
def test_what_cannot_be_read_is_told_beside_its_field_and_the_default_stands(field, written):
    response, text = get(f"?{field}={written}")
    assert response.status_code == 200
    choice = response.context["choice"]
    assert [each.name for each in choice.mistakes] == [field]
    assert 'aria-invalid="true"' in text
    assert field not in choice.address()
    assert Client().get(f"{PAGE}hent.csv?{field}={written}").status_code == 422


def test_a_change_answers_with_the_result_alone_and_puts_it_into_the_address():
    response, text = get("?pris=2&metode=bedste&ukendt=1", **HTMX)
    assert "<html" not in text
    assert response["HX-Replace-Url"] == f"{PAGE}?snapshot=offentliggjort&metode=bedste&pris=2"


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_is_left_unwritten(language):
    _, text = get("?pris=2", language)
    plain = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"\{[a-z_]+\}|%\([a-z]+\)s|\bNone\b", plain)


def test_too_many_areas_for_the_best_distribution_are_told(monkeypatch):
    from boligsocial.portal.distribution.optimum.limits import limits

    few = limits().model_copy(update={"areas_at_once": 10})
    for name in ("plans", "pages"):
        monkeypatch.setattr(f"boligsocial.portal.years.{name}.limits", lambda: few)
    response, text = get("?metode=bedste")
    assert response.context["planned"].shown == "ranked"
    assert "boligsocial allocate years" in text


def test_the_files_say_what_the_page_says():
    _, text = get("hent.csv?pris=2")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    accounts = plan_of(pris="2").plan.years
    assert [int(each["År"]) for each in rows] == [each.year for each in accounts]
    for row, account in zip(rows, accounts, strict=True):
        assert float(row["Søgt"].replace(",", ".")) == account.asked_øre / 100_000_000
    response = Client().get(f"{PAGE}hent.xlsx?pris=2")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert len(book.sheet_names) == 7
    areas = book.get_sheet_by_index(1).to_python()
    assert len(areas) == 1 + sum(len(each.areas) for each in accounts)
    about = dict(row[:2] for row in book.get_sheet_by_index(6).to_python() if row and row[0])
    assert about["Prisstigning, pct. om året"] == 2


def test_snapshots_have_the_page_too(on_snapshots):
    response, text = get(f"?snapshot={on_snapshots.later}&metode=bedste")
    assert response.status_code == 200
    assert "Syntetiske tal" in text
