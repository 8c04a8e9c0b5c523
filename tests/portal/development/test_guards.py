"""On both databases: versions of plans and status reports stay as they were saved."""

from datetime import date

from ledger.conftest import refused_by_the_database as refused

from boligsocial.portal.development import services
from boligsocial.portal.people.models import today

from .conftest import demolished


def test_what_is_saved_stays(place_on_both):
    version = place_on_both.version(measures=[demolished(date(2028, 5, 1), 60)])
    services.report(place_on_both.plan, today().year, "Status", place_on_both.pia)
    for table, column, value in (
        ("planversion", "family", "1"), ("plannedmeasure", "amount", "1"),
        ("statusreport", "text", "'Andet'"),
    ):  # fmt: skip
        refused(f"UPDATE development_{table} SET {column} = {value}")  # noqa: S608 - names of ours
        refused(f"DELETE FROM development_{table}")  # noqa: S608 - names of ours
    refused(
        'INSERT INTO development_plannedmeasure (version_id, kind, "on", amount, words)'
        " VALUES (%s, 'sale', '2029-01-01', 5, '')",
        version.pk,
    )


def test_a_plan_keeps_what_the_services_promise(place_on_both):  # noqa: ARG001
    refused("UPDATE development_plan SET name = ' '")
    refused("UPDATE development_plan SET kind = 'transformation', reason = ''")
    refused("UPDATE development_plan SET ended_on = '2019-01-01'")
