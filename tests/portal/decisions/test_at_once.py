"""Sixty decisions on the last million at once: what fits is committed, the rest is as it was."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from boligsocial.portal.cases.models import Case
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.verify import verify
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.services import Ruling, decide
from boligsocial.portal.ledger import services as money
from boligsocial.portal.ledger.entries import Place, balance
from boligsocial.portal.ledger.models import AccountKind, Entry, Grant
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.reports import trial_balance
from boligsocial.portal.people.models import today

from .conftest import KR, MIO, rent_case

DECISIONS, AMOUNT = 60, 50_000 * KR


def test_sixty_decisions_on_the_last_million_decide_exactly_what_fits(house):
    year = today().year
    left = Place(year, "rent", AccountKind.AVAILABLE)
    cases = [rent_case(house, f"Sag {number}") for number in range(DECISIONS)]
    spent = money.new_grant("Tidligere", house.housing, "rent")
    money.commit(spent, balance(left) - MIO, house.signed())
    ruling = Ruling("commit", ["rent"], years=[(year, AMOUNT)])
    start = threading.Barrier(DECISIONS)

    def run(case):
        try:
            start.wait(60)
            return decide(case, ruling, house.decider, house.through)
        except RefusedError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(DECISIONS) as pool:
        answers = list(pool.map(run, cases))

    made = [each for each in answers if isinstance(each, Decision)]
    refused = [each for each in answers if isinstance(each, RefusedError)]
    assert (len(made), len(refused), balance(left)) == (20, 40, 0)
    assert all("has 0 kr. left, and this takes 50,000 kr." in str(each) for each in refused)
    decided = {each.case_id for each in made}
    for case in Case.objects.all():
        assert case.phase == ("commitment" if case.pk in decided else "application")
        assert (case.grant_id is not None) == (case.pk in decided)
    assert set(Decision.objects.values_list("case", flat=True)) == decided
    told = LogEntry.objects.filter(kind="decision.made").values_list("case", flat=True)
    assert sorted(told) == sorted(decided)
    assert Entry.objects.filter(kind="commitment").count() == 1 + len(made)
    assert Grant.objects.count() == 1 + len(made)
    assert trial_balance().is_zero
    assert verify().is_whole
