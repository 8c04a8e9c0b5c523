"""The evidence sheet: what lies beside an estate, what may be shown, and earlier decisions."""

from __future__ import annotations

import re
import types
from datetime import date

import polars as pl
import pytest
from django.test import Client

from boligsocial.disclosure.limits import default_limits
from boligsocial.portal.cases.models import Case, Place, Step
from boligsocial.portal.estates.attached import (
    areas_nearby,
    evidence_in,
    evidence_of,
    exposed_areas,
)
from boligsocial.portal.estates.earlier_decisions import earlier_decisions
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import Membership, Organisation, User
from boligsocial.portal.urls import addresses
from boligsocial.snapshots.opening import opened_lists

COUNTS = ("moves_from_area", "moves_to_area", "moves_in")


@pytest.fixture
def lists(on_snapshots):
    return opened_lists(on_snapshots.store, on_snapshots.later)


@pytest.fixture
def pairs(lists):
    """Each estate with an area within reach that may show figures of its own, and the area."""
    return [
        (row["estate_id"], row["area_id"])
        for row in evidence_in(lists).iter_rows(named=True)
        if not lists.estates[row["estate_id"]].is_hidden
    ]


def get(lists, estate_id, language="da"):
    client = Client()
    client.cookies["language"] = language
    response = client.get(f"/afdelinger/{estate_id}/droeftelse/?snapshot={lists.snapshot.id}")
    return response, response.content.decode()


def plain(text):
    return re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)


def test_counts_of_few_moves_are_hidden_and_others_are_those_of_the_evidence(lists, pairs):
    people, seen = default_limits().people, set()
    for estate_id, _ in pairs:
        raw = {
            row["area_id"]: row
            for row in evidence_in(lists).filter(pl.col("estate_id") == estate_id).to_dicts()
        }
        for near in areas_nearby(lists, estate_id):
            for name in COUNTS:
                counted, shown = raw[near.area_id][name], getattr(near, name)
                assert shown == (counted if counted >= people else None), (estate_id, name)
                seen.add(shown is None)
            assert (near.share is None) == (raw[near.area_id]["moves_from_area"] < people)
    assert seen == {True, False}


def test_an_estate_that_is_too_small_shows_no_moves_at_all(lists):
    small = [each for each in evidence_in(lists)["estate_id"] if lists.estates[each].is_hidden]
    assert small
    for estate_id in small:
        for near in areas_nearby(lists, estate_id):
            assert (near.moves_in, near.moves_from_area, near.share, near.expected) == (
                None, None, None, None,
            )  # fmt: skip
            assert "beboere" in near.reason.in_language("da")
        evidence = evidence_of(lists, estate_id, areas_nearby(lists, estate_id))
        assert all(each.is_hidden for each in evidence.trends)


def test_the_page_of_an_estate_leads_to_its_evidence_and_only_where_there_is_any(lists, pairs):
    client = Client()
    estate_id = pairs[0][0]
    address = f"/afdelinger/{estate_id}/droeftelse/"
    ours = client.get(f"/afdelinger/{estate_id}/?snapshot={lists.snapshot.id}").content.decode()
    assert address in ours
    inside = next(each for each in lists.estates.values() if each.areas)
    other = client.get(f"/afdelinger/{inside.estate_id}/?snapshot={lists.snapshot.id}")
    assert "/droeftelse/" not in other.content.decode()


def test_a_discussion_is_started_only_beside_an_exposed_area(lists):
    exposed = exposed_areas(lists)
    found = set()
    for estate_id in evidence_in(lists)["estate_id"].unique():
        response, text = get(lists, estate_id)
        assert response.status_code == 200
        near = {each.area_id for each in areas_nearby(lists, estate_id)}
        has_button = f"slags=attached_estate&amp;sted=estate:{estate_id}" in text
        assert has_button == bool(near & exposed), estate_id
        found.add(has_button)
    assert True in found


