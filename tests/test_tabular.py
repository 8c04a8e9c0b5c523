"""Tables as people hand them over: read rightly, or refused with file, row and column."""

import io

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from boligsocial.messages import InputError
from boligsocial.registers.area_values import read_area_values
from boligsocial.tabular import Column, Upload, read_table

COLUMNS = (
    Column("area", "text", required=True, filled=True),
    Column("residents", "count", low=0),
    Column("pct_nonwestern", "number", low=0, high=100),
    Column("grant", "decimal", low=0),
    Column("approved", "flag"),
    Column("list_date", "date"),
)
HEADER = "area,municipality,residents,pct_nonwestern\n"


def read(text, encoding="utf-8"):
    return read_table(Upload("liste.csv", text.encode(encoding)), COLUMNS, unique=("area",))


def area_values(text, encoding="utf-8"):
    return read_area_values(Upload("liste.csv", text.encode(encoding)))


DANISH = (
    "area;residents;pct_nonwestern;grant;approved;list_date\n"
    "Åparken/Øster Ås;1.790;43,9;1.250,50;ja;01-12-2017\n"
)
ENGLISH = (
    "area,residents,pct_nonwestern,grant,approved,list_date\n"
    "Åparken/Øster Ås,1790,43.9,1250.50,true,2017-12-01\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("text", [DANISH, ENGLISH, DANISH.replace(";", "\t")])
def test_danish_excel_and_plain_csv_are_read_alike(text, encoding):
    assert read(text, encoding).equals(read(ENGLISH))


def as_excel(rows):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)
    book.close()
    return Upload("liste.xlsx", buffer.getvalue())


rows = st.lists(
    st.tuples(
        st.text("abcæøåABCÆØÅ é/-", min_size=1).filter(str.strip),
        st.none() | st.integers(0, 10_000),
        st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0].strip().lower(),
)


@settings(max_examples=50, deadline=None)
@given(rows)
def test_csv_excel_and_parquet_hold_the_same_table(table):
    names = ["area", "residents", "pct_nonwestern"]
    frame = pl.DataFrame(
        table,
        {"area": pl.String, "residents": pl.Int64, "pct_nonwestern": pl.Float64},
        orient="row",
    )
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    comma = "\n".join(
        ";".join("" if cell is None else str(cell).replace(".", ",") for cell in row)
        for row in [names, *table]
    )
    read_back = [
        read_table(source, COLUMNS, unique=("area",))
        for source in (
            Upload("a.csv", frame.write_csv().encode()),
            Upload("b.csv", comma.encode("cp1252")),
            as_excel([names, *table]),
            Upload("d.parquet", parquet.getvalue()),
        )
    ]
    assert read_back[0]["pct_nonwestern"].to_list() == [row[2] for row in table]
    assert all(other.equals(read_back[0]) for other in read_back[1:])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "liste.csv: is empty"),
        ("area,residents\n", "liste.csv: has a header and no rows"),
        (
            "residents\n5\n",
            "liste.csv, row 1, column area: the column is missing; the file has residents",
        ),
        ("area,residents\nA,5\nB,5,6\n", "liste.csv, row 3: has 3 cells where the header has 2"),
        ("area,residents\nA,mange\n", "liste.csv, row 2, column residents: mange is not a whole"),
        ("area,residents\nA,12.5\n", "row 2, column residents: 12.5 is not a whole number"),
        ("area,residents\nA,-3\n", "row 2, column residents: -3 is below 0"),
        ("area,pct_nonwestern\nA,140\n", "row 2, column pct_nonwestern: 140 is above 100"),
        ("area,pct_nonwestern\nA,nan\n", "row 2, column pct_nonwestern: nan is not a number"),
        (
            "area,pct_nonwestrn\nA,4\n",
            "row 1, column pct_nonwestrn: is not a column that is known; "
            "did you mean pct_nonwestern?",
        ),
        ("area,residents\n,4\n", "row 2, column area: is empty"),
        ("area,residents\nÅ,4\nå,5\n", "row 3, column area: å stands already in row 2"),
        ("area,area\nA,B\n", "row 1, column area: the column stands twice"),
        ("area,Area \nA,B\n", "row 1, column area: the column stands twice"),
        ("area,list_date\nA,31-31-2017\n", "column list_date: 31-31-2017 is not a date"),
        ('area,residents\n"A,4\n', "liste.csv: is not CSV"),
    ],
)
def test_a_mistake_is_told_with_file_row_and_column(text, problem):
    with pytest.raises(InputError) as raised:
        read(text)
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "area;residents;pct_nonwestern\nA;1790;43,9\nB;1.790;4.5\n",
            "row 3, column pct_nonwestern: 4.5 has a decimal dot where other figures have",
        ),
        ("area;residents;pct_nonwestern\nA;17.9;43,9\n", "row 2, column residents: 17.9 has a"),
        ("area;residents;pct_nonwestern\nA;17,9;43,9\n", "residents: 17,9 is not a whole number"),
        ("area;residents;pct_nonwestern\nA;17.90;\n", "residents: 17.90 is not a whole number"),
        ('area,residents\nA,"1,790"\n', "row 2, column residents: 1,790 is not a whole number"),
        ("area,residents\nA,1.790\n", "row 2, column residents: 1.790 is not a whole number"),
        ('area,pct_nonwestern\nA,"43,9"\n', "column pct_nonwestern: 43,9 is not a number"),
    ],
)
def test_no_figure_becomes_ten_times_larger_by_a_comma_or_a_dot(text, problem):
    with pytest.raises(InputError) as raised:
        read(text)
    assert problem in str(raised.value)


