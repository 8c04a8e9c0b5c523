"""A plan as a workbook: sums are formulas, and what it holds can be changed and read again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from boligsocial.messages import Message
from boligsocial.portal.financing.definitions import Source, rules
from boligsocial.portal.financing.sums import Cost, Funding, Plan, by_year, local_share, total
from boligsocial.portal.financing.words import area_name, form_name, line_name, source_name
from boligsocial.portal.writing import said

_WIDTH_OF_WORDS, _WIDTH_OF_AMOUNTS = 30, 16
_SHARE_ROW = 7


@dataclass(frozen=True)
class _Page:
    """A sheet of rows: the headings of its words, and the words and øre of each row."""

    name: str
    headings: Sequence[str]
    rows: Sequence[tuple[Sequence[str], Sequence[int]]]


def as_workbook(plan: Plan, title: str) -> bytes:
    """Budget and funding on a sheet each, and a third with whether they agree and what is local."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        budget, funding = _budget(plan), _funding(plan)
        for page, rows in ((budget, plan.costs), (funding, plan.funding)):
            _write(book, page, plan.years, by_year(plan, rows))
        _write_control(book, plan, title, (budget, funding))
    return out.getvalue()


def _budget(plan: Plan) -> _Page:
    return _Page(
        gettext("Budget"),
        [gettext("Line"), gettext("In own words"), gettext("Focus area")],
        [(_words(plan, row), row.øre) for row in plan.costs],
    )


def _funding(plan: Plan) -> _Page:
    return _Page(
        gettext("Financing"),
        [gettext("Source"), gettext("In own words"), gettext("Focus area"), gettext("Form")],
        [(_words(plan, row), row.øre) for row in plan.funding],
    )


def _words(plan: Plan, row: Cost | Funding) -> list[str]:
    area = _capitalised(area_name(plan.period, row.area))
    if isinstance(row, Cost):
        return [_capitalised(line_name(row.line)), row.name, area]
    return [
        _capitalised(source_name(row.source)),
        row.name,
        area,
        _capitalised(form_name(row.form)),
    ]


def _write(book: Any, page: _Page, years: Sequence[int], sums: Sequence[int]) -> None:  # noqa: ANN401
    """The rows with a sum behind each, and a row of sums below them."""
    sheet = book.add_worksheet(page.name)
    head = book.add_format({"bold": True, "bottom": 1})
    money, sum_money = (
        book.add_format({"num_format": "#,##0.00", **more}) for more in ({}, {"bold": True})
    )
    first = len(page.headings)
    sheet.set_column(0, first - 1, _WIDTH_OF_WORDS)
    sheet.set_column(first, first + len(years), _WIDTH_OF_AMOUNTS)
    sheet.freeze_panes(1, 1)
    for column, text in enumerate((*page.headings, *map(str, years), gettext("In all"))):
        sheet.write_string(0, column, text, head)
    for at, (words, øre) in enumerate(page.rows, start=1):
        for column, text in enumerate(words):
            sheet.write_string(at, column, text)
        for column, amount in enumerate(øre, start=first):
            sheet.write_number(at, column, amount / 100, money)
        _sum(sheet, at, first + len(years), xl_range(at, first, at, first + len(years) - 1),
             sum(øre), sum_money)  # fmt: skip
    below = len(page.rows) + 1
    sheet.write_string(below, 0, gettext("In all"), head)
    for column, amount in enumerate((*sums, sum(sums)), start=first):
        above = xl_range(1, column, len(page.rows), column) if page.rows else "0"
        _sum(sheet, below, column, above, amount, sum_money)


def _sum(sheet: Any, row: int, column: int, of: str, øre: int, look: Any) -> None:  # noqa: ANN401
    sheet.write_formula(row, column, f"=SUM({of})", look, øre / 100)


def _write_control(book: Any, plan: Plan, title: str, pages: tuple[_Page, _Page]) -> None:  # noqa: ANN401
    """Whether both sides agree and what share is local, as formulas on the other sheets."""
    sheet = book.add_worksheet(gettext("Check"))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, _WIDTH_OF_AMOUNTS)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    money = book.add_format({"num_format": "#,##0.00"})
    percent = book.add_format({"num_format": "0.00%"})
    for at, (words, formula, value) in enumerate(_checks(plan, pages), start=2):
        sheet.write_string(at, 0, words)
        sheet.write_formula(at, 1, f"={formula}", percent if at == _SHARE_ROW else money, value)


def _checks(plan: Plan, pages: tuple[_Page, _Page]) -> Iterator[tuple[str, str, float]]:
    """The words, the formula and the value of each line of the check, from B3 downwards."""
    budget, funding = pages
    sides = ((budget, total(plan.costs)), (funding, total(plan.funding)))
    for page, øre in sides:
        cell = xl_rowcol_to_cell(len(page.rows) + 1, len(page.headings) + len(plan.years))
        yield f"{page.name}, {gettext('In all')}, kr.", f"'{page.name}'!{cell}", øre / 100
    yield gettext("Missing, kr."), "B3-B4", (sides[0][1] - sides[1][1]) / 100
    found = local_share(plan, rules())
    local = [each for each in rules().source if each.is_local]
    for words, sources, øre in (
        (gettext("Local, kr."), local, found.local),
        (gettext("Counted in the local share, kr."), rules().source, found.whole),
    ):
        yield words, _sum_of(funding, len(plan.years), sources), øre / 100
    yield gettext("Local share"), "IF(B7=0,0,B6/B7)", float(found.share or 0)


def _sum_of(page: _Page, years: int, sources: Iterable[Source]) -> str:
    """What some sources pay in the forms that count, as a formula on the sheet of the funding."""
    if not page.rows:
        return "0"
    columns = (len(page.headings) + years, 0, len(page.headings) - 1)
    amounts, source, form = (
        f"'{page.name}'!{xl_range_abs(1, each, len(page.rows), each)}" for each in columns
    )
    forms = [each for each in rules().form if rules().in_kind.counts or not each.is_in_kind]
    return "+".join(
        f'SUMIFS({amounts},{source},"{_capitalised(source_name(payer.id))}",'
        f'{form},"{_capitalised(form_name(paid_with.id))}")'
        for payer in sources
        for paid_with in forms
    )


def _capitalised(message: Message) -> str:
    text = said(message)
    return text[:1].upper() + text[1:]
