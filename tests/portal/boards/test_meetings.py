"""A meeting from its agenda to its approved minutes, and what it refuses."""

from datetime import timedelta

import pytest

from boligsocial.messages import UserError
from boligsocial.portal.boards.models import Decision, Member, Vote
from boligsocial.portal.boards.services import meetings
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import today


class Held:
    """A meeting of today with one item, and Kim, Klara, Bodil and Bo there."""

    def __init__(self, effort, present=("Kim", "Klara", "Bodil", "Bo"), day=None):
        self.effort, self.board = effort, effort.board(foundation=True)
        self.pia = effort.people["pia"]
        self.meeting = meetings.plan_meeting(
            self.board, day or today(), "Rådhuset", self.pia, effort.case
        )
        self.item = meetings.add_item(self.meeting, "Ny indsats", "", self.pia)
        self.attend(*present)

    def member(self, name):
        return Member.objects.get(name=name)

    def attend(self, *names):
        present = [self.member(each).pk for each in names]
        meetings.attend(self.meeting, present, self.pia, self.effort.case)

    def conflict(self, name, item=None):
        return meetings.declare_conflict(
            item or self.item, self.member(name), "Ejer firmaet", self.pia, self.effort.case
        )

    def decide(self, item=None, text="Vi siger ja", **stances):
        votes = {self.member(name).pk: stance for name, stance in stances.items()}
        return meetings.decide(item or self.item, text, votes, self.pia, self.effort.case)

    def approve(self, by="kim"):
        self.meeting.refresh_from_db()
        meetings.approve(
            self.meeting, self.effort.people[by], self.effort.case, self.meeting.version
        )


def test_a_decision_is_minuted_with_its_votes_and_quorum(effort):
    held = Held(effort)
    made = held.decide(Kim="for", Klara="for", Bodil="against", Bo="abstains")
    assert (made.is_taken, made.entitled, made.present, made.needed) == (True, 5, 4, 3)
    assert {each.member.name: each.stance for each in made.votes.all()} == {
        "Kim": "for", "Klara": "for", "Bodil": "against", "Bo": "abstains",
    }  # fmt: skip
    with pytest.raises(UserError, match="is decided"):
        held.decide(Kim="for", Klara="for", Bodil="for", Bo="for")


def test_who_is_in_conflict_does_not_vote_and_does_not_count(effort):
    held = Held(effort)
    held.conflict("Bo")
    with pytest.raises(UserError, match="Bo has declared a conflict of interest"):
        held.decide(Kim="for", Klara="for", Bodil="for", Bo="for")
    assert not Decision.objects.exists()
    made = held.decide(Kim="for", Klara="against", Bodil="for")
    assert (made.entitled, made.present) == (4, 3)
    with pytest.raises(UserError, match="what counted in it stands"):
        held.conflict("Kim")


def test_without_a_quorum_nothing_is_decided_and_it_says_why(effort):
    held = Held(effort, present=("Kim", "Klara"))
    with pytest.raises(UserError) as told:
        held.decide(Kim="for", Klara="for")
    assert "nobody is there for this party: housing organisation" in str(told.value)
    assert "2 of 5 are there, and it takes 3" in str(told.value)
    assert not Vote.objects.exists()


def test_a_conflict_can_take_the_quorum_of_one_item_alone(effort):
    held = Held(effort, present=("Kim", "Klara", "Bodil"))
    other = meetings.add_item(held.meeting, "Andet punkt", "", held.pia)
    held.conflict("Bodil")
    with pytest.raises(UserError, match="housing organisation"):
        held.decide(Kim="for", Klara="for")
    assert held.decide(item=other, Kim="for", Klara="for", Bodil="for").is_taken


def test_everyone_there_stands_somewhere_and_nobody_else_votes(effort):
    held = Held(effort, present=("Kim", "Klara", "Bodil"))
    with pytest.raises(UserError, match="say how Bodil stood"):
        held.decide(Kim="for", Klara="for")
    with pytest.raises(UserError, match="only those who were there vote"):
        held.decide(Kim="for", Klara="for", Bodil="for", Bo="for")
    with pytest.raises(UserError, match="say how Bodil stood"):
        held.decide(Kim="for", Klara="for", Bodil="måske")
    held.decide(Kim="for", Klara="for", Bodil="for")
    with pytest.raises(UserError, match="Bodil has voted"):
        held.attend("Kim", "Klara")


def test_the_chair_breaks_a_tie(effort):
    held = Held(effort)
    made = held.decide(Kim="for", Klara="against", Bodil="against", Bo="for")
    assert (made.is_taken, made.by_chair) == (True, True)


def test_approved_minutes_never_change(effort):
    held = Held(effort)
    held.decide(Kim="for", Klara="for", Bodil="for", Bo="for")
    meetings.write_minutes(held.meeting, "Godt møde", 0, held.pia)
    held.approve()
    held.meeting.refresh_from_db()
    assert held.meeting.digest == meetings.digest_of_minutes(held.meeting)
    for act in (
        lambda: meetings.add_item(held.meeting, "Mere", "", held.pia),
        lambda: held.attend("Kim"),
        lambda: meetings.write_minutes(held.meeting, "Andet", 1, held.pia),
        held.approve,
    ):
        with pytest.raises(UserError, match="never change again"):
            act()


def test_minutes_are_approved_by_a_member_after_the_meeting(effort):
    held = Held(effort, day=today() + timedelta(days=1))
    with pytest.raises(UserError, match="has not been held"):
        held.approve()
    meetings_board = held.board
    past = meetings.plan_meeting(meetings_board, today(), "", held.pia, effort.case)
    with pytest.raises(UserError, match="say who was there"):
        meetings.approve(past, effort.people["kim"], effort.case, 0)
    meetings.attend(past, [held.member("Kim").pk], held.pia, effort.case)
    with pytest.raises(UserError, match="one who is on the board"):
        meetings.approve(past, held.pia, effort.case, 0)
    meetings.approve(past, effort.people["kim"], effort.case, 0)


def test_two_who_write_the_minutes_see_both_and_lose_nothing(effort):
    held = Held(effort)
    meetings.write_minutes(held.meeting, "Pias", 0, held.pia)
    with pytest.raises(ChangedMeanwhileError) as told:
        meetings.write_minutes(held.meeting, "Kims", 0, effort.people["kim"])
    assert (told.value.latest, told.value.number) == ("Pias", 1)
    meetings.write_minutes(held.meeting, "Kims", told.value.number, effort.people["kim"])
    held.meeting.refresh_from_db()
    assert held.meeting.minutes == "Kims"


def test_one_who_was_not_on_the_board_that_day_was_not_there(effort):
    held = Held(effort, day=today() - timedelta(days=1), present=())
    with pytest.raises(UserError, match="was not on the board that day"):
        held.attend("Kim")
