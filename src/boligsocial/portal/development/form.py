"""What is written in the forms of plans, read or told what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from boligsocial.law.development.dwellings import KINDS, Dwellings, Measure
from boligsocial.law.development.rules import development_rules
from boligsocial.messages import Message, UserError
from boligsocial.portal.development.models import PlanVersion
from boligsocial.portal.development.services import MeasureGiven, VersionGiven
from boligsocial.portal.forms import day_in

_WHOLE = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+|[0-9]+")
_LONGEST = 9
"""Of a number of dwellings, households or square metres."""
_EMPTY_ROWS = 3
ANSWERS = {"yes": True, "no": False}
COUNTS = ("family", "other_social", "private", "demolished", "business_m2")


@dataclass(frozen=True)
class Row:
    """A row of the form's measures, as it is written."""

    kind: str = ""
    on: str = ""
    amount: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.on.strip() or self.amount.strip() or self.words.strip())


@dataclass(frozen=True)
class Written:
    """The form as it is filled in."""

    made_from: str
    counted_on: str
    counts: dict[str, str]
    residents: str
    listed_share: str
    answers: dict[str, str]
    note: str
    rows: list[Row]


def written_of(version: PlanVersion | None, today: date) -> Written:
    """The form filled in from a version, with some empty rows."""
    empty = [Row() for _ in range(_EMPTY_ROWS)]
    if version is None:
        counts = dict.fromkeys(COUNTS, "")
        return Written("0", today.isoformat(), counts, "", "", {}, "", empty)
    rows = [
        Row(each.kind, each.on.isoformat(), str(each.amount), each.words)
        for each in version.measures.all()
    ]
    known = {True: "yes", False: "no"}
    return Written(
        str(version.number),
        version.counted_on.isoformat(),
        {name: str(getattr(version, name)) for name in COUNTS},
        "" if version.residents is None else str(version.residents),
        "" if version.listed_share is None else f"{version.listed_share.normalize():f}",
        {name: known[answer] for name, answer in version.answers.items()},
        "",
        rows + empty,
    )


def written_in(post: QueryDict) -> Written:
    """The form as it was sent, with its rows kept."""
    names = ("measure_kind", "measure_on", "measure_amount", "measure_words")
    rows = [Row(*each) for each in zip(*(post.getlist(name) for name in names), strict=False)]
    return Written(
        post.get("made_from", ""),
        post.get("counted_on", ""),
        {name: post.get(name, "") for name in COUNTS},
        post.get("residents", ""),
        post.get("listed_share", ""),
        {name: post.get(f"answer-{name}", "") for name in answered()},
        post.get("note", ""),
        [*(each for each in rows if not each.is_empty), *(Row() for _ in range(_EMPTY_ROWS))],
    )


def version_given(written: Written) -> VersionGiven:
    """What the form says.

    Raises:
        UserError: a number or a day that is none, told with its row.
    """
    counts = {
        name: number(given or "0", COUNT_NAMES[name]) for name, given in written.counts.items()
    }
    return VersionGiven(
        number(written.made_from or "0", Message("version")),
        day(written.counted_on, Message("the day of the count")),
        Dwellings(**counts),
        tuple(_measures(written)),
        number(written.residents, Message("residents")) if written.residents.strip() else None,
        _per_cent(written.listed_share),
        {name: ANSWERS[said] for name, said in written.answers.items() if said in ANSWERS},
        written.note,
    )


def day(given: str, what: Message) -> date:
    """A day as a browser sends it.

    Raises:
        UserError: it is none.
    """
    return day_in(given, _NO_DAY.filled(what=what))


def number(given: str, what: Message) -> int:
    """A whole number from zero, with or without the marks of thousands.

    Raises:
        UserError: it is none.
    """
    if not _WHOLE.fullmatch(given.strip()) or len(given.strip()) > _LONGEST:
        raise UserError("write a whole number for {what}, for example 1200", what=what)
    return int(given.strip().replace(".", "").replace(",", ""))


def _measures(written: Written) -> Iterator[MeasureGiven]:
    for place, row in enumerate((each for each in written.rows if not each.is_empty), 1):
        kind = next((each for each in KINDS if each == row.kind), None)
        if kind is None:
            raise UserError("choose what kind of measure row {row} is", row=place)
        what = _ROW.filled(row=place)
        yield MeasureGiven(Measure(kind, day(row.on, what), number(row.amount, what)), row.words)


def _per_cent(given: str) -> Decimal | None:
    if not given.strip():
        return None
    try:
        value = Decimal(given.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 100:
        raise UserError("write a share from 0 to 100 per cent, for example 12,5")
    return value


def answered() -> dict[str, Message]:
    """The conditions of a dispensation that people answer, by id; the others are measured."""
    every = (each for rule in development_rules().dispensation for each in rule.condition)
    return {each.id: Message(each.name) for each in every if not each.measure}


_NO_DAY = Message("choose a day for {what}")
_ROW = Message("row {row}")
COUNT_NAMES = {
    "family": Message("social family dwellings"),
    "other_social": Message("youth and elderly dwellings"),
    "private": Message("private dwellings"),
    "demolished": Message("dwellings demolished after 2010 and not replaced"),
    "business_m2": Message("business space, m²"),
}
