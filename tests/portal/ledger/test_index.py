"""A frame follows its index when the factor is known, never below what is promised."""

from datetime import date
from decimal import Decimal

import pytest

from boligsocial.allocation.years.definitions import (
    Factor,
    FrameDefinition,
    PriceIndex,
    frame_definition,
    frame_øre,
    price_index,
)
from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Place, balance
from boligsocial.portal.ledger.models import AccountKind
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.reports import trial_balance, years

from .conftest import people, signed

MIO = 100_000_000


def with_factor(factor, year=2026):
    known = Factor(year=year, factor=Decimal(factor), source="prøve")
    return PriceIndex(id="prøve", name="Prøve", source="prøve", factor=(known,))


@pytest.fixture
def factor(monkeypatch):
    """Makes a factor of 2026 known, as an edit of the index's file would."""
    return lambda value: monkeypatch.setattr(services, "price_index", lambda: with_factor(value))


def test_the_frame_of_the_act_is_380_of_which_240_for_rents_and_10_earmarked():
    amounts = frame_øre(frame_definition(), price_index(), 2026)
    assert sum(amounts.values()) == 380 * MIO
    assert amounts["rent"] + amounts["vacancy"] == 240 * MIO
    assert (amounts["vacancy"], amounts["social"]) == (10 * MIO, 140 * MIO)


@pytest.mark.parametrize(("year", "mio"), [(2018, 0), (2019, 380), (2026, 380), (2027, 0)])
def test_the_act_has_a_frame_from_2019_to_2026(year, mio):
    assert sum(frame_øre(frame_definition(), price_index(), year).values()) == mio * MIO


def test_no_factor_is_invented():
    assert price_index().factor == ()


def test_a_definition_whose_parts_are_above_a_limit_is_refused():
    fields = frame_definition().model_dump()
    fields["part"][1]["mio"], fields["part"][0]["mio"] = Decimal(231), Decimal(139)
    with pytest.raises(ValueError, match="above their limit"):
        FrameDefinition.model_validate(fields)
    fields["part"][0]["mio"] = Decimal(140)
    with pytest.raises(ValueError, match="do not sum"):
        FrameDefinition.model_validate(fields)


def test_a_factor_that_becomes_known_is_booked_as_the_difference(ledger, factor):  # noqa: ARG001
    anna, _, _ = people()
    services.open_year(2026, signed(anna))
    factor("1.0731")
    services.index_year(2026, signed(anna))
    assert years(2026)[0].whole.frame == 407_778_000_00
    assert services.index_year(2026, signed(anna)) is None
    factor("1.02")
    services.index_year(2026, signed(anna))
    assert years(2026)[0].parts["social"].frame == 142_800_000_00
    assert trial_balance().is_zero


def test_a_lower_frame_does_not_take_what_is_promised(ledger, factor):  # noqa: ARG001
    anna, _, organisation = people()
    services.open_year(2026, signed(anna))
    grant = services.new_grant("Sag", organisation, "social")
    services.commit(grant, 139 * MIO, signed(anna, date(2026, 3, 1)))
    factor("0.99")
    with pytest.raises(RefusedError) as refused:
        services.index_year(2026, signed(anna))
    assert (refused.value.left_øre, refused.value.wanted_øre) == (MIO, 140_000_000)
    assert balance(Place(2026, "social", AccountKind.AVAILABLE)) == MIO
