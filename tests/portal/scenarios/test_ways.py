"""Scenarios of another method, law or need: kept whole, reckoned anew, and held side by side."""

import io
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from boligsocial.allocation.optimal import optimal_distribution
from boligsocial.portal.distribution import law, need
from boligsocial.portal.distribution.optimum import places
from boligsocial.portal.distribution.optimum.places import neighbour_pairs
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.people.models import User, today
from boligsocial.portal.scenarios.models import Proposal, Scenario

from .conftest import DECIDER, SAVE
from .test_guards import a_scenario
from .test_pages import changed, page_of, propose

COMPARE = reverse("scenarios:compared_scenarios")
RULE = json.dumps({"statuses": {"udsat": {"required": 4}}}, separators=(",", ":"))


@pytest.fixture
def every(on_snapshots, save):
    """One scenario of each kind on the later snapshot, and one on the earlier."""
    here = {"snapshot": on_snapshots.later, "ramme": "12"}
    return {
        "list": save("Ned ad listen", **here),
        "best": save("Bedste", metode="optimal", **here),
        "law": save("Anden lov", reform=RULE, **here),
        "need": save("Indeks", behov="social_criteria", **here),
        "all": save("Alt", reform=RULE, behov="nearest_people", metode="optimal", **here),
        "earlier": save("Tidligere", snapshot=on_snapshots.earlier, ramme="12"),
    }


def found(scenario):
    return Client().get(page_of(scenario)).context["found"]


def test_every_kind_is_reckoned_anew_as_it_was_saved(every):
    for scenario in every.values():
        page = Client().get(page_of(scenario))
        assert page.status_code == 200
        assert not page.context["found"].has_changed
        again = Client().get(f"{SAVE.replace('gem/', '')}")
        assert scenario.name in again.text


@pytest.mark.parametrize("kind", ["list", "best", "all"])
def test_one_scenario_goes_on_paper_with_every_area_and_its_grant(every, kind):
    scenario = every[kind]
    answer = Client().get(reverse("scenarios:scenario_pdf", args=[scenario.pk]))
    paper = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert paper.metadata.title == scenario.name
    assert "/StructTreeRoot" in paper.trailer["/Root"]
    for each in found(scenario).result.given:
        assert each.area.name in text
    link = reverse("scenarios:scenario_pdf", args=[scenario.pk])
    assert (link in Client().get(page_of(scenario)).text) == (kind != "list")


@pytest.mark.parametrize("kind", ["best", "all"])
def test_the_best_distribution_is_that_of_the_analysis(every, kind):
    scenario = every[kind]
    result = found(scenario).result
    shared = result.shared
    candidates = [each.candidate for each in shared.candidates.candidates]
    pairs = neighbour_pairs(shared.lists, [each.area_id for each in candidates])
    best = optimal_distribution(candidates, scenario.frame_øre, shared.choice.principles, pairs)
    assert {each.candidate.area_id: each.øre for each in result.given} == {
        each.candidate.area_id: each.øre for each in best.grants
    }
    assert scenario.granted_øre == best.granted_øre
    assert scenario.left_øre == best.left_øre
    assert scenario.merging["pairs"] == len(pairs)
    assert result.proven


def test_a_scenario_leads_back_to_the_page_it_came_from(every):
    for kind, page in (("list", "/fordeling/?"), ("best", "/fordeling/bedste/?")):
        query = Client().get(page_of(every[kind])).context["query"]
        assert (
            f'href="{page}{query.replace("&", "&amp;")}"' in Client().get(page_of(every[kind])).text
        )
    shared = Client().get(f"/fordeling/?{Client().get(page_of(every['all'])).context['query']}")
    choice = shared.context["choice"]
    assert choice.reform == law.reform_in(RULE)
    assert choice.index.id == "nearest_people"


def test_laws_indices_and_distances_that_change_later_move_nothing(every, monkeypatch):
    monkeypatch.setattr(law, "built_in_reforms", tuple)
    monkeypatch.setattr(need, "built_in_specifications", dict)
    near = places.limits().model_copy(update={"within_m": 1})
    monkeypatch.setattr(places, "limits", lambda: near)
    for kind in ("best", "law", "need", "all"):
        assert not found(every[kind]).has_changed


def test_principles_of_shared_plans_that_change_later_move_nothing(every, monkeypatch):
    from boligsocial.portal.distribution import choices

    presets = {
        name: each.model_copy(update={"coordination_cost_mio": 9, "max_areas_per_plan": 1})
        for name, each in choices.built_in_principles().items()
    }
    monkeypatch.setattr(choices, "built_in_principles", lambda: presets)
    assert not found(every["best"]).has_changed


