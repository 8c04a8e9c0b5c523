"""A decision, its money, its step, its letter and its entry in the log are one."""

import json

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from people.conftest import logged_in

from boligsocial.messages import UserError
from boligsocial.portal.cases.documents import Content, add_further
from boligsocial.portal.cases.files import path_of
from boligsocial.portal.cases.models import Case, Version
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.verify import verify
from boligsocial.portal.decisions import services
from boligsocial.portal.decisions.letter import plain_text
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.recheck import recheck
from boligsocial.portal.decisions.services import (
    MovedOnError,
    Ruling,
    decide,
    outcomes_for,
    prepare,
)
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.ledger.entries import Place, balance
from boligsocial.portal.ledger.models import AccountKind, Grant
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.people.models import today
from boligsocial.portal.work.models import Letter
from boligsocial.portal.writing import kroner

from .conftest import KR, MIO, effort_case, propose, rent_case

YEAR = today().year
LEFT = Place(YEAR, "rent", AccountKind.AVAILABLE)

guarded = apps.get_app_config


def commitment(*amounts, reasons=("rent",), **more):
    years = [(YEAR + place, øre) for place, øre in enumerate(amounts)]
    return Ruling("commit", reasons, years=years, **more)


def test_a_commitment_books_its_money_takes_its_step_and_keeps_its_letter(house):
    case, before = rent_case(house), balance(LEFT)
    made = decide(case, commitment(2 * MIO, MIO, 0), house.decider, house.through)
    assert (case.phase, case.grant.name) == ("commitment", "Huslejestøtte")
    assert balance(LEFT) == before - 3 * MIO
    assert made.years == [[YEAR, 2 * MIO], [YEAR + 1, MIO]]
    assert made.booked.grant == case.grant
    assert case.grant.organisation == house.housing
    assert made.paper.document.asked == "decision_letter"
    assert path_of(made.paper.file_digest).read_bytes().startswith(b"%PDF")
    assert made.step.to == "commitment"
    told = json.loads(LogEntry.objects.get(kind="decision.made").content)
    assert (told["outcome"], told["evidence"]) == ("commit", made.evidence_digest)
    assert verify().is_whole


def test_a_rejection_gives_its_reasons_and_how_to_complain(house):
    case = rent_case(house)
    ruling = Ruling("reject", ["below_waterline", "other"], text="Vi har set på huslejen.")
    made = decide(case, ruling, house.decider, house.through)
    assert case.phase == "rejected"
    assert made.booked is None
    assert made.paper.document.asked == "rejection_letter"
    for words in ("Rammen er mindre", "Vi har set på huslejen.", "uverificeret"):
        assert words in made.letter
    assert case.steps.last().reason == "Vi har set på huslejen."


def nothing_is_decided(case, before):
    held = Case.objects.get(pk=case.pk)
    assert (held.phase, held.in_phase, held.grant_id) == before
    assert not Decision.objects.exists()
    assert not LogEntry.objects.filter(kind="decision.made").exists()
    assert not Version.objects.filter(document__asked="decision_letter").exists()
    assert not Grant.objects.exists()


def test_money_that_is_not_there_leaves_everything_as_it_was(house):
    case = rent_case(house)
    before = (case.phase, case.in_phase, case.grant_id)
    with pytest.raises(RefusedError, match=r"left, and this takes 900,000,000 kr\."):
        decide(case, commitment(900 * MIO), house.decider, house.through)
    nothing_is_decided(case, before)


@pytest.mark.parametrize(
    ("ruling", "told"),
    [
        (Ruling("", ["rent"]), "choose what the case is decided to"),
        (Ruling("include", ["attached"]), "choose what the case is decided to"),
        (commitment(MIO, reasons=()), "at least one reason"),
        (commitment(MIO, reasons=("unknown",)), "at least one reason"),
        (commitment(MIO, reasons=("not_exposed",)), "cannot carry the decision"),
        (commitment(MIO, reasons=("other",)), "in your own words"),
        (commitment(), "for at least one year"),
        (commitment(0, 0), "for at least one year"),
        (commitment(*[MIO] * 5), "at most 4 years"),
        (Ruling("commit", ["rent"], years=[(YEAR - 1, MIO)]), "the commitment counts in"),
        (commitment(MIO, -KR, MIO), "above zero"),
        (commitment(MIO, text="x" * 30_000), "at most"),
    ],
)
def test_what_cannot_be_decided_is_told_in_one_line(house, ruling, told):
    case = rent_case(house)
    before = (case.phase, case.in_phase, case.grant_id)
    with pytest.raises(UserError, match=told):
        decide(case, ruling, house.decider, house.through)
    nothing_is_decided(case, before)


def test_a_case_that_lacks_papers_is_not_committed_but_may_be_rejected(house):
    case = rent_case(house)
    case.documents.first()  # there
    bare = rent_case(house, "En anden")
    assert all(why_not is None for _, why_not in outcomes_for(bare))
    with pytest.raises(CprQuestionError):
        prepare(case, commitment(MIO, text="Ring til 010203-1234"), house.decider)
    assert prepare(
        case, commitment(MIO, text="Ring til 010203-1234", not_cpr=True), house.decider
    ).letter


