"""A unit's figures through the years beside its municipality and the nation, with Altair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, Literal

import altair as alt

from boligsocial.portal.charts import chart_of, spec_of, years
from boligsocial.portal.estates.writing import scaled
from boligsocial.portal.theme import theme

Series = Literal["unit", "municipality", "nation"]
Points = Sequence[tuple[str, float | None]]
_FROM_ZERO = {
    "share", "moves per resident", "persons", "households", "of region", "of nation",
}  # fmt: skip
_ROOM = 1.1
"""Above the highest point."""


def series_chart(values: Mapping[Series, Points], unit: str) -> dict[str, Any]:
    """Three lines: the unit's with points, the municipality's thin, the nation's dashed.

    A year without a figure is a gap; a mean of years is drawn at the last of them.
    """
    rows = {name: _rows(points, unit) for name, points in values.items()}
    known = [row["value"] for each in rows.values() for row in each if row["value"] is not None]
    scale = {"domain": [0, max(known) * _ROOM or 1]} if unit in _FROM_ZERO else {"zero": False}
    spec = deepcopy(_empty_chart())
    spec["layer"] = [layer for layer in spec["layer"] if layer["name"] in rows]
    for layer in spec["layer"]:
        layer["data"] = {"values": rows[layer["name"]]}
        layer["encoding"]["y"]["scale"] = scale
        if "point" not in layer["mark"] and _stands_alone(rows[layer["name"]]):
            layer["mark"]["point"] = {"size": 20, "color": layer["mark"]["color"]}
    return spec


def _stands_alone(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a figure has none in the years beside it, so that no line leads to it."""
    there = [False, *(row["value"] is not None for row in rows), False]
    return any(
        now and not before and not after
        for before, now, after in zip(there, there[1:], there[2:], strict=False)
    )


@cache
def _empty_chart() -> dict[str, Any]:
    """The chart before it has figures: to build and check one takes Altair a tenth of a second."""
    colours = theme()["colours"]
    looks: dict[Series, dict[str, Any]] = {
        "nation": {"color": colours["ink"], "strokeWidth": 1.5, "strokeDash": [5, 3]},
        "municipality": {"color": colours["line-strong"], "strokeWidth": 1.5},
        "unit": {"color": colours["accent"], "strokeWidth": 2,
                 "point": alt.OverlayMarkDef(size=45)},
    }  # fmt: skip
    layers = [
        chart_of([])
        .mark_line(invalid="break-paths-filter-domains", **look)
        .encode(x=alt.X("on:T", axis=years()), y=alt.Y("value:Q", title=None))
        .properties(name=name)
        for name, look in looks.items()
    ]
    return spec_of(alt.layer(*layers).properties(height=140))


def _rows(points: Points, unit: str) -> list[dict[str, Any]]:
    return [
        {"on": f"{period[-4:]}-01-01", "value": None if value is None else scaled(value, unit)}
        for period, value in points
    ]
