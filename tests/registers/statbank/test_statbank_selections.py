"""What people write to choose values, against what a table has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statbank_server import AREAS, small_info, variable

from boligsocial.registers.statbank.errors import UnknownChoiceError
from boligsocial.registers.statbank.selections import cells_in, select
from boligsocial.registers.statbank.tableinfo import TableInfo

QUARTERS = [f"{year}K{quarter}" for year in range(2015, 2019) for quarter in range(1, 5)]
TIME = variable("Tid", "time", {q: q for q in QUARTERS}, elimination=False, time=True)
OFFENCES = {"1": "Penal code, total", "11": "Sexual offences", "12": "Violence", "3": "Total"}
INFO = TableInfo.model_validate(
    small_info(variables=[variable("OMRÅDE", "region", AREAS),
                          variable("OVERTRÆD", "type of offence", OFFENCES), TIME])
)  # fmt: skip


def chosen(variable_id, values):
    return select(INFO, {variable_id: values}, None)[variable_id]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ("101", ("101",)),
        ("751,101", ("101", "751")),
        (" Aarhus , copenhagen ", ("101", "751")),
        (["101", "084"], ("084", "101")),
        ("*", tuple(AREAS)),
        ("?0*", ("000", "101")),
        ("084:751", ("084", "101", "751")),
        (":084", ("000", "084")),
        ("751:", ("751", "997")),
        ("101,101", ("101",)),
    ],
)
def test_values_are_codes_texts_patterns_and_ranges(values, codes):
    assert chosen("OMRÅDE", values) == codes


def test_a_text_with_a_comma_is_one_value():
    assert chosen("OVERTRÆD", "Penal code, total") == ("1",)


def test_a_variable_goes_by_its_text_too_and_the_order_is_the_tables():
    asked = select(INFO, {"Type of Offence": "violence", "region": "101"}, "2015K1")
    assert list(asked.items()) == [
        ("OMRÅDE", ("101",)),
        ("OVERTRÆD", ("12",)),
        ("Tid", ("2015K1",)),
    ]


@pytest.mark.parametrize(
    ("periods", "codes"),
    [
        (None, QUARTERS[-1:]),
        ("last", QUARTERS[-1:]),
        ("last:4", QUARTERS[-4:]),
        ("last:99", QUARTERS),
        ("2016", QUARTERS[4:8]),
        ("2016:2017", QUARTERS[4:12]),
        ("2016K3:2017K2", QUARTERS[6:10]),
        ("2017:", QUARTERS[8:]),
        (":2015", QUARTERS[:4]),
        ("*K1", QUARTERS[::4]),
        ("2015K1,last", [QUARTERS[0], QUARTERS[-1]]),
        ("*", QUARTERS),
    ],
)
def test_periods_are_codes_years_ranges_and_the_newest(periods, codes):
    assert select(INFO, {}, periods) == {"Tid": tuple(codes)}


def test_the_newest_is_the_newest_though_a_table_lists_it_first():
    turned = {**TIME, "values": TIME["values"][::-1]}
    info = TableInfo.model_validate(small_info(variables=[turned]))
    assert select(info, {}, None) == {"Tid": (QUARTERS[-1],)}
    assert set(select(info, {}, "2015K2:2015K3")["Tid"]) == {"2015K2", "2015K3"}


@pytest.mark.parametrize(
    ("where", "periods", "said"),
    [
        ({"OMRÅDE": "102"}, None, "OMRÅDE has no value 102; it has 101 (Copenhagen)"),
        ({"OMRÅDE": "Arhus"}, None, "OMRÅDE has no value Arhus; it has 751 (Aarhus)"),
        ({"OMRÅDE": "101,x"}, None, "OMRÅDE has no value x; it has "),
        ({"OMRÅDE": "751:101"}, None, "OMRÅDE has no value 751:101"),
        ({"OMRÅDE": ""}, None, "OMRÅDE has no value"),
        ({"OMRÅDE": []}, None, "OMRÅDE has no value"),
        ({}, "2014", "Tid has no value 2014; it has 2015K1 – 2018K4"),
        ({}, "last:0", "Tid has no value last:0"),
        ({"Tid": "2015K1"}, "2015", "periods are chosen twice"),
        ({"OMRÅDE": "101", "region": "751"}, None, "OMRÅDE is chosen from twice"),
        ({"OMRAADE": "101"}, None, "TEST1 has no variable OMRAADE; it has OMRÅDE"),
    ],
)
def test_what_a_table_has_not_is_told_in_a_line_with_what_is_near(where, periods, said):
    with pytest.raises(UnknownChoiceError) as error:
        select(INFO, where, periods)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_variable_that_must_be_chosen_from_is_told():
    needed = variable("ENHED", "unit", {"101": "Persons", "110": "Amount"}, elimination=False)
    info = TableInfo.model_validate(small_info(variables=[needed, TIME]))
    with pytest.raises(UnknownChoiceError, match=r"choose values of ENHED \(unit\); it has 101"):
        select(info, {}, None)


@given(
    st.sets(st.sampled_from(sorted(AREAS)), min_size=1),
    st.sets(st.sampled_from(QUARTERS), min_size=1),
)
def test_cells_are_the_product_of_what_is_chosen(areas, quarters):
    asked = select(INFO, {"OMRÅDE": ",".join(areas), "Tid": sorted(quarters)}, None)
    assert set(asked["OMRÅDE"]) == areas
    assert cells_in(asked) == len(areas) * len(quarters)
