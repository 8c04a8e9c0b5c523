"""The charts of the distribution as Vega-Lite specifications, for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from boligsocial.messages import Message, write_figure
from boligsocial.portal.charts import Row, chart_of, spec_of, two_lines
from boligsocial.portal.theme import theme
from boligsocial.portal.writing import language, said


def breakpoints_chart(
    steps: Sequence[tuple[float, float]],
    points: Sequence[Row],
    frame: float,
    highest: float,
) -> dict[str, Any]:
    """What is granted of every frame against the frame itself; the chosen frame is a line.

    steps: frame and granted, mio. kr. points: `frame`, `what` (in the tooltip).
    """
    colours, x = theme()["colours"], _frames(highest)
    y = alt.Y("granted:Q", title=said(Message("Granted, mio. kr. a year")),
              stack=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5))  # fmt: skip
    line: list[Row] = [{"frame": at, "granted": granted} for at, granted in steps]
    top = max(granted for _, granted in steps) * 1.12 or 1.0
    whole: list[Row] = [
        {"frame": 0, "granted": 0},
        {"frame": min(top, highest), "granted": min(top, highest)},
    ]
    base = chart_of(line).encode(x=x, y=y)
    granted = base.mark_area(color=colours["accent-light"]) + base.mark_line()
    equal = (
        chart_of(whole)
        .mark_line(color=colours["line-strong"], strokeDash=[2, 4], strokeWidth=1.5)
        .encode(x=x, y=y)
    )
    entering = (
        chart_of([{**each, "granted": each["frame"]} for each in points])
        .mark_point(color=colours["accent-dark"], size=24, opacity=1)
        .encode(x=x, y=y, tooltip="what:N")
    )
    chart = granted + equal + entering + _chosen_frame(frame, x)
    return spec_of(chart.properties(height=300))


def _chosen_frame(frame: float, x: alt.X) -> alt.LayerChart:
    """The frame that is chosen: an upright line with its amount."""
    named = (
        chart_of([{"frame": frame, "said": write_figure(frame, language())}])
        .mark_text(align="left", dx=6, baseline="top", fontWeight=600)
        .encode(x=x, y=alt.value(2), text="said:N")
    )
    both: alt.LayerChart = _upright(frame, x) + named
    return both


def _frames(highest: float) -> alt.X:
    return alt.X(
        "frame:Q",
        title=said(Message("Frame, mio. kr. a year")),
        scale=alt.Scale(domain=[0, highest], nice=False),
        axis=alt.Axis(tickCount=6),
    )


def _upright(frame: float, x: alt.X) -> alt.Chart:
    line = chart_of([{"frame": frame}]).mark_rule(
        color=theme()["colours"]["ink"], strokeDash=[], strokeWidth=2
    )
    drawn: alt.Chart = line.encode(x=x)
    return drawn


def slope_chart(
    rows: Sequence[Row], sides: Sequence[str], colours: dict[str, str]
) -> dict[str, Any]:
    """Each area's grant in two or more distributions with a line between.

    rows: `area`, `side` (one of these), `granted` (mio. kr.), `change` (the words of it), `label`
    (what stands beside the point, or nothing). colours: of each change, in the legend's order.
    """
    x = alt.X("side:N", sort=list(sides), title=None,
              axis=alt.Axis(labelAngle=0, labelFontWeight=600, orient="top", domain=False,
                            ticks=False, labelLimit=200),
              scale=alt.Scale(padding=0.4))  # fmt: skip
    y = alt.Y("granted:Q", title=None)
    colour = alt.Color(
        "change:N",
        title=None,
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(columns=2),
    )
    base = chart_of(rows).encode(x=x, y=y, detail="area:N")
    lines = base.mark_line(strokeWidth=1.75, opacity=0.9).encode(color=colour)
    points = base.mark_point(size=36, opacity=1).encode(color=colour, tooltip="area:N")
    labels = base.mark_text(align="right", dx=-8, fontSize=12).encode(text="label:N")
    return spec_of((lines + points + labels).properties(height=460))


def millions_chart(
    rows: Sequence[Row], ways: tuple[str, str], frame: float, highest: float
) -> dict[str, Any]:
    """The need reached by the frame, a line for each of two ways; the chosen frame is upright.

    rows: `frame` (mio. kr.), `reached` (residents weighted by need), `way` (one of the two).
    """
    x = _frames(highest)
    y = alt.Y("reached:Q", title=said(Message("Need reached, weighted residents")),
              scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5))  # fmt: skip
    base = chart_of(rows).encode(x=x, y=y)
    lines = base.mark_line(interpolate="step-after").encode(
        **two_lines("way", ways, alt.Legend(columns=2))
    )
    return spec_of((lines + _upright(frame, x)).properties(height=300))


def as_svg(spec: dict[str, Any], width: int) -> str:
    """The same chart as a drawing, for a page of paper; `width` in pixels."""
    danish = language() == "da"
    svg: str = vl_convert.vegalite_to_svg(
        {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}},
        config=_paper_config(),
        format_locale=_DANISH_NUMBERS if danish else None,
    )
    return svg


_DANISH_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]}


@cache
def _paper_config() -> dict[str, Any]:
    """The portal's look in a drawing that no script draws."""
    colours, font = theme()["colours"], theme()["font"]
    quiet = {"labelColor": colours["ink-light"], "titleColor": colours["ink-light"]}
    axis = {**quiet, "gridColor": colours["line"], "titleFontWeight": 400,
            "domainColor": colours["line-strong"], "tickColor": colours["line-strong"]}  # fmt: skip
    return {
        "font": font,
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left",
                  "titleAnchor": "end", "titleBaseline": "bottom", "titleX": 0, "titleY": -8},
        "legend": {**quiet, "orient": "top"},
        "line": {"color": colours["accent"], "strokeWidth": 2},
        "point": {"filled": True},
        "text": {"color": colours["ink"]},
    }  # fmt: skip
