"""Rules by date, and official decisions with mistakes."""

from datetime import date

import pytest

from boligsocial.areas.area_rules import Overrides, area_rules, area_rules_on, read_overrides
from boligsocial.definitions import definition_from
from boligsocial.law.rules import rule_versions
from boligsocial.messages import InputError, UserError

SPLIT = """
[[override]]
kind = "split"
estates = ["E2"]
from = 2018-11-29
reason = "Two areas by nature."
legal_reference = "BEK 1365 of 29/11/2018"
"""


def overrides(text):
    return definition_from(text, Overrides, "decisions.toml")


def test_parcels_of_2010_count_from_the_lists_of_2018_on():
    assert area_rules_on(date(2017, 12, 1)).founding_year is None
    assert area_rules_on(date(2018, 12, 1)).founding_year == 2010
    assert area_rules_on(date(2025, 12, 1)).founding_year == 2010


def test_the_least_number_of_residents_is_that_of_the_law():
    for version in rule_versions():
        of_law = {each.minimum_residents for each in version.statuses} - {None}
        assert of_law == {area_rules_on(version.start).least_residents}


def test_before_the_first_rules_there_are_none():
    assert area_rules_on(area_rules()[0].start) == area_rules()[0]
    with pytest.raises(UserError, match="no rules were in force on 30 September 2010"):
        area_rules_on(date(2010, 9, 30))


def test_a_decision_holds_from_its_first_to_its_last_day():
    until = overrides(SPLIT.replace("reason", "to = 2019-11-30\nreason"))
    for day, held in (
        (date(2018, 11, 28), 0), (date(2018, 11, 29), 1), (date(2019, 11, 30), 1),
        (date(2019, 12, 1), 0),
    ):  # fmt: skip
        assert len(until.on(day)) == held
    assert len(overrides(SPLIT).on(date(2099, 1, 1))) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SPLIT.replace("split", "divide"), "override.0.kind is wrong"),
        (SPLIT.replace('["E2"]', "[]"), "override.0.estates is wrong"),
        (SPLIT.replace("split", "include"), "at least two"),
        (SPLIT.replace("reason", "to = 2018-01-01\nreason"), "to lies before from"),
        (SPLIT.replace('reason = "Two areas by nature."', 'reason = ""'), "override.0.reason"),
        (SPLIT.replace("legal_reference", "law"), "override.0.legal_reference"),
    ],
)
def test_a_decision_with_a_mistake_is_refused(tmp_path, text, problem):
    (tmp_path / "decisions.toml").write_text(text)
    with pytest.raises(InputError, match=problem) as error:
        read_overrides(tmp_path / "decisions.toml")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("kind", "decided"), [("split", "split off"), ("exclude", "excluded")])
def test_decisions_that_contradict_each_other_are_refused_while_both_hold(kind, decided):
    include = SPLIT.replace("split", "include").replace('["E2"]', '["E1", "E2"]')
    both = overrides(SPLIT.replace("split", kind) + include.replace("2018-11-29", "2020-01-01"))
    assert len(both.on(date(2019, 1, 1))) == 1
    with pytest.raises(UserError, match=f"estate E2 is joined with others and also {decided}"):
        both.on(date(2020, 1, 1))


def test_estates_split_off_together_may_be_included_with_each_other():
    together = SPLIT.replace('["E2"]', '["E1", "E2"]')
    assert len(overrides(together + together.replace("split", "include")).on(date(2020, 1, 1))) == 2
