"""The kinds of cases: their phases as data, and which steps are lawful from where a case is.

A kind is a file in `kinds/`. Nothing here knows of a database: a case is where it is, with the
documents it has and the checks that are done, and the answer says what it may do next and why not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import Message
from boligsocial.portal.people.models import OrganisationKind
from boligsocial.portal.people.words import listed

HERE = Path(__file__).parent / "kinds"
Side = Literal["fund", "parties"]
Months = Annotated[int, Field(ge=0)]


class Heading(Definition):
    """A heading of a text, for the one who writes to begin from."""

    name: str


class Asked(Definition):
    """A document that a phase asks for, or a check that is to be made in it.

    fact: what another room must know of the case instead (`facts.py`); nobody ticks it off. fills:
    the document fills itself from the figures, `key_figures` or `master_data`. headings: what a
    text begins with. writer: the side that alone writes it.
    """

    id: str
    name: str
    is_required: bool = True
    fact: str = ""
    fills: Literal["", "key_figures", "master_data"] = ""
    headings: tuple[Heading, ...] = ()
    writer: Side | None = None


class Phase(Definition):
    """A phase of a case.

    moves: the phases that may follow, with the side that takes the step. months: how long it
    usually lasts, from and to, where that is known. breaks_off: a case may come here whatever it
    lacks. repeats: what it asks for is asked for anew each time. decides: coming here is a
    decision, which decision-makers take. days: after so many the case is late; nothing official is
    known, so they are this portal's. A phase without moves is an end.
    """

    id: str
    name: str
    moves: Mapping[str, Side] = {}
    document: tuple[Asked, ...] = ()
    check: tuple[Asked, ...] = ()
    months: tuple[Months, Months] | None = None
    breaks_off: bool = False
    repeats: bool = False
    decides: bool = False
    days: int | None = None
    basis: str = ""

    @property
    def is_end(self) -> bool:
        return not self.moves


class Kind(Definition):
    """A kind of case, and the part of the frame that it is paid from.

    order: its place among the kinds. about: the geographies that it may be about. opens_where:
    facts of the places that must hold. needs_parties: the kinds of organisation that must be among
    its parties before it goes on.
    """

    id: str
    name: str
    part: str
    first: str
    source: str
    note: str = ""
    order: int
    about: tuple[Literal["area", "estate"], ...] = ("area", "estate")
    opens_where: tuple[str, ...] = ()
    needs_parties: tuple[OrganisationKind, ...] = ()
    phase: tuple[Phase, ...]

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        ids = [phase.id for phase in self.phase]
        if len(set(ids)) < len(ids):
            raise ValueError("two phases have the same id")
        unknown = {to for phase in self.phase for to in phase.moves} | {self.first}
        if unknown := unknown - set(ids):
            raise ValueError(f"no such phase: {', '.join(sorted(unknown))}")
        if lost := set(ids) - self._reached_from(self.first):
            raise ValueError(f"no way leads to {', '.join(sorted(lost))}")
        ends = {phase.id for phase in self.phase if phase.is_end}
        if stuck := [each for each in ids if not self._reached_from(each) & ends]:
            raise ValueError(f"no way leads to an end from {', '.join(stuck)}")
        return self

    @property
    def committing(self) -> frozenset[str]:
        """The phases in which something is committed."""
        return frozenset(each.id for each in self.phase if each.decides and not each.breaks_off)

    def phase_of(self, phase: str) -> Phase:
        """The phase with an id.

        Raises:
            KeyError: there is none.
        """
        return {each.id: each for each in self.phase}[phase]

    def _reached_from(self, phase: str) -> set[str]:
        found, waiting = {phase}, [phase]
        while waiting:
            new = set(self.phase_of(waiting.pop()).moves) - found
            found |= new
            waiting += new
        return found


@dataclass(frozen=True)
class Step:
    """A step to another phase: whether this side may take it now, and what is missing if not."""

    to: Phase
    is_lawful: bool
    why_not: Message


def steps(
    kind: Kind,
    phase: str,
    side: Side,
    documents: Collection[str] = (),
    checks: Collection[str] = (),
) -> list[Step]:
    """Every step from a phase, in the order of the file; `documents` and `checks` are those there.

    What a phase asks for is asked for before a case goes on, not before it is rejected or
    withdrawn.
    """
    here = kind.phase_of(phase)
    return [
        _step(here, kind.phase_of(to), by, side, documents, checks) for to, by in here.moves.items()
    ]


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of cases by id."""
    read = [read_definition(file, Kind) for file in sorted(HERE.glob("*.toml"))]
    return {kind.id: kind for kind in sorted(read, key=lambda kind: kind.order)}


def _step(
    here: Phase,
    to: Phase,
    by: Side,
    side: Side,
    documents: Collection[str],
    checks: Collection[str],
) -> Step:
    if by != side:
        return Step(to, False, _TAKEN_BY[by])
    missing = [each.name for each in here.document if each.is_required and each.id not in documents]
    missing += [each.name for each in here.check if each.is_required and each.id not in checks]
    if missing and not to.breaks_off:
        named = listed(Message(name) for name in missing)
        return Step(to, False, _MISSING.filled(missing=named))
    return Step(to, True, Message(""))


_TAKEN_BY: Mapping[Side, Message] = {
    "fund": Message("the Fund takes this step"),
    "parties": Message("the applicants take this step"),
}
_MISSING = Message("this is still missing: {missing}")
