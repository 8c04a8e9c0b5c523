"""Money as whole øre: read from million kroner, shared without losing or making an øre."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

ØRE_PER_MIO = 100_000_000
MOST_MIO = 10**9
"""An amount above this is a mistake; below it, every sum is exact to the øre."""


def øre_from_mio(mio: Decimal) -> int:
    """Million kroner as whole øre; what is smaller than one øre is cut off.

    >>> øre_from_mio(Decimal("3.3"))
    330000000
    """
    return int((mio * ØRE_PER_MIO).to_integral_value(ROUND_DOWN))


def mio_from_øre(øre: int) -> Decimal:
    """Whole øre as million kroner, exactly.

    >>> mio_from_øre(330000000)
    Decimal('3.3')
    """
    mio = (Decimal(øre) / ØRE_PER_MIO).normalize()
    return mio if int(mio.as_tuple().exponent) <= 0 else mio.quantize(Decimal(1))


def share_of(øre: int, level: Decimal) -> int:
    """The part of an amount that a level (0 to 1) gives, cut to the whole øre."""
    return int((øre * level).to_integral_value(ROUND_DOWN))
