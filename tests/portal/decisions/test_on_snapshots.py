"""Decisions that rest on a snapshot: sealed figures, places in the index, and what is hidden."""

import json
from hashlib import sha256

import pytest
from people.conftest import logged_in

from boligsocial.portal.cases.models import Case, Step
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.recheck import recheck
from boligsocial.portal.decisions.services import Ruling, decide, prepare
from boligsocial.portal.estates.attached import evidence_in
from boligsocial.portal.figures import lists_of
from boligsocial.snapshots.attached import shown_nearby

from .conftest import fund


@pytest.fixture
def house(db, on_snapshots):  # noqa: ARG001 - the database and the figures
    return fund()


def opened(house, figures, place, kind="rent_support"):
    return open_case(
        Opening(kind, "Sag", [house.municipality, house.housing], figures, [place]),
        house.lead, house.lead.memberships.get(),
    )  # fmt: skip


def test_an_area_is_decided_on_the_sealed_figures_and_these_can_be_found_again(house, on_snapshots):
    figures = on_snapshots.later
    lists = lists_of(figures)
    area = sorted(lists.listed(lists.lists[-1].list_id))[0]
    case = opened(house, figures, f"area:{area}")
    made = decide(case, Ruling("reject", ["below_waterline"]), house.decider, house.through)
    evidence = json.loads(made.evidence)
    manifest = (lists.snapshot.folder / "manifest.json").read_bytes()
    assert evidence["figures"] == {
        "id": figures, "kind": "synthetic", "list": lists.lists[-1].list_id,
        "on": lists.lists[-1].on.isoformat(), "rules": lists.lists[-1].rules.id,
        "manifest": sha256(manifest).hexdigest(),
    }  # fmt: skip
    (place,) = evidence["places"]
    assert place["index"]
    assert all(1 <= each["rank"] <= each["of"] for each in place["index"])
    assert {each["id"] for each in place["verdict"]["criteria"]} >= {"convicted", "income"}
    assert made.traits["need"] > 0
    assert made.traits["municipality_residents"] > made.traits["residents"]
    assert all(each.is_same for each in recheck(made)), recheck(made)

    page = logged_in(house.decider).get(f"/sager/{case.pk}/afgoerelser/1/", {"efterproev": 1})
    assert page.status_code == 200
    assert "i indekset" in page.text


def test_a_decision_outlives_its_snapshot_and_says_that_it_is_gone(
    house, on_snapshots, settings, tmp_path
):
    lists = lists_of(on_snapshots.later)
    area = sorted(lists.listed(lists.lists[-1].list_id))[0]
    case = opened(house, on_snapshots.later, f"area:{area}")
    made = decide(case, Ruling("reject", ["below_waterline"]), house.decider, house.through)
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": tmp_path / "none"})
    assert [each.is_same for each in recheck(made)] == [True, True, False, True, True]
    browser = logged_in(house.decider)
    page = browser.get(f"/sager/{case.pk}/afgoerelser/1/", {"efterproev": 1})
    assert "ikke noget øjebliksbillede" in page.text
    assert browser.get(f"/sager/{case.pk}/afgoerelser/").status_code == 200


def test_an_attached_estate_is_taken_along_after_its_discussion(house, on_snapshots):
    lists = lists_of(on_snapshots.later)
    beside = set(evidence_in(lists)["estate_id"])
    estate = next(each for key, each in lists.estates.items() if key in beside and each.index)
    case = opened(house, on_snapshots.later, f"estate:{estate.estate_id}", "attached_estate")
    Step.objects.create(
        case=case, number=2, came_from="proposal", to="discussion", by=house.decider,
        organisation=house.municipality,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(phase="discussion", in_phase=2)
    case.refresh_from_db()
    ready = prepare(case, Ruling("reject", ["not_attached"]), house.decider)
    (place,) = ready.evidence.fields["places"]
    assert place["residents"] == estate.residents
    assert place["index"][0]["rank"] == estate.index.rank
    nearest = shown_nearby(evidence_in(lists), lists.snapshot, estate.estate_id)[0]
    assert place["nearby"][0]["area"] == nearest.area_id
    assert place["nearby"][0]["moves_from_area"] == nearest.moves_from_area
    made = decide(case, Ruling("reject", ["not_attached"]), house.decider, house.through)
    assert Decision.objects.get().total_øre == 0
    assert all(each.is_same for each in recheck(made)), recheck(made)
    page = logged_in(house.decider).get(f"/sager/{case.pk}/afgoerelser/1/")
    assert f"{lists.areas[nearest.area_id].name} er" in page.text


def test_the_figures_of_a_small_estate_are_not_frozen(house, on_snapshots):
    lists = lists_of(on_snapshots.later)
    small = next((each for each in lists.estates.values() if each.is_hidden), None)
    if small is None:
        pytest.skip("the made-up snapshot has no estate that is too small to show")
    case = opened(house, on_snapshots.later, f"estate:{small.estate_id}")
    (place,) = prepare(
        case, Ruling("reject", ["below_waterline"]), house.decider
    ).evidence.fields["places"]  # fmt: skip
    assert (place["is_hidden"], place["residents"]) == (True, None)
