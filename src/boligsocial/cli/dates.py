"""Dates as they are written on the command line."""

from __future__ import annotations

from datetime import date

from boligsocial.messages import UserError

PUBLICATION_DAY = (12, 1)
"""Almenboligloven § 61 a, stk. 5: the lists come on 1 December."""


def list_date(text: str) -> date:
    """A list's date: 2017-12-01, or a year alone for 1 December of it.

    Raises:
        UserError: not a date.
    """
    try:
        if len(text) == 4 and text.isdigit():
            return date(int(text), *PUBLICATION_DAY)
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(
            "{text} is not a date; write for example 2017-12-01, or a year alone", text=text
        ) from None
