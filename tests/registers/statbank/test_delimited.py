"""CSV and BULK, however they are written."""

import polars as pl
import pytest

from boligsocial.messages import InputError
from boligsocial.registers.statbank.delimited import read_delimited

ROWS = [("København", "2015", 12.5), ("Ærø", "2016", 1234.0)]
TEXT = "OMRÅDE;TID;INDHOLD\nKøbenhavn;2015;12,5\nÆrø;2016;1234\n"

WRITTEN = {
    "UTF-8": TEXT.encode(),
    "byte order mark": TEXT.encode("utf-8-sig"),
    "Latin-1": TEXT.encode("latin-1"),
    "decimal point": TEXT.replace("12,5", "12.5").encode(),
    "thousands": TEXT.replace("1234", "1.234,0").encode(),
    "Windows lines": TEXT.replace("\n", "\r\n").encode(),
    "no last line end": TEXT.rstrip().encode(),
    "commas": b"OMR\xc3\x85DE,TID,INDHOLD\nK\xc3\xb8benhavn,2015,12.5\n\xc3\x86r\xc3\xb8,2016,1234",
    "quotes": 'OMRÅDE;TID;INDHOLD\n"København";2015;"12,5"\n"Ærø";2016;"1234"\n'.encode(),
}


def read(tmp_path, content):
    file = tmp_path / "svar.csv"
    file.write_bytes(content)
    return read_delimited(file)


@pytest.mark.parametrize("how", WRITTEN)
def test_the_same_figures_are_read_from_every_form(tmp_path, how):
    table = read(tmp_path, WRITTEN[how])
    assert table.columns == ["OMRÅDE", "TID", "value", "status"]
    assert table.drop("status").rows() == ROWS


def test_a_symbol_is_no_figure_and_stays_to_be_seen(tmp_path):
    table = read(tmp_path, b"A;INDHOLD\nx;..\ny;-\nz;7\nw;\n")
    assert table.select("value", "status").rows() == [
        (None, ".."), (0.0, "-"), (7.0, None), (None, None)
    ]  # fmt: skip


def test_codes_keep_their_leading_zeros(tmp_path):
    assert read(tmp_path, b"A;INDHOLD\n084;1\n")["A"].to_list() == ["084"]


def test_periods_that_stand_as_columns_become_rows(tmp_path):
    table = read(tmp_path, b"A;2015K1;2015K2\nx;1;2\ny;3;4\n")
    assert table.drop("status").rows() == [
        ("x", "2015K1", 1.0), ("x", "2015K2", 2.0), ("y", "2015K1", 3.0), ("y", "2015K2", 4.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not CSV with a header"),
        (b"A;B\n", "has a header and no rows"),
        (b"A;INDHOLD\nx;1\ny;many\n", "row 3, column INDHOLD: many is not a number"),
        (b"A;INDHOLD\nx;1;2\n", "is not CSV"),
        (b"<html>\n<body>\n", "is not CSV with a header"),
    ],
)
def test_what_is_no_table_of_figures_is_refused_in_a_line(tmp_path, content, said):
    with pytest.raises(InputError) as error:
        read(tmp_path, content)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_recorded_extracts_in_latin_1_with_decimal_commas_say_the_same(
    reference_data, tmp_path
):
    file = reference_data / "statbank" / "municipality_inequality.csv"
    plain = read_delimited(file)
    danish = file.read_text("utf-8").replace(",", ";").replace(".", ",")
    assert read(tmp_path, danish.encode("latin-1")).equals(plain)
    gini = plain.filter(pl.col("municipality") == "Hørsholm")["value"]
    assert len(gini) == 17
    assert gini.min() > 30
