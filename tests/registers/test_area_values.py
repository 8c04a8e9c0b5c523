"""Histories and national rates that people hand over."""

from datetime import date

import pytest

from boligsocial.messages import InputError
from boligsocial.registers.area_values import read_history, read_references
from boligsocial.tabular import Upload

HISTORY = "list_date,area,municipality,status,on_list\n"
RATES = "list_date,quantity,value\n"


def history(text):
    return read_history(Upload("historik.csv", (HISTORY + text).encode()))


def references(text):
    return read_references(Upload("satser.csv", text.encode()))


@pytest.mark.parametrize(
    ("list_date", "status", "law_name"),
    [
        ("2011", "ghetto_or_parallelsamfund", "ghetto"),
        ("2020-12-01", "haard_ghetto_or_omdannelse", "haard"),
        ("2021-12-01", "ghetto_or_parallelsamfund", "parallelsamfund"),
        ("01-12-2021", "haard_ghetto_or_omdannelse", "omdannelse"),
        ("2021-12-01", "udsat", "udsat"),
    ],
)
def test_a_status_gets_the_name_that_the_law_of_its_list_gave_it(list_date, status, law_name):
    table = history(f"{list_date},Vollsmose,Odense,{status},true\n")
    assert table["status"].to_list() == [law_name]


def test_an_area_has_one_key_in_every_spelling():
    table = history("2011,Solbakken mv,Odense,ghetto,true\n2012,SOLBAKKEN,0461,ghetto,true\n")
    assert table["area_key"].n_unique() == 1


def test_an_unknown_status_is_refused():
    with pytest.raises(InputError, match="row 2, column status: gheto is not one of"):
        history("2011,A,Odense,gheto,true\n")


def test_rates_are_read_as_danes_write_them_and_other_quantities_left_out():
    table = references(
        "list_date;quantity;value\n01-12-2022;national_conviction_rate_pct;0,725\n2008;other;\n"
    )
    assert table.rows() == [(date(2022, 12, 1), "national_conviction_rate_pct", "0.725")]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("2022-12-01,national_conviction_rate_pct,\n", "row 2, column value"),
        ("2022-12-01,national_conviction_rate_pct,inf\n", "row 2, column value"),
        ("2022-12-01,conviction_limit_pct_2x,140\n", "row 2, column value: 140 is not a share"),
        ("december,conviction_limit_pct_2x,1.4\n", "row 2, column list_date"),
        (
            "2022-12-01,conviction_limit_pct_2x,1.4\n2022-12-01,conviction_limit_pct_2x,1.5\n",
            "row 3, column quantity",
        ),
    ],
)
def test_a_rate_that_is_wrong_is_refused(rows, problem):
    with pytest.raises(InputError) as raised:
        references(RATES + rows)
    assert problem in str(raised.value)
