"""The tables of a register delivery: columns, types, codes, ranges and keys.

People are pseudonyms; no CPR number has a place here. A row of `persons/year=Y` holds a person's
state on 1 January Y, and attachment, income, support, convictions and votes of the calendar year
before. A row of `surveys/year=Y` is an answer that was given in the calendar year Y.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "code", "whole", "number", "truth", "date", "geometry"]


@dataclass(frozen=True)
class Field:
    """A column of a table.

    kind: `id` and `text` are strings, `code` one of `codes` (where there are none, a name that the
    delivery chooses), `whole` an integer, `number` a float, `truth` a Boolean, `date` a date,
    `geometry` well-known binary in EPSG:25832. `low` and `high` are the least and the greatest
    value allowed. `refers_to` is the table whose key the value is.
    """

    name: str
    kind: Kind
    required: bool = True
    filled: bool = True
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    refers_to: str | None = None


@dataclass(frozen=True)
class RegisterTable:
    """A table of a delivery: one folder of Parquet or CSV files, or one file.

    `by_year`: one part for each year (`year=2017`), and the key holds within a year. `weight`: the
    column with what a row counts for, where rows stand for more people than one.
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    by_year: bool = False
    weight: str | None = None

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def fields_beside(self, other: RegisterTable) -> tuple[Field, ...]:
        """The columns that the other table has not."""
        names = {field.name for field in other.fields}
        return tuple(field for field in self.fields if field.name not in names)


SEXES = ("female", "male")
ORIGINS = (
    "danish", "western_immigrant", "western_descendant", "nonwestern_immigrant",
    "nonwestern_descendant",
)  # fmt: skip
EDUCATIONS = (
    "basic", "upper_secondary", "vocational", "short_higher", "bachelor", "long_higher", "unknown",
)  # fmt: skip
DWELLING_KINDS = ("family", "youth", "elderly", "other")

OLDEST = 125
PERSONS = RegisterTable(
    "persons",
    (
        Field("person_id", "id"),
        Field("dwelling_id", "id", refers_to="dwellings"),
        Field("age", "whole", low=0, high=OLDEST),
        Field("sex", "code", codes=SEXES),
        Field("origin", "code", codes=ORIGINS),
        Field("education", "code", codes=EDUCATIONS),
        Field("education_in_denmark", "truth"),
        Field("in_education", "truth"),
        Field("attachment", "number", low=0, high=1),
        Field("gross_income", "number"),
        Field("fully_taxable", "truth"),
        Field("convicted", "truth"),
        Field("charged", "truth"),
        Field("employed", "truth"),
        Field("public_support", "truth"),
        Field("in_daycare", "truth", required=False, filled=False),
        Field("absence", "number", required=False, filled=False, low=0, high=1),
        Field("grade", "number", required=False, filled=False, low=-3, high=12),
        Field("wellbeing", "number", required=False, filled=False, low=1, high=5),
        Field("voted", "truth", required=False, filled=False),
    ),
    key=("person_id",),
    by_year=True,
)
DWELLINGS = RegisterTable(
    "dwellings",
    (
        Field("dwelling_id", "id"),
        Field("estate_id", "id", filled=False, refers_to="estates"),
        Field("municipality_code", "id"),
        Field("kind", "code", codes=DWELLING_KINDS),
        Field("x", "number", filled=False),
        Field("y", "number", filled=False),
    ),
    key=("dwelling_id",),
)
ESTATES = RegisterTable(
    "estates",
    (
        Field("estate_id", "id"),
        Field("name", "text"),
        Field("organisation_id", "id"),
        Field("organisation", "text"),
        Field("municipality_code", "id"),
        Field("dwellings", "whole", low=0),
        Field("geometry", "geometry", required=False, filled=False),
    ),
    key=("estate_id",),
)
AREAS = RegisterTable(
    "areas",
    (
        Field("area_id", "id"),
        Field("name", "text"),
        Field("municipality_code", "id"),
        Field("valid_from", "date"),
        Field("valid_to", "date", filled=False),
    ),
    key=("area_id",),
)
AREA_ESTATES = RegisterTable(
    "area_estates",
    (
        Field("area_id", "id", refers_to="areas"),
        Field("estate_id", "id", refers_to="estates"),
        Field("valid_from", "date"),
        Field("valid_to", "date", filled=False),
    ),
    key=("area_id", "estate_id", "valid_from"),
)
MOVES = RegisterTable(
    "moves",
    (
        Field("person_id", "id"),
        Field("date", "date"),
        Field("from_dwelling_id", "id", filled=False, refers_to="dwellings"),
        Field("to_dwelling_id", "id", filled=False, refers_to="dwellings"),
    ),
    key=("person_id", "date"),
    by_year=True,
)
SURVEYS = RegisterTable(
    "surveys",
    (
        Field("respondent_id", "id"),
        Field("dwelling_id", "id", refers_to="dwellings"),
        Field("question", "code"),
        Field("answer", "number", filled=False, low=0, high=10),
        Field("weight", "number", required=False, filled=False, low=0),
        Field("age", "whole", required=False, filled=False, low=0, high=OLDEST),
        Field("sex", "code", required=False, filled=False, codes=SEXES),
        Field("origin", "code", required=False, filled=False, codes=ORIGINS),
    ),
    key=("respondent_id", "question"),
    by_year=True,
    weight="weight",
)
TABLES = {table.name: table for table in
          (PERSONS, DWELLINGS, ESTATES, AREAS, AREA_ESTATES, MOVES, SURVEYS)}  # fmt: skip
