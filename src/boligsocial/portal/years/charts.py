"""The pictures of a plan over the years, with their tables; amounts in mio. kr."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from boligsocial.allocation.years.accounts import Standing, YearAccount, YearPlan
from boligsocial.allocation.years.act import ActYear
from boligsocial.allocation.years.definitions import FrameDefinition
from boligsocial.allocation.years.outlook import PaidOf, payment_profile
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.charts import Row, by_year, chart_of, spec_of, stacked_bars
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.theme import dark_to_light, theme
from boligsocial.portal.writing import in_mio, language, mio, said

CARRIED_IN, FRAME, MOVED_IN = (
    Message("carried in"), Message("frame"), Message("from rent support")
)  # fmt: skip
NEW, RENEWED, PHASE_OUT, SAVED, LEFT = (
    Message("new commitments"), Message("renewed"), Message("phase-outs"),
    Message("shared plans save"), Message("not committed"),
)  # fmt: skip
BEFORE = Message("from before the plan")
_TO_GIVE, _GIVEN = "1", "2"


def plan_chart(plan: YearPlan) -> dict[str, Any]:
    """Each year as two bars: what there is to give, and what becomes of it; asked for as a mark."""
    rows = [row for account in plan.years for row in _money_rows(account)]
    asked = [
        {"year": str(account.year), "mio": account.asked_øre / ØRE_PER_MIO, "side": _GIVEN,
         "tip": _tip(account.year, said(Message("asked for")), account.asked_øre)}
        for account in plan.years
        if account.asked_øre
    ]  # fmt: skip
    offset = alt.YOffset("side:N", sort=[_TO_GIVE, _GIVEN])
    bars = _bars(rows, _money_colours(), offset)
    marks = _marks(asked, 20).encode(yOffset=offset)
    return spec_of((bars + marks).properties(height=alt.Step(20)))


def plan_table(plan: YearPlan) -> DataTable:
    """The figures of the chart."""
    names = (CARRIED_IN, FRAME, MOVED_IN, NEW, RENEWED, PHASE_OUT, SAVED, LEFT)
    return DataTable(
        Message("Each year's money, mio. kr."),
        [
            Column(Message("Year")),
            *(Column(said(each).capitalize(), numeric=True) for each in names),
            Column(Message("Asked for"), numeric=True),
        ],
        [
            [str(each.year), *(in_mio(_amounts(each)[name.text]) for name in names),
             in_mio(each.asked_øre)]
            for each in plan.years
        ],
    )  # fmt: skip


def payments_chart(plan: YearPlan) -> dict[str, Any]:
    """What is paid in each year, by the year it was promised in."""
    rows: list[Row] = [
        {"year": str(each.year), "mio": each.øre / ØRE_PER_MIO, "what": _promised(each),
         "place": each.given or 0, "tip": _tip(each.year, _promised(each), each.øre)}
        for each in payment_profile(plan)
    ]  # fmt: skip
    years = list(dict.fromkeys(row["what"] for row in sorted(rows, key=lambda row: row["place"])))
    return spec_of(_bars(rows, _by_age(years)).properties(height=alt.Step(30)))


def payments_table(plan: YearPlan) -> DataTable:
    """Payments by year and by the year of the promise."""
    profile = payment_profile(plan)
    years = sorted({each.year for each in profile})
    given = sorted({each.given for each in profile}, key=lambda each: each or 0)
    paid = {(each.year, each.given): each.øre for each in profile}
    return DataTable(
        Message("Payments by the year of the commitment, mio. kr."),
        [
            Column(Message("Paid in")),
            *(Column(str(each) if each else said(BEFORE), numeric=True) for each in given),
            Column(Message("In all"), numeric=True),
        ],
        [
            [str(year),
             *(in_mio(paid[year, each]) if (year, each) in paid else "" for each in given),
             in_mio(sum(paid.get((year, each), 0) for each in given))]
            for year in years
        ],
    )  # fmt: skip


def act_chart(act: Sequence[ActYear], frame: FrameDefinition) -> dict[str, Any]:
    """What is committed to each part of the frame, with the year's frame of all as a mark."""
    names = {part.id: said(Message(part.name)) for part in frame.part}
    rows = [
        {"year": str(year.year), "mio": part.committed_øre / ØRE_PER_MIO,
         "what": names[part.part], "place": place,
         "tip": _tip(year.year, names[part.part], part.committed_øre)}
        for year in act
        for place, part in enumerate(year.parts)
        if part.committed_øre
    ]  # fmt: skip
    marks = [
        {"year": str(year.year), "mio": year.frame_øre / ØRE_PER_MIO,
         "tip": _tip(year.year, said(Message("the frame of all parts")), year.frame_øre)}
        for year in act
        if year.frame_øre
    ]  # fmt: skip
    fills = dict(zip(names.values(), dark_to_light()[1:], strict=False))
    bars = _bars(rows, fills)
    return spec_of((bars + _marks(marks, 24)).properties(height=alt.Step(30)))


