"""The pages of cases, as the parties and the Fund meet them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from people.conftest import logged_in
from python_calamine import CalamineWorkbook

from boligsocial.portal.cases.dialogue import ask_for_more, comment
from boligsocial.portal.cases.models import Case, Comment, Request
from boligsocial.portal.cases.models import Step as StepTaken
from boligsocial.portal.cases.services import add_party, assign
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.ledger import services as ledger_services
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.people.models import Organisation, today

from .conftest import a_case, fresh, go, member, satisfy

INTERNAL = "Vi er bekymrede for ledelsen"
NEW = reverse("cases:new")


def of_case(name, case, **more):
    return reverse(f"cases:{name}", kwargs={"case": case.pk, **more})


@pytest.fixture
def fund(people):
    return logged_in(people.fund.user)


@pytest.fixture
def lead(people):
    return logged_in(people.parties.user)


def test_the_list_is_narrowed_by_the_address_and_taken_out_as_it_stands(people, case, fund, lead):
    rent = a_case(people, "rent_support", "Huslejestøtte til Nordhøj")
    assign(rent, people.fund.user, people.fund.user)
    page = fund.get(reverse("cases:cases"))
    assert case.name in page.text
    assert rent.name in page.text
    narrowed = fund.get(reverse("cases:cases"), {"slags": "rent_support", "fase": "application"})
    assert rent.name in narrowed.text
    assert case.name not in narrowed.text
    assert rent.name in fund.get(reverse("cases:cases"), {"soeg": "NORDHOEJ"}).text
    nobody = fund.get(reverse("cases:cases"), {"sagsbehandler": "ingen"})
    assert rent.name not in nobody.text
    assert case.name in nobody.text
    assert "Ingen sag passer" in lead.get(reverse("cases:cases"), {"soeg": "findes ikke"}).text
    book = fund.get(reverse("cases:download", args=["xlsx"]), {"slags": "rent_support"})
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [rent.reference]
    piece = fund.get(
        reverse("cases:cases"), headers={"HX-Request": "true", "HX-Target": "cases-result"}
    )
    assert "<html" not in piece.text


@pytest.mark.usefixtures("people")
def test_a_person_without_cases_is_told_what_would_be_here():
    other = Organisation.objects.create(name="Nordhøj", kind="housing")
    page = logged_in(member("Lise Læser", other, "reader").user).get(reverse("cases:cases"))
    assert "Der er ingen sager endnu" in page.text
    assert NEW not in page.text


def test_how_long_a_case_has_waited_and_that_it_is_late_is_said(case, fund, monkeypatch):
    assert "0 dage" in fund.get(reverse("cases:cases")).text
    for room in ("directory", "case_page"):
        late = today() + timedelta(days=61)
        monkeypatch.setattr(f"boligsocial.portal.cases.{room}.today", lambda day=late: day)
    assert "61 dage" in fund.get(reverse("cases:cases")).text
    assert "Forsinket" in fund.get(of_case("case", case)).text


def test_a_party_opens_a_case_with_the_other_party_and_a_place(people, lead):
    page = lead.get(NEW, {"slags": "social_effort", "sted": "area:aarhus-gellerup-toveshoej"})
    assert "Engparken" not in page.text
    area = re.search(r'value="(area:[^"]+)"', lead.get(NEW, {"soeg": "gellerup"}).text).group(1)
    given = {"slags": "social_effort", "name": "Ny plan", "party": "  engparken ", "sted": area}
    answer = lead.post(f"{NEW}?snapshot=offentliggjort", given)
    opened = Case.objects.get(name="Ny plan")
    assert answer.headers["Location"] == of_case("case", opened)
    assert set(opened.parties.all()) == {people.town, people.housing}
    assert opened.places.get().place_id == area.partition(":")[2]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"party": "Findes Ikke"}, "Der er ingen organisation, der hedder Findes Ikke"),
        ({"name": " "}, "Giv sagen et navn"),
        ({"sted": []}, "Vælg det område"),
        ({"slags": "resident_handling"}, "ikke"),
        ({"slags": "attached_estate"}, "en sag af denne slags handler om en afdeling"),
        ({"name": "Plan for 010203-1234"}, "ligner et CPR-nummer"),
    ],
)
def test_a_case_that_cannot_be_opened_keeps_what_was_written(lead, wrong, told):
    area = re.search(r'value="(area:[^"]+)"', lead.get(NEW, {"soeg": "gellerup"}).text).group(1)
    given = {"slags": "social_effort", "name": "Ny plan", "party": "Engparken", "sted": [area]}
    answer = lead.post(NEW, given | wrong)
    assert answer.status_code == 422
    assert told.lower() in answer.text.lower()
    assert f'value="{(given | wrong)["name"].strip() or " "}"' in answer.text
    assert not Case.objects.filter(name="Ny plan").exists()


def test_a_search_for_a_place_loses_nothing(lead):
    given = {"slags": "rent_support", "name": "Min sag", "find": "1", "soeg": "vollsmose"}
    first = lead.post(NEW, given)
    area = re.search(r'value="(area:[^"]+)"', first.text).group(1)
    second = lead.post(NEW, given | {"soeg": "gellerup", "sted": area})
    assert second.status_code == 200
    assert re.search(rf'value="{area}" checked', second.text)
    assert 'value="Min sag"' in second.text
    assert re.search(r'value="rent_support" required checked', second.text)


def test_the_fund_opens_a_case_for_others(people, fund):
    area = re.search(r'value="(area:[^"]+)"', fund.get(NEW, {"soeg": "gellerup"}).text).group(1)
    both = [str(people.town.pk), str(people.housing.pk)]
    fund.post(NEW, {"slags": "rent_support", "name": "For dem", "party": both, "sted": area})
    opened = Case.objects.get(name="For dem")
    assert set(opened.parties.all()) == {people.town, people.housing}
    assert opened.steps.get().organisation == people.fund.organisation


def test_a_page_shows_the_one_step_that_is_mine_and_why_not_the_others(people, case, fund, lead):
    mine = lead.get(of_case("case", case)).text
    assert "Træk sagen tilbage" in mine
    assert mine.count('name="to"') == 1
    theirs = fund.get(of_case("case", case)).text
    assert 'name="to"' not in theirs
    assert "mangler" in theirs
    satisfy(case, people)
    theirs = fund.get(of_case("case", case)).text
    assert re.findall(r'name="to" value="(\w+)"', theirs) == ["dialogue"]
    decider = logged_in(people.decider.user).get(of_case("case", case)).text
    assert 'name="to"' not in decider
    assert re.search(r'<a [^>]*href="[^"]*">Afgør: afslået', decider)


def test_a_step_is_taken_from_the_page_and_a_stale_one_is_told(people, case, fund):
    satisfy(case, people)
    answer = fund.post(of_case("step", case), {"to": "dialogue", "reason": "Godkendt."})
    assert answer.status_code == 302
    assert fresh(case).phase == "dialogue"
    again = fund.post(of_case("step", case), {"to": "dialogue", "reason": "Min grund"})
    assert again.status_code == 422
    assert "er imens gået videre til dialog" in again.text
    assert fresh(case).steps.count() == 2


def test_a_case_that_is_withdrawn_says_so_and_why(case, lead):
    assert lead.post(of_case("step", case), {"to": "withdrawn"}).status_code == 422
    lead.post(of_case("step", case), {"to": "withdrawn", "reason": "<b>Ingen penge</b>"})
    page = lead.get(of_case("case", case)).text
    assert "Sagen er afsluttet: trukket tilbage" in page
    assert "&lt;b&gt;Ingen penge&lt;/b&gt;" in page
    assert 'name="to"' not in page


def test_a_rejected_case_says_why_and_how_to_complain(people, case, lead):
    go(case, "rejected", people, "Behovet er for lille.")
    page = lead.get(of_case("case", case)).text
    assert "Behovet er for lille." in page
    assert "Klagevejledning" in page
    assert "Forvaltningsloven § 25" in page


def test_a_check_is_ticked_off_by_the_side_that_goes_on(people, case, fund):
    go(case, "dialogue", people)
    given = {"check": "discussed", "is_made": "1"}
    assert fund.post(of_case("check", case), given).status_code == 302
    assert case.checks.filter(undone_at=None).count() == 1
    assert fund.post(of_case("check", case), {"check": "discussed"}).status_code == 302
    assert case.checks.filter(undone_at=None).count() == 0
    assert fund.post(of_case("check", case), {"check": "local_share"}).status_code == 422


def test_the_places_stand_with_their_status_and_the_money_as_the_ledger_has_it(people, case, fund):
    page = fund.get(of_case("case", case)).text
    assert case.places.get().name in page
    assert "intet reserveret" in page.lower()
    signature = Signature(people.decider.user, today(), "grund")
    ledger_services.open_year(today().year, signature)
    grant = ledger_services.new_grant("Bevilling", people.town, "social")
    ledger_services.commit(grant, 250_000_000, signature)
    Case.objects.filter(pk=case.pk).update(grant=grant)
    page = fund.get(of_case("case", case)).text
    assert "2.500.000 kr." in page
    assert reverse("ledger:grant", args=[grant.pk]) in page


@pytest.mark.usefixtures("on_snapshots")
def test_a_place_stands_as_when_the_case_was_opened_and_as_now(people, on_snapshots):
    from boligsocial.portal.cases.place_figures import place_figures
    from boligsocial.portal.figures import lists_of

    then, now = lists_of(on_snapshots.earlier), lists_of(on_snapshots.later)
    area = next(iter(then.areas))
    case = a_case(people, "rent_support", figures=on_snapshots.earlier, place=f"area:{area}")
    (shown,) = place_figures(case)
    assert shown.has_moved
    for side, lists in ((shown.opened, then), (shown.now, now)):
        assert side.on == lists.lists[-1].on
        ranks = [each.index.rank for each in lists.estates.values() if area in each.areas]
        assert (side.ranks.first, side.ranks.last) == (min(ranks), max(ranks))
        assert side.entry.residents == int(
            lists.verdicts[lists.lists[-1].list_id, area].area["residents"]
        )
    page = logged_in(people.parties.user).get(of_case("case", case)).text
    assert "Da sagen blev oprettet" in page
    assert f"snapshot={on_snapshots.later}" in page


def test_what_is_internal_is_on_no_page_of_the_parties(case, fund, lead):
    fund.post(of_case("comment", case), {"text": INTERNAL, "is_internal": "1"})
    fund.post(of_case("comment", case), {"text": "Tak for det tilsendte"})
    assert Comment.objects.get(is_internal=True).text == INTERNAL
    assert INTERNAL in fund.get(of_case("case", case)).text
    pages = [
        of_case("case", case),
        of_case("documents", case),
        reverse("cases:cases"),
        reverse("cases:download", args=["csv"]),
        reverse("work:waiting"),
        reverse("work:search") + "?q=bekymrede",
    ]
    for page in pages:
        answer = lead.get(page)
        assert answer.status_code == 200, page
        assert INTERNAL not in answer.content.decode("utf-8", errors="ignore"), page
    found = lead.get(reverse("work:search") + "?q=bekymrede").text
    assert of_case("case", case) not in found
    assert "Tak for det tilsendte" in lead.get(of_case("case", case)).text
    assert not LogEntry.objects.filter(content__contains="bekymrede").exists()


def test_the_parties_write_nothing_internal(case, lead):
    answer = lead.post(of_case("comment", case), {"text": "Hov", "is_internal": "1"})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_a_request_stands_at_the_top_until_it_is_answered(case, fund, lead):
    due = (today() + timedelta(days=14)).isoformat()
    fund.post(of_case("ask_for_more", case), {"text": "Send et budget.", "due_on": due})
    asked = Request.objects.get()
    page = lead.get(of_case("case", case)).text
    assert "Fonden beder om mere" in page
    assert page.index("Send et budget.") < page.index("Sagens gang")
    answer_at = of_case("answer", case, pk=asked.pk)
    assert lead.post(answer_at, {"text": " "}).status_code == 422
    assert fund.post(answer_at, {"text": "Selv"}).status_code == 422
    lead.post(answer_at, {"text": "Her er det."})
    again = lead.post(answer_at, {"text": "Et andet svar"})
    assert again.status_code == 422
    assert Request.objects.get().answer == "Her er det."
    assert "Fonden beder om mere" not in lead.get(of_case("case", case)).text


@pytest.mark.parametrize("due", ["", "i morgen", "2020-01-01"])
def test_a_request_has_a_day_to_come(case, fund, due):
    answer = fund.post(of_case("ask_for_more", case), {"text": "Mere om unge", "due_on": due})
    assert answer.status_code == 422
    assert "Mere om unge" in answer.text
    assert not Request.objects.exists()


@pytest.mark.parametrize("form", ["comment", "ask_for_more"])
def test_a_cpr_number_is_asked_about_and_nothing_written_is_lost(case, fund, form):
    given = {"text": "Ring om 010203-1234 & <script>", "due_on": "2099-01-01"}
    asked = fund.post(of_case(form, case), given)
    assert asked.status_code == 422
    assert "Ring om 010203-1234 &amp; &lt;script&gt;</textarea>" in asked.text
    assert 'name="not_cpr"' in asked.text
    assert not Comment.objects.exists()
    assert not Request.objects.exists()
    assert fund.post(of_case(form, case), given | {"not_cpr": "1"}).status_code == 302


def test_the_fund_chooses_who_has_a_case_and_the_parties_let_another_in(people, case, fund, lead):
    fund.post(of_case("assign", case), {"caseworker": str(people.fund.user.pk)})
    assert fresh(case).caseworker == people.fund.user
    assert lead.post(of_case("assign", case), {"caseworker": ""}).status_code == 403
    other = Organisation.objects.create(name="Boligselskabet Nordhøj", kind="housing")
    outsider = logged_in(member("Ole", other, "project_lead").user)
    assert outsider.get(of_case("case", case)).status_code == 404
    assert "Nordhøj" not in lead.get(of_case("case", case)).text
    by_number = lead.post(of_case("add_party", case), {"party": str(other.pk)})
    assert by_number.status_code == 422
    lead.post(of_case("add_party", case), {"party": "boligselskabet nordhøj"})
    assert outsider.get(of_case("case", case)).status_code == 200


def test_html_in_names_is_text(people, fund):
    case = a_case(people, name="<script>alert(1)</script>")
    evil = Organisation.objects.create(name="<img src=x onerror=1>", kind="housing")
    add_party(case, evil, people.fund.user)
    for page in ("case", "documents"):
        text = fund.get(of_case(page, case)).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "<script>alert" not in fund.get(reverse("cases:cases")).text


def test_a_reader_sees_and_does_nothing(people, case):
    reader = logged_in(member("Lise Læser", people.town, "reader").user)
    page = reader.get(of_case("case", case))
    assert page.status_code == 200
    assert "<textarea" not in page.text
    for name in ("step", "check", "comment", "add_party", "further"):
        assert reader.post(of_case(name, case)).status_code == 403


def test_internal_comments_and_requests_are_the_funds(people, case):
    comment(case, "x", people.fund.user, people.fund, internal=True)
    ask_for_more(case, "y", "2099-01-01", people.fund.user, people.fund)
    auditor = logged_in(member("Rune Revisor", people.fund.organisation, "auditor").user)
    assert "Internt i Fonden" in auditor.get(of_case("case", case)).text
    assert StepTaken.objects.count() == 1