def test_semicolons_with_decimal_dots_are_read():
    table = read("area;residents;pct_nonwestern\nA;1790;43.9\n")
    assert table["pct_nonwestern"].to_list() == [43.9]


def test_numbers_typed_as_danish_text_stand_beside_true_numbers_in_excel():
    table = read_table(
        as_excel(
            [["area", "pct_nonwestern", "grant"], ["A", "43,9", 61.125], ["B", 4.5, "1.250,5"]]
        ),
        COLUMNS,
    )
    assert table["pct_nonwestern"].to_list() == [43.9, 4.5]
    assert table["grant"].to_list() == ["61.125", "1250.5"]


def test_danish_excel_writes_sand_and_falsk():
    table = read("area;approved\nA;SAND\nB;FALSK\n")
    assert table["approved"].to_list() == [True, False]


def test_other_columns_of_a_parquet_file_do_not_matter():
    buffer = io.BytesIO()
    pl.DataFrame({"Area": ["A"], "shape": [[1.0, 2.0]], "raw": [b"\xff"]}).write_parquet(buffer)
    assert read_table(Upload("a.parquet", buffer.getvalue()), COLUMNS)["area"].to_list() == ["A"]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("pct_nonwestrn", "pct_nonwestern"),
        ("nonwestern", "pct_nonwestern"),
        ("unemplyed", "pct_no_attachment"),
        ("convicted", "pct_convicted"),
        ("pct_basic", "pct_basic_school"),
        ("income", "income_pct_of_region"),
    ],
)
def test_a_measure_under_another_name_is_not_taken_for_a_missing_one(found, meant):
    with pytest.raises(InputError, match=f"column {found}: .* did you mean {meant}"):
        area_values(f"area,municipality,{found}\nA,Odense,40\n")


def test_a_file_without_some_measures_and_with_other_columns_is_read():
    table = area_values(
        "list_date,area,municipality,region,residents,pct_nonwestern,source_url,flag,note\n"
        "2012,A,Odense,Syddanmark,1500,40,x,,y\n"
    )
    assert table["income_pct_of_region"].to_list() == [None]


def test_the_parts_of_a_joined_area_are_two_areas():
    assert len(area_values(HEADER + "Gellerupparken,Aarhus,1,1\nToveshøj,Aarhus,2,2\n")) == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a table; hand over CSV, Excel or Parquet"),
        (b"PK\x03\x04 not really", "is not an Excel file that can be read"),
        (b"PAR1 not really", "is not a Parquet file that can be read"),
        (b"\xff\xfea\x00\x00", "is not a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, problem):
    with pytest.raises(InputError, match=problem):
        read_table(Upload("billede.csv", content), COLUMNS)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"ingen.csv: there is no such file"):
        read_table(tmp_path / "ingen.csv", COLUMNS)
    with pytest.raises(InputError, match="cannot be read"):
        read_table(tmp_path, COLUMNS)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A,Andeby,1500,40", "row 2, column municipality: there is no municipality Andeby"),
        ("A,Høje-Tastrup,1500,40", "did you mean Høje-Taastrup?"),
        (
            "A,Odense,1500,40\na,0461,1500,40",
            "row 3, column area: a in 0461 stands already in row 2",
        ),
        ("Bispehaven,Aarhus,1,1\nBispehaven,Århus,2,2", "stands already in row 2"),
        ("Munkebo,Kolding,1,1\nMunkeob,Kolding,2,2", "stands already in row 2"),
    ],
)
def test_areas_are_known_by_municipality_and_name_in_every_spelling(row, problem):
    with pytest.raises(InputError) as raised:
        area_values(HEADER + row)
    assert problem in str(raised.value)


@pytest.mark.parametrize("number", ["010190-1234", "Hansen, 290200-1234", "710190-1234"])
@pytest.mark.parametrize("column", ["area", "remarks"])
def test_a_personal_number_is_refused_in_any_column_and_not_repeated(number, column):
    text = (
        f"area,remarks\nÅparken,\n{number},\n"
        if column == "area"
        else (f'area,remarks\nÅparken,\nBakken,"{number}"\n')
    )
    with pytest.raises(InputError, match="personal number") as raised:
        read(text.replace("Hansen, ", "Hansen "))
    assert (raised.value.row, raised.value.column) == (3, column)
    assert "1234" not in str(raised.value)


@pytest.mark.parametrize("text", ["320190-1234", "011390-1234", "1010190-1234", "010190-12345"])
def test_figures_that_are_no_date_and_four_more_are_let_through(text):
    assert len(read(f"area\n{text}\n")) == 1
