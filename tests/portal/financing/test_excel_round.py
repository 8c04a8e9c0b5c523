"""A plan that is taken out to Excel reads back as the same plan."""

import html
import io
import re
import zipfile

import pytest
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from python_calamine import CalamineWorkbook

from boligsocial.portal.financing.excel.read import read_budget
from boligsocial.portal.financing.excel.write import as_workbook
from boligsocial.portal.financing.sums import total

from .plans import KR, a_plan, names, plans


@pytest.mark.parametrize("spoken", ["da", "en"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans(names))
def test_what_is_written_reads_back(spoken, plan):
    assume(plan.costs or plan.funding)
    with translation.override(spoken):
        content = as_workbook(plan, "Sag")
    read = read_budget(content, "plan.xlsx", 2026)
    assert read.faults == ()
    assert read.misstated == ()
    assert read.plan == plan


def test_sums_are_formulas_with_their_values():
    content = as_workbook(a_plan(), "Sag")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    *_, last = book.get_sheet_by_index(0).to_python()
    assert last[-1] * KR == total(a_plan().costs)
    checked = {row[0]: row[1] for row in book.get_sheet_by_index(2).to_python()}
    assert checked["Lokal andel"] == 0.25
    assert checked["Mangler, kr."] == 0


def test_the_local_share_follows_what_is_changed_in_the_workbook():
    """The formulas name the sums of the local sources, in the forms that count, on the sheet."""
    content = as_workbook(a_plan(), "Sag")
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet3.xml").decode()
    local = re.search(r'<c r="B6"[^>]*><f>(.*?)</f>', sheet)[1]
    assert local.count("SUMIFS('Finansiering'!$I$2:$I$3,'Finansiering'!$A$2:$A$3,") == 6
    assert '"Kommune",' in html.unescape(local)
    assert '"Landsbyggefonden",' not in html.unescape(local)
