"""Meetings: agenda, who was there, what was decided and how each voted, and the minutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.compositions import PARTY_NAMES, Party
from boligsocial.portal.boards.models import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Board,
    Conflict,
    Decision,
    Item,
    Meeting,
    Member,
    Vote,
)
from boligsocial.portal.boards.quorum import STANCES, Quorum, Seated, Stance, count, quorum
from boligsocial.portal.boards.services.seats import NO_CONFLICT, composition_of
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decision_log.services import digest_of, record
from boligsocial.portal.free_text import free_text
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import User, today
from boligsocial.portal.people.words import listed


def plan_meeting(
    board: Board, held_on: date, place: str, by: User, case: Case, not_cpr: bool = False
) -> Meeting:
    """A meeting on a day."""
    text = free_text(place, NAME_LENGTH, not_cpr=not_cpr)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        meeting = Meeting.objects.create(
            board=board, number=board.meetings.count() + 1, held_on=held_on, place=text,
            planned_by=by,
        )  # fmt: skip
        record("meeting.planned", by, {"board": board.name, "on": held_on.isoformat()}, case.pk)
    return meeting


def add_item(meeting: Meeting, title: str, text: str, by: User, not_cpr: bool = False) -> Item:
    """An item at the end of the agenda; `by` is not kept, the minutes are by who minutes them.

    Raises:
        UserError: no title, or minutes that are approved.
    """
    del by
    name = free_text(title, NAME_LENGTH, _NO_TITLE, not_cpr=not_cpr)
    words = free_text(text, TEXT_LENGTH, not_cpr=not_cpr)
    with transaction.atomic():
        held = _open(meeting)
        return Item.objects.create(
            meeting=held, number=held.items.count() + 1, title=name, text=words
        )


def seated_on(meeting: Meeting) -> list[Member]:
    """The members of the board on the day of a meeting."""
    members = Member.objects.filter(board=meeting.board_id).on(meeting.held_on)
    return list(members.select_related("organisation"))


def as_seated(members: Collection[Member]) -> list[Seated]:
    """Members as the quorum counts them."""
    return [Seated(each.pk, _party(each), each.is_chair) for each in members]


def quorum_of(meeting: Meeting, item: Item | None = None) -> Quorum:
    """Whether those present can decide; at an item without those in conflict."""
    conflicted = set(item.conflicts.values_list("member", flat=True)) if item else set()
    present = set(meeting.present.values_list("pk", flat=True))
    rule = composition_of(meeting.board).quorum
    return quorum(as_seated(seated_on(meeting)), present, rule, conflicted)


def attend(meeting: Meeting, present: Collection[int], by: User, case: Case) -> None:
    """Say who was there.

    Raises:
        UserError: somebody not on the board that day, or one left out who has voted.
    """
    with transaction.atomic():
        held = _open(meeting)
        seated = {each.pk: each for each in seated_on(held)}
        if set(present) - set(seated):
            raise UserError("somebody chosen was not on the board that day; load the page anew")
        voted = Vote.objects.filter(decision__item__meeting=held).exclude(member__in=present)
        if gone := voted.select_related("member").first():
            raise UserError("{name} has voted, and so was there", name=gone.member.name)
        held.present.set(present)
        names = sorted(seated[each].name for each in present)
        record("meeting.attended", by, {"meeting": held.number, "present": names}, case.pk)


def declare_conflict(
    item: Item, member: Member, about: str, by: User, case: Case, not_cpr: bool = False
) -> Conflict:
    """A member has a conflict of interest in an item, and neither votes nor counts in it.

    Raises:
        UserError: it says not what it is about, is declared already, or the item is decided.
    """
    text = free_text(about, TEXT_LENGTH, NO_CONFLICT, not_cpr=not_cpr)
    with transaction.atomic():
        held = _open(item.meeting)
        if Decision.objects.filter(item=item).exists():
            raise UserError("the item is decided, and what counted in it stands")
        if member.pk not in {each.pk for each in seated_on(held)}:
            raise UserError("{name} was not on the board that day", name=member.name)
        if item.conflicts.filter(member=member).exists():
            raise UserError("{name} has declared it already", name=member.name)
        conflict = Conflict.objects.create(member=member, item=item, about=text, declared_by=by)
        said = {"name": member.name, "item": item.title, "about": text}
        record("conflict.declared", by, said, case.pk)
    return conflict


def decide(
    item: Item, text: str, votes: Mapping[int, str], by: User, case: Case, not_cpr: bool = False
) -> Decision:
    """Minute a decision on an item, with how each member stood.

    votes: by member, of each who was there and has no conflict of interest.

    Raises:
        UserError: no text, decided already, no quorum, or a vote that is missing or does not count.
    """
    words = free_text(text, TEXT_LENGTH, _NO_DECISION, not_cpr=not_cpr)
    with transaction.atomic():
        meeting = _open(item.meeting)
        if Decision.objects.filter(item=item).exists():
            raise UserError("the item is decided; a new decision takes an item of its own")
        found = quorum_of(meeting, item)
        if not found.holds:
            raise UserError(NO_QUORUM, why=why_no_quorum(found))
        stances = _stances(meeting, item, votes)
        rule = composition_of(meeting.board).majority
        result = count(stances, as_seated(seated_on(meeting)), rule)
        decision = Decision.objects.create(
            item=item, text=words, is_taken=result.is_taken, by_chair=result.by_chair,
            entitled=found.entitled, present=found.present, needed=found.needed,
            votes_for=result.votes_for, against=result.against, abstaining=result.abstaining,
            minuted_by=by,
        )  # fmt: skip
        for member, stance in stances.items():
            Vote.objects.create(decision=decision, member_id=member, stance=stance)
        record("board.decided", by, _decided(decision, item), case.pk)
    return decision


def write_minutes(
    meeting: Meeting, text: str, made_from: int, by: User, not_cpr: bool = False
) -> None:
    """Save the minutes beside the decisions; `made_from` is the version that they were made from.

    Raises:
        ChangedMeanwhileError: somebody else has saved them meanwhile.
        UserError: they are approved.
    """
    words = free_text(text, TEXT_LENGTH * 4, not_cpr=not_cpr)
    with transaction.atomic():
        held = _open(meeting)
        if held.version != made_from:
            raise ChangedMeanwhileError(held.minutes, held.version, held.minuted_by)
        held.minutes, held.version, held.minuted_by = words, held.version + 1, by
        held.save(update_fields=["minutes", "version", "minuted_by"])


def approve(meeting: Meeting, by: User, case: Case, made_from: int) -> None:
    """A member approves the minutes, which never change again.

    Raises:
        ChangedMeanwhileError: they have been changed since the page was shown.
        UserError: the meeting is to come, nobody was there, or one who is not on the board.
    """
    with transaction.atomic():
        held = _open(meeting)
        if held.version != made_from:
            raise ChangedMeanwhileError(held.minutes, held.version, held.minuted_by)
        if held.held_on > today():
            raise UserError("the meeting is on {date}, and has not been held", date=held.held_on)
        if not held.present.exists():
            raise UserError("say who was there before the minutes are approved")
        if not Member.objects.filter(board=held.board_id, user=by).on(today()).exists():
            raise UserError("minutes are approved by one who is on the board")
        held.digest = digest_of_minutes(held)
        held.approved_by, held.approved_at = by, timezone.now()
        held.save(update_fields=["digest", "approved_by", "approved_at"])
        record(
            "minutes.approved", by, {"meeting": held.number, "digest": held.digest}, case.pk
        )  # fmt: skip


def digest_of_minutes(meeting: Meeting) -> str:
    """SHA-256 of everything that the minutes of a meeting tell."""
    decisions = Decision.objects.filter(item__meeting=meeting).select_related("item")
    said = {
        "board": meeting.board_id,
        "meeting": meeting.number,
        "held_on": meeting.held_on.isoformat(),
        "present": sorted(meeting.present.values_list("pk", flat=True)),
        "items": [[each.number, each.title, each.text] for each in meeting.items.all()],
        "decisions": [
            _decided(each, each.item) for each in decisions.order_by("item__number")
        ],
        "minutes": meeting.minutes,
    }  # fmt: skip
    return digest_of(said)


def why_no_quorum(found: Quorum) -> Message:
    """What is missing for a quorum."""
    reasons = [_NO_PARTY.filled(party=PARTY_NAMES[each]) for each in found.missing]
    if found.present < found.needed:
        reasons.append(
            _TOO_FEW.filled(present=found.present, entitled=found.entitled, needed=found.needed)
        )
    return listed(reasons)


def _open(meeting: Meeting) -> Meeting:
    """The meeting held for a change.

    Raises:
        UserError: its minutes are approved.
    """
    held = (
        Meeting.objects.select_for_update(of=("self",)).select_related("board").get(pk=meeting.pk)
    )
    if held.is_approved:
        raise UserError("the minutes are approved, and never change again")
    return held


def _stances(meeting: Meeting, item: Item, votes: Mapping[int, str]) -> dict[int, Stance]:
    conflicts = {each.member_id: each.member for each in item.conflicts.select_related("member")}
    present = {each.pk: each for each in meeting.present.all()}
    for each in votes.keys() & conflicts.keys():
        raise UserError(
            "{name} has declared a conflict of interest and does not vote",
            name=conflicts[each].name,
        )
    if votes.keys() - present.keys():
        raise UserError("only those who were there vote; say who was there first")
    known: dict[int, Stance] = {}
    for pk, member in present.items():
        if pk in conflicts:
            continue
        stance = next((each for each in STANCES if each == votes.get(pk)), None)
        if stance is None:
            raise UserError("say how {name} stood: for, against or abstaining", name=member.name)
        known[pk] = stance
    return known


def _decided(decision: Decision, item: Item) -> dict[str, object]:
    return {
        "meeting": item.meeting.number,
        "item": item.title,
        "text": decision.text,
        "is_taken": decision.is_taken,
        "quorum": [decision.present, decision.entitled, decision.needed],
        "votes": {
            each.member.name: each.stance for each in decision.votes.select_related("member")
        },
        "conflicts": sorted(
            each.member.name for each in item.conflicts.select_related("member")
        ),
    }  # fmt: skip


def _party(member: Member) -> Party:
    found: Party = member.party  # type: ignore[assignment]
    return found


NO_QUORUM = Message("the board cannot decide this: {why}")
_NO_PARTY = Message("nobody is there for this party: {party}")
_TOO_FEW = Message("{present} of {entitled} are there, and it takes {needed}")
_NO_TITLE = Message("write what the item is about")
_NO_DECISION = Message("write what was decided")
