"""The database keeps the ledger's promises against plain SQL, whoever sends it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.models import Account, Entry, Posting
from boligsocial.portal.ledger.reports import trial_balance

from .conftest import people, signed

KR = 100

guarded = apps.get_app_config


@pytest.fixture
def booked(ledger):
    """A commitment of 10 kr. in 2026, which is closed, and entry 4, one of 10 kr. in 2027."""
    anna, bo, organisation = people()
    grant = services.new_grant("Sag", organisation, "social")
    services.open_year(2026, signed(anna))
    services.commit(grant, 10 * KR, signed(anna))
    services.open_year(2027, signed(anna))
    services.close_year(2026, signed(anna))
    services.commit(grant, 10 * KR, signed(anna, date(2027, 2, 1)))
    yield Sql(anna, bo, grant)
    assert trial_balance().is_zero
    assert guarded("ledger").missing_guards(ledger) == set()


class Sql:
    """Writes to the tables as a person with the database's password would."""

    def __init__(self, anna, bo, grant):
        self.anna, self.bo, self.grant = anna, bo, grant

    def run(self, statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    def account(self, kind, year=2027, part="social"):
        return Account.objects.get(kind=kind, year_id=year, part=part).pk

    def post(self, entry, account, øre):
        self.run(
            "INSERT INTO ledger_posting (entry_id, account_id, oere) VALUES (%s, %s, %s)",
            entry, account, øre,
        )  # fmt: skip

    def enter(
        self, number, kind, *, dated="2027-03-01", reason="", approved_by=None, reverses=None
    ):
        self.run(
            "INSERT INTO ledger_entry (number, kind, dated, booked_at, by_id, approved_by_id,"
            " reason, reverses_id) VALUES (%s, %s, %s, '2027-03-01 12:00:00Z', %s, %s, %s, %s)",
            number, kind, dated, self.anna.pk, approved_by, reason, reverses,
        )  # fmt: skip

    def entry(self, kind, moves, **more):
        """A whole entry in a transaction of its own."""
        number = Entry.objects.count() + 1
        with transaction.atomic():
            for account, øre in moves.items():
                self.post(number, account, øre)
            self.enter(more.pop("number", number), kind, **more)


def refused(reason):
    return pytest.raises(IntegrityError, match=reason)


def test_a_sound_entry_is_taken(booked):
    moves = {booked.account("available"): -5, booked.account("committed"): 5}
    booked.entry("commitment", moves)
    assert Entry.objects.count() == 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_posting SET oere = oere + 1",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_entry SET reason = 'andet'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_account SET balance_oere = balance_oere + 1",
        "UPDATE ledger_account SET kind = 'paid'",
        "DELETE FROM ledger_account",
        "UPDATE ledger_grant SET part = 'rent'",
        "UPDATE ledger_year SET closed_on = NULL",
        "DELETE FROM ledger_year",
    ],
)
def test_nothing_is_edited_or_deleted(booked, change):
    with refused("ledger: "):
        booked.run(change)


def test_postings_that_do_not_sum_to_zero_are_not_booked(booked):
    moves = {booked.account("available"): -5, booked.account("committed"): 6}
    with refused("sum to zero"):
        booked.entry("commitment", moves)


def test_postings_across_parts_or_years_are_not_booked(booked):
    for other in (booked.account("available", part="rent"), booked.account("committed", year=2026)):
        with refused("sum to zero|open year"):
            booked.entry("commitment", {booked.account("available"): -5, other: 5})


def test_a_posting_needs_its_entry_when_the_transaction_ends(booked):
    with refused("(?i)foreign key"), transaction.atomic():
        booked.post(5, booked.account("available"), -5)
        booked.post(5, booked.account("committed"), 5)


def test_a_booked_entry_takes_no_more_postings(booked):
    with refused("takes no more postings"):
        booked.post(1, booked.account("available"), 5)


def test_an_account_is_never_exceeded(booked):
    left = Account.objects.get(pk=booked.account("available")).balance_øre
    moves = {booked.account("available"): -left - 1, booked.account("committed"): left + 1}
    with refused("account_never_exceeded"):
        booked.entry("commitment", moves)


@pytest.mark.parametrize("kind", ["commitment", "reservation", "payment", "change"])
def test_nothing_is_committed_in_a_closed_year_or_outside_the_year(booked, kind):
    moves = {booked.account("available"): -5, booked.account("committed"): 5}
    with refused("open year"):
        booked.entry(kind, moves, dated="2026-12-31")
    with refused("never_exceeded|open year"):
        booked.entry(
            kind, {booked.account("available", 2026): -5, booked.account("committed", 2026): 5}
        )


def test_money_comes_from_a_frame_a_carry_over_or_an_override_alone(booked):
    moves = {booked.account("carried_in"): -5, booked.account("available"): 5}
    with refused("may not move this money"):
        booked.entry("commitment", moves)
    with refused("comes into the next"):
        booked.entry("carry", moves)


def test_an_override_takes_two_people_and_a_reason(booked):
    Account.objects.create(year_id=2027, part="social", kind="override")
    moves = {booked.account("override"): -5, booked.account("available"): 5}
    for wrong in (
        {"reason": "brand"},
        {"reason": "brand", "approved_by": booked.anna.pk},
        {"reason": "  ", "approved_by": booked.bo.pk},
    ):
        with refused("override_"):
            booked.entry("override", moves, **wrong)
    booked.entry("override", moves, reason="brand", approved_by=booked.bo.pk)


def test_a_reversal_mirrors_what_it_reverses(booked):
    moves = {booked.account("available"): 5, booked.account("committed"): -5}
    with refused("mirrors"):
        booked.entry("commitment", moves, reason="fejl", reverses=4)
    with refused("reversal_have_a_reason"):
        booked.entry("commitment", {each: 200 * øre for each, øre in moves.items()}, reverses=4)
    booked.entry(
        "commitment", {each: 200 * øre for each, øre in moves.items()}, reason="fejl", reverses=4
    )


def test_entries_are_numbered_without_gaps(booked):
    moves = {booked.account("available"): -5, booked.account("committed"): 5}
    with refused("without gaps"):
        booked.entry("commitment", moves, number=9)


def test_an_account_begins_empty_and_in_the_part_of_its_grant(booked):
    for part, balance in (("rent", 0), ("social", 5)):
        with refused("begins empty"):
            Account.objects.create(
                year_id=2027, part=part, kind="paid", grant=booked.grant, balance_øre=balance
            )


def test_sqlite_cannot_replace_a_row_behind_the_guards(booked):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    posting = Posting.objects.first()
    with refused("never replaced|no more postings"):
        booked.run(
            "INSERT OR REPLACE INTO ledger_posting (id, entry_id, account_id, oere)"
            " VALUES (%s, 99, %s, 1)", posting.pk, posting.account_id,
        )  # fmt: skip
    with refused("without gaps"):
        booked.run(
            "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE number = 1"
        )
    with refused("begins empty"):
        booked.run("INSERT OR REPLACE INTO ledger_account SELECT * FROM ledger_account")
