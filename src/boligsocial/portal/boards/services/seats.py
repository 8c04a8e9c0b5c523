"""Who leads an effort: its board, the board's members, its leader, and who is in conflict."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.compositions import PARTIES, PARTY_NAMES, Composition, compositions
from boligsocial.portal.boards.models import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Backing,
    Board,
    Conflict,
    Leader,
    Leading,
    Member,
)
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import held_open
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.free_text import free_text
from boligsocial.portal.people.models import LEADING, Organisation, User, today
from boligsocial.portal.people.words import listed


@dataclass(frozen=True)
class Named:
    """A person to seat: one of the users of the parties, or somebody without an account.

    party: needed only of one without an organisation here.
    """

    name: str = ""
    title: str = ""
    party: str = ""
    user: User | None = None
    organisation: Organisation | None = None
    is_top: bool = False
    is_chair: bool = False


def board_of(case: Case) -> Board | None:
    """The board of a case, if it has one."""
    return Board.objects.filter(leads__case=case).first()


def composition_of(board: Board) -> Composition:
    """How a board is composed."""
    return compositions()[board.composition]


def leading_parties(case: Case) -> list[Organisation]:
    """The municipalities and housing organisations of a case, which lead it together."""
    leading = (each for each in case.parties.all() if each.kind in LEADING)
    return sorted(leading, key=lambda each: (each.kind, each.name))


def refuse_a_stranger(case: Case, organisation: Organisation) -> None:
    """Refuse an organisation that does not lead a case.

    Raises:
        UserError: it does not.
    """
    if organisation not in leading_parties(case):
        raise UserError("{organisation} is not one of the parties that lead the effort",
                        organisation=organisation.name)  # fmt: skip


def make_board(case: Case, composition: str, name: str, by: User, not_cpr: bool = False) -> Board:
    """A board of a case that has none.

    Raises:
        UserError: it has one or has ended, no name, or no such composition.
    """
    chosen = _composition(composition)
    text = free_text(name, NAME_LENGTH, _NO_NAME, not_cpr=not_cpr)
    with transaction.atomic():
        _refuse_a_second_board(case)
        board = Board.objects.create(name=text, composition=chosen.id, made_by=by)
        Leading.objects.create(board=board, case=case)
        record("board.made", by, {"board": text, "composition": chosen.id}, case.pk)
    return board


def share_board(case: Case, board: Board, by: User) -> None:
    """Let a board that leads another case lead this one too.

    Raises:
        UserError: the case has a board, or has ended.
    """
    with transaction.atomic():
        _refuse_a_second_board(case)
        Leading.objects.create(board=board, case=case)
        record("board.shared", by, {"board": board.name}, case.pk)


def compose(board: Board, composition: str, by: User, case: Case) -> None:
    """Compose a board in another way; what it has decided stays as it was decided.

    Raises:
        UserError: no such composition.
    """
    chosen = _composition(composition)
    with transaction.atomic():
        held = Board.objects.select_for_update().get(pk=board.pk)
        held.composition = chosen.id
        held.save(update_fields=["composition"])
        record("board.composed", by, {"board": held.name, "composition": chosen.id}, case.pk)


def seat(board: Board, given: Named, by: User, case: Case, not_cpr: bool = False) -> Member:
    """Seat a person on a board from today.

    Raises:
        UserError: nobody named, no party, a user seated already, or a second chair.
    """
    party = _party(given)
    name = str(given.user) if given.user else free_text(
        given.name, NAME_LENGTH, _NOBODY, not_cpr=not_cpr
    )  # fmt: skip
    title = free_text(given.title, NAME_LENGTH, not_cpr=not_cpr)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        now = Member.objects.filter(board=board).on(today())
        if given.user and now.filter(user=given.user).exists():
            raise UserError("{name} is on the board already", name=name)
        if given.is_chair and (chair := now.filter(is_chair=True).first()):
            raise UserError("{name} is the chair; end that first", name=chair.name)
        member = Member.objects.create(
            board=board, party=party, organisation=given.organisation, user=given.user, name=name,
            title=title, is_top=given.is_top, is_chair=given.is_chair,
        )  # fmt: skip
        record(
            "board.seated",
            by,
            {"board": board.name, "name": name, "title": title, "party": party,
             "is_top": given.is_top, "is_chair": given.is_chair},
            case.pk,
        )  # fmt: skip
    return member


def unseat(member: Member, by: User, case: Case) -> None:
    """End a person's seat from today; it stays as a part of who decided what.

    Raises:
        UserError: it has ended.
    """
    with transaction.atomic():
        held = Member.objects.select_for_update().get(pk=member.pk)
        _refuse_one_who_left(held)
        held.ends_on = today()
        held.save(update_fields=["ends_on"])
        record("board.unseated", by, {"name": held.name}, case.pk)


def choose_chair(member: Member, by: User, case: Case) -> None:
    """Make a member the chair instead of the one before.

    Raises:
        UserError: the member has left.
    """
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=member.board_id)
        held = Member.objects.get(pk=member.pk)
        _refuse_one_who_left(held)
        Member.objects.filter(board=held.board_id, is_chair=True, ends_on=None).update(
            is_chair=False
        )
        held.is_chair = True
        held.save(update_fields=["is_chair"])
        record("board.chair", by, {"name": held.name}, case.pk)


def name_leader(
    case: Case, name: str, title: str, employer: Organisation | None, by: User,
    not_cpr: bool = False,
) -> Leader:  # fmt: skip
    """Name the one who leads the effort; the one before ends today, and so does the backing.

    Raises:
        UserError: no name, an employer that is no party of the case, or a case that has ended.
    """
    text = free_text(name, NAME_LENGTH, _NO_LEADER, not_cpr=not_cpr)
    words = free_text(title, NAME_LENGTH, not_cpr=not_cpr)
    if employer is None or employer not in leading_parties(case):
        raise UserError("choose which of the parties the leader works for")
    with transaction.atomic():
        held_open(case)
        Leader.objects.filter(case=case, ends_on=None).update(ends_on=today())
        leader = Leader.objects.create(
            case=case, name=text, title=words, employer=employer, named_by=by
        )
        record("leader.named", by, {"name": text, "employer": employer.name}, case.pk)
    return leader


def leader_of(case: Case) -> Leader | None:
    """The one who leads the effort today, if anybody is named."""
    return Leader.objects.filter(case=case, ends_on=None).select_related("employer").first()


def back_leader(leader: Leader, organisation: Organisation, by: User) -> Backing:
    """A party stands behind the leader; saying it twice is saying it once.

    Raises:
        UserError: the leader has ended, or the organisation does not lead the case.
    """
    refuse_a_stranger(leader.case, organisation)
    with transaction.atomic():
        held_open(leader.case)
        if leader_of(leader.case) != leader:
            raise UserError("another leader has been named meanwhile; load the page anew")
        backing, is_new = Backing.objects.get_or_create(
            leader=leader, organisation=organisation, defaults={"by": by}
        )
        if is_new:
            said = {"name": leader.name, "organisation": organisation.name}
            record("leader.backed", by, said, leader.case_id)
    return backing


def declare_standing(
    member: Member, about: str, by: User, case: Case, not_cpr: bool = False
) -> Conflict:
    """A member's conflict of interest that stands until it is ended.

    Raises:
        UserError: it says not what it is about.
    """
    text = free_text(about, TEXT_LENGTH, NO_CONFLICT, not_cpr=not_cpr)
    with transaction.atomic():
        conflict = Conflict.objects.create(member=member, about=text, declared_by=by)
        record("conflict.declared", by, {"name": member.name, "about": text}, case.pk)
    return conflict


def end_conflict(conflict: Conflict, by: User, case: Case) -> None:
    """A standing conflict of interest is no more; it stays as one that was declared.

    Raises:
        UserError: it has ended, or is one in an item, which stands.
    """
    with transaction.atomic():
        ended = Conflict.objects.filter(pk=conflict.pk, item=None, ended_at=None).update(
            ended_at=timezone.now()
        )
        if not ended:
            raise UserError("that conflict of interest has ended, or belongs to a decision")
        record("conflict.ended", by, {"name": conflict.member.name}, case.pk)


def _refuse_one_who_left(member: Member) -> None:
    if member.ends_on is not None:
        raise UserError("{name} left the board on {date}", name=member.name, date=member.ends_on)


def _composition(given: str) -> Composition:
    if given not in compositions():
        raise UserError("choose how the board is composed")
    return compositions()[given]


def _refuse_a_second_board(case: Case) -> None:
    held_open(case)
    if board := board_of(case):
        raise UserError("{board} leads the case already", board=board.name)


def _party(given: Named) -> str:
    if given.organisation and given.organisation.kind in LEADING:
        return given.organisation.kind
    if given.party not in PARTIES:
        raise UserError(
            "choose whom the person sits for: {parties}",
            parties=listed(PARTY_NAMES.values()),
        )
    return given.party


NO_CONFLICT = Message("write what the conflict of interest is about")
_NO_NAME = Message("give the board a name")
_NOBODY = Message("choose a person, or write the name of one without an account")
_NO_LEADER = Message("write the name of the one who leads the effort")
