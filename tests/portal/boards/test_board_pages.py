"""The pages of leading together: what each side sees and does, and what a mistake keeps."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from boligsocial.portal.boards.models import AgreementVersion, Board, Decision, Meeting, Signature
from boligsocial.portal.boards.services import agreements, meetings, seats
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.people.models import today

from .test_meetings import Held


@pytest.fixture
def be(effort):
    def being(name):
        browser = Client()
        browser.force_login(effort.people[name])
        session = browser.session
        session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
        session["account_authentication_methods_user"] = str(effort.people[name].pk)
        session.save()
        return browser

    return being


def at(effort, name="board", **more):
    return reverse(f"boards:{name}", kwargs={"case": effort.case.pk, **more})


def test_an_effort_without_a_board_says_what_is_missing_and_makes_one(effort, be):
    browser = be("pia")
    page = browser.get(at(effort)).text
    assert "Ikke endnu" in page
    assert "Indsatsen har ingen bestyrelse endnu" in page
    answer = browser.post(at(effort, "compose"), {"name": "<b>B</b>", "composition": "with_police"})
    assert answer.status_code == 302
    page = browser.get(at(effort)).text
    assert "&lt;b&gt;B&lt;/b&gt;" in page
    assert "<b>B</b>" not in page


def test_a_person_with_and_one_without_an_account_are_seated(effort, be):
    browser = be("pia")
    browser.post(at(effort, "compose"), {"name": "B", "composition": "parties"})
    kim = effort.people["kim"].memberships.get()
    browser.post(at(effort, "seat"), {"person": kim.pk, "is_top": "1", "is_chair": "1"})
    browser.post(at(effort, "seat"), {"name": "Pol Politi", "party": "police"})
    page = browser.get(at(effort)).text
    assert "Kim" in page
    assert "Pol Politi" in page
    answer = browser.post(at(effort, "seat"), {"name": "Uden part"})
    assert answer.status_code == 422
    assert 'value="Uden part"' in answer.text


def test_a_party_member_reads_the_fund_reads_and_a_stranger_sees_nothing(effort, be):
    effort.board()
    assert be("sune").get(at(effort)).status_code == 200
    assert be("bodil").get(at(effort)).status_code == 200
    stranger = type(effort.people["pia"]).objects.create_user("x@y.example")
    browser = Client()
    browser.force_login(stranger)
    assert browser.get(at(effort)).status_code == 403


def test_a_cpr_number_keeps_what_was_written_and_asks(effort, be):
    effort.board()
    answer = be("pia").post(
        at(effort, "write", agreement="strategisk"), {"text": "Lis, 010190-1234", "made_from": "0"}
    )
    assert answer.status_code == 422
    assert "Lis, 010190-1234</textarea>" in answer.text
    assert 'name="not_cpr"' in answer.text
    assert not AgreementVersion.objects.exists()


def test_both_parties_sign_what_they_read(effort, be):
    be("pia").post(
        at(effort, "write", agreement="strategisk"), {"text": "Sammen", "made_from": "0"}
    )
    version = AgreementVersion.objects.get()
    sign = at(effort, "sign", agreement="strategisk")
    for name, organisation in (("kim", effort.municipality), ("bodil", effort.housing)):
        given = {"digest": version.digest, "organisation": organisation.pk}
        assert be(name).post(sign, given).status_code == 302
    assert Signature.objects.count() == 2
    given = {"digest": version.digest, "organisation": effort.housing.pk}
    assert be("kim").post(sign, given).status_code == 422
    assert be("pia").post(sign, given).status_code == 403
    assert be("birgit").post(sign, given).status_code == 403
    page = be("kim").get(at(effort, "agreement", agreement="strategisk")).text
    assert "underskrevet af begge parter" in page


def differing(page):
    """The two sides of the one line that differs."""
    row = page.partition("case-sides__row--changed")[2].partition("</div>")[0]
    return re.findall(r"</span>(\w+)</span>", row)


def test_two_editors_see_both_texts_and_the_second_saves_on_top(effort, be):
    key, pia = Key("strategic"), effort.people["pia"]
    agreements.write(effort.case, key, Draft("Fælles\nFørste"), pia)
    write = at(effort, "write", agreement="strategisk")
    answer = be("bodil").post(write, {"text": "Fælles\nMin", "made_from": "0"})
    assert answer.status_code == 422
    assert differing(answer.text) == ["Første", "Min"]
    assert 'name="made_from" value="1"' in answer.text
    assert be("bodil").post(write, {"text": "Fælles\nMin", "made_from": "1"}).status_code == 302
    page = be("pia").get(at(effort, "agreement", agreement="strategisk")).text
    assert differing(page) == ["Første", "Min"]


def test_the_whole_of_a_meeting_by_its_pages(effort, be):
    effort.board()
    browser, here = be("pia"), {"case": effort.case.pk}
    browser.post(at(effort, "plan_meeting"), {"held_on": today().isoformat(), "place": "Her"})
    meeting = Meeting.objects.get()
    browser.post(at(effort, "add_item", pk=meeting.pk), {"title": "Budget"})
    members = {each.name: each.pk for each in Board.objects.get().members.all()}
    browser.post(at(effort, "attend", pk=meeting.pk), {"present": list(members.values())})
    item = meeting.items.get()
    given = {"member": members["Bo"], "about": "Ejer firmaet"}
    browser.post(at(effort, "conflict", pk=item.pk), given)
    page = browser.get(at(effort, "meeting", pk=meeting.pk)).text
    assert "Bo er inhabil" in page
    votes = {f"vote-{members[name]}": "for" for name in ("Kim", "Klara", "Bodil")}
    browser.post(at(effort, "decide", pk=item.pk), {"decision": "Vedtaget", **votes})
    assert Decision.objects.get().is_taken
    answer = be("kim").post(at(effort, "approve_minutes", pk=meeting.pk), {"version": "0"})
    assert answer.status_code == 302
    page = be("sune").get(reverse("boards:meeting", kwargs={**here, "pk": meeting.pk})).text
    assert "ændres ikke mere" in page
    assert "<form" not in page.partition("<main")[2].replace('action="/sprog', "")


def test_minutes_changed_meanwhile_are_shown_beside(effort, be):
    held = Held(effort)
    meetings.write_minutes(held.meeting, "Pias ord", 0, held.pia)
    answer = be("bodil").post(
        at(effort, "minutes", pk=held.meeting.pk), {"minutes": "Bodils ord", "version": "0"}
    )
    assert answer.status_code == 422
    assert "Pias ord" in answer.text
    assert "Bodils ord</textarea>" in answer.text


def test_a_standing_conflict_of_interest_is_seen_at_every_meeting(effort, be):
    held = Held(effort)
    seats.declare_standing(held.member("Bo"), "Ejer firmaet", held.pia, effort.case)
    page = be("sune").get(at(effort, "meeting", pk=held.meeting.pk)).text
    assert "Bo: Ejer firmaet" in page
    assert "Ejer firmaet" in be("sune").get(at(effort)).text


def test_a_meeting_of_another_board_does_not_exist(effort, be):
    held = Held(effort)
    held.meeting.board.leads.all().delete()
    assert be("pia").get(at(effort, "meeting", pk=held.meeting.pk)).status_code == 404
