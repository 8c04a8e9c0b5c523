"""The page of the best distribution: words, reasons, shared plans, frames and files."""

import csv
import io
from decimal import Decimal
from itertools import combinations

import pytest
from django.urls import NoReverseMatch, reverse
from python_calamine import CalamineWorkbook

from boligsocial.allocation.checker import Claim, check
from boligsocial.messages import UserError
from boligsocial.portal.distribution.choices import read_choice
from boligsocial.portal.distribution.optimum.best import best_of, candidates_in
from boligsocial.portal.distribution.optimum.frames import (
    HIGHEST,
    every_million,
    list_frames,
    steps_to_highest,
)
from boligsocial.portal.distribution.optimum.limits import Limits, limits
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.published import published_snapshot

SNAPSHOT = published_snapshot()
PAGE = "/fordeling/bedste/"
DIFFERS = {"ramme": "66", "principper": "2015-18"}
HTMX = {"HX-Request": "true", "HX-Target": "optimum"}


def shared_of(lists=SNAPSHOT, **query):
    return shared_out(
        read_choice(query, lists, frame_mio=Decimal(140), principles="2019-26"), lists
    )


@pytest.fixture
def made_up_lists(made_up):
    """Three listed areas; two of them are neighbours in one municipality."""
    return opened_lists(made_up.store, made_up.later)


@pytest.fixture
def few_at_once(monkeypatch):
    """Limits so small that the published lists are too many areas to reckon at once."""
    small = Limits.model_validate({**limits().model_dump(), "areas_at_once": 1})
    for name in ("frames", "pages", "plans"):
        monkeypatch.setattr(f"boligsocial.portal.distribution.optimum.{name}.limits", lambda: small)


def test_where_the_money_ends_inside_a_tier_trying_all_subsets_finds_no_better():
    best = best_of(shared_of(**DIFFERS))
    listed = sum(c.full_grant_øre for c in candidates_in(best.shared) if c.tier.value == "listed")
    edge = [c for c in candidates_in(best.shared) if c.tier.value == "edge"]
    within = [
        sum(Decimal(repr(c.need)) * c.residents for c in some)
        for size in range(len(edge) + 1)
        for some in combinations(edge, size)
        if listed + sum(c.full_grant_øre for c in some) <= best.optimal.frame_øre
    ]
    reached = {each.tier.value: each for each in best.reached}["edge"]
    assert reached.best == max(within)
    assert reached.best > reached.listed


@pytest.mark.parametrize(
    ("language", "told", "reason"),
    [
        ("da", "når den bedste fordeling 17,5 pct. mere behov på vippen. 2 områder får noget andet",
         "Inden for samme ramme når pengene et større behov hos andre"),
        ("en", "reaches 17.5 pct. more need on the edge. 2 areas get something else",
         "Within the same frame others reach more need for them"),
    ],
)  # fmt: skip
def test_the_words_come_first_and_each_difference_has_its_reason(client, language, told, reason):
    client.cookies["language"] = language
    page = client.get(PAGE, DIFFERS)
    assert told in page.text
    assert page.text.index(told) < page.text.index('id="differing"')
    assert reason in page.text
    best = page.context["best"]
    shown = page.text.split('id="differing"')[1].split("</table>")[0]
    for each in best.areas:
        assert (f'data-area="{each.rung.area_id}"' in shown) == (
            each.rung.grant.øre != each.grant.øre
        )


@pytest.mark.parametrize(
    ("language", "told", "proven"),
    [
        ("da", "Der er ingen forskel", "Regnet efter og bevist."),
        ("en", "There is no difference", "Checked and proven."),
    ],
)
def test_that_nothing_differs_is_said_and_what_proven_means(client, language, told, proven):
    client.cookies["language"] = language
    page = client.get(PAGE)
    assert told in page.text
    assert proven in page.text
    assert 'id="differing"' not in page.text
    assert page.context["best"].optimal.proven


