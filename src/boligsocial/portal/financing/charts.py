"""What each source paid for each krone from the Fund, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt

from boligsocial.messages import Message
from boligsocial.portal.charts import spec_of, stacked_bars
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.financing.attracted import Group
from boligsocial.portal.financing.definitions import rules
from boligsocial.portal.financing.sums import FUND
from boligsocial.portal.financing.words import source_name
from boligsocial.portal.theme import dark_to_light
from boligsocial.portal.writing import language, rounded, said

_TITLE = Message("kr. from others for each krone from the Fund")


def attracted_chart(groups: Sequence[Group]) -> dict[str, Any]:
    """A bar for each group, a piece of it for each source."""
    rows = [
        {
            "group": group.name,
            "what": said(source_name(source)),
            "kroner": float(share),
            "place": place,
            "tip": f"{group.name}, {said(source_name(source))}: {_written(share)}",
        }
        for group in groups
        for place, source in enumerate(_sources())
        if (share := group.money.per_krone_of(source))
    ]
    by_group = alt.Y("group:N", title=None, sort=[group.name for group in groups])
    bars = stacked_bars(rows, "kroner", said(_TITLE), _colours(), by_group)
    return spec_of(bars.properties(height=alt.Step(28)))


def attracted_table(groups: Sequence[Group]) -> DataTable:
    """The figures of the chart."""
    return DataTable(
        _TITLE,
        [
            Column(Message("Municipality")),
            *(Column(said(source_name(each)).capitalize(), numeric=True) for each in _sources()),
            Column(Message("All others"), numeric=True),
        ],
        [
            [
                group.name,
                *(_written(group.money.per_krone_of(each)) for each in _sources()),
                _written(group.money.per_krone),
            ]
            for group in groups
        ],
    )


def _sources() -> list[str]:
    return [each.id for each in rules().source if each.id != FUND]


def _colours() -> dict[str, str]:
    names = (said(source_name(source)) for source in _sources())
    return dict(zip(names, dark_to_light(), strict=False))


def _written(share: Fraction | None) -> str | None:
    return None if share is None else rounded(share, 2, language())
