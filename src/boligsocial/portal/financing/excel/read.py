"""A budget as people keep it in Excel, read into a plan, or told cell by cell why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from boligsocial.messages import InputError, Message
from boligsocial.portal.financing.definitions import periods, rules
from boligsocial.portal.financing.excel import vocabulary as words
from boligsocial.portal.financing.excel.grid import grids
from boligsocial.portal.financing.excel.layout import heading_of, upright
from boligsocial.portal.financing.excel.sheet import LineRead, RowSeen, SheetRead, read_sheet
from boligsocial.portal.financing.excel.totals import Told
from boligsocial.portal.financing.sums import Cost, Funding, Plan


@dataclass(frozen=True)
class BookRead:
    """What a workbook was read as.

    plan: nothing if a cell could not be read, so that nothing half-read is ever saved. faults: the
    cells that could not be. misstated: sums in the file that its amounts do not come to. seen: the
    rows of each sheet and what they were taken for. left_out: the sheets that were not read.
    """

    file: str
    plan: Plan | None
    faults: tuple[Told, ...]
    misstated: tuple[Told, ...]
    seen: tuple[tuple[str, tuple[RowSeen, ...]], ...]
    left_out: tuple[tuple[str, Message], ...]


def read_budget(content: bytes, file: str, first_year: int) -> BookRead:
    """The budget in a workbook. `first_year` is what it means by year 1, if it counts years so.

    Raises:
        InputError: not a workbook, or nothing in it has years above amounts.
    """
    period = periods().period[0].id
    read: list[SheetRead] = []
    left_out: list[tuple[str, Message]] = []
    for grid in grids(content, file):
        turned = upright(grid, first_year)
        if words.is_summary(grid.sheet):
            left_out.append((grid.sheet, _SUMMARY))
        elif not any(heading_of(row, first_year) for row in turned.rows):
            left_out.append((grid.sheet, _NO_YEARS))
        else:
            read.append(read_sheet(turned, period, first_year))
    lines = [line for sheet in read for line in sheet.lines]
    faults = tuple(told for sheet in read for told in sheet.faults)
    if not lines and not faults:
        raise InputError(
            "no amounts below years were found; write the years as headings, for example 2027, "
            "2028, with an amount below each",
            file=file,
        )
    return BookRead(
        file,
        None if faults else _plan(lines, period, file),
        faults,
        tuple(told for sheet in read for told in sheet.misstated),
        tuple((sheet.sheet, tuple(sheet.seen)) for sheet in read),
        tuple(left_out),
    )


def _plan(lines: Sequence[LineRead], period: str, file: str) -> Plan:
    found = {year for line in lines for year in line.amounts}
    years = tuple(range(min(found), max(found) + 1))
    size = rules().size
    if len(years) > size.most_years:
        raise InputError(
            "has the years {first} to {last}, and a plan has at most {most}",
            file=file, first=str(years[0]), last=str(years[-1]), most=size.most_years,
        )  # fmt: skip
    if len(lines) > size.most_rows:
        raise InputError(
            "has {count} rows of amounts, and a plan has at most {most}; sum up the smallest",
            file=file, count=len(lines), most=size.most_rows,
        )  # fmt: skip

    def øre(line: LineRead) -> tuple[int, ...]:
        return tuple(
            int(line.amounts.get(year, Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP))
            for year in years
        )

    return Plan(
        period,
        years,
        tuple(
            Cost(line.what, line.name, line.area, øre(line))
            for line in lines
            if line.side == "cost"
        ),
        tuple(
            Funding(line.what, line.name, line.form, line.area, øre(line))
            for line in lines
            if line.side == "funding"
        ),
    )


_SUMMARY = Message("sums up other sheets, so it was left out")
_NO_YEARS = Message("has no years above amounts, so it was left out")
