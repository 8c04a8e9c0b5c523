"""What a case can be decided to and for which reasons, read from the files beside this."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent


class Outcome(Definition):
    """What a case is decided to.

    description: the title of its letter. phase: the one that the case goes to; none if it stays.
    after: the phases that it may be decided from; any that leads there if none are named. money:
    how the ledger is booked. letter: the document that the letter is kept as. complaint: the letter
    tells how to complain. weighs_proposal: it is held against the proposal of the year.
    """

    id: str
    name: str
    description: str
    phase: str = ""
    after: tuple[str, ...] = ()
    money: Literal["", "commit", "change"] = ""
    letter: str = ""
    complaint: bool = False
    weighs_proposal: bool = False


class Outcomes(Definition):
    """The outcomes, and how many years a commitment may run."""

    id: str
    name: str
    longest_years: int
    source: str
    follows_proposal: tuple[str, ...]
    outcome: tuple[Outcome, ...]


class Reason(Definition):
    """A reason, the outcomes that it can carry, and what it rests on."""

    id: str
    name: str
    outcomes: tuple[str, ...]
    source: str
    needs_text: bool = False


class _Reasons(Definition):
    reason: tuple[Reason, ...]


@cache
def outcomes() -> Outcomes:
    """The outcomes that the portal comes with."""
    return read_definition(HERE / "outcomes.toml", Outcomes)


def outcome_of(outcome: str) -> Outcome | None:
    """The outcome with an id."""
    return next((each for each in outcomes().outcome if each.id == outcome), None)


@cache
def reasons() -> Mapping[str, Reason]:
    """The reasons by id, in the order of the file."""
    read = read_definition(HERE / "reasons.toml", _Reasons).reason
    return {each.id: each for each in read}
