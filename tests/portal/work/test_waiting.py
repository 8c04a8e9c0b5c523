"""What waits for whom, and of what one is reminded."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from people.conftest import logged_in

from boligsocial.cli.main import app
from boligsocial.portal.boards.services import agreements
from boligsocial.portal.cases.models import Document, Request, Version
from boligsocial.portal.cases.services import documents_standing
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import Organisation, Role, today
from boligsocial.portal.work.models import Letter
from boligsocial.portal.work.reminders import days, remind, reminders_on
from boligsocial.portal.work.waiting import waits_for


def waiting(user, **given):
    memberships = tuple(user.memberships.select_related("organisation"))
    return waits_for(Who(user, memberships, is_strong=True), **given)


def write_all(case, by):
    for each in documents_standing(case):
        document = Document.objects.create(case=case, asked=each.asked.id)
        Version.objects.create(document=document, number=1, text="x", by=by)


def ask_for_more(world, due_on):
    return Request.objects.create(
        case=world.cases["ours"], by=world.people["fund", Role.CASEWORKER], text="?", due_on=due_on
    )


def test_a_case_without_a_caseworker_waits_for_every_caseworker(world):
    items = waiting(world.people["fund", Role.CASEWORKER])
    assert {(each.case.pk, each.what) for each in items} == {
        (world.cases[side].pk, "take") for side in ("ours", "theirs")
    }


def test_what_is_missing_waits_for_the_parties_and_then_the_step_for_the_caseworker(world):
    case, worker = world.cases["ours"], world.people["fund", Role.CASEWORKER]
    lead = world.people["ours", Role.PROJECT_LEAD]
    case.caseworker = worker
    case.save()
    (item,) = waiting(lead)
    assert item.what == "complete"
    assert "the recommendation of the municipality" in str(item.words)
    assert item.due == today() + timedelta(days=60)
    assert case not in [each.case for each in waiting(worker)]
    case.parties.add(Organisation.objects.create(name="Åparken", kind="housing"))
    write_all(case, lead)
    assert waiting(lead) == []
    (item,) = (each for each in waiting(worker) if each.case == case)
    assert (item.what, str(item.words)) == ("go_on", "ready for dialogue")


def test_another_caseworkers_case_waits_only_when_everyones_are_asked_for(world):
    case = world.cases["ours"]
    case.caseworker = world.people["fund", Role.DECISION_MAKER]
    case.save()
    case.parties.add(Organisation.objects.create(name="Åparken", kind="housing"))
    write_all(case, case.opened_by)
    worker = world.people["fund", Role.CASEWORKER]
    assert case not in [each.case for each in waiting(worker)]
    assert case in [each.case for each in waiting(worker, of_everyone=True)]


def test_a_request_waits_for_the_parties_until_it_is_answered(world):
    lead = world.people["ours", Role.PROJECT_LEAD]
    request = ask_for_more(world, today() - timedelta(days=1))
    (item,) = waiting(lead)
    assert (item.what, item.is_late(today())) == ("answer", True)
    request.answer, request.answered_at, request.answered_by = "!", timezone.now(), lead
    request.save()
    assert "answer" not in [each.what for each in waiting(lead)]


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.LOCAL_ADMINISTRATOR])
def test_nothing_waits_for_whoever_only_reads(world, role):
    ask_for_more(world, today())
    assert waiting(world.people["ours", role]) == []


def test_the_nearest_deadline_comes_first(world):
    for days_left in (30, 3, 10):
        ask_for_more(world, today() + timedelta(days=days_left))
    dues = [each.due for each in waiting(world.people["ours", Role.PROJECT_LEAD])]
    assert dues == sorted(dues)


def test_one_is_reminded_on_the_days_of_the_rule_and_no_others(world):
    due = date(2026, 12, 20)
    ask_for_more(world, due)
    lead = world.people["ours", Role.PROJECT_LEAD]
    reminded = [left for left in range(-40, 40) if reminders_on(due - timedelta(days=left), [lead])]
    rule = days()
    assert set(reminded) == {*rule.days_before, *(-each for each in rule.days_after)}


def test_a_reminder_is_written_once_a_day(world):
    due = today() + timedelta(days=3)
    ask_for_more(world, due)
    lead = world.people["ours", Role.PROJECT_LEAD]
    (reminder,) = reminders_on(today(), [lead])
    assert (remind(reminder, today()), remind(reminder, today())) == (True, False)
    (letter,) = Letter.objects.filter(to=lead, occasion__startswith="reminder")
    assert "Helhedsplan for Åbro Kommune" in letter.text
    assert "/opgaver/" in letter.text


def test_the_command_reminds_once_and_tells_of_it(world, capsys):
    ask_for_more(world, today() + timedelta(days=3))
    app(["remind", "--dry-run"], exit_on_error=False, result_action="return_value")
    assert not Letter.objects.filter(occasion__startswith="reminder").exists()
    for new in (2, 0):
        app(["remind"], exit_on_error=False, result_action="return_value")
        assert f"{new} new letters" in capsys.readouterr().out.splitlines()[-1]


def test_an_agreement_waits_for_each_party_until_it_has_signed(world):
    case, housing = world.cases["ours"], world.organisations["theirs"]
    case.parties.add(housing)
    signer = world.people["theirs", Role.BOARD_MEMBER]
    draft = agreements.Draft("Vi leder sammen.")
    version = agreements.write(
        case, agreements.Key("strategic"), draft, world.people["ours", Role.PROJECT_LEAD]
    )
    (item,) = (each for each in waiting(signer) if each.what == "sign")
    assert item.address.endswith("/ledelse/aftaler/strategisk/")
    assert not [
        each for each in waiting(world.people["ours", Role.PROJECT_LEAD]) if each.what == "sign"
    ]
    agreements.sign(version, version.digest, housing, signer)
    assert not [each for each in waiting(signer) if each.what == "sign"]


def test_the_page_shows_late_and_in_time_apart(world):
    ask_for_more(world, today() - timedelta(days=1))
    page = logged_in(world.people["ours", Role.PROJECT_LEAD]).get("/opgaver/")
    assert "Forsinket" in page.text
    assert "Fonden har bedt om mere" in page.text


def test_what_waits_is_shown_page_by_page(world, monkeypatch):
    monkeypatch.setattr("boligsocial.portal.work.views.A_PAGE", 1)
    browser = logged_in(world.people["fund", Role.CASEWORKER])
    first, second = (browser.get(f"/opgaver/?side={page}").text for page in (1, 2))
    names = [world.cases[side].name for side in ("ours", "theirs")]
    assert "Side 1 af 2" in first
    assert sorted(sum(name in page for page in (first, second)) for name in names) == [1, 1]
