"""The log on both databases, with somebody who writes to it."""

import pytest
from django.apps import apps
from ledger.conftest import databases, ledger, postgresql_address  # noqa: F401

from boligsocial.portal.decision_log.services import record
from boligsocial.portal.people.models import User

guarded = apps.get_app_config


@pytest.fixture
def anna(ledger):  # noqa: ARG001, F811 - the database that the log is in
    yield User.objects.create_user("anna@fonden.example", name="Anna Analytiker")
    guarded("decision_log").lay_guards(using="default")


@pytest.fixture
def log(anna):
    """Five entries."""
    return [record("case.step", anna, {"reason": f"Grund nr. {n}"}, n) for n in range(1, 6)]
