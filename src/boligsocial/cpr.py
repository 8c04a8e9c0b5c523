"""What looks like a Danish CPR number: nowhere in this product may one be kept."""

from __future__ import annotations

import re

DATE = r"(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(0[1-9]|1[0-2])\d{2}"
"""ddmmyy; replacement numbers have 60 added to the day."""
PATTERN = DATE + r"[- ]?\d{4}"
"""The check digit is not looked at: since 2007 numbers are given that fail it."""
_ALONE = re.compile(rf"(?<![\d.,-]){PATTERN}(?![\d-]|[.,]\d)")


def cpr_numbers_in(text: str) -> list[str]:
    """Every part of a text that looks like a CPR number, in order.

    >>> cpr_numbers_in("Ring til 010203-1234 om sag 2026-0007 og 140.000.000 kr.")
    ['010203-1234']
    """
    return [found.group() for found in _ALONE.finditer(text)]
