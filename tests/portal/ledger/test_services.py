"""What the ledger lets one do, and why it refuses, on both databases."""

from datetime import date

import pytest

from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Place, balance
from boligsocial.portal.ledger.models import AccountKind as A
from boligsocial.portal.ledger.models import Entry, Posting
from boligsocial.portal.ledger.refusals import RefusedError

from .conftest import TODAY, people, signed

KR = 100
MIO = 1_000_000 * KR


@pytest.fixture
def book(ledger):  # noqa: ARG001 - the database that the book is in
    return Book()


class Book:
    """A ledger whose year 2026 is open, with Anna who decides and Bo who approves."""

    def __init__(self):
        self.anna, self.bo, self.organisation = people()
        services.open_year(2026, self.signed())
        self.grant = services.new_grant("Åparken 2026-30", self.organisation, "social")

    def signed(self, dated=TODAY, **more):
        return signed(self.anna, dated, **more)

    def of(self, kind, part="social", year=2026, grant=None):
        return balance(Place(year, part, kind, grant.pk if grant else None))


def test_a_year_opens_with_the_frame_of_the_act(book):
    assert {part: book.of(A.AVAILABLE, part) for part in ("social", "rent", "vacancy")} == {
        "social": 140 * MIO,
        "rent": 230 * MIO,
        "vacancy": 10 * MIO,
    }


def test_a_commitment_uses_the_reservation_first(book):
    services.reserve(book.grant, 3 * MIO, book.signed())
    services.commit(book.grant, 5 * MIO, book.signed())
    assert book.of(A.RESERVED, grant=book.grant) == 0
    assert book.of(A.COMMITTED, grant=book.grant) == 5 * MIO
    assert book.of(A.AVAILABLE) == 135 * MIO


def test_a_refusal_says_what_was_left_and_what_it_would_take(book):
    services.commit(book.grant, 139 * MIO, book.signed())
    with pytest.raises(RefusedError) as refused:
        services.commit(book.grant, MIO + 1, book.signed())
    assert (refused.value.left_øre, refused.value.wanted_øre) == (MIO, MIO + 1)
    assert refused.value.message.in_language("en") == (
        "the frame for social efforts in 2026 has 1,000,000 kr. left, and this takes 1,000,000.01 "
        "kr.; lower it by 0.01 kr., or have a second person approve an override of 0.01 kr."
    )
    assert book.of(A.AVAILABLE) == MIO


def test_an_earmark_is_not_paid_from_another(book):
    vacancy = services.new_grant("Tomgang", book.organisation, "vacancy")
    with pytest.raises(RefusedError, match="vacancy rent"):
        services.commit(vacancy, 10 * MIO + 1, book.signed())
    with pytest.raises(RefusedError, match="cannot be moved"):
        services.transfer(2026, "social", "rent", 1, book.signed())
    services.transfer(2026, "rent", "social", 4 * MIO, book.signed())
    assert book.of(A.AVAILABLE) == 144 * MIO


def test_a_payment_never_exceeds_the_commitment_nor_a_return_the_payments(book):
    services.commit(book.grant, 5 * MIO, book.signed())
    services.pay(book.grant, 4 * MIO, book.signed())
    with pytest.raises(RefusedError, match=r"1,000,000 kr\. unpaid"):
        services.pay(book.grant, MIO + 1, book.signed())
    with pytest.raises(RefusedError, match="cannot come back"):
        services.take_back(book.grant, 4 * MIO + 1, book.signed())
    services.take_back(book.grant, MIO, book.signed())
    assert book.of(A.AVAILABLE) == 136 * MIO


def test_an_override_takes_a_reason_and_another_person(book):
    for wrong in (
        {"reason": "", "approved_by": book.bo},
        {"reason": "Brand i Åparken"},
        {"reason": "Brand i Åparken", "approved_by": book.anna},
    ):
        with pytest.raises(RefusedError, match="an override needs"):
            services.override(2026, "social", MIO, book.signed(**wrong))
    entry = services.override(
        2026, "social", MIO, book.signed(reason="Brand i Åparken", approved_by=book.bo)
    )
    services.commit(book.grant, 141 * MIO, book.signed())
    assert entry.reason == "Brand i Åparken"
    assert (book.of(A.AVAILABLE), book.of(A.OVERRIDE)) == (0, -MIO)


