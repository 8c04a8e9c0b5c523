"""Tables as files: real numbers, and nothing that a spreadsheet would carry out."""

import pytest
from django.utils.translation import override

from boligsocial.portal.downloads import Sheet, as_csv


def cell_of(value, language="da"):
    with override(language):
        text = as_csv(Sheet("t", ["navn"], [10], [[value]])).decode("utf-8-sig")
    return text.splitlines()[1]


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "=HYPERLINK(1)", "-2+3"])
def test_a_name_that_looks_like_a_formula_is_text(formula):
    assert cell_of(formula) == f"'{formula}"


@pytest.mark.parametrize("name", ["Åparken", "-", "–", "-3,2", "+5", "a=b"])
def test_other_text_is_as_it_is(name):
    assert cell_of(name).strip('"') == name


def test_numbers_are_written_as_their_readers_write_them():
    assert (cell_of(1.5), cell_of(1.5, "en"), cell_of(-3)) == ("1,5", "1.5", "-3")
