"""The indicators that come with the product hold together, and a wrong file is told."""

from itertools import product

import pytest

from boligsocial.definitions import definition_from
from boligsocial.indicators.definition import (
    HERE,
    MOVERS,
    Indicator,
    catalogue,
    groups,
    legal_indicators,
    read_indicators,
)
from boligsocial.indicators.households import HOUSEHOLDS
from boligsocial.law.rules import rule_versions
from boligsocial.messages import InputError
from boligsocial.registers.schema import OLDEST, ORIGINS, PERSONS
from tests.indicators.reference import all_pass

SHARE = (HERE / "definitions" / "convicted.toml").read_text("utf-8")


def test_ids_and_codes_name_one_indicator_each():
    everything = [*catalogue(), *(each.ratio for each in catalogue() if each.ratio)]
    assert len({each.id for each in everything}) == len(everything)
    assert len({each.code for each in catalogue()}) == len(catalogue())
    assert {path.stem for path in (HERE / "definitions").glob("*.toml")} == {
        each.id for each in catalogue()
    }


def test_the_contract_names_are_there():
    ids = {each.id for each in legal_indicators()}
    assert {"no_attachment", "convicted", "basic_school", "income", "nonwestern"} <= ids
    assert "residents" in ids


@pytest.mark.parametrize("version", rule_versions(), ids=lambda version: version.id)
def test_every_criterion_of_the_law_is_one_indicator_with_its_window(version):
    for criterion in version.criteria:
        found = [
            each
            for each in legal_indicators()
            for law in each.law
            if law.measure == criterion.measure.id and version.id in law.rules
        ]
        assert len(found) == 1, criterion.id
        assert criterion.window_years in found[0].windows


def test_every_indicator_says_where_it_comes_from():
    for each in catalogue():
        assert each.source, each.id
        assert each.register_, each.id
        assert each.vintage, each.id


def test_origin_has_no_good_direction():
    nonwestern = next(each for each in catalogue() if each.id == "nonwestern")
    assert nonwestern.better == "neither"


@pytest.mark.parametrize(
    ("dimension", "column", "values"),
    [
        ("age", "age", range(OLDEST + 1)),
        ("sex", "sex", ("female", "male")),
        ("origin", "origin", ORIGINS),
    ],
)
def test_the_groups_of_a_dimension_share_everyone_out(dimension, column, values):
    members = [each for each in groups() if each.dimension == dimension]
    for value in values:
        assert sum(all_pass({column: value}, each.when) for each in members) == 1, value


def test_the_kinds_of_household_share_all_households_out():
    kinds = [each for each in groups() if each.dimension == "household"]
    for adults, children in product(range(4), repeat=2):
        row = {"adults": adults, "children": children}
        assert sum(all_pass(row, each.when) for each in kinds) == 1, row


def test_figures_have_the_groups_that_their_rows_tell():
    dimensions = {
        table.name: {each.dimension for each in groups() if each.divides(table)}
        for table in (PERSONS, HOUSEHOLDS, MOVERS)
    }
    assert dimensions == {
        "persons": {"age", "sex", "origin"},
        "households": {"age", "origin", "household"},
        "movers": {"age", "sex", "origin", "household"},
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('column = "convicted", is = true', 'column = "guilty", is = true', "no column guilty"),
        ('column = "convicted", is = true', 'column = "age", is = true', "no column age"),
        ('column = "convicted", is = true', 'column = "origin", in = ["danes"]', "no code danes"),
        ('column = "convicted", is = true', 'column = "convicted"', "needs one of"),
        ("is = true", "is = true, from = 3", "needs one of"),
        ('kind = "share"', 'kind = "number"', "kind"),
        ("lag_years = 1", "lag_years = -1", "lag_years"),
        ("numerator = {", "numerator = { sum = 'age',", "one of where, sum and moves"),
        ('where = [{ column = "convicted", is = true }]', "moves = 'in'", "moves are of all"),
    ],
)
def test_a_wrong_definition_is_told_in_one_line(old, new, told):
    assert old in SHARE
    with pytest.raises(InputError, match=told) as error:
        definition_from(SHARE.replace(old, new, 1), Indicator, "mine.toml")
    assert "\n" not in str(error.value)


def test_a_file_more_is_an_indicator_more(tmp_path):
    text = SHARE.replace('id = "convicted"', 'id = "young_with_unknown"').replace(
        '{ column = "convicted", is = true }', '{ column = "education", in = ["unknown"] }'
    )
    (tmp_path / "young.toml").write_text(text, "utf-8")
    assert [each.id for each in read_indicators(tmp_path)] == ["young_with_unknown"]
