"""The page's chart: how many criteria the areas meet, before and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext

from boligsocial.law.rules import Status
from boligsocial.law.verdicts import AreaVerdict
from boligsocial.messages import Message
from boligsocial.portal.charts import Row, chart_of, labels, spec_of
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.theme import theme
from boligsocial.snapshots.reform_effects import ReformEffect


@dataclass(frozen=True)
class CriteriaChart:
    """The chart, what it shows in a sentence, and its table."""

    spec: dict[str, Any]
    summary: Message
    table: DataTable


def criteria_chart(effect: ReformEffect) -> CriteriaChart:
    """Areas by how many criteria of the outermost status they meet, under either rule."""
    law = effect.before.statuses[0]
    reform = effect.after.status(law.id)
    before = Counter(_met(each.before, law) for each in effect.areas)
    after = Counter(_met(each.after, reform) for each in effect.areas)
    steps = range(len(law.of) + 1)
    rules = (gettext("The law"), gettext("The other rule"))
    rows = [
        {"met": met, "rule": rule, "areas": found[met]}
        for rule, found in zip(rules, (before, after), strict=True)
        for met in steps
    ]
    return CriteriaChart(
        _drawn(rows, rules),
        Message(
            "The law asks for {before} of {of_before} criteria, the other rule for {after} of "
            "{of_after}.",
            {
                "before": law.required,
                "of_before": len(law.of),
                "after": reform.required,
                "of_after": len(reform.of),
            },
        ),
        DataTable(
            gettext("Number of areas by how many criteria they meet"),
            [Column(gettext("Criteria met")), *(Column(rule, numeric=True) for rule in rules)],
            [(met, before[met], after[met]) for met in steps],
        ),
    )


def _met(verdict: AreaVerdict, status: Status) -> int:
    return sum(verdict.verdict(each).met is True for each in status.of)


def _drawn(rows: list[Row], rules: tuple[str, str]) -> dict[str, Any]:
    colours = theme()["colours"]
    fills = dict(zip(rules, (colours["accent-light"], colours["accent"]), strict=True))
    bars = (
        chart_of(rows)
        .mark_bar(stroke=colours["accent-dark"])
        .encode(
            x=alt.X("met:O", title=gettext("Criteria met"), axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("rule:N", sort=list(rules)),
            y=alt.Y("areas:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("rule:N", sort=list(rules), **labels(fills)),
        )
        .properties(height=220)
    )
    return spec_of(bars)
