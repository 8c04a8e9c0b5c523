"""A plan as it stands in the form: what was written, and what could not be read.

Each column of the form comes as a list with a value for each row, amounts as `cost-y0`, `cost-y1`
and so on for the first year and those after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from boligsocial.messages import Message, UserError
from boligsocial.portal.amounts import AmountError, written_øre, øre_of
from boligsocial.portal.financing.definitions import ACROSS, periods, rules
from boligsocial.portal.financing.sums import Cost, Funding, Plan
from boligsocial.portal.people.models import today


@dataclass(frozen=True)
class Cell:
    """An amount as it was written, and why it cannot be read, if it cannot."""

    written: str
    øre: int = 0
    mistake: Message | None = None


@dataclass(frozen=True)
class RowWritten:
    """A row of the form: `what` is a line of the budget or a source; costs have no form."""

    what: str
    name: str = ""
    area: str = ""
    form: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def øre(self) -> tuple[int, ...]:
        return tuple(cell.øre for cell in self.cells)


@dataclass(frozen=True)
class Written:
    """The whole form. `mistakes` are those of the form itself; cells tell their own."""

    period: str
    first_year: int
    count: int
    costs: tuple[RowWritten, ...]
    funding: tuple[RowWritten, ...]
    made_from: int = 0
    note: str = ""
    file_name: str = ""
    mistakes: tuple[Message, ...] = field(default=())

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.first_year + self.count))

    @property
    def plan(self) -> Plan:
        """The plan that is written; a cell that cannot be read is nothing in it."""
        return Plan(
            self.period,
            self.years,
            tuple(Cost(row.what, row.name, row.area, row.øre) for row in self.costs),
            tuple(Funding(row.what, row.name, row.form, row.area, row.øre) for row in self.funding),
        )

    @property
    def unread(self) -> list[tuple[str, Message]]:
        """The place in the form and the words of each cell that cannot be read."""
        return [
            (f"{side}-y{year}-{place}", cell.mistake)
            for side, rows in (("cost", self.costs), ("funding", self.funding))
            for place, row in enumerate(rows)
            for year, cell in enumerate(row.cells)
            if cell.mistake
        ]


def first_years() -> range:
    """The years that a plan may begin with."""
    return range(periods().period[-1].first_year, today().year + rules().size.most_years)


def blank_form(first_year: int) -> Written:
    """The form of a plan that has not been begun: a row for each usual line and source."""
    size, nothing = rules().size, tuple(Cell("") for _ in range(rules().size.years))
    areas = periods().period[0].area
    return Written(
        periods().period[0].id,
        first_year,
        size.years,
        (
            RowWritten("management", "", ACROSS, "", nothing),
            *(RowWritten("wages", "", each.id, "", nothing) for each in areas),
        ),
        tuple(
            RowWritten(each.id, "", ACROSS, "cash", nothing) for each in rules().source[:3]
        ),
    )  # fmt: skip


def form_of(plan: Plan, made_from: int, language: str, note: str = "", file_name: str = "") -> (
    Written
):  # fmt: skip
    """The form that shows a plan."""
    return Written(
        plan.period,
        plan.years[0],
        len(plan.years),
        tuple(
            RowWritten(row.line, row.name, row.area, "", _cells(row.øre, language))
            for row in plan.costs
        ),
        tuple(
            RowWritten(row.source, row.name, row.area, row.form, _cells(row.øre, language))
            for row in plan.funding
        ),
        made_from,
        note,
        file_name,
    )


def read_form(given: QueryDict) -> Written:
    """The form as it was sent.

    Raises:
        UserError: it is not the form of the page.
    """
    period = given.get("period", "")
    if period not in {each.id for each in periods().period}:
        raise _NOT_WHOLE
    first_year = _number(given.get("first_year", ""))
    if first_year not in first_years():
        raise _NOT_WHOLE
    written = Written(
        period,
        first_year,
        0,
        _rows(given, "cost", ("what", "name", "area")),
        _rows(given, "funding", ("what", "name", "area", "form")),
        _number(given.get("made_from", "0")),
        given.get("note", ""),
        given.get("file_name", ""),
    )
    return _with_years(written, _number(given.get("count", "")))


def changed(written: Written, given: QueryDict) -> Written:
    """The form with a row more or less, as the button says that was pressed."""
    rows = {"cost": written.costs, "funding": written.funding}
    nothing = tuple(Cell("") for _ in range(written.count))
    if (side := given.get("add", "")) in rows:
        first = rules().line[0].id if side == "cost" else rules().source[0].id
        form = "" if side == "cost" else "cash"
        rows[side] += (RowWritten(first, "", ACROSS, form, nothing),)
    # A field called `remove` would hide the form's own method of that name from htmx.
    side, _, place = given.get("leave_out", "").rpartition("-")
    if side in rows and place.isdecimal():
        rows[side] = tuple(row for at, row in enumerate(rows[side]) if at != int(place))
    return replace(written, costs=rows["cost"], funding=rows["funding"])


def _rows(given: QueryDict, side: str, columns: Sequence[str]) -> tuple[RowWritten, ...]:
    texts = {column: given.getlist(f"{side}-{column}") for column in columns}
    amounts = [given.getlist(f"{side}-y{place}") for place in range(rules().size.most_years)]
    amounts = [each for each in amounts if each]
    if len({len(each) for each in (*texts.values(), *amounts)}) > 1:
        raise _NOT_WHOLE
    return tuple(
        RowWritten(
            **{column: values[place] for column, values in texts.items()},
            cells=tuple(_cell(each[place]) for each in amounts),
        )
        for place in range(len(texts["what"]))
    )


def _with_years(written: Written, count: int) -> Written:
    """The form with so many years; one that holds an amount is not taken away."""
    if not 1 <= count <= rules().size.most_years:
        raise UserError("a plan has 1 to {most} years", most=rules().size.most_years)
    rows = (*written.costs, *written.funding)
    last = max(
        (place + 1 for row in rows for place, cell in enumerate(row.cells) if cell.written.strip()),
        default=0,
    )
    held = max(count, last)
    mistakes: tuple[Message, ...] = ()
    if last > count:
        year = written.first_year + last - 1
        mistakes = (_YEAR_IN_USE.filled(year=str(year)),)

    def sized(row: RowWritten) -> RowWritten:
        cells = (*row.cells, *(Cell("") for _ in range(held)))
        return replace(row, cells=cells[:held])

    return replace(
        written,
        count=held,
        costs=tuple(map(sized, written.costs)),
        funding=tuple(map(sized, written.funding)),
        mistakes=mistakes,
    )


def _cell(text: str) -> Cell:
    if not text.strip():
        return Cell("")
    try:
        return Cell(text, øre_of(text))
    except AmountError as error:
        return Cell(text, 0, error.message)


def _cells(amounts: Sequence[int], language: str) -> tuple[Cell, ...]:
    return tuple(Cell(written_øre(øre, language) if øre else "", øre) for øre in amounts)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


_NOT_WHOLE = UserError("the form did not come whole; load the page anew")
_YEAR_IN_USE = Message("{year} has amounts; empty it before you leave it out")
