"""The words of a plan over the years."""

from __future__ import annotations

from boligsocial.allocation.years.accounts import Standing, YearAccount, YearPlan
from boligsocial.allocation.years.outlook import YearAhead
from boligsocial.messages import Message
from boligsocial.portal.writing import language, mio

STANDINGS = {
    Standing.NEW: Message("new"),
    Standing.RENEWED: Message("renewed"),
    Standing.PHASE_OUT: Message("phased out"),
    Standing.RUNNING: Message("runs"),
    Standing.WITHOUT: Message("without"),
    Standing.PHASED_OUT: Message("ended"),
}
STANDINGS_MEAN = {
    Standing.NEW: Message("gets its first commitment of four years"),
    Standing.RENEWED: Message("gets another commitment when the first has ended"),
    Standing.PHASE_OUT: Message("gets a last commitment that falls from year to year"),
    Standing.RUNNING: Message("has a commitment already, and asks for nothing"),
    Standing.WITHOUT: Message("asks and gets nothing, or may not get anything"),
    Standing.PHASED_OUT: Message("has been phased out, and gets nothing more"),
}
GIVEN = (Standing.NEW, Standing.RENEWED, Standing.PHASE_OUT)


def headline(plan: YearPlan) -> Message:
    """When the frame is too small, and what is left in the end, in a sentence or two."""
    last, short = _last_with_frame(plan), plan.first_short_year
    left = mio(last.left_øre, language())
    if short is None:
        return Message(
            "The frame carries all that is asked for in every year. When {year} ends, {left} are "
            "not committed.",
            {"year": str(last.year), "left": left},
        )
    return Message(
        "In {short} the frame lacks {missing} to give all that is asked for. When {year} ends, "
        "{left} are not committed.",
        {"short": str(short), "missing": mio(plan.in_year(short).missing_øre, language()),
         "year": str(last.year), "left": left},
    )  # fmt: skip


def ahead_in_words(ahead: YearAhead) -> Message:
    """What a year ahead looks like from here."""
    figures = {"available": mio(ahead.available_øre, language()),
               "asked": mio(ahead.asked_øre, language())}  # fmt: skip
    if ahead.missing_øre:
        missing = mio(ahead.missing_øre, language())
        return Message(
            "Too much: {asked} asked for, {available} to give. {missing} are missing.",
            figures | {"missing": missing},
        )
    if not ahead.asked_øre:
        return Message("Nobody asks; all of {available} is left.", figures)
    left = mio(ahead.left_øre, language())
    return Message(
        "Too little: {asked} asked for, {available} to give. {left} are left.",
        figures | {"left": left},
    )


def _last_with_frame(plan: YearPlan) -> YearAccount:
    return next(each for each in reversed(plan.years) if each.frame.øre)
