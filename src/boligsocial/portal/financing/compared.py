"""Two plans side by side: which rows differ, and by how much."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.messages import Message
from boligsocial.portal.financing.sums import Cost, Plan, Row
from boligsocial.portal.financing.words import area_name, form_name, line_name, source_name

Key = tuple[str, ...]


@dataclass(frozen=True)
class RowCompared:
    """A row in two plans: what it is, in own words, and øre by year in each."""

    what: Message
    name: str
    where: Message
    first: tuple[int, ...]
    second: tuple[int, ...]

    @property
    def change(self) -> int:
        return sum(self.second) - sum(self.first)


@dataclass(frozen=True)
class PlansCompared:
    """The rows that differ; `same` counts those that do not. Years are those of either plan."""

    years: tuple[int, ...]
    differing: tuple[RowCompared, ...]
    same: int


def compared(first: Plan, second: Plan) -> PlansCompared:
    """Two plans row by row; rows that are called the same are one."""
    years = tuple(sorted({*first.years, *second.years}))
    one, other = _rows(first, years), _rows(second, years)
    nothing = (0,) * len(years)
    rows = [
        _compared(key, one.get(key, nothing), other.get(key, nothing))
        for key in dict.fromkeys((*one, *other))
    ]
    differing = tuple(row for row in rows if row.first != row.second)
    return PlansCompared(years, differing, len(rows) - len(differing))


def _rows(plan: Plan, years: tuple[int, ...]) -> dict[Key, tuple[int, ...]]:
    found: dict[Key, tuple[int, ...]] = {}
    rows: tuple[Row, ...] = (*plan.costs, *plan.funding)
    for row in rows:
        øre = dict(zip(plan.years, row.øre, strict=True))
        key = _key(row, plan.period)
        held = found.get(key, (0,) * len(years))
        found[key] = tuple(
            before + øre.get(year, 0) for before, year in zip(held, years, strict=True)
        )
    return found


def _key(row: Row, period: str) -> Key:
    """What a row is: areas by their words, which tell those of other periods apart."""
    area = area_name(period, row.area).text
    if isinstance(row, Cost):
        return "cost", row.line, row.name, area
    return "funding", row.source, row.name, area, row.form


def _compared(key: Key, first: tuple[int, ...], second: tuple[int, ...]) -> RowCompared:
    side, what, name, area, *form = key
    named = line_name(what) if side == "cost" else source_name(what)
    if form:
        named = Message("{source}, {form}", {"source": named, "form": form_name(form[0])})
    return RowCompared(named, name, Message(area), first, second)
