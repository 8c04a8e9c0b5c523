"""What a table of the StatBank is: its variables and their values, as the API describes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import UnknownChoiceError

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Value(_Described):
    """A value of a variable: its code and its text."""

    id: str
    text: str

    @field_validator("text")
    @classmethod
    def _stripped(cls, text: str) -> str:
        return text.strip()


class Variable(_Described):
    """A variable; `elimination` says that it may be left out, `map` which map its values are on."""

    id: str
    text: str
    elimination: bool = False
    time: bool = False
    map: str | None = None
    values: tuple[Value, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the values, in the table's order."""
        return tuple(value.id for value in self.values)

    @property
    def texts(self) -> dict[str, str]:
        """The values' texts by code."""
        return {value.id: value.text for value in self.values}


class TableInfo(_Described):
    """A table; `updated` is the moment its figures were published, with its time zone."""

    id: str
    text: str
    description: str = ""
    unit: str = ""
    updated: datetime
    active: bool = True
    footnote: str | None = None
    variables: tuple[Variable, ...]

    @field_validator("updated")
    @classmethod
    def _in_denmark(cls, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)

    @property
    def time(self) -> Variable | None:
        """The variable of periods."""
        return next((each for each in self.variables if each.time), None)

    def variable(self, name: str) -> Variable:
        """The variable with an id or a text, in large or small letters.

        Raises:
            UnknownChoiceError: the table has none; those it has are named, the nearest first.
        """
        for given in ("id", "text"):
            for each in self.variables:
                if getattr(each, given).casefold() == name.strip().casefold():
                    return each
        raise UnknownChoiceError(
            Message("the table {table} has no variable {name}; it has {known}"),
            table=self.id,
            name=name,
            known=", ".join(nearest(name, [each.id for each in self.variables])),
        )


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """What is known, what resembles a name before the others."""
    names = list(known)
    plain: dict[str, str] = {}
    for each in names:
        plain.setdefault(each.casefold(), each)
    near = [plain[each] for each in get_close_matches(name.casefold(), plain, 5, cutoff=0.5)]
    return [*near, *(each for each in names if each not in near)]
