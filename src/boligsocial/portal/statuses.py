"""The words and shapes of the statuses, as the law of each time names them."""

from __future__ import annotations

import math

from boligsocial.law.verdicts import AreaVerdict
from boligsocial.messages import Message
from boligsocial.portal.theme import status_look

NAMES = {
    "none": Message("Not on the lists"),
    "forebyggelse": Message("Prevention area"),
    "udsat": Message("Disadvantaged housing area"),
    "ghetto": Message("Ghetto area (the law's word until 2021)"),
    "parallelsamfund": Message("Parallel society"),
    "haard": Message("Hard ghetto area (the law's word until 2021)"),
    "omdannelse": Message("Transformation area"),
    "undetermined": Message("Cannot be determined"),
}


def _polygon(corners: int, reach: float, first: float) -> str:
    angles = [first + math.tau * each / corners for each in range(corners)]
    points = [f"{reach * math.cos(each):.2f} {reach * math.sin(each):.2f}" for each in angles]
    return "M" + "L".join(points) + "Z"


_ROUND = "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z"
_OUTLINES = {
    "ring": _ROUND,
    "disc": _ROUND,
    "dashed": _ROUND,
    "square": _polygon(4, 7.4, math.pi / 4),
    "diamond": _polygon(4, 7.6, 0),
    "hexagon": _polygon(6, 7, math.pi / 6),
}


def glyph_outline(status: str) -> str:
    """The path of a status's shape around (0, 0), about 7 units out."""
    return _OUTLINES[status_look(status).shape]


def status_held(verdict: AreaVerdict) -> str:
    """The innermost status that an area holds: `none`, or `undetermined` where nothing is sure."""
    if verdict.innermost_status is not None:
        return verdict.innermost_status.id
    return "undetermined" if None in verdict.statuses.values() else "none"
