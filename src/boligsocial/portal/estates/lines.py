"""An indicator of a unit through the years, as a picture with its table: by year, as a mean of
several years, and against the region or the nation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boligsocial.disclosure.gate import HIDDEN, SHOWN, why_hidden
from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE
from boligsocial.messages import Figures, Message
from boligsocial.portal.estates.charts import Series, series_chart
from boligsocial.portal.estates.writing import indicator_name, named, unit_words, written
from boligsocial.portal.words import HIDDEN as HIDDEN_WORD
from boligsocial.portal.writing import said

Places = Mapping[tuple[str, str, str, str], dict[str, Any]]
"""Figures past the gate by `geography_id`, `group`, `indicator` and `period`."""
_SERIES: tuple[Series, ...] = ("unit", "municipality", "nation")
_OVER_YEARS = Message("{name}, mean of {years} years")
_MEAN_OF_YEARS = Message("The mean of the values of {years} years, each of its own residents")
_OVER_REGION = Message("The value here over that of the region")
_OVER_NATION = Message("The value here over that of Denmark")


@dataclass(frozen=True)
class Shown:
    """A figure that passed the gate: its value in a unit of `writing`, or why there is none."""

    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    state: str
    reason: Message
    unit: str

    @property
    def is_shown(self) -> bool:
        return self.state == SHOWN

    @property
    def written(self) -> str:
        """The value with its unit, or a word for why there is none."""
        if self.is_shown and self.value is not None:
            return written(self.value, self.unit)
        word = HIDDEN_WORD if self.state == HIDDEN else Message("not delivered")
        return said(word)


@dataclass(frozen=True)
class Quantity:
    """What a line draws of an indicator.

    id: its name among the figures. sides: how many of unit, municipality and nation have it.
    years: those it is a mean over. calculated: how, where no count can say it.
    """

    id: str
    name: str
    unit: str
    sides: int = 3
    years: int = 1
    calculated: Message | None = None


@dataclass(frozen=True)
class Line:
    """A quantity of a unit, its municipality and the nation; `by_year` in the same order."""

    indicator: Indicator
    quantity: Quantity
    by_year: tuple[tuple[str, Shown, Shown, Shown], ...]

    @property
    def latest(self) -> Shown:
        return self.by_year[-1][1]

    @property
    def is_drawn(self) -> bool:
        """Whether the unit has any figure to draw."""
        return any(own.is_shown for _, own, _, _ in self.by_year)

    @property
    def id(self) -> str:
        over = f"-{self.quantity.years}" if self.quantity.years > 1 else ""
        return f"chart-{self.quantity.id.replace('_', '-')}{over}"

    @property
    def unit_words(self) -> str:
        return unit_words(self.quantity.unit)

    @property
    def table(self) -> list[tuple[str, Shown, tuple[Shown, ...]]]:
        """By period the unit's figure, and those around it that there are."""
        count = self.quantity.sides - 1
        return [(period, own, (town, nation)[:count]) for period, own, town, nation in self.by_year]

    @property
    def spec(self) -> dict[str, Any]:
        columns = list(zip(*(row[1:] for row in self.by_year), strict=True))
        values = {
            name: [(shown.period, shown.value) for shown in column]
            for name, column in zip(_SERIES, columns, strict=True)
        }
        drawn = dict(list(values.items())[: self.quantity.sides])
        return series_chart(drawn, self.quantity.unit)

    @property
    def summary(self) -> Message:
        """The first and the last figure in a sentence, and how many years are hidden."""
        shown = [own for _, own, _, _ in self.by_year if own.is_shown]
        hidden = sum(own.state == HIDDEN for _, own, _, _ in self.by_year)
        figures: Figures = {"first": shown[0].written, "first_year": shown[0].period,
                   "last": shown[-1].written, "last_year": shown[-1].period,
                   "hidden": hidden}  # fmt: skip
        if hidden and len(shown) == 1:
            return Message("{last} in {last_year}; hidden in {hidden} years.", figures)
        if hidden:
            return Message("{first} in {first_year}, {last} in {last_year}; hidden in {hidden} "
                           "years.", figures)  # fmt: skip
        if len(shown) == 1:
            return Message("{last} in {last_year}.", figures)
        return Message("{first} in {first_year}, {last} in {last_year}.", figures)


def lines_of(
    indicator: Indicator, sought: Sequence[str], years: Sequence[int], places: Places
) -> Iterator[Line]:
    """The indicator by year, and, where they may be shown, its means of years and its ratio.

    sought: the ids of the unit, its municipality and the nation.
    """
    by_year, *others = (
        _line(indicator, each, sought, years, places) for each in _quantities(indicator)
    )
    yield by_year
    yield from (each for each in others if each.is_drawn)


def shown(unit: str, period: str, row: Mapping[str, Any] | None) -> Shown:
    """A figure of `Places`, or the lack of one."""
    if row is None:
        return Shown(period, None, None, None, "missing", Message(""), unit)
    reason = Message("") if row["reason"] is None else why_hidden(row["reason"])
    return Shown(
        period, row["value"], row["numerator"], row["denominator"], row["state"], reason, unit
    )


def _quantities(indicator: Indicator) -> Iterator[Quantity]:
    name, unit = indicator_name(indicator), indicator.unit
    # A count of a whole country says nothing beside that of an estate.
    yield Quantity(indicator.id, name, unit, sides=1 if indicator.kind == "count" else 3)
    for years in indicator.windows:
        if years > 1:
            over = said(_OVER_YEARS.filled(name=name, years=years))
            how = _MEAN_OF_YEARS.filled(years=years)
            yield Quantity(indicator.id, over, unit, years=years, calculated=how)
    match indicator.ratio:
        case None:
            return
        case ratio if ratio.to == "region":
            yield Quantity(ratio.id, named(ratio.name), "of region", 2, calculated=_OVER_REGION)
        case ratio:
            yield Quantity(ratio.id, named(ratio.name), "of nation", calculated=_OVER_NATION)


def _line(
    indicator: Indicator, quantity: Quantity, sought: Sequence[str], years: Sequence[int],
    places: Places,
) -> Line:  # fmt: skip
    periods = [
        str(year) if quantity.years == 1 else f"{year - quantity.years + 1}-{year}"
        for year in years
        if year - quantity.years + 1 >= years[0]
    ]
    by_year = []
    for period in periods:
        own, town, nation = (
            shown(quantity.unit, period, places.get((each, EVERYONE, quantity.id, period)))
            for each in sought
        )
        by_year.append((period, own, town, nation))
    return Line(indicator, quantity, tuple(by_year))
