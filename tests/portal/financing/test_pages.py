"""The pages of a financing plan: written, checked as one writes, saved, and never lost."""

import io
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from people.conftest import logged_in
from python_calamine import CalamineWorkbook

from boligsocial.portal.cases.facts import fact_of_case
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.financing.excel.write import as_workbook
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.financing.services import plan_of
from boligsocial.portal.people.models import Role

from .conftest import sent
from .plans import a_plan, kr
from .test_excel_layouts import HEAD, ROW, workbook


def text_of(answer):
    return re.sub(r"\s+", " ", answer.text)


def test_without_a_plan_the_page_says_what_will_be_here(browser, address, case):
    assert "Ingen finansieringsplan endnu" in text_of(browser.get(address("plan")))
    for fact in ("financing_plan", "local_share"):
        assert not fact_of_case(fact, case).holds


def test_a_plan_that_adds_up_is_saved_and_tells_both_facts(save, case):
    assert save().number == 1
    assert plan_of(case) == a_plan()
    assert fact_of_case("financing_plan", case).holds
    assert fact_of_case("local_share", case).holds
    assert LogEntry.objects.get(kind="financing.saved").case == case.pk


def test_twenty_per_cent_local_is_a_draft_that_says_what_is_missing_from_whom(
    save, case, browser, address
):
    save(a_plan(local=200_000, fund=800_000))
    fact = fact_of_case("local_share", case)
    assert not fact.holds
    assert str(fact.words) == (
        "20 per cent of the whole is local and 25 per cent is needed; 200,000 kr. must come from "
        "municipality and housing organisation instead of others"
    )
    page = text_of(browser.get(address("plan")))
    assert "200.000 kr. for lidt er lokalt" in page


def test_what_does_not_add_up_is_told_by_area_year_and_amount(browser, address, save, case):
    plan = a_plan()
    plan = replace(plan, costs=(replace(plan.costs[0], øre=kr(10**6, 10**6, 10**6, 990_000)),))
    told = text_of(browser.post(address("check"), sent(plan)))
    assert "Planen stemmer ikke 1 sted" in told
    assert "Hele planen, 2029: budgettet er 990.000 kr., og der betales 1.000.000 kr.;" in told
    assert "10.000 kr. for meget" in told
    save(plan)
    assert not fact_of_case("financing_plan", case).holds


def test_checking_saves_nothing(browser, address):
    assert browser.post(address("check"), sent(a_plan())).status_code == 200
    assert not PlanVersion.objects.exists()


def test_an_amount_that_cannot_be_read_is_kept_and_told_at_its_place(browser, address):
    given = sent(a_plan(), save="1")
    given["cost-y1"] = ["ca. 1.000"]
    answer = browser.post(address("edit"), given)
    assert answer.status_code == 422
    assert 'value="ca. 1.000"' in answer.text
    assert 'href="#cost-y1-0"' in answer.text
    assert not PlanVersion.objects.exists()


def test_rows_are_added_and_removed_without_losing_what_is_written(browser, address):
    given = sent(a_plan())
    more = browser.post(address("edit"), given | {"add": "cost"})
    assert len(more.context["written"].costs) == 2
    less = browser.post(address("edit"), given | {"leave_out": "funding-0"})
    assert [row.what for row in less.context["written"].funding] == ["municipality"]
    assert not PlanVersion.objects.exists()


def test_a_year_with_amounts_is_not_taken_away(browser, address):
    fewer = browser.post(address("edit"), sent(a_plan(), count="2", years="1"))
    assert fewer.context["written"].count == 4
    assert "2029 har beløb" in text_of(fewer)
    more = browser.post(address("edit"), sent(a_plan(), count="6", years="1"))
    assert more.context["written"].plan.years == (2026, 2027, 2028, 2029, 2030, 2031)


def test_two_who_write_at_once_see_both_and_lose_nothing(save, browser, address, world, case):
    save()
    theirs, mine = a_plan(300_000, 700_000), a_plan(400_000, 600_000)
    caseworker = logged_in(world.people["fund", Role.CASEWORKER])
    assert caseworker.post(address("edit"), sent(theirs, 1, save="1")).status_code == 302
    answer = browser.post(address("edit"), sent(mine, 1, save="1"))
    assert answer.status_code == 422
    assert plan_of(case) == theirs
    page = text_of(answer)
    assert "700.000 kr." in page
    assert "600.000 kr." in page
    assert answer.context["made_from"] == 2
    assert browser.post(address("edit"), sent(mine, 2, save="1")).status_code == 302
    assert plan_of(case) == mine
    assert PlanVersion.objects.count() == 3