def test_what_is_shown_passes_the_checker():
    best = best_of(shared_of(**DIFFERS))
    optimal = best.optimal
    check(
        Claim(
            candidates=candidates_in(best.shared),
            frame_øre=optimal.frame_øre,
            principles=optimal.principles,
            neighbours=best.pairs,
            must_join=[],
            cannot_join=[],
            levels={each.candidate.area_id: each.level for each in optimal.grants},
            grants_øre={each.rung.area_id: each.grant.øre for each in best.areas},
            plans=optimal.plans,
            objective=optimal.objective,
            spent_øre=optimal.spent_øre,
        )
    )


def test_a_frame_short_of_the_list_says_how_much_is_missing(client):
    page = client.get(PAGE, {"ramme": "30"})
    assert "Rammen mangler 33,37 mio. kr." in page.text
    assert "Ingen: Rammen er for lille til listen" in page.text


def test_areas_that_do_not_count_are_not_said_to_reach_less_need(client):
    page = client.get(PAGE, {"ramme": "140", "principper": "2015-18"})
    assert "det samme behov for" in page.text
    assert "Deres behov tæller ikke med" in page.text
    assert "et større behov hos andre" not in page.text


def test_published_lists_say_that_neighbours_are_not_known(client):
    page = client.get(PAGE)
    assert "Naboerne kendes ikke" in page.text
    assert "hvor store kommunerne er" in page.text


def test_neighbours_share_a_plan_and_the_frame_then_carries_the_list(client, on_snapshots):
    page = client.get(PAGE, {"ramme": "6", "snapshot": on_snapshots.later})
    best = page.context["best"]
    (plan,) = best.plans
    assert not best.shared.distribution.feasible
    assert best.optimal.feasible
    assert plan.saved_mio == Decimal("0.50")
    assert "Rammen kan bære alle områder på listen, når naboer deler en plan" in page.text
    assert "Rammen kunne ikke bære alle områder på listen" in page.text
    for area in plan.areas:
        assert area.name in page.text.split('id="plans"')[1].split("</table>")[0]
    assert "Syntetiske tal" in page.text


def test_a_shared_plan_that_is_not_needed_says_what_keeping_apart_would_cost(made_up_lists):
    (plan,) = best_of(shared_of(made_up_lists)).plans
    assert (
        str(plan.without) == "The same need would be reached, and 0.50 mio. kr. less would be left."
    )


def test_a_snapshot_tells_sizes_of_municipalities_and_organisations(made_up_lists):
    best = best_of(shared_of(made_up_lists))
    owners = {each.organisation for each in made_up_lists.estates.values()}
    for shares in (best.by_region, best.by_municipality_size, best.by_organisation):
        assert sum(listed.areas for listed, _ in shares) == len(best.areas)
        assert sum(optimal.grants_øre for _, optimal in shares) == best.optimal.granted_øre
    assert {listed.group for listed, _ in best.by_organisation} <= owners
    # The made-up country is small, so every municipality in it is.
    assert [listed.group for listed, _ in best.by_municipality_size] == ["Under 40.000 indbyggere"]


def test_every_million_is_the_best_distribution_of_that_frame():
    found = every_million(best_of(shared_of(**DIFFERS))).frames
    assert [each.mio for each in found] == list(range(HIGHEST + 1))
    for mio in (0, 24, 25, 66, 80, 300):
        best = best_of(shared_of(ramme=str(mio), principper="2015-18"))
        of_edge = [each for each in best.reached if each.tier.value == "edge"]
        assert found[mio].best == pytest.approx(float(of_edge[0].best))
        assert found[mio].listed == pytest.approx(float(of_edge[0].listed))


def test_who_comes_in_and_goes_out_over_the_millions_adds_up():
    best = best_of(shared_of(ramme="300", principper="2015-18"))
    inside = set()
    for each in every_million(best).frames:
        if each.step:
            inside |= set(each.step.enters)
            inside -= set(each.step.leaves)
    assert inside == {each.rung.area_id for each in best.areas if each.grant.øre}


