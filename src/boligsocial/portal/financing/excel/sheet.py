"""A sheet of a budget, read row by row into costs and funding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from boligsocial.messages import Message
from boligsocial.portal.amounts import KRONER, AmountError, Unit, øre_of
from boligsocial.portal.financing.definitions import ACROSS
from boligsocial.portal.financing.excel import vocabulary as words
from boligsocial.portal.financing.excel.grid import Cell, Grid
from boligsocial.portal.financing.excel.layout import Amounts, Heading, Titled, rows_of
from boligsocial.portal.financing.excel.totals import LEAST, Exact, Told, misstated, wrong_sum
from boligsocial.portal.financing.excel.vocabulary import Side


@dataclass(frozen=True)
class LineRead:
    """A cost or a source, and its amounts by year, unrounded øre."""

    side: Side
    what: str
    name: str
    form: str
    area: str
    amounts: Exact


@dataclass(frozen=True)
class RowSeen:
    """A row of the file and what it was taken for."""

    cells: tuple[str, ...]
    number: int
    taken_for: Message


@dataclass
class SheetRead:
    """What a sheet was read as, filled row by row.

    side, area, source and unit are what headings have said for the rows below them; `block` holds
    the lines since the last sum.
    """

    sheet: str
    period: str
    side: Side | None
    area: str | None
    source: str | None = None
    unit: Unit = "kr"
    is_below_years: bool = False
    lines: list[LineRead] = field(default_factory=list)
    block: list[LineRead] = field(default_factory=list)
    faults: list[Told] = field(default_factory=list)
    misstated: list[Told] = field(default_factory=list)
    seen: list[RowSeen] = field(default_factory=list)
    label: str = ""
    area_said: str = ""


def read_sheet(grid: Grid, period: str, first_year: int) -> SheetRead:
    """A sheet with years as columns."""
    read = SheetRead(
        grid.sheet, period, words.side_of(grid.sheet), words.area_in(grid.sheet, period)
    )
    for row, found in rows_of(grid, first_year):
        match found:
            case Heading():
                taken_for = _head(read, found)
            case Titled():
                taken_for = _title(read, found)
            case Amounts():
                taken_for = _row(read, found)
        texts = tuple(cell.text for cell in row)
        read.seen.append(RowSeen(texts, min(cell.row for cell in row) + 1, taken_for))
    return read


def _head(read: SheetRead, heading: Heading) -> Message:
    read.side = heading.side or read.side
    read.unit = heading.unit or read.unit
    read.is_below_years = True
    read.label = read.area_said = ""
    return _HEADING


def _title(read: SheetRead, title: Titled) -> Message:
    read.unit = words.unit_in(title.text) or read.unit
    side = words.side_of(title.text)
    if side:
        read.side, read.source, read.block = side, None, []
    elif read.is_below_years:
        read.area = words.area_in(title.text, read.period) or read.area
        read.source = words.source_in(title.text)
    read.label = read.area_said = ""
    return _TITLE


def _row(read: SheetRead, row: Amounts) -> Message:
    amounts = _amounts(read, row.cells)
    if amounts is None:
        return _FAULT
    if words.is_total(row.label) or _sums_up(read, row, amounts):
        _hold_total(read, row, amounts)
        read.block = []
        return _SUM
    line = _line(read, row, amounts)
    if line is None:
        return _FAULT
    _hold_sum_of_row(read, row, amounts)
    read.lines.append(line)
    read.block.append(line)
    return _COST if line.side == "cost" else _FUNDING


def _line(read: SheetRead, row: Amounts, amounts: Exact) -> LineRead | None:
    label = row.label or read.label
    if not label and not read.source:
        read.faults.append(Told(read.sheet, row.first.place, _NO_WORDS))
        return None
    area, form = _area(read, row), _form(read, row)
    if area is None or form is None:
        return None
    read.label = label
    side: Side = read.side or ("funding" if words.source_in(label) else "cost")
    found = words.source_in(label) or read.source if side == "funding" else words.line_in(label)
    return LineRead(
        side, found or "other", _name(row, label), form if side == "funding" else "", area, amounts
    )


def _name(row: Amounts, label: str) -> str:
    """The row's own words, besides the word that says what it is."""
    written = row.words.get("name")
    others = [cell.text for cell in row.others if cell.text != label]
    said = [
        *([] if words.is_plain_word(label) else [label]),
        *([written.text] if written else []),
        *(each for each in others if not words.is_plain_word(each)),
    ]
    return ", ".join(said)


