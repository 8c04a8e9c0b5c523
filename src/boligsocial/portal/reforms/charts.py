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
        _spec(rows, rules),
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
            [
                Column(gettext("Criteria met"), numeric=False),
                *(Column(rule, True) for rule in rules),
            ],
            [(met, before[met], after[met]) for met in steps],
        ),
    )


def _met(verdict: AreaVerdict, status: Status) -> int:
    return sum(verdict.verdict(each).met is True for each in status.of)


def _spec(rows: list[dict[str, Any]], rules: tuple[str, str]) -> dict[str, Any]:
    colours = theme()["colours"]
    bars = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_bar(stroke=colours["accent-dark"])
        .encode(
            x=alt.X("met:O", title=gettext("Criteria met"), axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("rule:N", sort=list(rules)),
            y=alt.Y("areas:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color(
                "rule:N",
                title=None,
                sort=list(rules),
                scale=alt.Scale(
                    domain=list(rules), range=[colours["accent-light"], colours["accent"]]
                ),
            ),
        )
        .properties(height=220)
    )
    spec: dict[str, Any] = bars.to_dict()
    return spec
