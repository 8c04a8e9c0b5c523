"""A frame shared out under another law: the tiers follow, and the page and its files say so."""

import json

import pytest
from django.test import Client

from boligsocial.allocation.principles import Tier
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.portal.distribution.law import in_address, reform_in
from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.reform_effects import reform_effect

PAGE, LIST = "/fordeling/", "2017-12-01"
OWN = json.dumps({"statuses": {"ghetto": {"required": 4}}})


@pytest.fixture(autouse=True)
def _database(db):
    pass


def shared_under(reform, page=PAGE):
    return Client().get(page, {"liste": LIST, "reform": reform}).context["shared"]


def with_tier(shared, tier):
    return {
        each.candidate.area_id for each in shared.distribution.grants if each.candidate.tier is tier
    }


@pytest.mark.parametrize("rule", [each.id for each in built_in_reforms()] + [OWN])
@pytest.mark.parametrize("page", [PAGE, f"{PAGE}bedste/"])
def test_the_tiers_are_those_of_the_rule(page, rule):
    law, ours = shared_under("", page), shared_under(rule, page)
    effect = reform_effect(published_snapshot(), reform_in(rule), LIST)
    off = {each.area.area_id for each in effect.certain}
    assert with_tier(ours, Tier.LISTED) == with_tier(law, Tier.LISTED) - off
    assert off <= with_tier(ours, Tier.EDGE)
    assert not off or ours.distribution.spent_øre != law.distribution.spent_øre


def test_the_page_says_which_law_it_rests_on_and_how_the_list_changes():
    page = Client().get(PAGE, {"liste": LIST, "reform": "without_ethnicity"})
    assert page.status_code == 200
    assert "kommer på listen: 0" in page.text
    assert "går af den: 18" in page.text
    assert "reform=without_ethnicity" in page.text.split("scenarier/gem/?")[1].split('"')[0]


def test_a_rule_of_ones_own_keeps_through_the_address():
    shared = shared_under(OWN)
    again = shared_under(in_address(shared.choice.reform))
    assert again.choice.reform == shared.choice.reform
    assert again.distribution == shared.distribution
    assert [each.is_chosen for each in shared.choice.laws] == [False, False, False, True]


@pytest.mark.parametrize("text", [
    "nobody", "{", "{}x", "[1]", '{"drop": ["nothing"]}', '{"statuses": {"x": {}}}', "{" * 5000,
    '{"sources": 3}', "{" + '"a":{' * 900,
])  # fmt: skip
def test_a_rule_that_cannot_be_read_is_told_beside_its_field(text):
    page = Client().get(PAGE, {"reform": text})
    assert page.status_code == 200
    assert "Den regel findes ikke" in page.text
    assert page.context["shared"].choice.reform is None


def test_the_reform_in_the_address_is_the_one_that_is_read():
    assert reform_in("") is None
    for each in built_in_reforms():
        assert reform_in(in_address(each)) == each
    own = Reform(id="egen", name="A rule of one's own", drop=["nonwestern", "income"])
    assert reform_in(in_address(own)) == own


@pytest.mark.parametrize("file", ["fordeling.xlsx", "fordeling.pdf", "fordeling.csv",
                                  "bedste/bedste-fordeling.xlsx"])  # fmt: skip
def test_the_files_are_there_under_another_law(file):
    answer = Client().get(f"{PAGE}{file}", {"reform": "without_ethnicity"})
    assert answer.status_code == 200
    if file.endswith("csv"):
        assert "Uden kriteriet om oprindelse" in answer.content.decode("utf-8-sig")


def test_two_frames_are_compared_under_one_law():
    page = Client().get(f"{PAGE}sammenlign/", {"reform": "without_ethnicity"})
    pair = page.context["pair"]
    assert pair.first.choice.reform == pair.second.choice.reform == reform_in("without_ethnicity")
