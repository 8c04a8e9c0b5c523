"""Random people and random definitions: every engine gives what plain counting gives."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from boligsocial.indicators.definition import groups
from boligsocial.indicators.figures import region_of
from boligsocial.indicators.places import belonging, number_places
from boligsocial.indicators.years import computed_years
from boligsocial.registers.deliveries import delivered_table, open_delivery
from tests.generative import registers as made
from tests.indicators import reference

TOLERANCE = 1e-9
TOWNS = pl.DataFrame(
    {"municipality_code": list(made.REGIONS), "region": list(made.REGIONS.values())}
)
MEMBERS = pl.DataFrame(
    [(area, estate) for area, estates in made.AREAS.items() for estate in estates],
    schema=["area_id", "estate_id"], orient="row",
)  # fmt: skip


def by_engine(delivery, engine, indicators):
    places = number_places(delivered_table(delivery, "dwellings", engine), engine)
    estates = places.table.drop_nulls("estate_id").select("estate_id", "municipality_code")
    areas = pl.DataFrame(
        {"area_id": list(made.AREA_TOWNS), "municipality_code": list(made.AREA_TOWNS.values())}
    )
    years = computed_years(
        delivery, engine, delivery.years, indicators, groups(), places,
        belonging(places.table, MEMBERS, TOWNS), region_of(estates, areas, TOWNS),
    )  # fmt: skip
    figures = pl.concat([each.figures for each in years])
    keys = figures.select("geography", "geography_id", "group", "period", "indicator").rows()
    values = figures.select("numerator", "denominator", "value").rows()
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, values, strict=True))


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        for one, other in zip(found[key], values, strict=True):
            assert (one is None) == (other is None), (key, found[key], values)
            if one is not None:
                assert one == pytest.approx(other, rel=TOLERANCE, abs=TOLERANCE), key


@pytest.mark.parametrize(("name", "examples"), [("duckdb", 60), ("spark", 4)])
def test_an_engine_counts_as_one_would_by_hand(engines, name, examples):
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(made.registers(), made.indicators())
    def agree(registers, indicators):
        with tempfile.TemporaryDirectory() as folder:
            registers.write(Path(folder))
            delivery = open_delivery(Path(folder))
            found = by_engine(delivery, engines[name], indicators)
        years = list(registers.persons)
        assert_same(found, reference.figures(registers, years, indicators, groups()))

    agree()
