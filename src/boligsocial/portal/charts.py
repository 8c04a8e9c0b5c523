"""How the charts of the portal are set up; the page's script brings the theme and the width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt

from boligsocial.portal.theme import theme

Row = dict[str, Any]


def chart_of(rows: Sequence[Row]) -> alt.Chart:
    """A chart of rows that has no marks yet."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def spec_of(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> Row:
    """A chart as Vega-Lite, without Altair's own look."""
    spec: Row = chart.to_dict()
    spec.pop("config", None)
    return spec


def years(ticks: int | Literal["year"] = "year") -> alt.Axis:
    """An axis of dates that says their years."""
    return alt.Axis(format="%Y", title=None, tickCount=ticks, labelOverlap="greedy")


def by_year() -> alt.Y:
    """A bar for each year, the first on top."""
    return alt.Y("year:N", title=None, axis=alt.Axis(labelFontWeight=600))


def labels(colours: Mapping[str, str], *, columns: int = 2) -> dict[str, Any]:
    """The scale and the legend of what is told apart by colour, in this order."""
    return {
        "title": None,
        "scale": alt.Scale(domain=list(colours), range=list(colours.values())),
        "legend": alt.Legend(columns=columns, labelLimit=0),
    }


def stacked_bars(
    rows: Sequence[Row], amount: str, title: str, colours: Mapping[str, str], y: alt.Y,
    offset: alt.YOffset | alt.UndefinedType = alt.Undefined,
) -> alt.Chart:  # fmt: skip
    """Lying bars of pieces, a colour each.

    rows: `amount` and what `y` and the offset stand for, `what` (a name of `colours`), `place` (of
    the piece in its bar), `tip` (shown when pointed at).
    """
    bars: alt.Chart = (
        chart_of(rows)
        .mark_bar(stroke=theme()["colours"]["paper"], strokeWidth=1)
        .encode(
            y=y,
            yOffset=offset,
            x=alt.X(f"{amount}:Q", title=title, stack="zero", axis=alt.Axis(tickCount=6)),
            color=alt.Color("what:N", **labels(colours)),
            order=alt.Order("place:Q"),
            tooltip=alt.Tooltip("tip:N"),
        )
    )
    return bars


def two_lines(field: str, names: Sequence[str], legend: alt.Legend) -> dict[str, Any]:
    """The colours and dashes of two lines that are held against each other, the second in full."""
    colours = theme()["colours"]
    channel: dict[str, Any] = {"title": None, "sort": list(names), "legend": legend}
    ink = alt.Scale(domain=list(names), range=[colours["ink"], colours["accent"]])
    dashes = alt.Scale(domain=list(names), range=[[5, 3], [1, 0]])
    return {
        "color": alt.Color(f"{field}:N", scale=ink, **channel),
        "strokeDash": alt.StrokeDash(f"{field}:N", scale=dashes, **channel),
    }
