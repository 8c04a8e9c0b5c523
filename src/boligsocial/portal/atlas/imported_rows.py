"""The areas of the reader's own list as rows that can be sorted, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from boligsocial.law.verdicts import AreaVerdict, Turn, Verdict
from boligsocial.messages import Message
from boligsocial.portal import words
from boligsocial.portal.components import Heading
from boligsocial.portal.danish import danish_order
from boligsocial.portal.downloads import Book, Cell, Sheet, yes_no
from boligsocial.portal.statuses import NAMES, status_held
from boligsocial.portal.theme import status_look
from boligsocial.portal.writing import said
from boligsocial.registers.imported_lists import ImportedList
from boligsocial.snapshots.imported import missing

NO_STATUS = Message("None of the statuses")


@dataclass(frozen=True)
class ImportedArea:
    """One area of the list: what the law says of it, and what keeps it from saying more."""

    verdict: AreaVerdict

    @property
    def name(self) -> str:
        return str(self.verdict.area["area"])

    @property
    def municipality(self) -> str:
        return str(self.verdict.area["municipality"])

    @property
    def residents(self) -> int | None:
        residents = self.verdict.area["residents"]
        return None if residents is None else int(residents)

    @cached_property
    def status(self) -> str:
        return status_held(self.verdict)

    @property
    def status_words(self) -> Message:
        return NO_STATUS if self.status == "none" else NAMES[self.status]

    @property
    def way(self) -> Message:
        """The shortest way to the other side of the outermost status; nothing if it is not told."""
        holds = self.verdict.statuses[self.verdict.rules.statuses[0].id]
        return Message("") if holds is None else words.way_over(self.turn, holds)

    @cached_property
    def missing(self) -> tuple[Message, ...]:
        return missing(self.verdict)

    @property
    def open_statuses(self) -> tuple[str, ...]:
        """The statuses that cannot be told."""
        return tuple(each for each, holds in self.verdict.statuses.items() if holds is None)

    @property
    def counted(self) -> Sequence[str]:
        """The criteria that the outermost status counts."""
        return self.verdict.rules.statuses[0].of

    @property
    def met(self) -> int:
        return sum(self.verdict.verdict(each).met is True for each in self.counted)

    @property
    def turn(self) -> Turn | None:
        """The fewest residents that would turn the outermost status."""
        return self.verdict.turn_of(self.verdict.rules.statuses[0].id)

    @property
    def bars(self) -> Iterator[tuple[Message, Verdict, Message]]:
        """Each criterion with its name and the distance to its limit."""
        for verdict in self.verdict.verdicts:
            yield words.criterion_name(verdict.criterion), verdict, words.distance(verdict)


@dataclass(frozen=True)
class _SortColumn:
    title: Message
    key: Callable[[ImportedArea], tuple[object, ...]]
    numeric: bool = False


def _known_first(number: int | None) -> tuple[bool, int]:
    return number is None, number or 0


COLUMNS = {
    "omraade": _SortColumn(Message("Area"), lambda each: danish_order(each.name)),
    "kommune": _SortColumn(Message("Municipality"), lambda each: danish_order(each.municipality)),
    "status": _SortColumn(Message("Status"), lambda each: (-status_look(each.status).level,)),
    "kriterier": _SortColumn(Message("Criteria met"), lambda each: (-each.met,), numeric=True),
    "beboere": _SortColumn(
        Message("Residents"), lambda each: _known_first(each.residents), numeric=True
    ),
    "afstand": _SortColumn(
        Message("Residents to the line"),
        lambda each: _known_first(each.turn.people if each.turn else None),
        numeric=True,
    ),
}


def sorted_areas(areas: Sequence[ImportedArea], sort: str) -> list[ImportedArea]:
    """By a column of `COLUMNS`, turned round with a minus; what is not known, as by name."""
    by_name = sorted(areas, key=COLUMNS["omraade"].key)
    column = COLUMNS.get(sort.removeprefix("-"), COLUMNS["omraade"])
    return sorted(by_name, key=column.key, reverse=sort.startswith("-"))


def headings(sort: str) -> list[Heading]:
    """The columns; a second click on a heading turns the order round."""
    chosen, is_turned = sort.removeprefix("-"), sort.startswith("-")
    return [
        Heading(
            name,
            column.title,
            f"?sorter=-{name}" if name == chosen and not is_turned else f"?sorter={name}",
            ("descending" if is_turned else "ascending") if name == chosen else "",
            column.numeric,
        )
        for name, column in COLUMNS.items()
    ]


def book(imported: ImportedList, areas: Sequence[ImportedArea]) -> Book:
    """One row for each area and criterion, with value, limit, margin and distance."""
    columns = [gettext("Area"), gettext("Municipality"), gettext("List"), gettext("Residents"),
               gettext("Status"), gettext("Criterion"), gettext("Unit"), gettext("Value"),
               gettext("Limit"), gettext("Criterion met"), gettext("Margin"),
               gettext("Residents to the line"), gettext("At most"), gettext("Legal reference"),
               gettext("What is missing")]  # fmt: skip
    widths = [30, 18, 12, 10, 30, 34, 18, 10, 10, 10, 10, 12, 10, 36, 60]
    rows = [_cells(imported, area, each) for area in areas for each in area.verdict.verdicts]
    rules = areas[0].verdict.rules
    about: list[tuple[str, Cell]] = [
        (gettext("List"), imported.on),
        (gettext("File"), imported.source_name),
        ("SHA-256", imported.sha256),
        (gettext("Law"), rules.law),
    ]
    return Book(gettext("One's own list"), about, [Sheet(gettext("Areas"), columns, widths, rows)])


def _cells(imported: ImportedList, area: ImportedArea, verdict: Verdict) -> list[Cell]:
    criterion = verdict.criterion
    name, unit = words.criterion_name(criterion), words.UNITS[criterion.measure.unit]
    return [
        area.name, area.municipality, imported.on, area.residents,
        area.status_words, name, unit,
        verdict.value, verdict.threshold, yes_no(verdict.met), verdict.margin,
        verdict.residents_to_flip, yes_no(verdict.flip_is_upper_bound), criterion.legal_reference,
        " ".join(said(each) for each in area.missing),
    ]  # fmt: skip
