"""What each row of a sheet is: a title, a heading with years, or a row of amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from boligsocial.portal.amounts import Unit
from boligsocial.portal.financing.excel import vocabulary as words
from boligsocial.portal.financing.excel.grid import Cell, Grid
from boligsocial.portal.financing.excel.vocabulary import Role, Side

LEAST_TURNED = 2
"""A row must name so many sources for the years to be taken as rows."""
Row = Sequence[Cell]


@dataclass(frozen=True)
class Heading:
    """The columns below a heading: the year or the role of each, and the one with the sum."""

    years: Mapping[int, int]
    roles: Mapping[int, Role] = field(default_factory=dict)
    total: int | None = None
    side: Side | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Titled:
    """A row of words alone."""

    text: str


@dataclass(frozen=True)
class Amounts:
    """A row with amounts: its words by role, in `others` those of no role, and its cells by year.

    total: the cell of the sum, where the heading has a column for it.
    """

    words: Mapping[Role, Cell]
    others: tuple[Cell, ...]
    cells: Mapping[int, Cell]
    total: Cell | None

    @property
    def label(self) -> str:
        """What the row is called."""
        first = self.words.get("what") or next(iter(self.others), None)
        return first.text if first else ""

    @property
    def first(self) -> Cell:
        """The cell to name when something is wrong with the whole row."""
        return next(iter((*self.words.values(), *self.others, *self.cells.values())))


def rows_of(grid: Grid, first_year: int) -> Iterator[tuple[Row, Heading | Titled | Amounts]]:
    """The rows of a sheet in order, with what each is; blank rows are left out."""
    heading: Heading | None = None
    for row in grid.rows:
        if all(cell.is_blank for cell in row):
            continue
        found = heading_of(row, first_year)
        if found and not (heading and _is_of_a_line(row)):
            heading = found
            yield row, found
        elif heading and _has_amounts(row, heading):
            yield row, _amounts(row, heading)
        else:
            yield row, Titled(" ".join(cell.text for cell in row if not cell.is_blank))


def upright(grid: Grid, first_year: int) -> Grid:
    """The sheet with years as columns, turned where it has them as rows."""
    if any(heading_of(row, first_year) for row in grid.rows):
        return grid
    for row in grid.rows:
        if sum(words.source_in(cell.text) is not None for cell in row) >= LEAST_TURNED:
            return grid.turned()
    return grid


def heading_of(row: Row, first_year: int) -> Heading | None:
    """The heading that a row is: years that follow each other, and no other figures."""
    filled = {place: cell for place, cell in enumerate(row) if not cell.is_blank}
    years = {
        place: year
        for place, cell in filled.items()
        if (year := _year(cell, first_year)) is not None
    }
    others = {place: cell for place, cell in filled.items() if place not in years}
    is_alone = len(years) == 1 and (not others or min(years) < min(others))
    if not years or is_alone or not _follow(list(years.values())):
        return None
    if any(cell.is_number for cell in others.values()):
        return None
    totals = [place for place, cell in others.items() if words.is_total(cell.text)]
    roles = {place: role for place, cell in others.items() if (role := words.role_of(cell.text))}
    return Heading(
        years,
        roles,
        totals[-1] if totals else None,
        next((side for cell in others.values() if (side := words.side_of(cell.text))), None),
        next((unit for cell in filled.values() if (unit := words.unit_in(cell.text))), None),
    )


def _year(cell: Cell, first_year: int) -> int | None:
    if isinstance(cell.value, bool) or not (cell.is_number or isinstance(cell.value, str)):
        return None
    return words.year_of(cell.text, first_year)


def _follow(years: Sequence[int]) -> bool:
    return all(later == earlier + 1 for earlier, later in pairwise(years))


def _is_of_a_line(row: Row) -> bool:
    """Whether a row that could be a heading is called as a source or a cost is."""
    label = next((cell.text for cell in row if not cell.is_blank), "")
    if words.role_of(label) or words.side_of(label):
        return False
    return bool(words.source_in(label) or words.line_in(label) or words.is_total(label))


def _has_amounts(row: Row, heading: Heading) -> bool:
    return any(not row[place].is_blank for place in heading.years if place < len(row))


def _amounts(row: Row, heading: Heading) -> Amounts:
    first = min(heading.years)
    return Amounts(
        {role: row[at] for at, role in heading.roles.items() if not row[at].is_blank},
        tuple(
            cell
            for at, cell in enumerate(row[:first])
            if at not in heading.roles and not cell.is_blank
        ),
        {year: row[place] for place, year in heading.years.items()},
        None if heading.total is None else row[heading.total],
    )
