"""The forms of the ledger book what is typed, or refuse in a line and keep it."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from people.conftest import logged_in, world  # noqa: F401

from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.ledger import overrides, services
from boligsocial.portal.ledger.entries import Place, balance
from boligsocial.portal.ledger.models import AccountKind, Entry, OverrideProposal
from boligsocial.portal.ledger.operations import Given
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.reports import trial_balance
from boligsocial.portal.people.models import Role, today

from .conftest import TODAY, people, signed
from .test_concurrency import at_once

KR = 100
MIO = 1_000_000 * KR


@pytest.fixture
def decider(world):  # noqa: F811
    return logged_in(world.people["fund", Role.DECISION_MAKER])


@pytest.fixture
def other_decider(world):  # noqa: F811
    return logged_in(world.member("fund", Role.DECISION_MAKER, "Bo Beslutter"))


@pytest.fixture
def caseworker(world):  # noqa: F811
    return logged_in(world.people["fund", Role.CASEWORKER])


@pytest.fixture
def grant(world):  # noqa: F811
    """A grant with a commitment of a million kroner this year."""
    return world.grants["ours"]


def left(part="social"):
    return balance(Place(today().year, part, AccountKind.AVAILABLE))


def book(browser, path, **typed):
    given = {"dated": today().isoformat(), "reason": "Afgørelse 12", **typed}
    return browser.post(path, given)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.text)


def test_a_commitment_is_booked_with_its_basis_and_logged(decider, grant):
    before = left()
    answer = book(decider, f"/bevillinger/{grant.pk}/tilsagn/", amount="1,2 mio.")
    assert answer.status_code == 302
    entry = Entry.objects.last()
    assert (entry.kind, entry.reason, before - left()) == (
        "commitment",
        "Afgørelse 12",
        120_000_000,
    )
    assert LogEntry.objects.filter(kind="ledger.commitment").exists()


def test_a_grant_of_a_case_is_committed_in_the_case_alone(world, decider, caseworker, grant):  # noqa: F811
    case = world.cases["ours"]
    case.grant = grant
    case.save()
    before = Entry.objects.count()
    answer = book(decider, f"/bevillinger/{grant.pk}/tilsagn/", amount="1.000", reason="x")
    assert answer.status_code == 422
    assert "afgør den dér" in text_of(answer)
    assert Entry.objects.count() == before
    assert "Giv tilsagn" not in text_of(decider.get(f"/bevillinger/{grant.pk}/"))
    paid = book(caseworker, f"/bevillinger/{grant.pk}/udbetal/", amount="1.000", reason="x")
    assert paid.status_code == 302


def test_a_grant_goes_its_whole_way_through_the_forms(decider, caseworker, grant):
    page = f"/bevillinger/{grant.pk}"
    assert book(caseworker, f"{page}/reserver/", amount="500.000").status_code == 302
    assert book(caseworker, f"{page}/frigiv/", amount="200.000").status_code == 302
    assert book(caseworker, f"{page}/udbetal/", amount="400.000,50").status_code == 302
    assert book(caseworker, f"{page}/tilbage/", amount="0,50").status_code == 302
    raised = book(decider, f"{page}/ret/", amount="100000", direction="raise")
    lowered = book(decider, f"{page}/ret/", amount="50000", direction="lower")
    assert raised.status_code == lowered.status_code == 302
    accounts = dict(grant.accounts.values_list("kind", "balance_øre"))
    assert accounts == {
        "reserved": 200_000 * KR, "committed": 649_999_50, "paid": 400_000 * KR,
    }  # fmt: skip
    assert trial_balance().is_zero


def test_more_than_there_is_is_refused_with_what_was_left_and_what_was_typed_stays(decider, grant):
    answer = book(decider, f"/bevillinger/{grant.pk}/tilsagn/", amount="200 mio.")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "138.000.000 kr." in page
    assert "62.000.000 kr." in page
    assert 'value="200 mio."' in page
    assert "Afgørelse 12</textarea>" in page
    assert left() == 138 * MIO


def test_a_commitment_dated_in_a_closed_year_is_refused_and_kept(world, decider, grant):  # noqa: F811
    by, year = world.people["fund", Role.DECISION_MAKER], today().year
    services.open_year(year + 1, signed(by, today()))
    services.close_year(year, signed(by, date(year + 1, 1, 5)))
    answer = book(
        decider, f"/bevillinger/{grant.pk}/tilsagn/", amount="1.000", dated=f"{year}-12-30"
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert f"{year} blev lukket 5. januar {year + 1}" in page
    assert f'value="{year}-12-30"' in page
    assert 'value="1.000"' in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": ""}, "skriv et beløb"),
        ({"amount": "0"}, "over nul"),
        ({"amount": "-5"}, "under nul"),
        ({"amount": "1", "reason": " "}, "hvad udbetalingen bygger på"),
        ({"amount": "1", "dated": "i går"}, "datoen med dag, måned og år"),
        ({"amount": "1", "reason": "Se 010203-1234"}, "CPR-nummer"),
        ({"amount": "2 mio."}, "1.000.000 kr."),
    ],
)
def test_what_cannot_be_booked_is_told_in_a_line(caseworker, grant, typed, told):
    answer = book(caseworker, f"/bevillinger/{grant.pk}/udbetal/", **typed)
    assert answer.status_code == 422
    assert told.casefold() in text_of(answer).casefold()
    assert Entry.objects.count() == 3


def test_years_are_opened_moved_between_and_closed(decider):
    year = today().year
    assert book(decider, "/rammen/aabn/", opens=str(year + 1)).status_code == 302
    social = left()
    moved = book(decider, "/rammen/flyt/", year=str(year), way="rent:social", amount="5 mio.")
    assert moved.status_code == 302
    assert left() == social + 5 * MIO
    assert book(decider, "/rammen/reguler/", year=str(year)).status_code == 302
    assert book(decider, "/rammen/luk/", year=str(year)).status_code == 302
    assert left() == 0
    again = book(decider, "/rammen/luk/", year=str(year))
    assert again.status_code == 422
    assert trial_balance().is_zero


def test_an_entry_is_reversed_with_a_reason(decider, grant):
    book(decider, f"/bevillinger/{grant.pk}/tilsagn/", amount="1.000")
    number = Entry.objects.last().number
    without = book(decider, f"/rammen/bilag/{number}/tilbagefoer/", reason="")
    assert without.status_code == 422
    assert f"hvorfor bilag {number} var forkert" in text_of(without)
    assert book(decider, f"/rammen/bilag/{number}/tilbagefoer/").status_code == 302
    assert Entry.objects.last().reverses_id == number
    assert book(decider, f"/rammen/bilag/{number}/tilbagefoer/").status_code == 422
    page = decider.get("/rammen/bilag/").text
    assert f"/rammen/bilag/{number}/tilbagefoer/" not in page


def test_an_override_is_booked_only_when_another_has_approved_it(decider, other_decider):
    year = today().year
    answer = book(
        decider, "/rammen/overskridelser/ny/", year=str(year), part="vacancy", amount="1,5 mio."
    )
    assert answer.status_code == 302
    proposal = OverrideProposal.objects.get()
    before = left("vacancy")
    approve = f"/rammen/overskridelser/{proposal.pk}/godkend/"
    own = decider.post(approve)
    assert own.status_code == 422
    assert "selv foreslået" in text_of(own)
    assert left("vacancy") == before
    assert other_decider.post(approve).status_code == 302
    assert left("vacancy") == before + 150_000_000
    entry = Entry.objects.last()
    assert (entry.kind, str(entry.approved_by)) == ("override", "Bo Beslutter")
    assert other_decider.post(approve).status_code == 422
    assert Entry.objects.filter(kind="override").count() == 1
    kinds = set(LogEntry.objects.values_list("kind", flat=True))
    assert {"ledger.override_proposed", "ledger.override"} <= kinds


def test_the_reversal_of_an_override_takes_two_as_well(decider, other_decider):
    book(decider, "/rammen/overskridelser/ny/", year=str(today().year), part="rent", amount="9")
    other_decider.post(f"/rammen/overskridelser/{OverrideProposal.objects.get().pk}/godkend/")
    number = Entry.objects.last().number
    assert book(decider, f"/rammen/bilag/{number}/tilbagefoer/").status_code == 302
    assert Entry.objects.last().number == number
    waiting = OverrideProposal.objects.get(answered_at=None)
    assert other_decider.post(f"/rammen/overskridelser/{waiting.pk}/godkend/").status_code == 302
    assert Entry.objects.last().reverses_id == number


def test_a_declined_override_says_why_and_is_never_booked(decider, other_decider):
    book(decider, "/rammen/overskridelser/ny/", year=str(today().year), part="rent", amount="9")
    proposal = OverrideProposal.objects.get()
    decline = f"/rammen/overskridelser/{proposal.pk}/afvis/"
    assert other_decider.post(decline, {"reason": ""}).status_code == 422
    assert other_decider.post(decline, {"reason": "Der er plads"}).status_code == 302
    assert "Der er plads" in decider.get("/rammen/overskridelser/").text
    assert not Entry.objects.filter(kind="override").exists()


def test_the_buttons_are_those_that_one_may_use(decider, caseworker, grant, world):  # noqa: F811
    page = f"/bevillinger/{grant.pk}/"
    assert f"{page}tilsagn/" in decider.get(page).text
    assert f"{page}udbetal/" not in decider.get(page).text
    assert f"{page}udbetal/" in caseworker.get(page).text
    assert f"{page}tilsagn/" not in caseworker.get(page).text
    lead = logged_in(world.people["ours", Role.PROJECT_LEAD]).get(page).text
    assert f"{page}udbetal/" not in lead
    assert "/tilbagefoer/" not in lead


def proposed(by):
    return overrides.propose_override(
        Given(by=by, dated=TODAY, year=2026, part="rent", øre=KR, reason="Brand")
    )


def test_two_who_approve_at_once_book_it_once(ledger):  # noqa: ARG001
    anna, bo, _ = people()
    services.open_year(2026, signed(anna))
    number = proposed(anna).pk
    answers = at_once([lambda: overrides.approve(number, bo)] * 6)
    assert sum(isinstance(each, Entry) for each in answers) == 1
    assert all("was answered by Bo" in str(each) for each in answers if not isinstance(each, Entry))
    assert Entry.objects.filter(kind="override").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_overrideproposal SET oere = 5",
        "UPDATE ledger_overrideproposal SET reason = 'andet'",
        "DELETE FROM ledger_overrideproposal",
        "UPDATE ledger_overrideproposal SET answered_by_id = proposed_by_id, is_approved = {true}, "
        "answered_at = proposed_at, entry_id = 1",
    ],
)
def test_the_database_keeps_a_proposal_as_it_was_made(ledger, statement):  # noqa: ARG001
    anna, _, _ = people()
    services.open_year(2026, signed(anna))
    proposed(anna)
    true = "TRUE" if connection.vendor == "postgresql" else "1"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(true=true))
    assert OverrideProposal.objects.get().answered_at is None


def test_a_proposal_for_a_closed_year_is_refused(ledger):  # noqa: ARG001
    anna, _, _ = people()
    services.open_year(2026, signed(anna))
    services.open_year(2027, signed(anna))
    services.close_year(2026, signed(anna))
    with pytest.raises(RefusedError, match="was closed on"):
        proposed(anna)
