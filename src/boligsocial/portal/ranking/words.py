"""The words of the index: components, bands, and why there is no place."""

from __future__ import annotations

from boligsocial.index.bands import Bands
from boligsocial.index.estates import REASONS
from boligsocial.index.specification import Component
from boligsocial.indicators.definition import catalogue
from boligsocial.messages import Message
from boligsocial.portal.estates.writing import indicator_name
from boligsocial.portal.words import HEADINGS
from boligsocial.portal.writing import said

LESS_OF = {
    "no_attachment": Message("{people} fewer without work or education"),
    "convicted": Message("{people} fewer convicted"),
    "basic_school": Message("{people} fewer with basic school alone"),
}
MORE_OF = {
    "no_attachment": Message("{people} more without work or education"),
    "convicted": Message("{people} more convicted"),
    "basic_school": Message("{people} more with basic school alone"),
}
_OTHER_FEWER = Message("{people} fewer ({measure})")
_OTHER_MORE = Message("{people} more ({measure})")
TRANSFORMS = {
    "none": Message("as it is"),
    "zscore": Message("standard deviations from the mean"),
    "rank": Message("by rank"),
    "minmax": Message("between the lowest and the highest"),
    "exponential": Message("by rank, stretched at the worst end"),
}
DIRECTIONS = {
    "high_is_worse": Message("high is greater need"),
    "low_is_worse": Message("low is greater need"),
}


def component_name(column: str) -> str:
    """The short name of a component in the reader's language."""
    if column in HEADINGS:
        return said(HEADINGS[column])
    found = next((each for each in catalogue() if each.id == column), None)
    return column if found is None else indicator_name(found)


def people_to_change(column: str, people: int, *, fewer: bool) -> Message:
    """`12 fewer without work or education`."""
    words = LESS_OF if fewer else MORE_OF
    if column in words:
        return words[column].filled(people=people)
    general = _OTHER_FEWER if fewer else _OTHER_MORE
    return general.filled(people=people, measure=component_name(column))


def is_income(component: Component) -> bool:
    """Whether a component is a mean that cannot be counted in people."""
    return component.direction == "low_is_worse"


def band_name(bands: Bands, band_id: str) -> Message:
    """The name of a band."""
    return Message(next(each.name for each in bands.band if each.id == band_id))


def why_no_place(reason: str) -> Message:
    """Why an estate has no place, as a sentence."""
    return REASONS[reason]