def test_a_cpr_number_is_asked_about_before_saving(browser, address, case):
    given = sent(a_plan(), save="1", note="Ring til 010203-1234")
    answer = browser.post(address("edit"), given)
    assert answer.status_code == 422
    assert "Ring til 010203-1234" in answer.text
    assert not PlanVersion.objects.exists()
    assert browser.post(address("edit"), given | {"not_cpr": "1"}).status_code == 302
    assert plan_of(case) == a_plan()


def test_html_in_a_name_is_shown_as_text(save, browser, address):
    plan = a_plan()
    save(replace(plan, costs=(replace(plan.costs[0], name="<script>alert(1)</script>"),)))
    for page in ("plan", "edit"):
        text = browser.get(address(page)).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    "broken",
    [
        {"period": "2099"},
        {"first_year": "x"},
        {"count": "99"},
        {"cost-what": ["management", "management"]},
        {"cost-what": ["gold"]},
        {"funding-form": ["cash", "gold"]},
        {"cost-y0": ["999999 mio."]},
    ],
)
def test_a_form_that_is_not_the_page_s_is_refused_in_a_line(browser, address, broken):
    assert browser.post(address("edit"), sent(a_plan(), save="1") | broken).status_code == 422
    assert not PlanVersion.objects.exists()


def test_a_workbook_is_shown_beside_the_form_and_saved_only_when_asked(browser, address):
    file = SimpleUploadedFile("budget.xlsx", workbook({"Budget": [HEAD, ROW]}))
    answer = browser.post(address("upload"), {"file": file})
    assert answer.status_code == 200
    assert "Projektledelse" in answer.text
    assert answer.context["written"].plan.costs[0].øre == kr(600_000, 620_000)
    assert not PlanVersion.objects.exists()


def test_cells_that_cannot_be_read_are_told_and_no_form_is_offered(browser, address):
    file = SimpleUploadedFile("b.xlsx", workbook({"Budget": [HEAD, ["Løn", "mange", 1, 1]]}))
    answer = browser.post(address("upload"), {"file": file})
    assert answer.status_code == 422
    assert "Budget!B2" in answer.text
    assert 'name="save"' not in answer.text


def test_what_is_taken_out_reads_back_through_the_page(save, browser, address):
    save()
    answer = browser.get(address("download_plan"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names[0] == "Budget"
    read = browser.post(
        address("upload"), {"file": SimpleUploadedFile("plan.xlsx", answer.content)}
    )
    assert read.context["written"].plan == a_plan()
    assert read.context["written"].made_from == 1


def test_versions_stay_and_show_what_changed(save, browser, address):
    save()
    save(a_plan(300_000, 700_000), 1)
    first = browser.get(address("plan"), {"version": "1"})
    assert first.context["plan"] == a_plan()
    assert len(browser.get(address("plan")).context["compared"].differing) == 2


def test_what_other_plans_attracted_is_told_only_over_enough_of_them(save, browser, address):
    save()
    assert "når der er 5 af den slags planer" in text_of(browser.get(address("plan")))


def test_a_file_that_is_not_whole_is_refused(browser, address):
    broken = SimpleUploadedFile("b.xlsx", as_workbook(a_plan(), "Sag")[:2000])
    answer = browser.post(address("upload"), {"file": broken})
    assert answer.status_code == 422
    assert "kan ikke læses" in text_of(answer) or "ikke en Excel" in text_of(answer)


@pytest.mark.parametrize(("megabytes", "told"), [(11, "10 MB"), (30, "25 MB")])
def test_a_file_that_is_too_large_is_stopped_and_told(browser, address, megabytes, told):
    file = SimpleUploadedFile("b.xlsx", b"PK\x03\x04" + b"0" * megabytes * 2**20)
    answer = browser.post(address("upload"), {"file": file})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Hvad det koster" in answer.text


def test_the_page_of_all_cases_counts_each_within_reach_once(save, world, browser):
    save()
    save(a_plan(500_000, 500_000), 1)
    page = browser.get(reverse("financing:attracted"))
    assert len(page.context["cases"]) == 1
    assert page.context["whole"].per_krone == 1
    theirs = logged_in(world.people["theirs", Role.PROJECT_LEAD])
    assert "Ingen planer her endnu" in text_of(theirs.get(reverse("financing:attracted")))
    committed = browser.get(reverse("financing:attracted"), {"kun": "tilsagn"})
    assert committed.context["cases"] == []
    file = browser.get(reverse("financing:download_attracted", kwargs={"kind": "csv"}))
    assert "Helhedsplan for Åbro Kommune" in file.content.decode("utf-8-sig")
