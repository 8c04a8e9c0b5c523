"""The pictures of the index: how scores are spread over bands, how firm places are, and an estate
through the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from boligsocial.index.bands import Bands
from boligsocial.messages import Message
from boligsocial.portal.charts import Row, chart_of, spec_of, two_lines, years
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.ranking.words import band_name
from boligsocial.portal.theme import dark_to_light, theme
from boligsocial.portal.writing import said

_BINS = 36
_POINTS = 240


def scores_chart(units: pl.DataFrame, bands: Bands) -> dict[str, Any]:
    """How many units have each score, by band. `units`: `score`, `band`."""
    names = [said(band_name(bands, each.id)) for each in bands.band]
    colour = alt.Color(
        "band:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=_fills(len(names))),
        legend=alt.Legend(columns=2, symbolType="square", labelLimit=0, offset=28),
    )
    chart = (
        chart_of(_bins(units, bands))
        .mark_bar(stroke=theme()["colours"]["accent-dark"], strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", bin=alt.BinParams(binned=True), title=said(Message("Score")),
                    axis=alt.Axis(tickCount=8)),
            x2="to:Q",
            y=alt.Y("count:Q", title=said(Message("Places")), stack="zero"),
            color=colour,
            order="order:Q",
        )
        .properties(height=240)
    )  # fmt: skip
    return spec_of(chart)


def scores_summary(units: pl.DataFrame) -> Message:
    """The chart in a sentence."""
    middle = units["score"].median()
    return Message(
        "{count} places, from {low} to {high} with the middle one at {middle}. Zero is the mean of "
        "all; higher is greater need.",
        {"count": len(units), "low": _float(units["score"].min()),
         "high": _float(units["score"].max()), "middle": _float(middle)},
    )  # fmt: skip


def scores_table(units: pl.DataFrame, bands: Bands) -> DataTable:
    """The same as a table."""
    score = pl.col("score")
    return _table_by_band(
        units.group_by("band").agg(
            pl.len(), score.min().round(2), score.max().round(2).alias("high")
        ),
        bands,
        Message("Places and scores in each band"),
        (Message("Lowest score"), Message("Highest score")),
    )


def _table_by_band(
    found: pl.DataFrame, bands: Bands, caption: Message, measures: tuple[Message, Message]
) -> DataTable:
    """A row for each band that has places; `found` has the band, their number and two measures."""
    rows = {band: rest for band, *rest in found.iter_rows()}
    names = (Message("Places"), *measures)
    return DataTable(
        caption,
        [Column(Message("Band")), *(Column(each, numeric=True) for each in names)],
        [(band_name(bands, each.id), *rows[each.id]) for each in bands.band if each.id in rows],
    )


def intervals_chart(units: pl.DataFrame) -> dict[str, Any]:
    """The interval of each place, from the greatest need. `units`: `rank, rank_low, rank_high`."""
    drawn = _thinned(units.sort("rank"))
    rows = drawn.select("rank", "rank_low", "rank_high").to_dicts()
    colours = theme()["colours"]
    x = alt.X("rank:Q", title=said(Message("Place")), scale=alt.Scale(nice=False))
    y = alt.Y("rank_low:Q", title=said(Message("Interval of the place")),
              scale=alt.Scale(reverse=True), stack=None)  # fmt: skip
    between = (
        chart_of(rows)
        .mark_area(color=colours["accent-light"], stroke=colours["accent"], strokeWidth=0.5)
        .encode(x=x, y=y, y2="rank_high:Q")
    )
    place = (
        chart_of(rows).mark_line(color=colours["ink"], strokeWidth=1.5)
        .encode(x=x, y=alt.Y("rank:Q", scale=alt.Scale(reverse=True)))
    )  # fmt: skip
    return spec_of((between + place).properties(height=240))


def intervals_summary(units: pl.DataFrame, level: int) -> Message:
    """The chart in a sentence."""
    width = (units["rank_high"] - units["rank_low"]).median()
    return Message(
        "With the chance of small numbers and other weights, the interval that holds {level} of "
        "100 draws spans {width} places or fewer for half of them. Places are firmest at the ends.",
        {"width": round(_float(width)), "level": level},
    )


def intervals_table(units: pl.DataFrame, bands: Bands) -> DataTable:
    """The width of the intervals by band."""
    width = pl.col("rank_high") - pl.col("rank_low")
    middle = width.median().round().cast(pl.Int64).alias("middle")
    return _table_by_band(
        units.group_by("band").agg(pl.len(), middle, width.max().alias("most")),
        bands,
        Message("How many places the interval spans, by band"),
        (Message("The middle one"), Message("The widest")),
    )


def years_chart(rows: Sequence[Row], names: tuple[str, str]) -> dict[str, Any]:
    """A unit's scores by year. rows: `on`, `score`, `scale` (one of the two names)."""
    chart = (
        chart_of(rows)
        .mark_line(point=alt.OverlayMarkDef(size=45))
        .encode(
            x=alt.X("on:T", axis=years()),
            y=alt.Y("score:Q", title=said(Message("Score")), scale=alt.Scale(zero=False)),
            **two_lines("scale", names, alt.Legend(columns=1, labelLimit=0, offset=28)),
        )
        .properties(height=220)
    )
    return spec_of(chart)


def _bins(units: pl.DataFrame, bands: Bands) -> list[Row]:
    scores = units["score"].to_numpy()
    edges = np.linspace(scores.min(), max(scores.max(), scores.min() + 1e-9), _BINS + 1)
    rows = []
    for order, band in enumerate(bands.band):
        inside = units.filter(pl.col("band") == band.id)["score"].to_numpy()
        counts, _ = np.histogram(inside, edges)
        name = said(band_name(bands, band.id))
        rows += [
            {"from": float(edges[at]), "to": float(edges[at + 1]), "count": int(count),
             "band": name, "order": order}
            for at, count in enumerate(counts)
            if count
        ]  # fmt: skip
    return rows


def _fills(count: int) -> list[str]:
    """The fills of bands, the worst first."""
    fills = dark_to_light()
    return [*fills, *[fills[-1]] * max(0, count - len(fills))][:count]


def _thinned(units: pl.DataFrame) -> pl.DataFrame:
    """Few enough points to draw; the first and the last are among them."""
    if len(units) <= _POINTS:
        return units
    at = np.unique(np.linspace(0, len(units) - 1, _POINTS).astype(int))
    return units[at]


def _float(value: object) -> float:
    return round(value, 2) if isinstance(value, (int, float)) else 0.0