def act_table(act: Sequence[ActYear], frame: FrameDefinition) -> DataTable:
    """Every part of every year: from what there was to what is carried out."""
    columns = (
        Message("Frame"), Message("Carried in"), Message("Moved in"), Message("Committed"),
        Message("Left"), Message("Carried out"),
    )  # fmt: skip
    return DataTable(
        Message("The parts of the frame, mio. kr."),
        [
            Column(Message("Year and part")),
            *(Column(each, numeric=True) for each in columns),
        ],
        [
            [f"{year.year}, {said(Message(frame.part_of(part.part).name))}",
             *(in_mio(each) for each in (part.frame_øre, part.carried_in_øre, part.moved_in_øre,
               part.committed_øre, part.left_øre, part.carried_out_øre))]
            for year in act
            for part in year.parts
        ],
    )  # fmt: skip


def _amounts(account: YearAccount) -> dict[str, int]:
    """The money of a year by the words of its kinds, øre."""
    given = {standing: sum(each.granted_øre for each in account.with_standing(standing))
             for standing in (Standing.NEW, Standing.RENEWED, Standing.PHASE_OUT)}  # fmt: skip
    return {
        CARRIED_IN.text: account.carried_in_øre,
        FRAME.text: account.frame.øre,
        MOVED_IN.text: account.moved_in_øre,
        NEW.text: given[Standing.NEW],
        RENEWED.text: given[Standing.RENEWED],
        PHASE_OUT.text: given[Standing.PHASE_OUT],
        SAVED.text: account.saved_øre,
        LEFT.text: account.left_øre,
    }


def _money_rows(account: YearAccount) -> Iterable[Row]:
    """The pieces of both bars; what shared plans save is taken off the commitments."""
    amounts = _amounts(account)
    sides = {_TO_GIVE: (FRAME, CARRIED_IN, MOVED_IN), _GIVEN: (NEW, RENEWED, PHASE_OUT, LEFT)}
    for side, names in sides.items():
        for place, name in enumerate(names):
            øre = amounts[name.text]
            if name is NEW or (name is RENEWED and not amounts[NEW.text]):
                øre = max(0, øre - account.saved_øre)
            if øre:
                yield {"year": str(account.year), "side": side, "what": said(name),
                       "mio": øre / ØRE_PER_MIO, "place": place,
                       "tip": _tip(account.year, said(name), øre)}  # fmt: skip


def _bars(
    rows: Sequence[Row],
    colours: Mapping[str, str],
    offset: alt.YOffset | alt.UndefinedType = alt.Undefined,
) -> alt.Chart:
    return stacked_bars(rows, "mio", said(Message("mio. kr.")), colours, by_year(), offset)


def _marks(rows: Sequence[Row], size: int) -> alt.Chart:
    """An upright mark across the bar of each year."""
    mark = {"orient": "vertical", "color": theme()["colours"]["ink"], "thickness": 3}
    drawn: alt.Chart = (
        chart_of(rows)
        .mark_tick(size=size, **mark)
        .encode(y=by_year(), x="mio:Q", tooltip=alt.Tooltip("tip:N"))
    )
    return drawn


def _money_colours() -> dict[str, str]:
    colours, statuses = theme()["colours"], theme()["statuses"]
    found = (
        (FRAME, colours["line-strong"]),
        (CARRIED_IN, colours["coast"]),
        (MOVED_IN, colours["ink"]),
        (NEW, statuses["haard"]["fill"]),
        (RENEWED, statuses["ghetto"]["fill"]),
        (PHASE_OUT, statuses["udsat"]["fill"]),
        (LEFT, statuses["forebyggelse"]["fill"]),
    )
    return {said(name): colour for name, colour in found}


def _by_age(names: Sequence[str]) -> dict[str, str]:
    """From dark to light and round again: neighbours in time are told apart."""
    fills = dark_to_light()
    return {name: fills[at % len(fills)] for at, name in enumerate(names)}


def _promised(each: PaidOf) -> str:
    return said(Message("promised in {year}", {"year": str(each.given)}) if each.given else BEFORE)


def _tip(year: int, what: str, øre: int) -> str:
    return f"{year}, {what}: {mio(øre, language(), 2)}"