def _area(read: SheetRead, row: Amounts) -> str | None:
    cell = row.words.get("area")
    text = cell.text if cell else read.area_said
    if text:
        read.area_said = text
        found = words.area_in(text, read.period)
        if found is None and cell:
            read.faults.append(Told(read.sheet, cell.place, _NO_AREA.filled(text=text)))
        return found
    said = [each.text for each in row.others] + [row.label]
    found = next((area for each in said if (area := words.area_in(each, read.period))), None)
    return found or read.area or ACROSS


def _form(read: SheetRead, row: Amounts) -> str | None:
    cell = row.words.get("form")
    if cell is None:
        said = [each.text for each in row.others] + [row.label]
        return next((form for each in said if (form := words.form_in(each))), "cash")
    found = words.form_in(cell.text)
    if found is None:
        read.faults.append(Told(read.sheet, cell.place, _NO_FORM.filled(text=cell.text)))
    return found


def _amounts(read: SheetRead, cells: Mapping[int, Cell]) -> dict[int, Decimal] | None:
    """The amount of each year, unrounded øre; nothing if one cannot be read."""
    found = {year: _amount(read, cell) for year, cell in cells.items()}
    whole = {year: amount for year, amount in found.items() if amount is not None}
    return whole if len(whole) == len(found) else None


def _amount(read: SheetRead, cell: Cell) -> Decimal | None:
    if cell.is_blank or cell.text in words.vocabulary().nothing:
        return Decimal(0)
    if cell.is_number:
        amount = Decimal(repr(cell.value)) * KRONER[read.unit] * 100
        if amount.is_finite() and amount >= 0:
            return amount
        fault = _BELOW_ZERO.filled(text=cell.text)
    elif isinstance(cell.value, str):
        try:
            return Decimal(øre_of(cell.value, read.unit))
        except AmountError as error:
            fault = error.message
    else:
        fault = _NO_AMOUNT.filled(text=cell.text)
    read.faults.append(Told(read.sheet, cell.place, fault))
    return None


def _sums_up(read: SheetRead, row: Amounts, amounts: Exact) -> bool:
    """Whether a row without words is the sum of those above it."""
    if row.words or row.others or not read.block:
        return False
    return not misstated(read.sheet, row.cells, amounts, [_exact(read.block)])


def _hold_total(read: SheetRead, row: Amounts, amounts: Exact) -> None:
    side = read.side or (read.lines[-1].side if read.lines else "cost")
    of_side = [line for line in read.lines if line.side == side]
    candidates = [_exact(each) for each in (read.block, of_side, read.lines)]
    read.misstated += misstated(read.sheet, row.cells, amounts, candidates)
    _hold_sum_of_row(read, row, amounts)


def _hold_sum_of_row(read: SheetRead, row: Amounts, amounts: Exact) -> None:
    if row.total is None or row.total.is_blank:
        return
    stated = _amount(read, row.total)
    summed = sum(amounts.values(), Decimal(0))
    if stated is not None and abs(stated - summed) >= LEAST:
        read.misstated.append(Told(read.sheet, row.total.place, wrong_sum(stated, summed)))


def _exact(lines: list[LineRead]) -> list[Exact]:
    return [line.amounts for line in lines]


_HEADING = Message("years")
_TITLE = Message("words")
_SUM = Message("sum, checked")
_COST = Message("a cost")
_FUNDING = Message("funding")
_FAULT = Message("could not be read")
_NO_WORDS = Message("this row has amounts and no words; write what they are for")
_NO_AREA = Message("{text} is no focus area; write one of them, or leave it empty")
_NO_FORM = Message("{text} is not cash, hours or premises; write one of them")
_BELOW_ZERO = Message("{text} is below zero; write an amount from zero")
_NO_AMOUNT = Message("{text} is no amount; write kroner")
