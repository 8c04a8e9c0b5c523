"""Budgets as people keep them in Excel are read as they are meant, or told cell by cell."""

import io

import pytest
import xlsxwriter

from boligsocial.messages import InputError, UserError
from boligsocial.portal.financing.excel.read import read_budget
from boligsocial.portal.financing.excel.upload import content_of
from boligsocial.portal.financing.sums import Cost, Funding

from .plans import kr

HEAD = ["Post", 2027, 2028, "I alt"]
ROW = ["Projektledelse", 600_000, 620_000, 1_220_000]


def workbook(sheets, merged=()):
    """A workbook of sheets of rows; `merged` are (sheet, range, text)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
            for sheet, place, text in merged:
                if sheet == name:
                    page.merge_range(place, text)
    return out.getvalue()


def read(sheets, merged=(), first_year=2027):
    return read_budget(workbook(sheets, merged), "budget.xlsx", first_year)


def rows_of(found):
    assert found.faults == (), found.faults
    assert found.misstated == (), found.misstated
    return found.plan.costs + found.plan.funding


def test_title_rows_blank_rows_and_a_checked_sum():
    found = read(
        {
            "Budget": [
                ["Boligsocial helhedsplan 2027-2028"],
                ["Ansøger: Boligforeningen Åparken, Åbro Kommune"],
                [],
                HEAD,
                ROW,
                [],
                ["Løn, beskæftigelse", 400_000, 400_000, 800_000],
                ["I alt", 1_000_000, 1_020_000, 2_020_000],
            ]
        }
    )
    assert rows_of(found) == (
        Cost("management", "", "across", kr(600_000, 620_000)),
        Cost("wages", "Løn, beskæftigelse", "employment", kr(400_000, 400_000)),
    )
    assert found.plan.years == (2027, 2028)


def test_danish_text_amounts_and_words_for_nothing():
    found = read(
        {"Budget": [["Post", "2027", "2028"], ["Aktiviteter", "1.234,50 kr.", "-"],
                    ["Evaluering", "kr. 20.000,-", "1,5 mio. kr."]]}
    )  # fmt: skip
    assert rows_of(found) == (
        Cost("activities", "", "across", (123450, 0)),
        Cost("evaluation", "", "across", kr(20_000, 1_500_000)),
    )


def test_two_sheets_with_funding_in_thousands():
    found = read(
        {
            "Udgifter": [HEAD, ROW],
            "Finansiering": [
                ["Alle beløb i 1.000 kr."],
                ["Kilde", "Form", "Budget 2027", "Budget 2028"],
                ["Landsbyggefonden", "kontant", 450, 465],
                ["Åbro Kommune", "timer", 100, "105"],
                ["Boligforeningen Åparken", "lokaler", 50, 50],
                ["Finansiering i alt", "", 600, 620],
            ],
        }
    )
    assert rows_of(found)[1:] == (
        Funding("fund", "", "cash", "across", kr(450_000, 465_000)),
        Funding("municipality", "Åbro Kommune", "hours", "across", kr(100_000, 105_000)),
        Funding("housing", "Boligforeningen Åparken", "premises", "across", kr(50_000, 50_000)),
    )


def test_sources_as_columns_and_years_as_rows():
    found = read(
        {
            "Finansiering": [
                ["Finansiering af helhedsplanen i Åbro Kommune"],
                ["", "Landsbyggefonden", "Kommunen", "Boligorganisationen", "I alt"],
                [2027, 750_000, 200_000, 50_000, 1_000_000],
                [2028, 760_000, 200_000, 50_000, 1_010_000],
                ["I alt", 1_510_000, 400_000, 100_000, 2_010_000],
            ]
        }
    )
    assert rows_of(found) == (
        Funding("fund", "", "cash", "across", kr(750_000, 760_000)),
        Funding("municipality", "", "cash", "across", kr(200_000, 200_000)),
        Funding("housing", "", "cash", "across", kr(50_000, 50_000)),
    )


def test_both_sides_below_each_other_on_one_sheet():
    found = read(
        {
            "Ark1": [
                ["", 2027, 2028],
                ["Udgifter"],
                ["Projektledelse", 600_000, 620_000],
                ["Revision", 10_000, 10_000],
                ["Udgifter i alt", 610_000, 630_000],
                ["Finansiering"],
                ["LBF", 457_500, 472_500],
                ["Kommunen", 152_500, 157_500],
                ["Finansiering i alt", 610_000, 630_000],
            ]
        }
    )
    assert [(type(row).__name__, sum(row.øre)) for row in rows_of(found)] == [
        ("Cost", 122_000_000), ("Cost", 2_000_000),
        ("Funding", 93_000_000), ("Funding", 31_000_000),
    ]  # fmt: skip


def test_merged_areas_count_for_each_row_and_a_heading_for_those_below_it():
    found = read(
        {
            "Budget": [
                ["Indsatsområde", "Post", 2027],
                ["", "Løn", 400_000],
                ["", "Aktiviteter", 50_000],
                ["Uddannelse og livschancer", "Løn", 300_000],
            ],
            "Resten": [["Post", 2027], ["Kriminalitetsforebyggelse"], ["Løn", 200_000]],
        },
        [("Budget", "A2:A3", "Beskæftigelse")],
    )
    assert [(row.line, row.area) for row in rows_of(found)] == [
        ("wages", "employment"), ("activities", "employment"), ("wages", "education"),
        ("wages", "crime"),
    ]  # fmt: skip


def test_a_sheet_for_each_area_with_sums_between_and_an_overview_left_out():
    found = read(
        {
            "Oversigt": [HEAD, ROW],
            "Beskæftigelse": [["Budget", "År 1", "År 2"], ["Løn", 100, 110], ["Delsum", 100, 110],
                              ["Aktiviteter", 20, 20], ["Sum", 120, 130]],
            "Noter": [["Skrevet af Pia"]],
        }
    )  # fmt: skip
    assert rows_of(found) == (
        Cost("wages", "", "employment", kr(100, 110)),
        Cost("activities", "", "employment", kr(20, 20)),
    )
    assert [sheet for sheet, _ in found.left_out] == ["Oversigt", "Noter"]


def test_a_source_as_heading_with_forms_below_it():
    found = read(
        {
            "Finansiering": [
                ["Bidragyder", 2027],
                ["Åbro Kommune"],
                ["Kontant", 100_000],
                ["Medarbejdertimer", 80_000],
                ["Boligselskabet"],
                ["Lokaler", 20_000],
            ]
        }
    )
    assert [(row.source, row.form, sum(row.øre)) for row in rows_of(found)] == [
        ("municipality", "cash", 10_000_000), ("municipality", "hours", 8_000_000),
        ("housing", "premises", 2_000_000),
    ]  # fmt: skip


def test_a_row_of_sums_without_words_is_not_counted_twice():
    found = read({"Budget": [["Post", 2027, 2028], ROW[:3], ["Revision", 1, 2],
                             ["", 600_001, 620_002]]})  # fmt: skip
    assert len(rows_of(found)) == 2


def test_millions_and_an_unknown_source_in_own_words():
    found = read(
        {"Finansiering (mio. kr.)": [["Kilde (mio. kr.)", 2027], ["Realdania-lignende fond", 0.75],
                                     ["Ungdomsklubben", 0.1]]}
    )  # fmt: skip
    assert rows_of(found) == (
        Funding("foundation", "Realdania-lignende fond", "cash", "across", (75_000_000,)),
        Funding("other", "Ungdomsklubben", "cash", "across", (10_000_000,)),
    )


def test_sums_that_are_wrong_are_told_with_cell_and_by_how_much():
    found = read({"Budget": [HEAD, ROW, ["Revision", 10_000, 10_000, 25_000],
                             ["I alt", 610_000, 640_000, 1_250_000]]})  # fmt: skip
    assert [(told.place, str(told.words)) for told in found.misstated] == [
        (
            "Budget!D3",
            "the sum says 25,000 kr., and the amounts come to 20,000 kr.: 5,000 kr. too much",
        ),
        (
            "Budget!C4",
            "the sum says 640,000 kr., and the amounts come to 630,000 kr.: 10,000 kr. too much",
        ),
    ]


def test_every_cell_that_cannot_be_read_is_told_and_nothing_is_half_read():
    found = read(
        {
            "Budget": [HEAD, ["Løn", "ca. 100.000", -5], ["Aktiviteter", True, "1.23.456"]],
            "Finansiering": [["Kilde", "Form", 2027], ["Kommunen", "gode ord", 5]],
        }
    )
    assert found.plan is None
    assert [told.place for told in found.faults] == [
        "Budget!B2", "Budget!C2", "Budget!B3", "Budget!C3", "Finansiering!B2",
    ]  # fmt: skip
    assert "ca. 100.000 is no amount" in str(found.faults[0].words)


def test_fractions_of_an_øre_from_formulas_are_rounded_and_their_sums_agree():
    found = read({"Budget": [["Post", 2027], *[["Løn", 100_000 / 3]] * 3, ["I alt", 100_000]]})
    assert [row.øre for row in rows_of(found)] == [(3_333_333,)] * 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (workbook({"Ark1": [["Hej"]]}), "no amounts below years"),
        (workbook({"Ark1": []}), "no amounts below years"),
        (workbook({"Ark1": [["Post", *range(2027, 2037)], ["Løn", *[1] * 10]]}), "at most 8"),
        (workbook({"Ark1": [["Post", 2027], *[["Løn", 1]] * 61]}), "at most 60"),
        (b"PK\x03\x04 not a workbook", "not an Excel workbook"),
    ],
)
def test_what_no_plan_can_be_is_refused_in_a_line(content, message):
    with pytest.raises(InputError, match=message):
        read_budget(content, "x.xlsx", 2027)


class File:
    def __init__(self, content, size=None, name="x.xlsx"):
        self.content, self.size, self.name = content, size or len(content), name

    def read(self):
        return self.content


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (None, "choose a workbook"),
        (File(b"", size=300 * 2**20), "larger than 10 MB"),
        (File(b"%PDF-1.7"), "not an Excel workbook"),
        (File(b"PK\x03\x04 broken"), "not an Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_before_it_is_read(file, message):
    with pytest.raises(UserError, match=message):
        content_of(file)
