"""The share of family dwellings by year with its limit, and the timeline of a case; with tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import altair as alt

from boligsocial.law.development.dwellings import Share
from boligsocial.law.development.rules import development_rules
from boligsocial.messages import Message, write_figure
from boligsocial.portal.charts import chart_of, labels, spec_of, years
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.development.timeline import LANE_NAMES, LANES, Event
from boligsocial.portal.theme import theme
from boligsocial.portal.writing import language, measured, said

_ONE_DAY = timedelta(days=1)
_STEP, _WORDS_WIDE = 30, 330
"""The height of an event, and the most that its words take, in pixels."""


def share_chart(shares: Sequence[Share]) -> dict[str, Any]:
    """The share in per cent as a stepped line, and the limit as a dashed one."""
    colours = theme()["colours"]
    rows = [
        {"on": each.on.isoformat(), "value": float(each.value * 100)}
        for each in shares
        if each.value is not None
    ]
    highest = float(development_rules().share.highest_percent)
    line = (
        chart_of(rows)
        .mark_line(color=colours["accent"], point=alt.OverlayMarkDef(size=45))
        .encode(
            x=alt.X("on:T", axis=years()),
            y=alt.Y("value:Q", title=said(Message("per cent")), scale=alt.Scale(domain=[0, 100])),
        )
    )
    limit = (
        chart_of([{"value": highest}])
        .mark_rule(color=colours["ink"], strokeDash=[5, 3])
        .encode(y="value:Q")
    )
    return spec_of(alt.layer(limit, line).properties(height=200))


def share_table(shares: Sequence[Share]) -> DataTable:
    """The dwellings and the share on each day of the chart."""
    names = (
        Message("Social family dwellings"), Message("Youth and elderly dwellings"),
        Message("Private dwellings"), Message("Demolished, counted along"),
        Message("Business space, m²"), Message("All as counted"), Message("Share"),
        Message("Too many"),
    )  # fmt: skip
    return DataTable(
        Message("The dwellings of the area and the share of family dwellings"),
        [Column(Message("Day")), *(Column(each, numeric=True) for each in names)],
        [
            [
                each.on, each.dwellings.family, each.dwellings.other_social,
                each.dwellings.private, each.dwellings.demolished, each.dwellings.business_m2,
                each.counted,
                None if each.value is None else measured(each.value * 100, "percent", language()),
                each.over,
            ]
            for each in shares
        ],
    )  # fmt: skip


def timeline_chart(events: Sequence[Event]) -> dict[str, Any]:
    """A bar for each event, lane by lane; one that lasts a day is drawn as a mark."""
    ink = theme()["colours"]["ink"]
    lanes = [said(LANE_NAMES[lane]).capitalize() for lane in LANES]
    rows = [
        {
            "place": f"{number:03}",
            "name": _capitalised(each.name),
            "lane": lanes[LANES.index(each.lane)],
            "start": each.start.isoformat(),
            "end": (each.end + _ONE_DAY).isoformat(),
            "is_day": each.start == each.end,
        }
        for number, each in enumerate(events)
    ]
    base = chart_of(rows).encode(
        y=alt.Y("place:N", axis=None),
        x=alt.X("start:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=True)),
        color=alt.Color("lane:N", **labels(dict(zip(lanes, _fills(), strict=True)))),
        tooltip=alt.Tooltip("name:N"),
    )
    bars = base.transform_filter("!datum.is_day").mark_bar(height=9, yOffset=8).encode(x2="end:T")
    marks = base.transform_filter("datum.is_day").mark_point(
        shape="diamond", size=80, filled=True, yOffset=8
    )
    # At the left edge, so that a narrow page does not push the bars together for the words.
    words = base.mark_text(
        align="left", baseline="bottom", dy=2, color=ink, fontSize=12, limit=_WORDS_WIDE
    ).encode(text="name:N", x=alt.value(0), color=alt.value(ink))
    drawn = alt.layer(bars, marks, words)
    return spec_of(drawn.properties(height=max(1, len(events)) * _STEP))


def _fills() -> tuple[str, ...]:
    """The colours of the lanes."""
    colours, statuses = theme()["colours"], theme()["statuses"]
    return (
        colours["accent"], colours["line-strong"], statuses["udsat"]["fill"],
        colours["accent-dark"], statuses["ghetto"]["fill"],
    )  # fmt: skip


def timeline_table(events: Sequence[Event]) -> DataTable:
    """The events of the chart."""
    return DataTable(
        Message("What happens when"),
        [
            Column(each)
            for each in (Message("What"), Message("Part"), Message("From"), Message("To"))
        ],
        [
            [
                _capitalised(each.name), said(LANE_NAMES[each.lane]), each.start, each.end,
            ]
            for each in events
        ],
    )  # fmt: skip


def share_summary(shares: Sequence[Share]) -> Message:
    """What the chart of the share shows, in a sentence."""
    last = shares[-1]
    if last.value is None:
        return Message("the plan leaves no dwellings to count")
    value = write_figure(round(float(last.value * 100), 1), language())
    words = _KEPT if last.is_met else _BROKEN
    limit = development_rules().share.highest_percent
    return words.filled(value=value, day=last.on, over=last.over, limit=limit)


def _capitalised(message: Message) -> str:
    words = said(message)
    return words[:1].upper() + words[1:]


_KEPT = Message(
    "With the measures planned the share is {value} per cent on {day}; the limit is {limit}."
)
_BROKEN = Message(
    "With the measures planned the share is {value} per cent on {day}: {over} family dwellings too "
    "many for {limit} per cent."
)
