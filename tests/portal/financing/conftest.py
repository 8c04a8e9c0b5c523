"""A case of a municipality, and the people who write its plan."""

import pytest
from django.urls import reverse
from ledger.conftest import databases, postgresql_address  # noqa: F401
from ledger.conftest import ledger as empty_database  # noqa: F401
from people.conftest import logged_in, world  # noqa: F401

from boligsocial.portal.financing.form import form_of
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.people.models import Role

from .plans import a_plan


@pytest.fixture
def case(world):  # noqa: F811
    return world.cases["ours"]


@pytest.fixture
def lead(world):  # noqa: F811
    return world.people["ours", Role.PROJECT_LEAD]


@pytest.fixture
def browser(lead):
    return logged_in(lead)


@pytest.fixture
def address(case):
    """The address of a page of the case's plan."""
    return lambda page: reverse(f"financing:{page}", kwargs={"case": case.pk})


def sent(plan, made_from=0, **more):
    """The form of a plan as a browser sends it."""
    written = form_of(plan, made_from, "da")
    given = {
        "period": written.period, "first_year": str(written.first_year),
        "count": str(written.count), "made_from": str(made_from), "note": "", "file_name": "",
    }  # fmt: skip
    for side, rows, columns in (
        ("cost", written.costs, ("what", "name", "area")),
        ("funding", written.funding, ("what", "name", "area", "form")),
    ):
        for column in columns:
            given[f"{side}-{column}"] = [getattr(row, column) for row in rows]
        for year in range(written.count):
            given[f"{side}-y{year}"] = [row.cells[year].written for row in rows]
    return given | more


@pytest.fixture
def save(browser, address):
    """Saves a plan through the page; the version."""

    def saved(plan=None, made_from=0, **more):
        answer = browser.post(address("edit"), sent(plan or a_plan(), made_from, save="1", **more))
        assert answer.status_code == 302, answer.text
        return PlanVersion.objects.order_by("-number").first()

    return saved
