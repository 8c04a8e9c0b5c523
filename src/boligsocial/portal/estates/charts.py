"""A unit's figures through the years beside its municipality and the nation, with Altair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt

from boligsocial.portal.estates.writing import scaled
from boligsocial.portal.theme import theme

Series = Literal["unit", "municipality", "nation"]
Points = Sequence[tuple[str, float | None]]
_FROM_ZERO = {"share", "moves per resident", "persons", "households"}


def series_chart(values: Mapping[Series, Points], unit: str) -> dict[str, Any]:
    """Three lines: the unit's with points, the municipality's thin, the nation's dashed.

    A year without a figure is a gap.
    """
    colours = theme()["colours"]
    every = [value for points in values.values() for _, value in points if value is not None]
    top = max(scaled(each, unit) for each in every)
    scale = alt.Scale(domain=[0, top * 1.1 or 1]) if unit in _FROM_ZERO else alt.Scale(zero=False)
    looks: dict[Series, dict[str, Any]] = {
        "nation": {"color": colours["ink"], "strokeWidth": 1.5, "strokeDash": [5, 3]},
        "municipality": {"color": colours["line-strong"], "strokeWidth": 1.5},
        "unit": {"color": colours["accent"], "strokeWidth": 2,
                 "point": alt.OverlayMarkDef(size=45)},
    }  # fmt: skip
    layers = [
        alt.Chart(_rows(values[name], unit))
        .mark_line(invalid="break-paths-filter-domains", **look)
        .encode(
            x=alt.X("on:T", axis=alt.Axis(format="%Y", title=None, tickCount="year",
                                          labelOverlap="greedy")),
            y=alt.Y("value:Q", title=None, scale=scale),
        )
        for name, look in looks.items()
        if name in values
    ]  # fmt: skip
    spec: dict[str, Any] = alt.layer(*layers).properties(height=140).to_dict()
    spec.pop("config", None)
    return spec


def _rows(points: Points, unit: str) -> alt.Data:
    rows = [
        {"on": f"{period}-01-01", "value": None if value is None else scaled(value, unit)}
        for period, value in points
    ]
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]
