"""The method page reads the rules from their files."""

from __future__ import annotations

import pytest
from django.test import Client

from boligsocial.law.rules import rule_versions


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_version_of_the_law_stands_with_its_criteria(language):
    client = Client()
    client.cookies["language"] = language
    response = client.get("/metode/")
    text = response.content.decode()
    for version in rule_versions():
        assert f'id="law-{version.id}"' in text
        assert version.law.split(" (")[0] in text
    shown = response.context["versions"]
    assert [len(each.criteria) for each in shown] == [len(v.criteria) for v in rule_versions()]


def test_limits_are_written_as_the_law_has_them():
    text = Client().get("/metode/").content.decode()
    assert "over 2,7 pct." in text
    assert "mindst 3 gange landets andel" in text
    assert "under 55 pct. af regionens" in text


def test_the_agreement_is_counted_and_nothing_differs():
    context = Client().get("/metode/").context
    assert context["agree"] == sum(each.agree for each in context["agreements"])
    assert context["agree"] > 200
    assert context["differ"] == 0


def test_the_distribution_is_explained_to_those_who_decide_alone(settings):
    settings.AUDIENCE = "public"
    assert 'id="fordeling"' not in Client().get("/metode/").content.decode()
