"""The line of a verdict bar: the limit of the year, the value and the way it came."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from boligsocial.portal.components import Past
from boligsocial.portal.writing import Number

Anchor = Literal["start", "middle", "end"]

_TOP, _STEP, _ABOVE, _BELOW = 10, 7, 20, 30
_SHARE_IN_ALL, _AIR = 100, 1.15


@dataclass(frozen=True)
class Spot:
    """A place on the line: `x` in per cent of its width, `y` in pixels.

    anchor: of a text below it. is_left: a text beside it stands on its left.
    """

    x: str
    y: int
    anchor: Anchor
    is_left: bool
    past: Past | None = None


@dataclass(frozen=True)
class VerdictDrawing:
    """Places along a line from 0 to `maximum`; none for what is not known.

    shows_minimum, shows_maximum: there is room for the end beside the limit's text.
    met_side: left edge and width, in per cent, of the side where the criterion is met.
    trail: earlier values, the oldest on top; links: the pieces of thread between them.
    """

    maximum: float
    height: int
    line_y: int
    value: Spot | None
    threshold: Spot | None
    met_side: tuple[str, str] | None
    trail: tuple[Spot, ...]
    links: tuple[tuple[Spot, Spot], ...]
    shows_minimum: bool
    shows_maximum: bool


def drawn_verdict(
    value: Number | None,
    threshold: Number | None,
    operator: str,
    history: Sequence[Past] = (),
    maximum: float | None = None,
) -> VerdictDrawing:
    """Lay the bar out; without a maximum the line ends at a round number past every figure."""
    known = [float(each) for each in (value, threshold, *(past.value for past in history)) if each]
    top = maximum if maximum is not None else _round_number_past(known)
    line_y = _TOP + _STEP * len(history) + _ABOVE

    def spot(figure: Number, y: int, past: Past | None = None) -> Spot:
        share = min(max(float(figure) / top, 0), 1) * 100
        # A text beside its spot keeps clear of the line of the threshold where there is room.
        before = threshold is not None and figure < threshold
        return Spot(f"{share:.2f}%", y, _anchor(share), share > (30 if before else 75), past)

    oldest_first = sorted(history, key=lambda past: past.year)
    trail = [spot(past.value, _TOP + _STEP * at, past) for at, past in enumerate(oldest_first)]
    now = None if value is None else spot(value, line_y)
    limit = None if threshold is None else spot(threshold, line_y)
    thread = [*trail, now] if now else trail
    return VerdictDrawing(
        maximum=top,
        height=line_y + _BELOW,
        line_y=line_y,
        value=now,
        threshold=limit,
        met_side=None if limit is None else _met_side(limit, operator),
        trail=tuple(trail),
        links=tuple(pairwise(thread)),
        shows_minimum=limit is None or _share(limit) > 27,
        shows_maximum=limit is None or _share(limit) < 73,
    )


def _round_number_past(figures: Iterable[float]) -> float:
    largest = max(figures, default=_SHARE_IN_ALL / _AIR) * _AIR
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if unit * step >= largest)


def _share(spot: Spot) -> float:
    return float(spot.x.removesuffix("%"))


def _anchor(share: float) -> Anchor:
    return "start" if share < 20 else "end" if share > 80 else "middle"


def _met_side(threshold: Spot, operator: str) -> tuple[str, str]:
    share = _share(threshold)
    return ("0%", threshold.x) if operator == "<" else (threshold.x, f"{100 - share:.2f}%")
