"""A case is found by what stands in it, however it is written, by whoever may see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people.conftest import logged_in

from boligsocial.portal.atlas.units import folded
from boligsocial.portal.cases.models import Comment
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import Role
from boligsocial.portal.work.searching import found_cases


def who(user):
    return Who(user, tuple(user.memberships.select_related("organisation")), is_strong=True)


def comment(world, text, *, side="ours", internal=False):
    return Comment.objects.create(
        case=world.cases[side],
        by=world.people["fund", Role.CASEWORKER],
        organisation=world.organisations["fund"],
        text=text,
        is_internal=internal,
    )


@pytest.mark.parametrize(
    "query",
    ["Åbro", "åbro", "AABRO", "aabro kommune", "helhedsplan åbro", "Ābro".replace("Ā", "Å")],
)
def test_a_case_is_found_by_its_name_however_it_is_written(world, query):
    found = found_cases(who(world.people["fund", Role.CASEWORKER]), query)
    assert [each.case for each in found] == [world.cases["ours"]]


def test_the_hit_is_shown_as_it_was_written(world):
    comment(world, "Beboerne på Møllevænget har talt med Ærøgruppen.")
    found = found_cases(who(world.people["ours", Role.PROJECT_LEAD]), "moellevaenget")
    assert (found[0].before[-3:], found[0].hit, found[0].after[:4]) == (
        "på ",
        "Møllevænget",
        " har",
    )


def test_nobody_finds_what_is_in_another_organisations_case(world):
    comment(world, "ordet kaffemaskine", side="theirs")
    assert found_cases(who(world.people["ours", Role.PROJECT_LEAD]), "kaffemaskine") == []
    assert found_cases(who(world.people["theirs", Role.PROJECT_LEAD]), "kaffemaskine")


def test_what_is_internal_to_the_fund_is_found_by_the_fund_alone(world):
    comment(world, "ordet hængekøje", internal=True)
    assert found_cases(who(world.people["ours", Role.PROJECT_LEAD]), "hængekøje") == []
    assert found_cases(who(world.people["fund", Role.ANALYST]), "hængekøje")
    # A reader of the Fund may see cases, and not what is internal.
    assert found_cases(who(world.people["fund", Role.READER]), "hængekøje") == []


def test_a_word_of_a_name_and_one_of_a_comment_find_the_case_together(world):
    comment(world, "om genhusning")
    found = found_cases(who(world.people["fund", Role.CASEWORKER]), "genhusning åbro")
    assert [each.case for each in found] == [world.cases["ours"]]


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", "' OR 1=1 --", "   ", ""])
def test_what_means_something_to_a_database_means_nothing_here(world, query):
    assert found_cases(who(world.people["fund", Role.CASEWORKER]), query) == []


def test_the_page_finds_areas_for_everyone_and_cases_for_those_who_may(world):
    page = logged_in(world.people["ours", Role.READER]).get("/soeg/?q=vollsmose")
    assert "Vollsmose" in page.text
    page = logged_in(world.people["ours", Role.READER]).get("/soeg/?q=aabro")
    assert world.cases["ours"].reference in page.text


@given(st.text(max_size=40))
def test_folding_is_done_once_for_all(text):
    assert folded(folded(text)) == folded(text)
    assert folded(text.upper()) == folded(text.upper().lower())
