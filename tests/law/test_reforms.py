"""Reforms laid over the law, and the areas they move."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from boligsocial.definitions import read_definition
from boligsocial.law.classification import classify
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.law.rules import rule_versions, rules_on
from boligsocial.law.status_changes import status_changes
from boligsocial.messages import InputError

ON = date(2019, 12, 1)
VALUES = pl.DataFrame(
    {
        "area": ["Social og oprindelse", "Kun social", "Ingen"],
        "residents": [2000, 2000, 2000],
        "pct_nonwestern": [60.0, 40.0, 60.0],
        "pct_no_attachment": [45.0, 45.0, 20.0],
        "pct_convicted": [1.0, 1.0, 1.0],
        "pct_basic_school": [70.0, 70.0, 20.0],
        "income_pct_of_region": [80.0, 80.0, 80.0],
    }
)


def changes(reform):
    rates = {ON: Fraction("0.66")}
    before = classify(VALUES, ON, national_rates=rates)
    after = classify(VALUES, ON, national_rates=rates, reform=reform)
    return [
        (row["row"], row["status"], row["before"], row["after"], row["because"])
        for row in status_changes(before, after).iter_rows(named=True)
    ]


def built_in(reform_id):
    return next(reform for reform in built_in_reforms() if reform.id == reform_id)


def test_without_ethnicity_an_area_is_judged_by_the_social_criteria_alone():
    # The hard status turns from ruled out to unknown: no history is given here.
    assert changes(built_in("without_ethnicity")) == [
        (1, "ghetto", False, True, ["nonwestern"]),
        (1, "haard", False, None, ["nonwestern"]),
    ]


def test_a_moved_limit_tells_the_criterion_that_made_the_difference():
    reform = Reform(id="r", name="r", criteria={"no_attachment": {"threshold": 46}})
    assert [(row, status, because) for row, status, *_, because in changes(reform)] == [
        (0, "udsat", ["no_attachment"]),
        (0, "ghetto", ["no_attachment"]),
        (0, "haard", ["no_attachment"]),
        (1, "udsat", ["no_attachment"]),
    ]


def test_another_number_of_criteria_changes_statuses_and_no_verdict():
    assert [
        (row, status, because) for row, status, *_, because in changes(built_in("three_of_four"))
    ][:2] == [(0, "udsat", []), (0, "ghetto", [])]


def test_a_reform_leaves_the_law_itself_as_it_was():
    before = rule_versions()
    classify(VALUES, ON, reform=built_in("without_ethnicity"))
    assert rule_versions() == before
    assert rules_on(ON).status("ghetto").must == ("nonwestern",)


def test_dropping_criteria_asks_for_those_that_are_left():
    reform = Reform(id="r", name="r", drop=["no_attachment", "convicted", "income"])
    udsat = reform.laid_over({"2018": rules_on(ON)})["2018"].status("udsat")
    assert (udsat.of, udsat.required) == (("basic_school",), 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('id = "r"\nname = "r"\ndrop = ["etnicitet"]', "no criterion is called 'etnicitet'"),
        ('id = "r"\nname = "r"\n[statuses.slum]\nrequired = 1', "no status is called 'slum'"),
        ('id = "r"\nname = "r"\n[criteria.income]\nlimit = 50', "criteria.income.limit"),
        ('id = "r"\nname = "r"\n[criteria.income]\nthreshold = "meget"', "valid decimal"),
        ('id = "r"', "the field name is wrong"),
        ("id = ", "is not TOML"),
    ],
)
def test_a_reform_file_with_a_mistake_is_refused_in_one_line(tmp_path, text, problem):
    file = tmp_path / "reform.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as raised:
        read_definition(file, Reform)
    assert problem in str(raised.value)
    assert str(raised.value).startswith("reform.toml: ")
    assert "\n" not in str(raised.value)
