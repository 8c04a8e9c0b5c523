"""The page of a meeting: agenda, who was there, conflicts of interest, decisions and minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.models import Conflict, Decision, Item, Meeting, Member
from boligsocial.portal.boards.quorum import STANCES, Quorum
from boligsocial.portal.boards.services import meetings
from boligsocial.portal.boards.views.common import SIGN, At, at
from boligsocial.portal.cases.access import READ, WRITE
from boligsocial.portal.cases.differences import line_pairs
from boligsocial.portal.forms import done, is_said, mistaken, number_in, said
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import needs


@dataclass(frozen=True)
class ItemShown:
    """An item with its conflicts, its decision or who may vote in it, and its quorum."""

    item: Item
    conflicts: list[Conflict]
    decision: Decision | None
    quorum: Quorum
    no_quorum: Message | None
    voters: list[Member]


@needs("case.read")
def meeting(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """A meeting of the board that leads the case."""
    return _page(request, case, pk)


@needs("case.write")
@require_POST
def add_item(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Put an item on the agenda."""
    here = at(request, case, WRITE)
    shown = _meeting(here, pk)
    act = partial(
        meetings.add_item, shown, said(request, "title"), said(request, "text"), here.user,
        is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, shown, act)


@needs("case.write")
@require_POST
def attend(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Say who was there."""
    here = at(request, case, WRITE)
    shown = _meeting(here, pk)
    given = map(number_in, request.POST.getlist("present"))
    present = {each for each in given if each}
    return _done(
        request, here, shown, partial(meetings.attend, shown, present, here.user, here.case)
    )


@needs("case.write")
@require_POST
def conflict(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Declare a member's conflict of interest in an item."""
    here = at(request, case, WRITE)
    item = _item(here, pk)

    def act() -> None:
        given = number_in(said(request, "member"))
        if given is None:
            raise UserError("choose whose conflict of interest it is")
        meetings.declare_conflict(
            item,
            here.member(given),
            said(request, "about"),
            here.user,
            here.case,
            is_said(request, "not_cpr"),
        )

    return _done(request, here, item.meeting, act)


@needs("case.write")
@require_POST
def decide(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Minute what was decided on an item."""
    here = at(request, case, WRITE)
    item = _item(here, pk)
    votes = {
        member: said(request, name)
        for name in request.POST
        if name.startswith("vote-") and (member := number_in(name.removeprefix("vote-")))
    }
    act = partial(
        meetings.decide, item, said(request, "decision"), votes, here.user, here.case,
        is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, item.meeting, act)


@needs("case.write")
@require_POST
def minutes(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Save the minutes."""
    here = at(request, case, WRITE)
    shown = _meeting(here, pk)
    act = partial(
        meetings.write_minutes, shown, said(request, "minutes"), _made_from(request), here.user,
        is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, shown, act)


@needs(SIGN)
@require_POST
def approve(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Approve the minutes."""
    here = at(request, case, SIGN)
    shown = _meeting(here, pk)
    act = partial(meetings.approve, shown, here.user, here.case, _made_from(request))
    return _done(request, here, shown, act)


def _done(
    request: HttpRequest, here: At, shown: Meeting, act: Callable[[], object]
) -> HttpResponse:
    page = partial(_page, request, here.case.pk, shown.pk)
    return done(act, page, "boards:meeting", case=here.case.pk, pk=shown.pk)


def _page(
    request: HttpRequest, case: int, pk: int, mistake: UserError | None = None
) -> HttpResponse:
    here = at(request, case, READ)
    shown = _meeting(here, pk)
    seated = meetings.seated_on(shown)
    stale = mistake if isinstance(mistake, ChangedMeanwhileError) else None
    context = {
        "case": here.case,
        "here": here,
        "meeting": shown,
        "seated": seated,
        "present": set(shown.present.values_list("pk", flat=True)),
        "quorum": meetings.quorum_of(shown),
        "no_quorum": _why(meetings.quorum_of(shown)),
        "items": list(_items(shown, seated)),
        "standing": Conflict.objects.filter(
            member__in=seated, item=None, ended_at=None
        ).select_related("member"),
        "stances": STANCES,
        "stale": stale,
        "differing": line_pairs(stale.latest, said(request, "minutes")) if stale else (),
        **mistaken(request, mistake),
    }
    return render(request, "boards/meeting.html", context, status=422 if mistake else 200)


def _items(shown: Meeting, seated: list[Member]) -> Iterator[ItemShown]:
    present = set(shown.present.values_list("pk", flat=True))
    for item in shown.items.prefetch_related("conflicts__member", "decision__votes__member"):
        conflicts = list(item.conflicts.all())
        out = {each.member_id for each in conflicts}
        found = meetings.quorum_of(shown, item)
        voters = [each for each in seated if each.pk in present - out]
        decision = getattr(item, "decision", None)
        yield ItemShown(item, conflicts, decision, found, _why(found), voters)


def _why(found: Quorum) -> Message | None:
    return None if found.holds else meetings.why_no_quorum(found)


def _meeting(here: At, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("board"), board=here.board, pk=pk)


def _item(here: At, pk: int) -> Item:
    return get_object_or_404(
        Item.objects.select_related("meeting"), meeting__board=here.board, pk=pk
    )


def _made_from(request: HttpRequest) -> int:
    found = number_in(said(request, "version"))
    return -1 if found is None else found
