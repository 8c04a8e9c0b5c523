"""A list that a user brought, under the law of its date."""

from datetime import date

import pytest

from boligsocial.registers.imported_lists import import_list
from boligsocial.snapshots.imported import imported_verdicts, missing
from boligsocial.snapshots.published import published_snapshot
from boligsocial.tabular import Upload

HEADER = (
    "area,municipality,residents,pct_nonwestern,pct_no_attachment,pct_convicted,"
    "pct_basic_school,income_pct_of_region\n"
)


@pytest.fixture
def verdict(tmp_path):
    def tested(row, on):
        source = Upload("liste.csv", (HEADER + row + "\n").encode())
        kept = import_list(source, on, tmp_path)
        return imported_verdicts(kept, published_snapshot())[0]

    return tested


def test_lists_before_count_for_an_area_that_has_been_on_them(verdict):
    known = verdict("Vollsmose,Odense,8000,70,50,3,70,50", date(2022, 12, 1))
    assert known.statuses["omdannelse"] is True
    assert missing(known) == ()


def test_a_limit_that_is_not_known_is_said_with_its_date(verdict):
    found = verdict("Engvej,Odense,2000,20,45,2,50,70", date(2024, 12, 1))
    assert found.statuses["udsat"] is None
    assert [str(each) for each in missing(found)] == [
        "Convicted under the Penal Code, the Weapons Act or the Euphoriants Act: the limit of "
        "1 December 2024 follows the national share, which is not published here."
    ]


def test_a_missing_figure_that_decides_is_named(verdict):
    found = verdict("Engvej,Odense,,60,45,1,,70", date(2017, 12, 1))
    assert [str(each) for each in missing(found)] == [
        "With basic school as the only education: the file has no figure.",
        "The number of residents is missing in the file.",
    ]


def test_a_missing_figure_that_decides_nothing_is_not_a_doubt(verdict):
    assert missing(verdict("Engvej,Odense,2000,60,45,3,,70", date(2017, 12, 1))) == ()
