"""Asks Statistics Denmark's StatBank, and keeps what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import polars as pl

from boligsocial.messages import Message
from boligsocial.registers.statbank.cache import Cache, Kept
from boligsocial.registers.statbank.errors import (
    RefusedError,
    StatbankError,
    TooManyCellsError,
    UnexpectedReplyError,
    UnknownChoiceError,
    UnreachableError,
)
from boligsocial.registers.statbank.figures import Figures, Provenance
from boligsocial.registers.statbank.gaps import not_delivered, skipped_ages, without_figure
from boligsocial.registers.statbank.municipalities import area_variable
from boligsocial.registers.statbank.replies import (
    Columns,
    Reply,
    read_cells,
    read_list,
    read_tableinfo,
)
from boligsocial.registers.statbank.selections import Selection, cells_in, select
from boligsocial.registers.statbank.settings import StatbankSettings, statbank_settings
from boligsocial.registers.statbank.source import statbank_source
from boligsocial.registers.statbank.tableinfo import TableInfo
from boligsocial.registers.statbank.transport import Question, address_of, fetch

Form = Literal["JSONSTAT", "CSV", "BULK"]
Read = TypeVar("Read")

SUBJECT: Columns = {"id": pl.String, "description": pl.String, "active": pl.Boolean}
TABLE: Columns = {
    "id": pl.String, "text": pl.String, "unit": pl.String, "updated": pl.String,
    "firstPeriod": pl.String, "latestPeriod": pl.String, "active": pl.Boolean,
    "variables": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True)
class Answer(Generic[Read]):
    """An answer, when it was fetched, and whether it is old because no newer could be had."""

    content: Read
    fetched: datetime
    stale: bool


@dataclass(frozen=True)
class Statbank:
    """Statistics Denmark's StatBank, with a folder for what it has answered.

    Lists and descriptions of tables are used again for the settings' fresh hours, figures for as
    long as their table is not updated; both also when Statistics Denmark cannot be reached, and
    then they are called stale. `language` (`da` or `en`) is that of texts.

    Every function raises UnreachableError, RefusedError or UnexpectedReplyError.
    """

    cache: Cache
    settings: StatbankSettings = field(default_factory=statbank_settings)
    language: str = "en"

    def subjects(self, within: Sequence[str] = ()) -> Answer[pl.DataFrame]:
        """The subjects, or those right below some: the columns of SUBJECT."""
        question = self._question(**_if_any("subjects", within))
        read = partial(read_list, columns=SUBJECT, below="subjects" if within else None)
        return self._ask("subjects", question, read, self._is_recent)

    def tables(self, subjects: Sequence[str] = ()) -> Answer[pl.DataFrame]:
        """The tables that are kept up to date, of all or some subjects: the columns of TABLE."""
        question = self._question(**_if_any("subjects", subjects))
        read = partial(read_list, columns=TABLE, below=None)
        return self._ask("tables", question, read, self._is_recent)

    def tableinfo(self, table: str) -> Answer[TableInfo]:
        """What a table is, with its variables and their values.

        Raises:
            UnknownChoiceError: there is no such table; those with a name like it are told.
        """
        name = table.strip().upper()
        try:
            return self._ask(
                "tableinfo", self._question(table=name), partial(read_tableinfo, table=name),
                self._is_recent,
            )  # fmt: skip
        except RefusedError as refusal:
            raise self._unknown_table(name, refusal) from None

    def data(
        self,
        table: str,
        where: Mapping[str, str | Sequence[str]] | None = None,
        periods: str | None = None,
        form: Form | None = None,
    ) -> Figures:
        """Figures of a table; `selections.select` says what `where` and `periods` may be.

        Without a `form` it is JSON-stat, or for more cells than one reply holds the streamed BULK.

        Raises:
            UnknownChoiceError: a table, variable or value that there is not, or one to choose.
            TooManyCellsError: more cells than one reply holds, and no values for some variable.
        """
        described = self.tableinfo(table)
        info = described.content
        asked = select(info, where or {}, periods)
        chosen = form or _form_for(info, asked)
        question = self._data_question(info, asked, chosen)
        answer = self._ask(
            "data", question, partial(read_cells, form=chosen, info=info, asked=asked),
            lambda kept: kept.updated == info.updated, info.updated,
        )  # fmt: skip
        stale = described.stale or answer.stale
        area = area_variable(info)
        return Figures(
            table=answer.content.cells,
            texts={name: info.variable(name).texts for name in asked},
            area=area.id if area is not None and area.id in asked else None,
            provenance=self._provenance(info, asked, question, answer, stale),
            notes=tuple(_notes(info, asked, answer, stale)),
        )

    def _question(self, **content: Any) -> Question:  # noqa: ANN401
        return {**content, "lang": self.language, "format": "JSON"}

    def _data_question(self, info: TableInfo, asked: Selection, form: Form) -> Question:
        left_out = [each.id for each in info.variables if each.id not in asked]
        if form == "BULK" and left_out:
            raise UnknownChoiceError(
                Message("BULK needs values of every variable; choose values of {variables}"),
                variables=", ".join(left_out),
            )
        variables = [
            {"code": name, "values": ["*"] if codes == info.variable(name).codes else list(codes)}
            for name, codes in asked.items()
        ]
        codes = {} if form == "JSONSTAT" else {"valuePresentation": "Code"}
        return {"table": info.id, "lang": self.language, "format": form, **codes,
                "variables": variables}  # fmt: skip

    def _ask(
        self, function: str, question: Question, read: Callable[[Path], Read],
        is_fresh: Callable[[Kept], bool], updated: datetime | None = None,
    ) -> Answer[Read]:  # fmt: skip
        address = address_of(function, self.settings)
        old = self._kept(address, question, read)
        if old is not None and is_fresh(old[0]):
            return Answer(old[1], old[0].fetched, stale=False)
        try:
            with self.cache.room() as received:
                fetch(function, question, received, self.settings)
                fetched = datetime.now(UTC)
                # Read before it is kept: a reply that is not what was asked for is not kept.
                content = read(received)
                self.cache.keep(address, question, received, fetched, updated)
            return Answer(content, fetched, stale=False)
        except (UnreachableError, UnexpectedReplyError):
            if old is None:
                raise
            return Answer(old[1], old[0].fetched, stale=True)

    def _kept(
        self, address: str, question: Question, read: Callable[[Path], Read]
    ) -> tuple[Kept, Read] | None:
        """A kept answer and what it says; none that does not answer the question as it is now."""
        kept = self.cache.find(address, question)
        try:
            return None if kept is None else (kept, read(kept.body))
        except UnexpectedReplyError:
            return None

    def _is_recent(self, kept: Kept) -> bool:
        return datetime.now(UTC) - kept.fetched < timedelta(hours=self.settings.fresh_hours)

    def _unknown_table(self, name: str, refusal: RefusedError) -> StatbankError:
        try:
            known = self.tables().content["id"].to_list()
        except StatbankError:
            return refusal
        near = get_close_matches(name, known, 5)
        if name in known or not near:
            return refusal
        return UnknownChoiceError(
            Message("there is no table {table}; tables with a name like it are {near}"),
            table=name,
            near=", ".join(near),
        )

    def _provenance(
        self, info: TableInfo, asked: Selection, question: Question, answer: Answer[Reply],
        stale: bool,
    ) -> Provenance:  # fmt: skip
        source = statbank_source()
        periods = sorted(asked[info.time.id]) if info.time is not None else []
        return Provenance(
            table=info.id, title=info.text, unit=info.unit,
            updated=answer.content.updated or info.updated,
            fetched=answer.fetched, stale=stale,
            first_period=periods[0] if periods else None,
            last_period=periods[-1] if periods else None,
            address=address_of("data", self.settings), question=question,
            attribution=source.attribution.format(table=info.id),
            licence=source.licence, licence_address=source.licence_address,
        )  # fmt: skip


def _if_any(name: str, values: Sequence[str]) -> dict[str, list[str]]:
    return {name: list(values)} if values else {}


def _form_for(info: TableInfo, asked: Selection) -> Form:
    cells, most = cells_in(asked), statbank_source().most_cells
    if cells <= most:
        return "JSONSTAT"
    left_out = [each.id for each in info.variables if each.id not in asked]
    if left_out:
        raise TooManyCellsError(
            Message(
                "{cells} cells of {table} are asked for, more than the {most} of one reply; choose "
                "fewer values, or also values of {variables}, so that they can be streamed"
            ),
            cells=cells, table=info.id, most=most, variables=", ".join(left_out),
        )  # fmt: skip
    return "BULK"


def _notes(
    info: TableInfo, asked: Selection, answer: Answer[Reply], stale: bool
) -> Iterator[Message]:
    if stale:
        yield Message(
            "Statistics Denmark could not be reached; these figures were fetched on {day}",
            {"day": answer.fetched.date()},
        )
    if not info.active:
        yield Message("the table {table} is no longer kept up to date", {"table": info.id})
    yield from skipped_ages(each for each in info.variables if each.id in asked)
    yield from not_delivered(answer.content.cells, asked)
    yield from without_figure(answer.content.cells)
