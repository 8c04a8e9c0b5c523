"""Several deciders at the same moment: a year still has one proposal, and nobody gets a fault."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from boligsocial.messages import UserError
from boligsocial.portal.people.demo import make_demo_people
from boligsocial.portal.people.models import today
from boligsocial.portal.scenarios.demo import make_demo_scenarios
from boligsocial.portal.scenarios.models import Proposal, Scenario
from boligsocial.portal.scenarios.services import put_forward

AT_ONCE = 6


def test_deciders_at_once_leave_one_proposal_of_the_year(empty_database):  # noqa: ARG001
    make_demo_people()
    make_demo_scenarios()
    scenarios = list(Scenario.objects.all())
    decider = scenarios[0].saved_by
    year = today().year + 2
    start = threading.Barrier(AT_ONCE)

    def mark(number):
        try:
            start.wait(30)
            put_forward(scenarios[number % len(scenarios)], str(year), f"Grund {number}", decider)
        except UserError as error:
            return str(error)
        finally:
            connections["default"].close()
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(mark, range(AT_ONCE)))
    assert Proposal.objects.filter(year=year, replaced_at=None).count() == 1
    assert Proposal.objects.filter(year=year).count() == told.count("")
    assert all("another proposal" in each or "already" in each for each in told if each)
