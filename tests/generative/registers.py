"""Random registers and random definitions, small enough to count by hand."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import strategies as st

from boligsocial.indicators.definition import Condition, Counted, Indicator, catalogue
from boligsocial.registers.schema import EDUCATIONS, ORIGINS, PERSONS, TABLES

REGIONS = {"0101": "Hovedstaden", "0751": "Midtjylland", "0741": "Midtjylland"}
DWELLINGS = {
    "D1": ("E1", "0101"), "D2": ("E1", "0101"), "D3": ("E2", "0751"), "D4": ("E3", "0741"),
    "D5": (None, "0751"), "D6": (None, "0101"),
}  # fmt: skip
AREAS = {"A1": ("E1",), "A2": ("E2", "E3"), "A3": ("E3",)}
AREA_TOWNS = {"A1": "0101", "A2": "0751", "A3": "0741"}
TRUTHS = [field.name for field in PERSONS.fields if field.kind == "truth"]
NUMBERS = ("age", "attachment", "gross_income", "absence", "grade", "wellbeing")
QUESTIONS = ("safety", "trust")
HOUSEHOLD_NUMBERS = ("age", "residents", "adults", "children")


@dataclass
class Registers:
    """Persons, moves and answers by year, and what each dwelling and each unit belongs to."""

    persons: dict[int, list[dict]]
    moves: dict[int, list[dict]]
    surveys: dict[int, list[dict]]
    units: dict[str, list[tuple[str, str]]]
    region_of: dict[tuple[str, str], str]

    def write(self, folder: Path):
        """As a delivery of Parquet files."""
        for table in ("persons", "moves", "surveys"):
            for year, rows in getattr(self, table).items():
                part = folder / table / f"year={year}"
                part.mkdir(parents=True)
                frame = pl.DataFrame(rows, schema=_schema(table), orient="row")
                frame.write_parquet(part / f"{table}.parquet")
        dwellings = [(name, estate, town, "family") for name, (estate, town) in DWELLINGS.items()]
        columns = ["dwelling_id", "estate_id", "municipality_code", "kind"]
        pl.DataFrame(dwellings, schema=columns, orient="row").write_parquet(
            folder / "dwellings.parquet"
        )


_KINDS = {"id": pl.String, "code": pl.String, "whole": pl.Int64, "number": pl.Float64,
          "truth": pl.Boolean, "date": pl.Date}  # fmt: skip
_numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
_few = st.integers(0, 4)
_VALUES = {
    # A few ages are common, so that some households have two that are the oldest.
    "age": st.integers(0, 99) | st.sampled_from((17, 18, 40)),
    "sex": st.sampled_from(("female", "male")),
    "origin": st.sampled_from(ORIGINS),
    "education": st.sampled_from(EDUCATIONS),
    "attachment": st.integers(0, 1000).map(lambda value: value / 1000),
    "gross_income": _numbers,
    "absence": st.none() | st.integers(0, 1000).map(lambda value: value / 1000),
    "grade": st.none() | st.integers(-30, 120).map(lambda value: value / 10),
    "in_daycare": st.none() | st.booleans(),
    "wellbeing": st.none() | st.integers(10, 50).map(lambda value: value / 10),
    "voted": st.none() | st.booleans(),
}


@st.composite
def registers(draw):
    """One to three years of up to a dozen persons in two estates of areas, one without, private."""
    first = draw(st.integers(2010, 2014))
    years = range(first, first + draw(st.integers(1, 3)))
    person = st.fixed_dictionaries(
        {"person_id": st.none(), "dwelling_id": st.sampled_from(sorted(DWELLINGS))}
        | {name: _VALUES.get(name, st.booleans()) for name in list(_schema("persons"))[2:]}
    )
    persons = {year: draw(st.lists(person, min_size=1, max_size=12)) for year in years}
    for rows in persons.values():
        for number, row in enumerate(rows):
            row["person_id"] = f"P{number}"
    with_moves = [year - 1 for year in years if draw(st.booleans())]
    moves = {year: draw(st.lists(move(year), max_size=8)) for year in with_moves}
    asked = [year for year in years if draw(st.booleans())]
    surveys = {year: draw(st.lists(answer(), max_size=8)) for year in asked}
    for rows in surveys.values():
        for number, row in enumerate(rows):
            row["respondent_id"] = f"S{number}"
    return Registers(persons, moves, surveys, _units(), _regions())


def answer():
    """To one of two questions, with or without a weight and with what is told of who answers."""
    return st.fixed_dictionaries({
        "respondent_id": st.none(),
        "dwelling_id": st.sampled_from(sorted(DWELLINGS)),
        "question": st.sampled_from(QUESTIONS),
        "answer": st.none() | st.integers(0, 10).map(float),
        "weight": st.none() | st.integers(0, 40).map(lambda value: value / 8),
        **{name: st.none() | _VALUES[name] for name in ("age", "sex", "origin")},
    })  # fmt: skip


def move(year):
    """Between two dwellings, or across the border; of some who are not there afterwards."""
    home = st.none() | st.sampled_from(sorted(DWELLINGS))
    return st.fixed_dictionaries({
        "person_id": st.integers(0, 14).map(lambda number: f"P{number}"),
        "date": st.dates(date(year, 1, 1), date(year, 12, 31)),
        "from_dwelling_id": home, "to_dwelling_id": home,
    })  # fmt: skip


def _schema(table):
    return {field.name: _KINDS[field.kind] for field in TABLES[table].fields}


def _units():
    units = {}
    for dwelling, (estate, town) in DWELLINGS.items():
        inside = [("area", area) for area, estates in AREAS.items() if estate in estates]
        own = [("estate", estate)] if estate else []
        units[dwelling] = [*own, *inside, ("municipality", town), ("region", REGIONS[town])]
    return units


def _regions():
    estates = {("estate", estate): REGIONS[town] for estate, town in DWELLINGS.values() if estate}
    areas = {("area", area): REGIONS[town] for area, town in AREA_TOWNS.items()}
    towns = {("municipality", town): region for town, region in REGIONS.items()}
    return estates | areas | towns | {("region", region): region for region in REGIONS.values()}


@st.composite
def conditions(draw, table="persons", most=2):
    """Up to `most` tests of columns."""
    one = {"persons": condition, "households": condition_on_household, "surveys": on_answer}[table]
    return tuple(draw(st.lists(one(), max_size=most)))


@st.composite
def on_answer(draw):
    if draw(st.booleans()):
        return Condition(**{"column": "question", "in": (draw(st.sampled_from(QUESTIONS)),)})
    return Condition(**{"column": "answer", draw(st.sampled_from(("from", "below"))): 4})


@st.composite
def condition_on_household(draw):
    column = draw(st.sampled_from(HOUSEHOLD_NUMBERS))
    bound = draw(st.integers(0, 99)) if column == "age" else draw(_few)
    return Condition(**{"column": column, draw(st.sampled_from(("from", "to"))): bound})


@st.composite
def condition(draw):
    kind = draw(st.sampled_from(("truth", "code", "number")))
    if kind == "truth":
        return Condition(**{"column": draw(st.sampled_from(TRUTHS)), "is": draw(st.booleans())})
    if kind == "code":
        column, codes = draw(st.sampled_from((("origin", ORIGINS), ("education", EDUCATIONS))))
        chosen = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
        return Condition(**{"column": column, "in": tuple(chosen)})
    column = draw(st.sampled_from(NUMBERS))
    bounds = {
        name: draw(_VALUES[column].filter(lambda each: each is not None))
        for name in draw(st.sets(st.sampled_from(("from", "to", "below")), min_size=1))
    }
    return Condition(**{"column": column, **bounds})


@st.composite
def indicator(draw, number=0):
    """An indicator of any shape that a file may have."""
    table = draw(st.sampled_from(("persons", "persons", "households", "surveys", "moves")))
    numbers = {"households": HOUSEHOLD_NUMBERS, "surveys": ("answer",)}.get(table, NUMBERS)
    kind = "share" if table == "moves" else draw(st.sampled_from(("share", "mean", "count")))
    if table == "moves":
        table, numerator = "persons", Counted(moves=draw(st.sampled_from(("in", "out"))))
    elif kind == "mean":
        numerator = Counted(sum=draw(st.sampled_from(numbers)), less_one=draw(st.booleans()))
    else:
        either = draw(conditions(table, 1)) if kind == "share" else ()
        numerator = Counted(where=draw(conditions(table)), or_where=either)
    ratio = draw(st.sampled_from((None, "region", "nation")))
    name = {"da": "Tal", "en": "Figure"}
    return Indicator(
        id=f"i{number}",
        code=f"Z{number}",
        name=name,
        focus="context",
        kind=kind,
        unit="share",
        table=table,
        population=() if numerator.moves else draw(conditions(table)),
        numerator=numerator,
        windows=draw(st.sampled_from(((1,), (1, 2), (1, 2, 3)))),
        better="neither",
        register="—",
        lag_years=0,
        vintage="—",
        source="—",
        ratio=ratio and {"id": f"i{number}_ratio", "to": ratio, "name": name},
    )


@st.composite
def indicators(draw):
    """One to six of them, and the residents that moves are held against."""
    drawn = [draw(indicator(number)) for number in range(draw(st.integers(1, 6)))]
    residents = next(each for each in catalogue() if each.id == "residents")
    return (*drawn, residents)
