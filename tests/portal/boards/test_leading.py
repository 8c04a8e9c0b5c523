"""Who leads: named, backed, seated, in conflict; and whether that is clear."""

import pytest

from boligsocial.messages import UserError
from boligsocial.portal.boards.leadership import leadership_of
from boligsocial.portal.boards.models import Board, Member
from boligsocial.portal.boards.services import agreements, seats
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.boards.services.seats import Named
from boligsocial.portal.cases.services import Opening, open_case, take_step
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.people.models import Organisation


def holds(effort):
    return [each.holds for each in leadership_of(effort.case).points]


def test_leadership_is_clear_when_everything_is_there_and_says_what_is_missing(effort):
    pia = effort.people["pia"]
    assert holds(effort) == [False] * 4
    assert "there is no board" in [str(each.words) for each in leadership_of(effort.case).points]
    effort.board()
    assert holds(effort) == [False, True, True, False]
    leader = seats.name_leader(effort.case, "Lis", "Chef", effort.housing, pia)
    seats.back_leader(leader, effort.municipality, effort.people["kim"])
    assert "Engparken" in str(leadership_of(effort.case).points[0].words)
    seats.back_leader(leader, effort.housing, effort.people["bodil"])
    version = agreements.write(effort.case, Key("strategic"), Draft("Aftale"), pia)
    for organisation, by in ((effort.municipality, "kim"), (effort.housing, "bodil")):
        assert not leadership_of(effort.case).is_clear
        agreements.sign(version, version.digest, organisation, effort.people[by])
    assert leadership_of(effort.case).is_clear


def test_another_leader_is_not_backed_by_what_was_said_of_the_first(effort):
    pia = effort.people["pia"]
    first = seats.name_leader(effort.case, "Lis", "", effort.housing, pia)
    seats.back_leader(first, effort.housing, effort.people["bodil"])
    second = seats.name_leader(effort.case, "Leo", "", effort.municipality, pia)
    assert seats.leader_of(effort.case) == second
    assert not second.backings.exists()
    with pytest.raises(UserError, match="another leader"):
        seats.back_leader(first, effort.municipality, effort.people["kim"])


def test_a_stranger_neither_employs_nor_backs_the_leader(effort):
    stranger = Organisation.objects.create(name="Fremmed", kind="housing")
    with pytest.raises(UserError, match="which of the parties"):
        seats.name_leader(effort.case, "Lis", "", stranger, effort.people["pia"])
    leader = seats.name_leader(effort.case, "Lis", "", effort.housing, effort.people["pia"])
    with pytest.raises(UserError, match="Fremmed is not one"):
        seats.back_leader(leader, stranger, effort.people["pia"])


def test_a_seat_is_missed_until_somebody_of_the_top_takes_it(effort):
    board = seats.make_board(effort.case, "with_police", "B", effort.people["pia"])
    effort.seat(board, "kim", effort.municipality, is_chair=True)
    seats.seat(
        board, Named(user=effort.people["bodil"], organisation=effort.housing),
        effort.people["pia"], effort.case,
    )  # fmt: skip
    words = str(leadership_of(effort.case).points[1].words)
    assert words == (
        "still to be seated: 1 for the housing organisation's top leadership and 1 for the police"
    )


def test_one_chair_and_each_person_once(effort):
    board = effort.board()
    with pytest.raises(UserError, match="Kim is the chair"):
        seats.seat(
            board, Named(name="X", party="other", is_chair=True), effort.people["pia"], effort.case
        )
    with pytest.raises(UserError, match="on the board already"):
        effort.seat(board, "bo", effort.housing)
    bodil = Member.objects.get(name="Bodil")
    seats.choose_chair(bodil, effort.people["pia"], effort.case)
    assert list(Member.objects.filter(is_chair=True)) == [bodil]


def test_one_who_left_stays_in_the_record_but_not_on_the_board(effort):
    board = effort.board()
    bo = Member.objects.get(name="Bo")
    seats.unseat(bo, effort.people["pia"], effort.case)
    assert bo.pk not in {each.pk for each in Member.objects.on(bo.starts_on).filter(board=board)}
    with pytest.raises(UserError, match="Bo left the board"):
        seats.unseat(bo, effort.people["pia"], effort.case)


def test_a_case_has_one_board_and_a_board_may_lead_several(effort):
    board = effort.board()
    with pytest.raises(UserError, match="leads the case already"):
        seats.make_board(effort.case, "parties", "To", effort.people["pia"])
    assert Board.objects.count() == 1
    place = effort.case.places.get()
    other = open_case(
        Opening("social_effort", "Nabo", [effort.municipality, effort.housing],
                effort.case.figures, [f"area:{place.place_id}"]),
        effort.people["pia"], effort.people["pia"].memberships.first(),
    )  # fmt: skip
    seats.share_board(other, board, effort.people["pia"])
    assert seats.board_of(other) == board


def test_a_cpr_number_is_asked_about_before_anything_is_kept(effort):
    board = effort.board()
    member = board.members.first()
    told = LogEntry.objects.count()
    with pytest.raises(CprQuestionError):
        seats.declare_standing(member, "Bror er 010190-1234", effort.people["kim"], effort.case)
    assert (member.conflicts.count(), LogEntry.objects.count()) == (0, told)
    seats.declare_standing(member, "Sag 010190-1234", effort.people["kim"], effort.case, True)
    assert member.conflicts.count() == 1


def test_everything_that_is_done_is_in_the_log(effort):
    before = LogEntry.objects.count()
    board = effort.board()
    conflict = seats.declare_standing(
        board.members.first(), "Ejer firmaet", effort.people["kim"], effort.case
    )
    seats.end_conflict(conflict, effort.people["kim"], effort.case)
    kinds = list(LogEntry.objects.order_by("number").values_list("kind", flat=True))[before:]
    assert kinds == ["board.made", *["board.seated"] * 4, "conflict.declared", "conflict.ended"]
    with pytest.raises(UserError, match="has ended"):
        seats.end_conflict(conflict, effort.people["kim"], effort.case)


def test_nothing_is_added_to_a_case_that_has_ended(effort):
    pia = effort.people["pia"]
    version = agreements.write(effort.case, Key("strategic"), Draft("Aftale"), pia)
    leader = seats.name_leader(effort.case, "Lis", "", effort.housing, pia)
    take_step(effort.case, "withdrawn", pia, pia.memberships.first(), "Ingen penge")
    for act in (
        lambda: seats.make_board(effort.case, "parties", "B", pia),
        lambda: seats.name_leader(effort.case, "Leo", "", effort.housing, pia),
        lambda: seats.back_leader(leader, effort.municipality, effort.people["kim"]),
        lambda: agreements.write(effort.case, Key("strategic"), Draft("Ny", made_from=1), pia),
        lambda: agreements.sign(version, version.digest, effort.municipality, effort.people["kim"]),
    ):
        with pytest.raises(UserError, match="the case has ended"):
            act()