def test_an_estate_in_an_area_says_that_it_cannot_be_attached(lists):
    inside = next(each for each in lists.estates.values() if each.areas)
    _, text = get(lists, inside.estate_id)
    assert "selv en del af et område" in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_is_left_unwritten(lists, pairs, language):
    _, text = get(lists, pairs[0][0], language)
    assert not re.search(r"\{[a-z_]+\}|%\([a-z]+\)s|\bNone\b", plain(text))


def test_published_figures_and_unknown_estates_have_no_sheet(lists):
    assert get(lists, "findes-ikke")[0].status_code == 404
    response = Client().get("/afdelinger/E00001/droeftelse/?snapshot=offentliggjort")
    assert response.status_code == 404


@pytest.fixture
def caseworker(db):  # noqa: ARG001 - the database that they are in
    return someone("caseworker", Organisation.objects.create(name="Fonden", kind="fund"))


def someone(role, organisation):
    user = User.objects.create_user(f"{role}@{organisation.pk}.example", name="En Person")
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )
    return Who(user, (membership,), is_strong=True)


def decided(estate_id, phase, who, town):
    through = who.memberships[0]
    case = Case.objects.create(
        kind="attached_estate", name=f"Sag om {estate_id}", phase=phase, figures="x",
        list_id="x", opened_by=who.user,
    )  # fmt: skip
    case.parties.add(town)
    Place.objects.create(
        case=case, geography="estate", place_id=estate_id, name=estate_id, municipality="Åbro"
    )
    Step.objects.create(case=case, number=1, to=phase, by=who.user,
                        organisation=through.organisation, reason="Fordi.")  # fmt: skip
    return case


def test_decided_cases_stand_in_the_order_of_their_likeness(lists, caseworker):
    town = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    every = list(evidence_in(lists)["estate_id"].unique().sort())
    this, others = every[0], every[1:]
    cases = {each: decided(each, "included", caseworker, town) for each in others}
    decided(this, "rejected", caseworker, town)
    waiting = decided(others[0], "discussion", caseworker, town)
    area = evidence_in(lists).filter(pl.col("estate_id") == this)["area_id"][0]
    found = earlier_decisions(lists, this, area, caseworker)
    assert {each.case for each in found} == set(cases.values())
    assert waiting not in {each.case for each in found}
    unlike = [each.unlikeness for each in found]
    assert unlike == sorted(unlike)
    assert {str(each.outcome) for each in found} == {"taken along"}


def test_who_may_not_see_a_case_does_not_see_its_decision(lists, caseworker):
    town = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    other = Organisation.objects.create(name="Bæk Kommune", kind="municipality")
    every = list(evidence_in(lists)["estate_id"].unique().sort())
    decided(every[1], "included", caseworker, town)
    area = evidence_in(lists).filter(pl.col("estate_id") == every[0])["area_id"][0]
    for who, count in (
        (caseworker, 1), (someone("project_lead", town), 1), (someone("project_lead", other), 0),
        (Who(None), 0),
    ):  # fmt: skip
        assert len(earlier_decisions(lists, every[0], area, who)) == count


def test_of_few_decisions_nothing_is_said_of_how_unlike_they_are(lists, caseworker):
    town = Organisation.objects.create(name="Åbro Kommune", kind="municipality")
    every = list(evidence_in(lists)["estate_id"].unique().sort())
    decided(every[1], "rejected", caseworker, town)
    area = evidence_in(lists).filter(pl.col("estate_id") == every[0])["area_id"][0]
    (found,) = earlier_decisions(lists, every[0], area, caseworker)
    assert found.unlikeness is None


def test_the_public_sees_the_sheet_and_is_led_to_no_cases(lists, pairs, settings):
    settings.AUDIENCE = "public"
    module = types.ModuleType("public_addresses")
    module.urlpatterns = addresses("public")
    settings.ROOT_URLCONF = module
    for address in (f"/afdelinger/{pairs[0][0]}/", f"/afdelinger/{pairs[0][0]}/droeftelse/"):
        response = Client().get(f"{address}?snapshot={lists.snapshot.id}")
        assert response.status_code == 200
        text = response.content.decode()
        assert "/sager/" not in text
        assert "/indeks/" not in text
