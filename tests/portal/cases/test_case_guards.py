"""The database itself keeps what has happened in a case, whoever goes around the services."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from boligsocial.portal.cases.dialogue import answer, ask_for_more, comment
from boligsocial.portal.cases.models import Case, Check, Comment, Document, Request, Step, Version
from boligsocial.portal.cases.services import untick

from .conftest import a_case, fresh, go, satisfy


@pytest.fixture
def lived(people_on_both):
    """A case in which one of everything has happened."""
    people = people_on_both
    case = a_case(people)
    satisfy(case, people)
    go(case, "dialogue", people)
    satisfy(case, people)
    comment(case, "Godt.", people.fund.user, people.fund)
    asked = ask_for_more(case, "Mere.", "2099-01-01", people.fund.user, people.fund)
    answer(asked, "Her.", people.parties.user, people.parties)
    return people, case


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("model", [Case, Step, Document, Version, Comment, Request, Check])
def test_nothing_that_has_happened_is_deleted(model):
    assert model.objects.exists()
    with pytest.raises(DatabaseError, match="is never deleted"), transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert model.objects.exists()


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Step, {"reason": "En anden grund"}),
        (Document, {"name": "Et andet navn"}),
        (Version, {"text": "En anden tekst"}),
        (Comment, {"is_internal": True}),
        (Request, {"answer": "Et andet svar"}),
        (Request, {"answered_at": None, "answered_by": None, "answer": ""}),
        (Check, {"asked": "another"}),
    ],
)
def test_nothing_that_has_happened_is_edited(model, change):
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        model.objects.update(**change)


def test_a_check_is_taken_back_once(lived):
    people, case = lived
    untick(case, "discussed", people.fund.user)
    with pytest.raises(DatabaseError, match="only taken back"), transaction.atomic():
        Check.objects.update(undone_at=timezone.now())


@pytest.mark.parametrize(
    "step", [{"number": 2}, {"number": 4}, {"number": 3, "came_from": "prequalification"}]
)
def test_a_step_follows_the_one_before_it(lived, step):
    people, case = lived
    given = {"came_from": "dialogue", **step}
    with pytest.raises(DatabaseError, match=r"follows|step_once"), transaction.atomic():
        Step.objects.create(
            case=case, to="agreement", by=people.fund.user,
            organisation=people.fund.organisation, **given,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"phase": "commitment"}, "where its last step led"),
        ({"phase": "prequalification", "in_phase": 1}, "where its last step led"),
        ({"in_phase": 9}, "where its last step led"),
        ({"kind": "rent_support"}, "how a case was opened"),
        ({"figures": "andre"}, "how a case was opened"),
    ],
)
def test_a_case_is_where_its_last_step_led_and_as_it_was_opened(lived, change, told):
    _, case = lived
    with pytest.raises(DatabaseError, match=told), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**change)
    assert fresh(case).phase == "dialogue"


def test_a_version_holds_something(lived):
    people, case = lived
    with pytest.raises(DatabaseError, match="version_holds_something"), transaction.atomic():
        Version.objects.create(
            document=case.documents.first(), number=9, by=people.fund.user, note="tom"
        )
