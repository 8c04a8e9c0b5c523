"""The charts of the pages, as Vega-Lite specifications built with Altair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from boligsocial.portal.charts import Row, chart_of, spec_of, years
from boligsocial.portal.theme import status_look, theme

_SHAPES = {
    "square": "square",
    "diamond": "diamond",
    "hexagon": "M0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5L0,-1L0.87,-0.5Z",
}


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
    base = chart_of(counts).encode(
        x=alt.X("on:T", axis=years(8)),
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
    return spec_of((_laws(laws) + lines + points).properties(height=260))


def _laws(laws: Sequence[Row]) -> alt.LayerChart:
    """An upright line with its name where each law begins."""
    base = chart_of(laws).encode(x="on:T")
    rules = base.mark_rule(color=theme()["colours"]["line-strong"])
    texts = base.mark_text(align="left", dx=4, dy=6, baseline="top", fontSize=12)
    both: alt.LayerChart = rules + texts.encode(y=alt.value(0), text="law:N")
    return both


def measure_chart(
    values: Sequence[Row], limits: Sequence[Row], breaks: Sequence[date], top: float
) -> dict[str, Any]:
    """A measure through the years against the limit of its time, drawn as steps.

    `values`: `on`, `value`; `limits`: `on`, `limit` (none: no limit then, or not known).
    """
    colours = theme()["colours"]
    ends = [alt.DateTime(year=each) for each in (2010, 2025)]
    x = alt.X("on:T", axis=years(4), scale=alt.Scale(domain=ends))
    y = alt.Scale(domain=[0, top])
    steps = (
        chart_of(limits)
        .mark_line(interpolate="step-after", color=colours["ink"], strokeWidth=1.5,
                   strokeDash=[5, 3], invalid="break-paths-filter-domains")
        .encode(x=x, y=alt.Y("limit:Q", title=None, scale=y))
    )  # fmt: skip
    lone = (
        chart_of([each for each in limits if each["limit"] is not None])
        .mark_tick(orient="horizontal", color=colours["ink"], thickness=1.5, size=8)
        .encode(x=x, y=alt.Y("limit:Q", title=None, scale=y))
    )
    line = (
        chart_of(values)
        .mark_line(color=colours["accent"], strokeWidth=2, point=alt.OverlayMarkDef(size=45))
        .encode(x=x, y=alt.Y("value:Q", title=None, scale=y))
    )
    broken = (
        chart_of([{"on": each.isoformat()} for each in breaks])
        .mark_rule(color=colours["line-strong"], strokeDash=[1, 3])
        .encode(x="on:T")
    )
    layers = [steps, lone, line, *([broken] if breaks else [])]
    return spec_of(alt.layer(*layers).properties(height=150))
