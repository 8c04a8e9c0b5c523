"""Pages of the casework ask the database no more often when there is more to show."""

import importlib.util
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from people.conftest import logged_in

FILLING = Path(__file__).parents[3] / "benchmarks" / "filling" / "made_up_cases.py"
FEW, MANY = 40, 160
SLACK = 8
"""Queries that are there only where something of a kind is there at all."""
PEOPLE = ("caseworker", "decision_maker", "board_member")


@pytest.fixture(scope="module")
def filling():
    found = importlib.util.spec_from_file_location("filling_of_casework", FILLING)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def queries(filling, cases):
    """How many queries each page takes each person with so many cases, by page and person."""
    with transaction.atomic():
        filling.fill(cases)
        everyone, found = filling.people(), {}
        for person in PEOPLE:
            browser = logged_in(everyone[person])
            for page, address in filling.pages().items():
                with CaptureQueriesContext(connection) as held:
                    answer = browser.get(address)
                assert answer.status_code in (200, 403), page
                found[page, person] = len(held)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db(transaction=False)
def test_the_number_of_queries_does_not_follow_the_number_of_rows(filling):
    few, many = queries(filling, FEW), queries(filling, MANY)
    grown = {key: (few[key], many[key]) for key in few if many[key] > few[key] + SLACK}
    assert not grown
