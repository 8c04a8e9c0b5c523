"""Saving, opening, sharing and marking, as people do it on the pages."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from boligsocial.allocation.ranked import ranked_distribution
from boligsocial.portal.people.models import today
from boligsocial.portal.scenarios.demo import make_demo_scenarios
from boligsocial.portal.scenarios.models import NAME_LENGTH, Proposal, Scenario

from .conftest import ANALYST, DECIDER, LEAD, SAVE

LIST = reverse("scenarios:scenarios")
FORDELING = "/fordeling/"


def page_of(scenario):
    return reverse("scenarios:scenario", args=[scenario.pk])


def propose(browser, scenario, year=None, reason="Den holder rammen."):
    given = {"year": year or today().year + 1, "reason": reason}
    return browser.post(reverse("scenarios:propose", args=[scenario.pk]), given)


def test_the_distribution_page_leads_to_saving_what_it_shows(client, be):
    client.cookies["language"] = "en"
    text = client.get(FORDELING, {"ramme": "150", "udsatte": "60"}).text
    (link,) = [each for each in text.split('href="') if each.startswith(SAVE)]
    query = parse_qs(urlsplit(link.split('"')[0].replace("&amp;", "&")).query)
    assert query["ramme"] == ["150"]
    assert query["snapshot"] == ["offentliggjort"]
    form = be(ANALYST).get(link.split('"')[0].replace("&amp;", "&"))
    assert form.context["shared"].choice.frame_øre == 15_000_000_000
    assert form.context["shared"].choice.principles.levels.exposed[0] * 100 == 60


def test_an_empty_list_says_how_a_scenario_comes_here(be):
    be(ANALYST)
    page = Client().get(LIST)
    assert page.status_code == 200
    assert "Der er endnu ikke gemt noget scenarie" in page.text


def test_a_scenario_opens_as_the_distribution_that_was_saved(save):
    scenario = save("Kant ned", ramme="150,5", principper="2015-18", vippen="20", naeste="videre")
    page = Client().get(page_of(scenario))
    opened = Client().get(f"{FORDELING}?{page.context['query']}").context["shared"]
    choice = opened.choice
    assert choice.frame_øre == 15_050_000_000
    assert choice.preset.id == "2015-18"
    assert choice.principles.below_waterline == "skip"
    assert opened.distribution == page.context["shared"].distribution
    assert not page.context["found"].has_changed


def test_a_scenario_does_not_follow_a_preset_that_is_changed_later(save, monkeypatch):
    scenario = save("Fast", ramme="140")
    from boligsocial.portal.distribution import choices

    presets = {
        name: each.model_copy(
            update={"full_grant": each.full_grant.model_copy(update={"per_plan_mio": 5})}
        )
        for name, each in choices.built_in_principles().items()
    }
    monkeypatch.setattr(choices, "built_in_principles", lambda: presets)
    found = Client().get(page_of(scenario)).context["found"]
    assert not found.has_changed
    assert found.now.granted_øre == scenario.granted_øre


@pytest.mark.parametrize("frame", ["140", "232,5", "90", "20"])
def test_what_is_kept_of_the_result_is_what_the_list_gives(save, frame):
    scenario = save("Ramme", ramme=frame)
    shared = Client().get(page_of(scenario)).context["shared"]
    result = ranked_distribution(
        [each.candidate for each in shared.candidates.candidates],
        scenario.frame_øre,
        shared.choice.principles,
    )
    assert scenario.granted_øre == sum(each.øre for each in result.grants)
    assert scenario.left_øre == scenario.frame_øre - scenario.granted_øre
    assert scenario.areas == sum(each.øre > 0 for each in result.grants)
    assert scenario.residents == result.residents_reached


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_LENGTH + 1)])
def test_a_scenario_without_a_fitting_name_is_not_saved(be, name):
    answer = be(ANALYST).post(f"{SAVE}?ramme=140", {"name": name, "note": "et notat"})
    assert answer.status_code == 422
    assert "et notat" in answer.text
    assert not Scenario.objects.exists()


def test_what_looks_like_a_cpr_number_is_asked_about_before_it_is_saved(be):
    given = {"name": "Ramme 140", "note": "Se sagen om 010203-1234."}
    answer = be(ANALYST).post(f"{SAVE}?ramme=140", given)
    assert answer.status_code == 422
    assert "ligner et cpr-nummer" in answer.text
    assert given["note"] in answer.text
    assert not Scenario.objects.exists()
    assert be(ANALYST).post(f"{SAVE}?ramme=140", given | {"not_cpr": "1"}).status_code == 302


def test_html_in_a_name_is_text(save):
    scenario = save("<script>alert(1)</script>")
    other = save("<b>fed</b>", version_of=scenario)
    compare = f"{reverse('scenarios:compared_scenarios')}?s={scenario.pk}&s={other.pk}"
    for address in (LIST, page_of(other), page_of(scenario), compare):
        text = Client().get(address).text
        assert "<script>alert" not in text
        assert "<b>fed" not in text
        assert "&lt;" in text


@pytest.mark.parametrize(
    "query", ["snapshot=findes-ikke", "liste=findes-ikke", "ramme=-1", "ramme=mange", "vippen=101"]
)
def test_what_cannot_be_read_is_not_saved(be, query):
    analyst = be(ANALYST)
    answer = analyst.post(f"{SAVE}?{query}", {"name": "Forkert"})
    assert answer.status_code == 422
    assert 'name="name"' not in analyst.get(f"{SAVE}?{query}").text
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("version_of", ["0", "999999", "abc", "9" * 30, "²"])
def test_a_version_of_what_is_not_there_is_not_saved(be, version_of):
    answer = be(ANALYST).post(f"{SAVE}?ramme=140", {"name": "Ny", "fra": version_of})
    assert answer.status_code == 422
    assert not Scenario.objects.exists()


def test_a_new_version_names_the_one_it_came_from(save):
    first = save("Første")
    second = save("Anden", version_of=first, ramme="150")
    assert second.comes_from == first
    assert "Første" in Client().get(page_of(second)).text
    assert "Anden" in Client().get(page_of(first)).text


def test_saving_asks_to_log_in_and_leads_back(be):
    be(ANALYST)
    answer = Client().get(f"{SAVE}?ramme=150&snapshot=offentliggjort")
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
    assert back == [f"{SAVE}?ramme=150&snapshot=offentliggjort"]


def test_only_analysts_save_and_only_deciders_mark(be, save):
    scenario = save("Et")
    for email in (DECIDER, LEAD):
        assert be(email).post(f"{SAVE}?ramme=140", {"name": "Nej"}).status_code == 403
    for email in (ANALYST, LEAD):
        assert propose(be(email), scenario).status_code == 403
    assert propose(Client(), scenario).status_code == 302
    assert not Proposal.objects.exists()
    assert propose(be(DECIDER), scenario).status_code == 302
    assert Proposal.objects.get().marked_by.email == DECIDER


def test_a_second_proposal_of_a_year_replaces_the_first_which_stays_visible(be, save):
    first, second = save("Første"), save("Anden", ramme="150")
    decider = be(DECIDER)
    propose(decider, first, reason="Fordi den første.")
    propose(decider, second, reason="Fordi den anden.")
    year = today().year + 1
    assert Proposal.objects.get(year=year, replaced_at=None).scenario == second
    page = Client().get(LIST).text
    assert "Fordi den første." in page
    assert "Erstattet" in page
    assert f"Indstillingen for {year}" in Client().get(page_of(second)).text
    assert f"Indstillingen for {year}" not in Client().get(page_of(first)).text


def test_a_scenario_may_be_the_proposal_of_two_years_but_once_of_each(be, save):
    scenario, decider = save("Et"), be(DECIDER)
    assert propose(decider, scenario, today().year).status_code == 302
    assert propose(decider, scenario, today().year + 1).status_code == 302
    again = propose(decider, scenario, today().year)
    assert again.status_code == 422
    assert "allerede" in again.text
    assert Proposal.objects.filter(replaced_at=None).count() == 2


@pytest.mark.parametrize(
    ("year", "reason"),
    [("1999", "Ja"), ("nu", "Ja"), ("²", "Ja"), ("9" * 5000, "Ja"), (None, ""), (None, " \n")],
)
def test_a_proposal_needs_a_year_and_a_reason(be, save, year, reason):
    answer = propose(be(DECIDER), save("Et"), year, reason)
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def changed(scenario, **fields):
    """The scenario as it would stand if other figures had been saved."""
    values = {
        each.attname: getattr(scenario, each.attname)
        for each in Scenario._meta.concrete_fields
        if not each.primary_key
    }
    return Scenario.objects.create(**values | fields)


def test_a_later_difference_is_told_and_keeps_it_from_being_marked(be, save):
    stale = changed(save("Gammel"), fingerprint="0" * 64, granted_øre=100)
    page = Client().get(page_of(stale))
    assert page.context["found"].has_changed
    assert "Tallene er ændret siden" in page.text
    answer = propose(be(DECIDER), stale)
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("field", [{"figures": "væk"}, {"list_id": "væk"}])
def test_a_scenario_whose_figures_are_gone_says_so(be, save, field):
    scenario = save("Uden tal")
    gone = changed(scenario, **field)
    page = Client().get(page_of(gone))
    assert page.status_code == 200
    assert "kan ikke længere beregnes" in page.text
    assert propose(be(DECIDER), gone).status_code == 422
    compare = reverse("scenarios:compared_scenarios")
    assert Client().get(compare, {"s": [scenario.pk, gone.pk]}).status_code == 422


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_are_there_in_both_languages(be, save, language):
    scenario = save("Et")
    propose(be(DECIDER), scenario)
    for browser in (be(ANALYST), be(DECIDER), Client()):
        browser.cookies["language"] = language
        for address in (LIST, page_of(scenario)):
            assert browser.get(address).status_code == 200


def test_the_scenarios_of_the_demonstration_are_saved_once(be):
    be(ANALYST)
    assert make_demo_scenarios() == Scenario.objects.count() > 1
    assert make_demo_scenarios() == 0
    assert Proposal.objects.filter(replaced_at=None).count() == 1
    for scenario in Scenario.objects.all():
        assert not Client().get(page_of(scenario)).context["found"].has_changed


def test_a_scenario_that_is_not_there_is_not_found(db):  # noqa: ARG001
    assert Client().get(reverse("scenarios:scenario", args=[1])).status_code == 404
