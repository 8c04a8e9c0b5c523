"""Many decisions at once on the last of the money: what fits is committed, and not one øre more."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection

from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Place, balance, book, turn
from boligsocial.portal.ledger.models import AccountKind, Entry, EntryKind, Posting
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.reports import trial_balance

from .conftest import people, signed

KR = 100
MIO = 1_000_000 * KR
DECISIONS = 60
LEFT = Place(2026, "social", AccountKind.AVAILABLE)


def at_once(operations):
    """The answer of each operation, all of them begun at the same moment on a connection each."""
    barrier = threading.Barrier(len(operations))

    def run(operation):
        try:
            barrier.wait()
            return operation()
        except (RefusedError, IntegrityError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(operations)) as pool:
        return list(pool.map(run, operations))


@pytest.fixture
def last_million(ledger):  # noqa: ARG001 - the database that the money is in
    anna, _, organisation = people()
    services.open_year(2026, signed(anna))
    spent = services.new_grant("Tidligere", organisation, "social")
    services.commit(spent, 139 * MIO, signed(anna))
    grants = [services.new_grant(f"Sag {n}", organisation, "social") for n in range(DECISIONS)]
    return anna, grants


def commitments(last_million, amounts):
    anna, grants = last_million
    before = Posting.objects.count()
    answers = at_once(
        [
            lambda grant=grant, øre=øre: services.commit(grant, øre, signed(anna))
            for grant, øre in zip(grants, amounts, strict=True)
        ]
    )
    booked = [each for each in answers if isinstance(each, Entry)]
    assert len(answers) == DECISIONS
    assert Posting.objects.count() == before + 2 * len(booked)
    assert sorted(each.number for each in booked) == list(range(3, 3 + len(booked)))
    assert trial_balance().is_zero
    return answers


def test_sixty_decisions_on_the_last_million_commit_exactly_what_fits(last_million):
    answers = commitments(last_million, [50_000 * KR] * DECISIONS)
    refused = [each for each in answers if isinstance(each, RefusedError)]
    assert DECISIONS - len(refused) == 20
    assert balance(LEFT) == 0
    assert {each.message.in_language("en") for each in refused} == {
        "the frame for social efforts in 2026 has 0 kr. left, and this takes 50,000 kr.; lower it "
        "by 50,000 kr., or have a second person approve an override of 50,000 kr."
    }


def test_decisions_of_many_sizes_are_refused_only_where_they_do_not_fit(last_million):
    amounts = [
        (17_003 + 977 * ((7 * place) % DECISIONS)) * KR + place for place in range(DECISIONS)
    ]
    answers = commitments(last_million, amounts)
    left, fitting = MIO, dict(zip((each.pk for each in last_million[1]), amounts, strict=True))
    for entry in Entry.objects.filter(number__gte=3):
        left -= fitting.pop(entry.grant_id)
        assert left >= 0
    assert balance(LEFT) == left
    assert all(øre > left for øre in fitting.values())
    for answer in answers:
        if isinstance(answer, RefusedError):
            assert left <= answer.left_øre < answer.wanted_øre


def test_one_commitment_is_not_paid_twice_at_once(last_million):
    anna, (grant, *_) = last_million
    services.commit(grant, MIO, signed(anna))
    answers = at_once([lambda: services.pay(grant, 300_000 * KR, signed(anna))] * 20)
    refused = [each for each in answers if isinstance(each, RefusedError)]
    assert len(refused) == 17
    assert {each.left_øre for each in refused} == {100_000 * KR}


def test_a_year_that_closes_takes_no_commitment_with_it(last_million):
    anna, grants = last_million
    services.open_year(2027, signed(anna))
    close = [lambda: services.close_year(2026, signed(anna, date(2027, 1, 2)))]
    answers = at_once(
        [lambda grant=grant: services.commit(grant, KR, signed(anna)) for grant in grants[:20]]
        + close
        + [lambda grant=grant: services.commit(grant, KR, signed(anna)) for grant in grants[20:40]]
    )
    committed = [each for each in answers if isinstance(each, Entry) and each.kind == "commitment"]
    assert balance(LEFT) == 0
    assert balance(Place(2027, "social", AccountKind.AVAILABLE)) == MIO - len(committed) * KR
    closing = answers[20].number
    assert all(each.number < closing for each in committed)
    assert all("was closed on" in str(each) for each in answers if isinstance(each, RefusedError))


def test_the_database_stops_whoever_does_not_look_first(last_million):
    anna, grants = last_million

    def without_looking(grant):
        committed = Place(2026, "social", AccountKind.COMMITTED, grant.pk)
        with turn():
            return book(
                EntryKind.COMMITMENT, {LEFT: -50_000 * KR, committed: 50_000 * KR}, signed(anna)
            )

    answers = at_once([lambda grant=grant: without_looking(grant) for grant in grants])
    assert sum(isinstance(each, Entry) for each in answers) == 20
    assert all(
        "account_never_exceeded" in str(each) for each in answers if not isinstance(each, Entry)
    )
    assert balance(LEFT) == 0
    assert trial_balance().is_zero
