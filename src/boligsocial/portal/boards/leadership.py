"""Whether an effort is led as one: a leader with both parties behind, a board that can decide, and
an agreement that both have signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boligsocial.messages import Message
from boligsocial.portal.boards.agreed import strategic_agreement
from boligsocial.portal.boards.compositions import Composition, Seat
from boligsocial.portal.boards.models import Board, Member
from boligsocial.portal.boards.quorum import quorum
from boligsocial.portal.boards.services.meetings import as_seated, why_no_quorum
from boligsocial.portal.boards.services.seats import (
    board_of,
    composition_of,
    leader_of,
    leading_parties,
)
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.models import today
from boligsocial.portal.people.words import listed


@dataclass(frozen=True)
class Point:
    """One of the things that make leadership clear: its name, whether it is so, and what is there
    or missing."""

    name: Message
    holds: bool
    words: Message


@dataclass(frozen=True)
class Leadership:
    """All of them."""

    points: tuple[Point, ...]

    @property
    def is_clear(self) -> bool:
        return all(each.holds for each in self.points)


@dataclass(frozen=True)
class SeatState:
    """A seat that must be taken, and how many are still to be seated in it."""

    seat: Seat
    missing: int

    @property
    def name(self) -> Message:
        return Message(self.seat.name)


def leadership_of(case: Case) -> Leadership:
    """Whether the effort of a case is led as one, and what is missing."""
    board = board_of(case)
    members = members_now(board) if board else []
    signed = strategic_agreement(case)
    return Leadership(
        (
            _led(case),
            _seated(board, members),
            _can_decide(board, members),
            Point(Message("strategic agreement"), signed.holds, signed.words),
        )
    )


def members_now(board: Board) -> list[Member]:
    """Who is on a board today."""
    return list(
        Member.objects.filter(board=board)
        .on(today())
        .select_related("organisation", "user")
        .prefetch_related("conflicts")
    )


def seats_of(composition: Composition, members: Sequence[Member]) -> list[SeatState]:
    """Each seat of a composition, and how many it lacks."""
    return [
        SeatState(each, max(0, each.at_least - sum(_fits(each, member) for member in members)))
        for each in composition.seat
    ]


def _fits(seat: Seat, member: Member) -> bool:
    return member.party == seat.party and (member.is_top or not seat.top_leadership)


def _led(case: Case) -> Point:
    name = Message("one leader, with both parties behind")
    leader = leader_of(case)
    if leader is None:
        return Point(name, False, Message("nobody is named"))
    backing = set(leader.backings.values_list("organisation", flat=True))
    parties = leading_parties(case)
    waiting = [each.name for each in parties if each.pk not in backing]
    if waiting:
        return Point(name, False, _NOT_BACKED.filled(name=leader.name, parties=", ".join(waiting)))
    return Point(name, bool(parties), _BACKED.filled(name=leader.name))


def _seated(board: Board | None, members: Sequence[Member]) -> Point:
    name = Message("the board is seated")
    if board is None:
        return Point(name, False, Message("there is no board"))
    missing = list(_missing(composition_of(board), members))
    if not missing:
        return Point(name, True, _MEMBERS.filled(count=len(members)))
    return Point(name, False, _MISSING.filled(missing=listed(missing)))


def _missing(composition: Composition, members: Sequence[Member]) -> Iterator[Message]:
    for each in seats_of(composition, members):
        if each.missing:
            yield _SEATS.filled(count=each.missing, seat=Message(each.seat.name))
    if not any(each.is_chair for each in members):
        yield Message("a chair")


def _can_decide(board: Board | None, members: Sequence[Member]) -> Point:
    name = Message("the board can come to a quorum")
    if board is None:
        return Point(name, False, Message("there is no board"))
    everyone = {each.pk for each in members}
    found = quorum(as_seated(members), everyone, composition_of(board).quorum)
    if not found.holds:
        return Point(name, False, why_no_quorum(found))
    return Point(name, True, _NEEDED.filled(needed=found.needed, entitled=found.entitled))


_NOT_BACKED = Message("{name} is named; not said to stand behind yet: {parties}")
_BACKED = Message("{name}, with both parties behind")
_MEMBERS = Message("{count} members, with every seat taken")
_MISSING = Message("still to be seated: {missing}")
_SEATS = Message("{count} for {seat}")
_NEEDED = Message("{needed} of {entitled} must be there, with both parties among them")
