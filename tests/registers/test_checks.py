"""Each mistake in a delivery is found, and nothing else with it."""

from datetime import date

import polars as pl
import pytest
import shapely

from boligsocial.registers.checks import check_delivery, refuse_unsound
from boligsocial.registers.deliveries import DeliveryError, open_delivery

FILES = {
    "persons": "persons/year=2016/persons.parquet",
    "moves": "moves/year=2015/moves.parquet",
    "surveys": "surveys/year=2016/surveys.parquet",
    "dwellings": "dwellings.parquet",
    "estates": "estates.parquet",
    "areas": "areas.parquet",
    "area_estates": "area_estates.parquet",
}


def found(folder):
    return {(each.kind, each.table, each.column) for each in check_delivery(open_delivery(folder))}


def spoil(folder, table, change):
    path = folder / FILES[table]
    change(pl.read_parquet(path)).write_parquet(path)


def put(column, value, rows=1):
    """The first rows have another value."""
    return lambda table: table.with_columns(
        pl.when(pl.int_range(pl.len()) < rows)
        .then(pl.lit(value, table.schema[column]))
        .otherwise(pl.col(column))
        .alias(column)
    )


def first_twice(table):
    return pl.concat([table, table[:1]])


def in_another_home(table):
    again = table[:1].with_columns(dwelling_id=table["dwelling_id"][-1:])
    return pl.concat([table, again])


def move_again_that_day(table):
    row = table.filter(pl.col("from_dwelling_id").is_not_null())[:1]
    return pl.concat(
        [table, row.with_columns(to_dwelling_id=table["to_dwelling_id"].drop_nulls()[-1:])]
    )


def text(column):
    return lambda table: table.with_columns(pl.col(column).cast(pl.String))


def cpr_of(column):
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(4)
    return lambda table: table.with_columns((pl.lit("010180-") + number).alias(column))


cpr = cpr_of("person_id")


MISTAKES = [
    ("persons", put("age", 212), {("out_of_range", "persons", "age")}),
    ("persons", put("age", -1), {("out_of_range", "persons", "age")}),
    ("persons", put("attachment", 1.5), {("out_of_range", "persons", "attachment")}),
    ("persons", put("gross_income", float("nan")), {("out_of_range", "persons", "gross_income")}),
    ("persons", put("wellbeing", 5.5), {("out_of_range", "persons", "wellbeing")}),
    ("persons", put("wellbeing", 0.0), {("out_of_range", "persons", "wellbeing")}),
    ("persons", text("voted"), {("wrong_type", "persons", "voted")}),
    ("persons", put("sex", "x"), {("unknown_code", "persons", "sex")}),
    ("persons", put("origin", "dansk"), {("unknown_code", "persons", "origin")}),
    ("persons", put("convicted", None), {("empty_cell", "persons", "convicted")}),
    ("persons", put("person_id", None), {("empty_cell", "persons", "person_id")}),
    ("persons", put("sex", ""), {("empty_cell", "persons", "sex")}),
    ("persons", put("dwelling_id", "D99999999"), {("unknown_dwelling", "persons", "dwelling_id")}),
    ("persons", first_twice, {("duplicate", "persons", "person_id")}),
    ("persons", in_another_home, {("two_homes", "persons", "person_id")}),
    ("persons", lambda t: t.drop("convicted"), {("missing_column", "persons", "convicted")}),
    ("persons", text("age"), {("wrong_type", "persons", "age")}),
    ("persons", cpr, {("cpr", "persons", "person_id")}),
    ("persons", lambda table: table[:0], {("empty", "persons", None)}),
    ("surveys", put("answer", 11.0), {("out_of_range", "surveys", "answer")}),
    ("surveys", put("answer", None), set()),
    ("surveys", put("weight", -1.0), {("out_of_range", "surveys", "weight")}),
    ("surveys", put("question", None), {("empty_cell", "surveys", "question")}),
    ("surveys", put("question", "asked of nobody else"), set()),
    ("surveys", put("origin", "dansk"), {("unknown_code", "surveys", "origin")}),
    ("surveys", put("dwelling_id", "D99999999"), {("unknown_dwelling", "surveys", "dwelling_id")}),
    ("surveys", lambda t: t.drop("weight", "age", "sex", "origin"), set()),
    ("surveys", lambda t: t.drop("answer"), {("missing_column", "surveys", "answer")}),
    ("surveys", first_twice, {("duplicate", "surveys", "respondent_id")}),
    ("surveys", cpr_of("respondent_id"), {("cpr", "surveys", "respondent_id")}),
    ("dwellings", put("municipality_code", "0999"),
     {("unknown_municipality", "dwellings", "municipality_code")}),
    ("dwellings", put("kind", "villa"), {("unknown_code", "dwellings", "kind")}),
    ("dwellings", first_twice, {("duplicate", "dwellings", "dwelling_id")}),
    ("dwellings", put("estate_id", "E99999"), {("unknown_estate", "dwellings", "estate_id")}),
    ("estates", put("geometry", b"no geometry"), {("no_outline", "estates", "geometry")}),
    ("estates", put("geometry", shapely.Point(1, 2).wkb), {("no_outline", "estates", "geometry")}),
    ("estates", put("geometry", None), set()),
    ("estates", put("dwellings", -4), {("out_of_range", "estates", "dwellings")}),
    ("areas", put("valid_to", date(2001, 1, 1)), {("reversed", "areas", "valid_to")}),
    ("area_estates", put("valid_to", date(2001, 1, 1)), {("reversed", "area_estates", "valid_to")}),
    ("area_estates", put("area_id", "A9999"), {("unknown_area", "area_estates", "area_id")}),
    ("area_estates", first_twice, {("duplicate", "area_estates", "area_id")}),
    ("moves", move_again_that_day, {("two_moves", "moves", "person_id")}),
    ("moves", put("date", date(2016, 3, 1)), {("wrong_year", "moves", "date")}),
    ("moves", put("to_dwelling_id", "D99999999"),
     {("unknown_dwelling", "moves", "to_dwelling_id")}),
]  # fmt: skip


