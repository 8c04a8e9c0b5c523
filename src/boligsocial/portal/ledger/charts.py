"""Each year as two bars of equal length: where the money came from, and where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.charts import by_year, spec_of, stacked_bars
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.ledger.models import AccountKind as A
from boligsocial.portal.ledger.reports import Money, YearMoney
from boligsocial.portal.ledger.words import ACCOUNTS
from boligsocial.portal.theme import theme
from boligsocial.portal.writing import in_mio, language, mio, said

_FROM = (("frame", A.FRAME), ("carried_in", A.CARRIED_IN), ("override", A.OVERRIDE))
_IS = (
    ("paid", A.PAID),
    ("committed", A.COMMITTED),
    ("reserved", A.RESERVED),
    ("carried_out", A.CARRIED_OUT),
    ("left", A.AVAILABLE),
)
_COMES_FROM, _IS_HERE = "1", "2"


def years_chart(years: Sequence[YearMoney]) -> dict[str, Any]:
    """Both bars of each year, mio. kr."""
    rows = [row for year in years for row in _rows(year)]
    sides = alt.YOffset("side:N", sort=[_COMES_FROM, _IS_HERE])
    title = said(Message("mio. kr."))
    bars = stacked_bars(rows, "mio", title, _colours(), by_year(), sides)
    return spec_of(bars.properties(height=alt.Step(22)))


def years_table(years: Sequence[YearMoney]) -> DataTable:
    """The figures of the chart, mio. kr."""
    parts = (*_FROM, *_IS)
    return DataTable(
        Message("The frame of each year, mio. kr."),
        [
            Column(Message("Year")),
            *(Column(said(ACCOUNTS[kind]).capitalize(), numeric=True) for _, kind in parts),
        ],
        [
            [str(year.year), *(in_mio(getattr(year.whole, name)) for name, _ in parts)]
            for year in years
        ],
    )


def years_summary(year: YearMoney) -> Message:
    """The latest year of the chart in a sentence."""
    whole = year.whole
    return Message(
        "Of {total} at disposal in {year}, {promised} is committed, {reserved} reserved and {left} "
        "left. Each year has two bars of equal length: where the money came from, and where it is.",
        {
            "total": mio(whole.total, language(), 2),
            "year": str(year.year),
            "promised": mio(whole.promised, language(), 2),
            "reserved": mio(whole.reserved, language(), 2),
            "left": mio(whole.left, language(), 2),
        },
    )


def _rows(year: YearMoney) -> list[dict[str, Any]]:
    return [
        {
            "year": str(year.year),
            "side": side,
            "what": said(ACCOUNTS[kind]),
            "mio": øre / ØRE_PER_MIO,
            "place": place,
            "tip": f"{year.year}, {said(ACCOUNTS[kind])}: {mio(øre, language(), 2)}",
        }
        for side, parts in ((_COMES_FROM, _FROM), (_IS_HERE, _IS))
        for place, (name, kind) in enumerate(parts)
        if (øre := _amount(year.whole, name))
    ]


def _amount(money: Money, name: str) -> int:
    øre: int = getattr(money, name)
    return øre


def _colours() -> dict[str, str]:
    """A colour for each kind of money, from dark (paid) to light (left), sources in greys."""
    colours, statuses = theme()["colours"], theme()["statuses"]
    return {
        said(ACCOUNTS[kind]): colour
        for kind, colour in (
            (A.FRAME, colours["line-strong"]),
            (A.CARRIED_IN, colours["coast"]),
            (A.OVERRIDE, colours["ink"]),
            (A.PAID, statuses["haard"]["fill"]),
            (A.COMMITTED, statuses["ghetto"]["fill"]),
            (A.RESERVED, statuses["udsat"]["fill"]),
            (A.CARRIED_OUT, colours["line"]),
            (A.AVAILABLE, statuses["forebyggelse"]["fill"]),
        )
    }
