"""Each measure of an area through the years against the limit of its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from boligsocial.law.rules import measures
from boligsocial.messages import Figures, Message
from boligsocial.portal import words
from boligsocial.portal.atlas.charts import measure_chart
from boligsocial.portal.atlas.story import Figure, Story
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.standings import limits_of

Limits = tuple[tuple[AreaList, float | None], ...]


@dataclass(frozen=True)
class MeasureChart:
    """A chart with its title, what it shows in a sentence, and its table."""

    id: str
    spec: dict[str, Any]
    title: Message
    summary: Message
    table: DataTable


def measure_charts(snapshot: AreaLists, story: Story) -> tuple[MeasureChart, ...]:
    """One chart for each criterion of § 61 a of which the area has a figure."""
    social_first = sorted(
        (each for each in measures().values() if each.id != "residents"),
        key=lambda each: not each.social,
    )
    breaks = tuple(each.on for each in story.breaks)
    found = []
    for measure in social_first:
        values = [each for each in story.figures if each.measure == measure.id]
        if values:
            limits = limits_of(snapshot, measure.id)
            found.append(_chart(measure.id, values, limits, breaks))
    return tuple(found)


def _chart(
    measure: str, values: list[Figure], limits: Limits, breaks: tuple[date, ...]
) -> MeasureChart:
    known = [limit for _, limit in limits if limit is not None]
    told = [each.value for each in values if each.value is not None]
    top = max([*known, *told], default=1) * 1.15
    spec = measure_chart(
        [{"on": each.on.on.isoformat(), "value": each.value} for each in values],
        [{"on": each.on.isoformat(), "limit": limit} for each, limit in limits],
        breaks,
        top,
    )
    return MeasureChart(
        f"chart-{measure.replace('_', '-')}", spec, words.HEADINGS[measure], _summary(values),
        _table(measure, values, limits),
    )  # fmt: skip


def _summary(values: list[Figure]) -> Message:
    told = [(each.value, str(each.on.on.year)) for each in values if each.value is not None]
    if not told:
        return Message("Hidden in every year.")
    (first, first_year), (last, last_year) = told[0], told[-1]
    figures: Figures = {
        "first": first, "first_year": first_year, "last": last, "last_year": last_year,
    }  # fmt: skip
    if len(told) == 1:
        return Message("{last} per cent in {last_year}.", figures)
    return Message("{first} per cent in {first_year}, {last} in {last_year}.", figures)


def _table(measure: str, values: list[Figure], limits: Limits) -> DataTable:
    by_list = {each.on.list_id: words.HIDDEN if each.hidden else each.value for each in values}
    unit = said(words.UNITS[values[0].unit])
    name = said(words.HEADINGS[measure])
    columns = [
        Column(Message("List")),
        Column(Message("Area"), numeric=True),
        Column(Message("Limit"), numeric=True),
    ]
    body = [
        [words.list_name(each), by_list.get(each.list_id),
         None if limit is None else round(limit, 4)]
        for each, limit in limits
        if each.list_id in by_list or limit is not None
    ]  # fmt: skip
    return DataTable(f"{name}, {unit}", columns, body)
