"""The pages of decisions: who decides, what is asked about, and what others see."""

import json

import pytest
from django.urls import reverse
from people.conftest import logged_in, world  # noqa: F401

from boligsocial.portal.cases.models import Case
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.services import Ruling, decide
from boligsocial.portal.people.models import Role, today

YEAR = today().year
REJECT = {"outcome": "reject", "reason": ["not_exposed"], "text": "Tallene er langt fra."}


def page(name, case, **more):
    return reverse(f"decisions:{name}", kwargs={"case": case.pk, **more})


@pytest.fixture
def decider(world):  # noqa: F811
    return world.people["fund", Role.DECISION_MAKER]


@pytest.fixture
def case(world, settings, tmp_path):  # noqa: F811
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    return world.cases["ours"]


def test_a_case_is_decided_after_its_letter_is_seen(case, decider):
    browser = logged_in(decider)
    first = browser.get(page("decisions", case))
    assert "Se brevet først" in first.text
    assert "Afgør sagen" not in first.text
    seen = {**REJECT, "seen": first.context["seen"]}
    preview = browser.post(page("decide", case), {**seen, "do": "preview"})
    assert preview.status_code == 200
    assert "Afslag på ansøgningen om" in preview.text
    assert "Afgør sagen" in preview.text
    assert not Decision.objects.exists()
    answer = browser.post(page("decide", case), {**seen, "do": "decide"})
    assert answer.headers["Location"] == page("decision", case, number=1)
    assert Case.objects.get(pk=case.pk).phase == "rejected"
    shown = browser.get(answer.headers["Location"], {"efterproev": "1"})
    assert all(each.is_same for each in shown.context["checked"])
    assert "Afgjort af" in shown.text
    letter = browser.get(page("letter", case, number=1))
    assert letter.content.startswith(b"%PDF")
    frozen = browser.get(page("evidence", case, number=1)).content.decode()
    assert frozen == Decision.objects.get().evidence
    assert json.loads(frozen)["case"]["id"] == case.pk


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Vælg, hvad sagen afgøres til"),
        ({"outcome": "reject"}, "Vælg mindst én grund"),
        ({"outcome": "commit", f"amount_{YEAR}": "en million"}, f"{YEAR}: en million"),
        ({**REJECT, "text": "Ring til 010203-1234"}, 'name="not_cpr"'),
        ({**REJECT, "seen": "0" * 64}, "intet af det, du skrev, er tabt"),
    ],
)
def test_a_mistake_keeps_what_was_written(case, decider, given, told):
    answer = logged_in(decider).post(page("decide", case), {**given, "do": "decide"})
    assert answer.status_code == 422
    assert told in answer.text
    assert given.get("text", "") in answer.text
    assert given.get(f"amount_{YEAR}", "") in answer.text
    assert not Decision.objects.exists()


def test_only_decision_makers_decide(case, world):  # noqa: F811
    for side, role in (("fund", Role.CASEWORKER), ("ours", Role.BOARD_MEMBER)):
        browser = logged_in(world.people[side, role])
        assert "Afgør sagen" not in browser.get(page("decisions", case)).text
        assert browser.post(page("decide", case), REJECT).status_code == 403
    decider = world.people["fund", Role.DECISION_MAKER]
    weak = logged_in(decider, methods=("password",))
    assert weak.post(page("decide", case), REJECT).status_code == 403
    assert "to faktorer" in weak.get(page("decisions", case)).text


def test_parties_see_the_decision_and_not_the_cases_of_others(case, world, decider):  # noqa: F811
    theirs = world.cases["theirs"]
    through = decider.memberships.get()
    ruling = Ruling("reject", ["not_exposed"], text="Tallene er langt fra.")
    decide(theirs, ruling, decider, through)
    funds = logged_in(decider).get(page("decisions", case)).text
    assert theirs.name in funds
    lead = logged_in(world.people["ours", Role.PROJECT_LEAD])
    assert theirs.name not in lead.get(page("decisions", case)).text
    decide(case, ruling, decider, through)
    own = lead.get(page("decision", case, number=1)).text
    assert "Tallene er langt fra." in own
    assert lead.get(page("letter", case, number=1)).status_code == 200
    for name in ("decision", "letter", "evidence"):
        assert lead.get(page(name, theirs, number=1)).status_code == 404
    assert lead.get(page("decision", case, number=2)).status_code == 404


def test_what_is_written_is_shown_as_text(case, decider):
    given = {**REJECT, "text": "<script>alert(1)</script>", "do": "preview"}
    answer = logged_in(decider).post(page("decide", case), given)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
