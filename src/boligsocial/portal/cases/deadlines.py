"""When a case should have left the phase that it is in."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from boligsocial.portal.cases.kinds import Phase


def deadline(phase: Phase, since: date) -> date | None:
    """The day by which a case that came into a phase should go on; none where nothing is known.

    A phase's `days` count before the longest of its usual `months`. Nothing official is known, so
    a deadline that has passed reminds and stops nothing.
    """
    if phase.days is not None:
        return since + timedelta(days=phase.days)
    if phase.months is not None:
        last: date = since + relativedelta(months=phase.months[1])
        return last
    return None
