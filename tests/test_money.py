"""Kroner and øre."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from boligsocial.money import mio_from_øre, share_of, øre_from_mio


@given(st.integers(0, 10**12))
def test_øre_come_back_from_mio_unchanged(øre):
    assert øre_from_mio(mio_from_øre(øre)) == øre


def test_less_than_an_øre_is_cut_off():
    assert øre_from_mio(Decimal("1.000000019")) == 100_000_001
    assert share_of(100, Decimal("0.333")) == 33
