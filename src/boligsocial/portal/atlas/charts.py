"""The charts of the pages, as Vega-Lite specifications built with Altair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from boligsocial.portal.theme import status_look, theme

Row = dict[str, Any]

_SHAPES = {
    "square": "square",
    "diamond": "diamond",
    "hexagon": "M0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5L0,-1L0.87,-0.5Z",
}


def _spec(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    # The page's script brings the portal's own theme and the width.
    spec.pop("config", None)
    return spec


def _years() -> alt.Axis:
    return alt.Axis(format="%Y", title=None, labelOverlap="greedy", tickCount=8)


def counts_chart(
    counts: Sequence[Row], laws: Sequence[Row], series: Sequence[tuple[str, str]], unit: str
) -> dict[str, Any]:
    """Areas on each list by status. `counts`: `on`, `series`, `count`; `laws`: `on`, `law`.

    series: name and the status whose look it takes, the outermost first.
    """
    names = [name for name, _ in series]
    looks = [status_look(status) for _, status in series]
    edge = alt.value(theme()["colours"]["accent-dark"])
    # Room above the highest number for the names of the laws.
    top = max((row["count"] for row in counts), default=0) * 1.15 or 1
    base = alt.Chart(_data(list(counts))).encode(
        x=alt.X("on:T", axis=_years()),
        y=alt.Y("count:Q", title=unit, scale=alt.Scale(domain=[0, top])),
    )
    lines = base.mark_line(strokeWidth=1.5).encode(detail="series:N", color=edge)
    points = base.mark_point(size=90, strokeWidth=1.5, opacity=1).encode(
        fill=alt.Fill(
            "series:N",
            scale=alt.Scale(domain=names, range=[look.fill for look in looks]),
            legend=alt.Legend(
                title=None, columns=1, symbolStrokeWidth=1.5, labelLimit=0, offset=28
            ),
        ),
        shape=alt.Shape(
            "series:N",
            scale=alt.Scale(domain=names, range=[_SHAPES[look.shape] for look in looks]),
        ),
        stroke=edge,
    )
    rules = (
        alt.Chart(_data(list(laws)))
        .mark_rule(color=theme()["colours"]["line-strong"])
        .encode(x="on:T")
    )
    texts = (
        alt.Chart(_data(list(laws)))
        .mark_text(align="left", dx=4, dy=6, baseline="top", fontSize=12)
        .encode(x="on:T", y=alt.value(0), text="law:N")
    )
    return _spec((rules + texts + lines + points).properties(height=260))


def measure_chart(
    values: Sequence[Row], limits: Sequence[Row], breaks: Sequence[date], top: float
) -> dict[str, Any]:
    """A measure through the years against the limit of its time, drawn as steps.

    `values`: `on`, `value`; `limits`: `on`, `limit` (none: no limit then, or not known).
    """
    colours = theme()["colours"]
    x = alt.X("on:T", axis=alt.Axis(format="%Y", title=None, tickCount=4, labelOverlap="greedy"),
              scale=alt.Scale(domain=[_year(2010), _year(2025)]))  # fmt: skip
    y = alt.Scale(domain=[0, top])
    steps = (
        alt.Chart(_data(list(limits)))
        .mark_line(interpolate="step-after", color=colours["ink"], strokeWidth=1.5,
                   strokeDash=[5, 3], invalid="break-paths-filter-domains")
        .encode(x=x, y=alt.Y("limit:Q", title=None, scale=y))
    )  # fmt: skip
    lone = (
        alt.Chart(_data([each for each in limits if each["limit"] is not None]))
        .mark_tick(orient="horizontal", color=colours["ink"], thickness=1.5, size=8)
        .encode(x=x, y=alt.Y("limit:Q", title=None, scale=y))
    )
    line = (
        alt.Chart(_data(list(values)))
        .mark_line(color=colours["accent"], strokeWidth=2, point=alt.OverlayMarkDef(size=45))
        .encode(x=x, y=alt.Y("value:Q", title=None, scale=y))
    )
    broken = (
        alt.Chart(_data([{"on": each.isoformat()} for each in breaks]))
        .mark_rule(color=colours["line-strong"], strokeDash=[1, 3])
        .encode(x="on:T")
    )
    layers = [steps, lone, line, *([broken] if breaks else [])]
    return _spec(alt.layer(*layers).properties(height=150))


def _data(rows: Sequence[Mapping[str, object]]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _year(year: int) -> alt.DateTime:
    return alt.DateTime(year=year)