def test_what_is_left_goes_to_the_next_year_also_from_2026_to_2027(book):
    services.commit(book.grant, 100 * MIO, book.signed())
    with pytest.raises(RefusedError, match="2027 has no frame yet"):
        services.close_year(2026, book.signed())
    services.open_year(2027, book.signed(date(2027, 1, 2)))
    services.close_year(2026, book.signed(date(2027, 1, 2)))
    assert book.of(A.AVAILABLE, year=2026) == 0
    assert book.of(A.CARRIED_OUT, year=2026) == 40 * MIO
    assert book.of(A.AVAILABLE, year=2027) == 40 * MIO
    assert book.of(A.AVAILABLE, "rent", year=2027) == 230 * MIO
    with pytest.raises(RefusedError, match="from 2019 to 2027"):
        services.open_year(2028, book.signed())


def test_nothing_is_committed_in_a_closed_year(book):
    services.open_year(2027, book.signed(date(2027, 1, 2)))
    services.close_year(2026, book.signed(date(2027, 1, 2)))
    for refused in (
        lambda: services.commit(book.grant, MIO, book.signed(date(2026, 12, 31))),
        lambda: services.reserve(book.grant, MIO, book.signed(date(2026, 12, 31))),
        lambda: services.change(book.grant, MIO, book.signed(date(2026, 12, 31))),
        lambda: services.index_year(2026, book.signed()),
        lambda: services.close_year(2026, book.signed()),
    ):
        with pytest.raises(RefusedError, match="2026 was closed on 2 January 2027"):
            refused()


def test_a_year_with_reserved_money_is_not_closed(book):
    services.reserve(book.grant, MIO, book.signed())
    services.open_year(2027, book.signed())
    with pytest.raises(RefusedError, match="still reserved in 2026 for Åparken 2026-30"):
        services.close_year(2026, book.signed())
    services.release(book.grant, MIO, book.signed())
    services.close_year(2026, book.signed())


def test_a_commitment_of_a_closed_year_is_paid_and_what_it_does_not_use_comes_on(book):
    services.commit(book.grant, 10 * MIO, book.signed())
    services.open_year(2027, book.signed(date(2027, 1, 2)))
    services.close_year(2026, book.signed(date(2027, 1, 2)))
    services.change(book.grant, 2 * MIO, book.signed(date(2027, 3, 1)))
    services.pay(book.grant, 11 * MIO, book.signed(date(2027, 4, 1)))
    assert book.of(A.PAID, grant=book.grant, year=2026) == 10 * MIO
    before = book.of(A.AVAILABLE, year=2027)
    services.take_back(book.grant, 3 * MIO, book.signed(date(2027, 5, 1)))
    services.change(book.grant, -MIO, book.signed(date(2027, 5, 1)))
    assert book.of(A.PAID, grant=book.grant, year=2027) == 0
    assert book.of(A.AVAILABLE, year=2027) == before + 4 * MIO
    assert book.of(A.AVAILABLE, year=2026) == 0


def test_a_reversal_is_an_entry_of_its_own(book):
    entry = services.commit(book.grant, 5 * MIO, book.signed())
    with pytest.raises(RefusedError, match="needs a reason"):
        services.reverse(entry.number, book.signed())
    reversal = services.reverse(entry.number, book.signed(reason="Forkert sag"))
    assert Entry.objects.get(number=entry.number).reversed_by == reversal
    assert book.of(A.AVAILABLE) == 140 * MIO
    for number, why in ((entry.number, "reversed already"), (reversal.number, "itself a reversal")):
        with pytest.raises(RefusedError, match=why):
            services.reverse(number, book.signed(reason="igen"))
    with pytest.raises(RefusedError, match="opened or closed a year"):
        services.reverse(1, book.signed(reason="fortryd"))


def test_an_entry_whose_money_has_moved_on_is_not_reversed(book):
    entry = services.commit(book.grant, 5 * MIO, book.signed())
    services.pay(book.grant, 4 * MIO, book.signed())
    with pytest.raises(RefusedError, match=r"1,000,000 kr\. of the 5,000,000"):
        services.reverse(entry.number, book.signed(reason="Forkert sag"))


def test_a_refused_operation_leaves_no_trace(book):
    before = (Entry.objects.count(), Posting.objects.count())
    with pytest.raises(RefusedError):
        services.commit(book.grant, 141 * MIO, book.signed())
    with pytest.raises(RefusedError, match="above zero"):
        services.commit(book.grant, 0, book.signed())
    assert (Entry.objects.count(), Posting.objects.count()) == before
    services.commit(book.grant, 1, book.signed())
    assert [each.number for each in Entry.objects.all()] == [1, 2]