def test_a_sound_delivery_has_no_problems(sound):
    assert check_delivery(open_delivery(sound)) == ()
    refuse_unsound(open_delivery(sound))


@pytest.mark.parametrize(("table", "change", "expected"), MISTAKES)
def test_a_mistake_is_found_and_nothing_else(delivery_folder, table, change, expected):
    spoil(delivery_folder, table, change)
    assert found(delivery_folder) == expected


def test_a_move_from_nowhere_to_nowhere_is_found(delivery_folder):
    spoil(delivery_folder, "moves", lambda t: put("to_dwelling_id", None)(
        put("from_dwelling_id", None)(t)))  # fmt: skip
    assert found(delivery_folder) == {("no_move", "moves", "to_dwelling_id")}


@pytest.mark.parametrize("table", ["persons", "dwellings", "estates", "areas", "moves"])
def test_a_missing_table_is_found(delivery_folder, table):
    for path in delivery_folder.glob(f"{table}*/**/*.parquet"):
        path.unlink()
    (delivery_folder / f"{table}.parquet").unlink(missing_ok=True)
    assert ("missing_table", table, None) in found(delivery_folder)


@pytest.mark.parametrize(("table", "year"), [("persons", 2016), ("moves", 2016)])
def test_a_missing_year_is_found(delivery_folder, table, year):
    (delivery_folder / table / f"year={year}" / f"{table}.parquet").unlink()
    assert found(delivery_folder) == {("missing_year", table, None)}


def test_a_file_that_is_no_parquet_is_found(delivery_folder):
    (delivery_folder / "persons/year=2016/persons.parquet").write_bytes(b"not a table")
    assert found(delivery_folder) == {("unreadable", "persons", None)}


def test_a_problem_says_where_how_often_and_how_to_mend_it(delivery_folder):
    spoil(delivery_folder, "persons", put("age", 212, rows=3))
    (problem,) = check_delivery(open_delivery(delivery_folder))
    person = pl.read_parquet(delivery_folder / FILES["persons"])["person_id"][0]
    assert (problem.count, problem.file, problem.row) == (3, FILES["persons"], 1)
    assert problem.example == f"person_id {person}, age 212"
    assert str(problem.what) == "the value is out of range"
    assert str(problem.mend) == "the range is 0 to 125"


def test_several_problems_are_told_at_once(delivery_folder):
    spoil(delivery_folder, "persons", put("age", 212))
    spoil(delivery_folder, "persons", put("sex", "x"))
    spoil(delivery_folder, "estates", put("dwellings", -1))
    assert len(found(delivery_folder)) == 3
    with pytest.raises(DeliveryError) as refused:
        refuse_unsound(open_delivery(delivery_folder))
    assert str(refused.value) == (
        f"{delivery_folder.name}: the value is out of range (persons.age, {FILES['persons']}, "
        "row 1); the range is 0 to 125 (`boligsocial check` lists all problems: 3)"
    )


def test_a_row_with_other_cells_than_the_header_is_told_with_its_file(delivery_folder):
    (delivery_folder / "areas.parquet").unlink()
    rows = "area_id,name,municipality_code,valid_from,valid_to\nA1,By,0101,2010-01-01,,more\n"
    (delivery_folder / "areas.csv").write_text(rows)
    problem = next(
        each for each in check_delivery(open_delivery(delivery_folder)) if each.table == "areas"
    )
    assert (problem.kind, problem.file) == ("unreadable", "areas.csv")


def test_a_file_in_latin_1_is_told_and_its_rows_are_not(delivery_folder):
    (delivery_folder / "areas.parquet").unlink()
    rows = "area_id,name,municipality_code,valid_from,valid_to\nA1,Rødby,0101,2010-01-01,\n"
    (delivery_folder / "areas.csv").write_bytes(rows.encode("latin-1"))
    mend = next(
        str(each.mend)
        for each in check_delivery(open_delivery(delivery_folder))
        if each.kind == "unreadable"
    )
    assert "Line: 2" in mend
    assert "not utf-8 encoded" in mend
    assert "0101" not in mend


def test_numbers_that_look_like_cpr_numbers_are_never_shown(delivery_folder):
    spoil(delivery_folder, "persons", cpr)
    (problem,) = check_delivery(open_delivery(delivery_folder))
    assert problem.example is None


def test_a_few_ids_that_look_so_by_chance_are_no_cpr_numbers(delivery_folder):
    spoil(delivery_folder, "persons", put("person_id", "0101801234"))
    assert found(delivery_folder) == set()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("many", {("wrong_type", "persons", "age")}),
        ("41.5", {("wrong_type", "persons", "age")}),
        ("4e1", {("wrong_type", "persons", "age")}),
        ("212", {("out_of_range", "persons", "age")}),
        ("", {("empty_cell", "persons", "age")}),
    ],
)
def test_csv_is_checked_cell_by_cell(delivery_folder, cell, expected):
    for path in sorted((delivery_folder / "persons").rglob("*.parquet")):
        table = pl.read_parquet(path).with_columns(pl.col("age").cast(pl.String))
        put("age", cell or None)(table).write_csv(path.with_suffix(".csv"))
        path.unlink()
    problems = check_delivery(open_delivery(delivery_folder))
    assert {(each.kind, each.table, each.column) for each in problems} == expected
    assert problems[0].row == 2
    assert problems[0].count == 3
