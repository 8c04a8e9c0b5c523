"""What an indicator is, read from the files in `definitions/`; adding a file adds an indicator."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.indicators.households import HOUSEHOLDS
from boligsocial.registers.schema import PERSONS, SURVEYS, RegisterTable
from boligsocial.registers.schema import Field as RegisterField

HERE = Path(__file__).parent
Language = Literal["da", "en"]
MOVERS = RegisterTable(
    "movers", (*PERSONS.fields, *HOUSEHOLDS.fields_beside(PERSONS)), key=("person_id",)
)
"""Those who moved within the country, as they are on the 1 January after, with their households."""
RESIDENTS = "residents"
"""The indicator that counts everyone, which moves are held against."""
_COUNTED = {"persons": PERSONS, "households": HOUSEHOLDS, "surveys": SURVEYS}


class Name(Definition):
    """A name in the languages of the portal."""

    da: str
    en: str


class Condition(Definition):
    """A test of one column; a missing value never passes it.

    One of: `is` (a truth), `in` (codes), or a range: `from` and `to` are counted with, `below` is
    not.
    """

    column: str
    is_: bool | None = Field(default=None, alias="is")
    in_: tuple[str, ...] = Field(default=(), alias="in")
    from_: float | None = Field(default=None, alias="from")
    to: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _tests_one_thing(self) -> Self:
        between = any(each is not None for each in (self.from_, self.to, self.below))
        if [self.is_ is not None, bool(self.in_), between].count(True) != 1:
            raise ValueError(f"{self.column} needs one of: is, in, a range")
        return self

    def refuse_other(self, table: RegisterTable) -> None:
        """Nothing, where the table has such a column and such codes.

        Raises:
            ValueError: it has not.
        """
        of_truths, of_codes = self.is_ is not None, bool(self.in_)
        field = _field(
            table, self.column, "truth" if of_truths else "code" if of_codes else "number"
        )
        unknown = set(self.in_) - set(field.codes)
        if field.codes and unknown:
            raise ValueError(f"{self.column} has no code {min(unknown)}")


Conditions = tuple[Condition, ...]


class Counted(Definition):
    """What is summed over the population: rows, a column, or moves.

    `where`: the rows for which all conditions hold, or, with `or_where`, for which all of those do.
    `sum`: a column of numbers, `less_one`: one less the column. `moves`: those into or out of the
    unit from or to another dwelling in the country. Exactly one of the three ways.
    """

    where: Conditions | None = None
    or_where: Conditions = ()
    sum: str | None = None
    less_one: bool = False
    moves: Literal["in", "out"] | None = None

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        if [self.where, self.sum, self.moves].count(None) != 2:
            raise ValueError("give one of where, sum and moves")
        return self

    def refuse_other(self, table: RegisterTable) -> None:
        """As `Condition.refuse_other`, for everything that is counted."""
        for each in (*(self.where or ()), *self.or_where):
            each.refuse_other(table)
        if self.sum is not None:
            _field(table, self.sum, "number")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be known for a person to be counted."""
        tested = (*(self.where or ()), *self.or_where)
        return tuple(dict.fromkeys([*(each.column for each in tested), *filter(None, [self.sum])]))


class Ratio(Definition):
    """A second figure: the value over that of the region or the nation, for the same group."""

    id: str
    to: Literal["region", "nation"]
    name: Name


class LegalMeasure(Definition):
    """The measure of the law that the indicator is, and the versions of the law that use it."""

    measure: str
    rules: tuple[str, ...]


class Indicator(Definition):
    """A figure of the people who live somewhere.

    id: the name in tables. code: the number in the catalogue. table: what a row is: a person, a
    household (`households.py`), or an answer to a question of a survey, which counts by its weight.
    kind: `share` (0 to 1), `mean` or `count` (no denominator); moves are held against the residents
    of the same group. windows: the numbers of years that the value is also a mean over, of the
    shares of each year. lag_years: how long before the state on 1 January the figure was made.
    better: the good direction, or neither.
    """

    id: str
    code: str
    name: Name
    focus: Literal["education", "employment", "crime", "cohesion", "context"]
    table: Literal["persons", "households", "surveys"] = "persons"
    kind: Literal["share", "mean", "count"]
    unit: Literal["share", "persons", "households", "moves per resident", "DKK", "grade", "points"]
    population: Conditions = ()
    numerator: Counted
    windows: tuple[int, ...] = (1,)
    better: Literal["up", "down", "neither"]
    register_: str = Field(alias="register")
    lag_years: int = Field(ge=0)
    vintage: str
    source: str
    note: str = ""
    ratio: Ratio | None = None
    law: tuple[LegalMeasure, ...] = ()

    @model_validator(mode="after")
    def _looks_at_what_there_is(self) -> Self:
        if self.numerator.moves and (self.population or self.table != "persons"):
            raise ValueError("moves are of all persons: leave out table and population")
        for each in self.population:
            each.refuse_other(self.rows)
        self.numerator.refuse_other(self.rows)
        return self

    @property
    def rows(self) -> RegisterTable:
        """The table whose rows are counted."""
        return _COUNTED[self.table]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of its table that it looks at."""
        return frozenset({*(each.column for each in self.population), *self.numerator.columns})

    @property
    def must_be_known(self) -> tuple[str, ...]:
        """The numerator's columns that may be empty: who lacks one is not in the denominator."""
        return tuple(name for name in self.numerator.columns if not self.rows.field(name).filled)


class Group(Definition):
    """A part of the people: an age band, a sex, an origin or a kind of household.

    Figures have those groups whose columns their rows have: a household has no sex, and a person
    alone is no kind of household.
    """

    id: str
    dimension: str
    name: Name
    when: Conditions

    @model_validator(mode="after")
    def _looks_at_what_there_is(self) -> Self:
        for each in self.when:
            each.refuse_other(MOVERS)
        return self

    def divides(self, table: RegisterTable) -> bool:
        """Whether rows of the table have what the group is told by."""
        names = {field.name for field in table.fields}
        return all(each.column in names for each in self.when)


class _Groups(Definition):
    group: tuple[Group, ...]


def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """The indicators of a folder, by the names of their files.

    Raises:
        InputError: a file that is not TOML, or a field that is unknown, missing or wrong.
    """
    return tuple(read_definition(path, Indicator) for path in sorted(folder.glob("*.toml")))


@cache
def catalogue() -> tuple[Indicator, ...]:
    """The indicators that come with the product, in the order of their codes."""
    return tuple(sorted(read_indicators(HERE / "definitions"), key=lambda each: each.code))


def legal_indicators() -> tuple[Indicator, ...]:
    """Those that the law's criteria are made of."""
    return tuple(each for each in catalogue() if each.law)


@cache
def groups() -> tuple[Group, ...]:
    """The groups that come with the product; those of one dimension share everyone out."""
    return read_definition(HERE / "groups.toml", _Groups).group


def _field(
    table: RegisterTable, column: str, kind: Literal["truth", "code", "number"]
) -> RegisterField:
    kinds = {"number": ("whole", "number")}.get(kind, (kind,))
    field = next((each for each in table.fields if each.name == column), None)
    if field is None or field.kind not in kinds:
        raise ValueError(f"{table.name} have no column {column} of this kind")
    return field