def test_a_paper_that_came_meanwhile_stops_the_decision_until_it_is_seen(house):
    case = rent_case(house)
    seen = prepare(case, commitment(MIO), house.decider).evidence.digest
    add_further(case, "Nyt", Content(text="Noget nyt"), house.lead)
    with pytest.raises(MovedOnError):
        decide(case, commitment(MIO, seen=seen), house.decider, house.through)
    now = prepare(case, commitment(MIO), house.decider).evidence.digest
    assert decide(case, commitment(MIO, seen=now), house.decider, house.through).number == 1


def test_a_commitment_is_changed_only_by_a_new_decision(house):
    case = rent_case(house)
    decide(case, commitment(2 * MIO), house.decider, house.through)
    left = balance(LEFT)
    less = Ruling("change", ["need_has_changed"], years=[(YEAR, MIO)])
    made = decide(case, less, house.decider, house.through)
    assert (made.number, made.total_øre, balance(LEFT)) == (2, MIO, left + MIO)
    assert case.phase == "commitment"
    assert made.paper.number == 2
    letters = Letter.objects.filter(to=house.lead).order_by("pk")
    assert "/afgoerelser/2/" in letters.last().text
    assert "1.000.000" not in letters.last().text
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Decision.objects.update(total_øre=5)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Decision.objects.filter(pk=made.pk).delete()
    assert not guarded("decisions").missing_guards(connection)


def test_what_differs_from_the_proposal_takes_a_reason_of_its_own(house, monkeypatch):
    propose(house)
    case = effort_case(house, monkeypatch)
    ready = prepare(case, Ruling("return", ["plan_incomplete"]), house.decider)
    year_øre = ready.evidence.fields["proposal"]["year_øre"]
    assert year_øre > 0
    assert not ready.deviates

    as_proposed = commitment(*[year_øre] * 4, reasons=["listed"])
    assert not prepare(case, as_proposed, house.decider).deviates
    for ruling in (commitment(year_øre - 1, reasons=["listed"]), Ruling("reject", ["not_exposed"])):
        with pytest.raises(UserError, match="write why it differs"):
            decide(case, ruling, house.decider, house.through)
    less = commitment(year_øre - 1, reasons=["listed"], deviation="Der er færre unge nu.")
    made = decide(case, less, house.decider, house.through)
    assert (made.deviates, made.proposed_øre) == (True, year_øre)
    assert "Der er færre unge nu." in made.letter


@pytest.mark.parametrize("years", [1, 3, 4])
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (700_000 * KR, "700.000 kr. mere."),
        (-300_000 * KR, "300.000 kr. mindre."),
        (-50, "0,50 kr. m"),
    ],
)
def test_the_letter_says_which_way_a_decision_differs(house, monkeypatch, years, more, said):
    propose(house)
    case = effort_case(house, monkeypatch)
    a_year = prepare(case, Ruling("return", ["plan_incomplete"]), house.decider)
    year_øre = a_year.evidence.fields["proposal"]["year_øre"]
    amounts = [year_øre] * (years - 1) + [year_øre + more]
    ruling = commitment(*amounts, reasons=["listed"], deviation="grund")
    made = decide(case, ruling, house.decider, house.through)
    told = f"gav {kroner(year_øre * years, 'da')} over de samme år. Afgørelsen giver {said}"
    assert told in plain_text(made.letter)
    page = logged_in(house.decider).get(f"/sager/{case.pk}/afgoerelser/1/").text
    assert page.count(told) == 2


def test_a_rejection_tells_what_the_proposal_gave_and_the_same_sum_tells_nothing(
    house, monkeypatch
):
    propose(house)
    case = effort_case(house, monkeypatch)
    rejected = prepare(case, Ruling("reject", ["not_exposed"], deviation="grund"), house.decider)
    assert f"gav {kroner(rejected.proposed_øre, 'da')}. Afgørelsen giver intet." in plain_text(
        rejected.letter
    )
    same = commitment(*[rejected.proposed_øre // 4] * 4, reasons=["listed"], deviation="grund")
    assert "indstilling" not in plain_text(prepare(case, same, house.decider).letter)


def test_a_proposal_that_came_meanwhile_stops_the_decision(house, monkeypatch):
    propose(house)
    case = effort_case(house, monkeypatch)
    ready = prepare(case, Ruling("reject", ["not_exposed"], deviation="grund"), house.decider)
    propose(house, ramme="150")
    with pytest.raises(MovedOnError), transaction.atomic():
        services._refuse_what_moved_on(case, ready)


def test_a_decision_can_be_rechecked_and_shows_what_has_changed(house):
    case = rent_case(house)
    made = decide(case, commitment(MIO), house.decider, house.through)
    assert all(each.is_same for each in recheck(made)), recheck(made)
    path_of(made.paper.file_digest).unlink()
    assert all(each.is_same for each in recheck(made))

    made.evidence = made.evidence.replace('"met":true', '"met":false', 1)
    found = {str(each.what): each.is_same for each in recheck(made)}
    assert not found["the evidence itself"]
    assert not found["the figures and what the law says of them"]
    assert found["the papers"]
