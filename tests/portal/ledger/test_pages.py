"""The pages of the frames show what the ledger holds, to the øre."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from boligsocial.portal.ledger.demo import make_demo_ledger
from boligsocial.portal.ledger.models import Entry, Posting
from boligsocial.portal.ledger.reports import trial_balance, years
from boligsocial.portal.people.demo import make_demo_people
from boligsocial.portal.people.models import User
from boligsocial.portal.writing import kroner


@pytest.fixture
def demo(db):  # noqa: ARG001 - the database that the demo is in
    make_demo_people()
    make_demo_ledger()


@pytest.fixture
def browser(demo):  # noqa: ARG001
    made = Client()
    made.force_login(User.objects.get(email="birgit@fonden.example"))
    return made


def test_the_demo_is_booked_once_and_balances(demo):  # noqa: ARG001
    assert Entry.objects.count() == 18
    assert make_demo_ledger() == 0
    assert trial_balance().is_zero
    assert set(Entry.objects.values_list("kind", flat=True)) >= {
        "frame", "carry", "transfer", "override", "reservation", "commitment", "change", "payment",
        "return",
    }  # fmt: skip


def test_a_ledger_without_years_says_what_will_be_here(db):  # noqa: ARG001
    make_demo_people()
    browser = Client()
    browser.force_login(User.objects.get(email="birgit@fonden.example"))
    assert "Intet år er åbnet" in browser.get("/rammen/").text


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_shows_the_money_of_each_part(browser, year):
    page = browser.get("/rammen/", {"aar": year})
    (expected,) = years(year)
    assert page.context["shown"] == expected
    text = re.sub(r"\s+", " ", page.text)
    for money in expected.parts.values():
        for amount in (money.frame, money.promised, money.paid, money.left):
            assert f">{kroner(amount, 'da')}<" in text


def test_the_two_bars_of_a_year_have_the_same_length(browser):
    spec = browser.get("/rammen/").context["chart"]
    lengths = {}
    for row in spec["data"]["values"]:
        key = row["year"], row["side"]
        lengths[key] = lengths.get(key, 0) + row["mio"]
    for year in ("2025", "2026"):
        assert lengths[year, "1"] == pytest.approx(lengths[year, "2"], abs=1e-9)
    assert lengths["2025", "1"] == 380


def test_the_trial_balance_on_the_page_has_equal_sides(browser):
    page = browser.get("/rammen/")
    debit, credit = page.context["sides"]
    assert debit == credit > 0
    assert "Begge sider er lige store" in page.text


def test_an_index_that_is_not_known_is_said(browser):
    assert "Faktoren for 2026 kendes ikke her" in browser.get("/rammen/").text


def test_a_reversal_and_an_override_show_why_and_by_whom(browser):
    page = browser.get("/rammen/bilag/").text
    assert "tilbageført af 14" in page
    assert "tilbagefører 13" in page
    assert "Tilsagnet blev bogført på den forkerte sag." in page
    assert "godkendt af Bent Beslutter" in page


def test_the_csv_holds_every_posting_and_sums_to_zero(browser):
    text = browser.get(reverse("ledger:download", kwargs={"kind": "csv"})).content.decode(
        "utf-8-sig"
    )
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    column = head.index("kr.")
    øre = [round(float(row[column].replace(",", ".")) * 100) for row in rows]
    assert len(rows) == Posting.objects.count()
    assert sum(øre) == 0
    assert øre == list(Posting.objects.order_by("entry_id", "id").values_list("øre", flat=True))


def test_the_workbook_has_postings_years_and_trial_balance(browser):
    answer = browser.get(reverse("ledger:download", kwargs={"kind": "xlsx"}))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names[:3] == ["Posteringer", "År", "Saldobalance"]
    head, *rows = book.get_sheet_by_name("Saldobalance").to_python()
    debit, credit = head.index("Debet, kr."), head.index("Kredit, kr.")
    assert sum(row[debit] for row in rows) == pytest.approx(sum(row[credit] for row in rows))


@pytest.mark.parametrize("path", ["/rammen/?aar=1999", "/rammen/?aar=x", "/rammen/bilag/?side=999"])
def test_an_address_with_nonsense_shows_what_there_is(browser, path):
    assert browser.get(path).status_code == 200


def test_an_unknown_kind_of_file_is_not_there(browser):
    assert browser.get("/rammen/hent.exe").status_code == 404


def test_the_pages_are_written_in_english_too(browser):
    browser.cookies["language"] = "en"
    page = browser.get("/rammen/").text
    assert "Left of the frames" in page
    assert "Boligsocial helhedsplan" in page
