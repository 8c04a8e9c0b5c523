"""The page of a meeting: agenda, who was there, conflicts of interest, decisions and minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.models import Conflict, Decision, Item, Meeting, Member
from boligsocial.portal.boards.quorum import STANCES, Quorum
from boligsocial.portal.boards.services import meetings
from boligsocial.portal.boards.stale import StaleError
from boligsocial.portal.boards.views.common import SIGN, At, Page, at, done, is_said, said
from boligsocial.portal.cases.access import READ, WRITE
from boligsocial.portal.cases.models import Case
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.people.gate import needs

PAGE = "boards:meeting"


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
    here = at(request, case, READ)
    return _page(_meeting(here, pk))(request, here.case, None)


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
    present = {int(each) for each in request.POST.getlist("present") if _is_number(each)}
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
        given = said(request, "member")
        member = here.member(int(given)) if _is_number(given) else None
        if member is None:
            raise UserError("choose whose conflict of interest it is")
        meetings.declare_conflict(
            item, member, said(request, "about"), here.user, here.case, is_said(request, "not_cpr")
        )

    return _done(request, here, item.meeting, act)


@needs("case.write")
@require_POST
def decide(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Minute what was decided on an item."""
    here = at(request, case, WRITE)
    item = _item(here, pk)
    votes = {
        int(name.removeprefix("vote-")): said(request, name)
        for name in request.POST
        if name.startswith("vote-") and _is_number(name.removeprefix("vote-"))
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
        meetings.write_minutes, shown, said(request, "minutes"), _version(request), here.user,
        is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, shown, act)


@needs(SIGN)
@require_POST
def approve(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """Approve the minutes."""
    here = at(request, case, SIGN)
    shown = _meeting(here, pk)
    act = partial(meetings.approve, shown, here.user, here.case, _version(request))
    return _done(request, here, shown, act)


def _done(
    request: HttpRequest, here: At, shown: Meeting, act: Callable[[], object]
) -> HttpResponse:
    return done(request, here.case, act, _page(shown), PAGE, pk=shown.pk)


def _page(shown: Meeting) -> Page:
    return partial(_shown, shown.pk)


def _shown(
    pk: int, request: HttpRequest, case: Case, mistake: UserError | None = None
) -> HttpResponse:
    here = at(request, case.pk, READ)
    shown = _meeting(here, pk)
    seated = meetings.seated_on(shown)
    context = {
        "case": case,
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
        "is_seated": any(each.user_id == here.user.pk for each in seated),
        "mistake": mistake and mistake.message,
        "stale": mistake if isinstance(mistake, StaleError) else None,
        "is_cpr_question": isinstance(mistake, CprQuestionError),
        "given": request.POST,
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
    found = Meeting.objects.filter(board=here.board, pk=pk).select_related("board").first()
    if found is None:
        raise Http404
    return found


def _item(here: At, pk: int) -> Item:
    found = Item.objects.filter(meeting__board=here.board, pk=pk).select_related("meeting").first()
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest) -> int:
    given = said(request, "version")
    return int(given) if _is_number(given) else -1


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < len(str(2**63))