@pytest.mark.parametrize("onwards", ["stop", "videre"])
def test_the_breakpoints_of_the_list_are_those_of_its_distributions(onwards):
    query = {"principper": "2015-18", "naeste": onwards}
    for point in list_frames(best_of(shared_of(**query))).points[:12]:
        frames = (Decimal(point.frame_øre - 1), Decimal(point.frame_øre))
        before, at = (
            {
                grant.candidate.area_id
                for grant in shared_of(ramme=f"{øre / 10**8:f}", **query).distribution.grants
                if grant.øre
            }
            for øre in frames
        )
        assert (at - before, before - at) == (set(point.enters), set(point.leaves))


@pytest.mark.usefixtures("few_at_once")
def test_with_many_areas_the_millions_are_reckoned_when_asked_for(client):
    page = client.get(PAGE, DIFFERS)
    assert "Regn hver million ud" in page.text
    assert "millions-chart" not in page.text
    step, asked = 0, 0
    while True:
        piece = client.get(f"{PAGE}rammer/", {**DIFFERS, "trin": step}, headers=HTMX)
        asked += 1
        if "millions-chart" in piece.text:
            break
        step = piece.context["progress"].done
        assert f"trin={step}" in piece.text
        assert "<progress" in piece.text
    assert asked == steps_to_highest()
    assert "millions-chart" in client.get(PAGE, {**DIFFERS, "alle": "1"}).text


def test_too_many_areas_are_told_and_not_reckoned(client, monkeypatch):
    small = Limits.model_validate({**limits().model_dump(), "most_areas": 10})
    for name in ("best", "pages"):
        monkeypatch.setattr(f"boligsocial.portal.distribution.optimum.{name}.limits", lambda: small)
    assert "For mange områder til at regne på siden" in client.get(PAGE).text
    with pytest.raises(UserError, match="56 areas are more than this page has time for"):
        best_of(shared_of())


def test_a_change_of_the_frame_gets_a_piece_and_an_address_that_can_be_shared(client):
    piece = client.get(PAGE, DIFFERS, headers=HTMX)
    assert "<html" not in piece.text
    again = client.get(piece["HX-Replace-Url"])
    assert again.context["best"].optimal == piece.context["best"].optimal
    wrong = client.get(PAGE, {"ramme": "meget"}, headers=HTMX)
    assert wrong["HX-Reswap"] == "none"
    assert "Skriv et beløb fra 0 til 300" in wrong.text


def test_the_ladder_leads_here_with_its_choices(client):
    ladder = client.get("/fordeling/", DIFFERS)
    assert f"{PAGE}?liste=2017-12-01&amp;ramme=66&amp;principper=2015-18" in ladder.text


def test_the_workbook_has_both_ways_the_frames_and_what_best_means(client):
    answer = client.get(f"{PAGE}bedste-fordeling.xlsx", DIFFERS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    best = best_of(shared_of(**DIFFERS))
    rows = book.get_sheet_by_name("Bedste fordeling").to_python()
    assert [(row[7], row[8]) for row in rows[1:]] == [
        (each.rung.grant.øre / 100, each.grant.øre / 100) for each in best.areas
    ]
    assert len(book.get_sheet_by_name("Hver million").to_python()) == HIGHEST + 2
    told = {row[0]: row[1] for row in book.get_sheet_by_name("Forklaring og kilder").to_python()}
    assert told["Bevist"].startswith("Bevist betyder")


def test_the_table_as_csv_stands_alone(client):
    answer = client.get(f"{PAGE}bedste-fordeling.csv", DIFFERS)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 56
    assert {row["Tal"] for row in rows} == {"Offentliggjorte tal"}
    assert sum(row["Får noget andet"] == "ja" for row in rows) == 2


def test_a_file_is_not_made_of_a_wrong_value(client):
    assert client.get(f"{PAGE}bedste-fordeling.csv", {"ramme": "meget"}).status_code == 422


def test_the_public_has_no_such_page():
    from boligsocial.portal.urls import addresses

    with pytest.raises(NoReverseMatch):
        reverse("distribution:optimum", urlconf=tuple(addresses("public")))
