"""The pages of the log: who sees what, and what a person can take along of themselves."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from people.conftest import case_of, logged_in, world  # noqa: F401

from boligsocial import portal
from boligsocial.portal.decision_log.kinds import entry_kinds
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.decision_log.words import EntryShown
from boligsocial.portal.people.models import Role

LOG = reverse("decision_log:log")


def of_case(case):
    return reverse("decision_log:of_case", kwargs={"case": case.pk})


@pytest.fixture
def lead(world):  # noqa: F811
    return world.people["ours", Role.PROJECT_LEAD]


@pytest.fixture
def decider(world):  # noqa: F811
    return world.people["fund", Role.DECISION_MAKER]


def test_the_whole_log_is_for_those_who_read_it_and_can_be_searched(world, decider):  # noqa: F811
    case = world.cases["ours"]
    record("case.step", decider, {"kind": "social_effort", "from": "prequalification",
                                  "to": "dialogue", "reason": "klar"}, case.pk)  # fmt: skip
    browser = logged_in(decider)
    page = browser.get(LOG, {"slags": "case.step", "sag": case.reference})
    assert "Førte sagen fra prækvalifikation til dialog" in page.text
    assert len(page.context["entries"]) == 1
    assert len(browser.get(LOG, {"fra": "2999-01-01"}).context["entries"]) == 0
    assert browser.get(LOG, {"fra": "i går", "sag": "x", "person": "9" * 40}).status_code == 200
    assert logged_in(world.people["ours", Role.AUDITOR]).get(LOG).status_code == 403


def test_a_party_reads_the_log_of_its_case_without_what_is_internal(world, lead, decider):  # noqa: F811
    case = world.cases["ours"]
    record("case.comment", decider, {"text": "hemmeligt", "is_internal": True}, case.pk)
    record("request.made", decider, {"text": "åbent", "due": "2026-12-24"}, case.pk)
    record("unheard.of", decider, {"text": "uset"}, case.pk)
    theirs = logged_in(lead).get(of_case(case)).text
    assert "åbent" in theirs
    assert "24. december 2026" in theirs
    assert "hemmeligt" not in theirs
    assert "uset" not in theirs
    funds = logged_in(decider).get(of_case(case)).text
    assert "hemmeligt" in funds
    assert "uset" in funds
    assert logged_in(lead).get(of_case(world.cases["theirs"])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("agreement.signed", {"focus_area": "crime"}, "kriminalitet"),
        ("agreement.signed", {"agreement": "sub"}, "en delaftale"),
        ("board.made", {"board": "B", "composition": "parties"}, "kommune og boligorganisationer"),
        ("board.seated", {"name": "Bo", "party": "housing"}, "boligorganisation"),
        ("board.decided", {"item": "Aftale", "votes": {"Bo": "against"}}, "Bo: imod"),
        ("decision.made", {"years": [[2026, 150_000_000], [2027, 5]]},
         "1.500.000 kr. i 2026 og 0,05 kr. i 2027"),
        ("agreement.signed", {"focus_area": "af en anden tid"}, "af en anden tid"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words(kind, content, said):
    entry = EntryShown(LogEntry(kind=kind, content=json.dumps(content)))
    told = [value.in_language("da") for _, value in entry.fields]
    assert any(said in each.lower() or said in each for each in told), told


def test_what_is_written_is_shown_as_text(world, lead):  # noqa: F811
    case = world.cases["ours"]
    record("request.answered", lead, {"answer": "<script>alert(1)</script> {navn}"}, case.pk)
    text = logged_in(lead).get(of_case(case)).text
    assert "<script>alert" not in text
    assert "{navn}" in text


def test_a_person_takes_along_all_that_the_log_holds_of_them(lead, decider):
    lead.name = "Bo Ås"
    lead.save()
    record("board.seated", decider, {"name": "Bo Ås", "note": "Bo Åsen er en anden"}, 7)
    record("board.seated", decider, {"name": "Bo Åsen"}, 8)
    record("case.assigned", decider, {"caseworker": lead.pk, "why": "ferie"}, 9)
    answer = logged_in(lead).get(reverse("decision_log:person_file", kwargs={"kind": "json"}))
    found = json.loads(answer.content)
    own = [each for each in found["entries"] if each["is_by_the_person"]]
    naming = [each for each in found["entries"] if not each["is_by_the_person"]]
    assert len(own) == LogEntry.objects.filter(by=lead).count() > 0
    assert [each["content"] for each in naming] == [{"name": "Bo Ås"}, {"caseworker": lead.pk}]
    excel = logged_in(lead).get(reverse("decision_log:person_file", kwargs={"kind": "xlsx"}))
    assert excel.content.startswith(b"PK")


def test_what_the_log_holds_of_another_is_for_those_who_read_it(lead, decider):
    page = reverse("decision_log:of_person")
    assert logged_in(lead).get(page, {"person": decider.pk}).status_code == 403
    answer = logged_in(decider).get(page, {"person": lead.pk})
    assert lead.name in answer.text
    assert logged_in(decider).get(page, {"person": "x"}).status_code == 404
    assert logged_in(lead).get("/log/person.exe").status_code == 404


@pytest.mark.parametrize("kind", entry_kinds().values(), ids=lambda kind: kind.id)
def test_every_kind_has_a_danish_sentence_with_and_without_its_fields(kind):
    bare = EntryShown(LogEntry(kind=kind.id, content="{}")).sentence
    assert "{" not in str(bare)
    assert bare.in_language("da") != str(bare)


def test_every_kind_that_is_recorded_has_a_sentence():
    folder = Path(portal.__file__).parent
    found = {
        kind
        for file in folder.rglob("*.py")
        for kind in re.findall(r'record\(\s*"([a-z_.]+)"', file.read_text("utf-8"))
    }
    assert found > {"case.step", "decision.made"}
    assert found <= entry_kinds().keys()