def test_other_neighbours_are_told_and_keep_it_from_being_marked(every, be):
    other = changed(every["best"], merging={**every["best"].merging, "fingerprint": "0" * 64})
    page = Client().get(page_of(other))
    assert "kan ikke længere beregnes" in page.text
    assert propose(be(DECIDER), other).status_code == 422


def test_every_kind_may_be_the_proposal_of_a_year(every, be):
    decider = be(DECIDER)
    for scenario in every.values():
        assert propose(decider, scenario).status_code == 302
    current = Proposal.objects.get(year=today().year + 1, replaced_at=None)
    assert current.scenario == every["earlier"]


@pytest.mark.parametrize("kinds", [("list", "best", "law", "need"), ("all", "earlier")])
def test_they_are_held_side_by_side_on_the_page_and_in_files(every, kinds):
    chosen = [every[kind] for kind in kinds]
    query = {"s": [each.pk for each in chosen]}
    page = Client().get(COMPARE, query)
    pair = page.context["pair"]
    assert page.status_code == 200
    assert not pair.same_measure
    for side, scenario in zip(pair.sides, chosen, strict=True):
        given = {each.candidate.area_id: each.øre for each in found(scenario).result.given}
        assert {area: each.øre for area, each in side.given.items()} == given
    answer = Client().get(reverse("scenarios:scenarios_excel"), query)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = {row[0]: row[1:] for row in book.get_sheet_by_name("Scenarier").to_python()}
    laws = [str(side.shared.choice.law_name) for side in pair.sides]
    assert len(set(rows["Lov"])) == len(set(laws))
    assert len(set(rows["Hvad behovet er"])) > 1 or kinds[0] == "all"
    granted = [each.granted_øre / 1e8 for each in chosen]
    assert rows["Bevilget, mio. kr. om året"] == pytest.approx(granted)
    answer = Client().get(reverse("scenarios:scenarios_pdf"), query)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Egen regel" in text


def test_an_area_in_two_tiers_shows_both(every):
    pair = Client().get(COMPARE, {"s": [every["list"].pk, every["law"].pk]}).context["pair"]
    moved = [each for each in pair.areas if each.tiers.startswith("A: ")]
    tiers = [
        {area: each.candidate.tier for area, each in side.given.items()} for side in pair.sides
    ]
    assert {each.area.area_id for each in moved} == {
        area for area in tiers[0] | tiers[1] if tiers[0].get(area) != tiers[1].get(area)
    }
    assert moved


@pytest.mark.parametrize("query", ["metode=andet", "reform=nej", "behov=social_criteria"])
def test_what_cannot_be_read_is_not_saved(be, query):
    answer = be("anna@fonden.example").post(f"{SAVE}?{query}", {"name": "Forkert"})
    assert answer.status_code == 422
    assert not Scenario.objects.exists()


def test_the_best_distribution_leads_to_saving_it(client, db):  # noqa: ARG001
    text = client.get("/fordeling/bedste/", {"ramme": "150"}).text
    link = next(each for each in text.split('href="') if each.startswith(SAVE)).split('"')[0]
    assert "metode=optimal" in link
    assert "ramme=150" in link


def test_a_scenario_of_the_best_keeps_who_shares_and_another_does_not(empty_database):  # noqa: ARG001
    by = User.objects.create_user("anna@fonden.example", name="Anna")
    for fields in ({"method": "optimal"}, {"merging": {}}, {"method": "guess"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_scenario(by, **fields)
    a_scenario(by, method="optimal", merging={})


def test_scenarios_saved_before_there_were_other_ways_stay_as_they_were(empty_database):  # noqa: ARG001
    def at(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("scenarios", name)])
        return executor.loader.project_state([("scenarios", name)]).apps

    before = at("0001_initial").get_model("scenarios", "Scenario")
    by = User.objects.create_user("anna@fonden.example", name="Anna")
    kept = before.objects.create(
        name="Før", saved_by_id=by.pk, figures=PUBLISHED, list_id="2017-12-01", frame_øre=100,
        choices={}, granted_øre=60, left_øre=40, areas=1, residents=1, fingerprint="0" * 64,
    )  # fmt: skip
    at("0002_method_law_and_need")
    scenario = Scenario.objects.get(pk=kept.pk)
    assert (scenario.name, scenario.frame_øre, scenario.method) == ("Før", 100, "ranked")
    assert (scenario.reform, scenario.index, scenario.merging) == (None, None, None)
