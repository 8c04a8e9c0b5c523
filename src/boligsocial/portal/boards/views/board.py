"""The page of a case's leadership: leader, board, agreements and meetings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.agreed import agreements_of
from boligsocial.portal.boards.compositions import PARTIES, PARTY_NAMES, compositions
from boligsocial.portal.boards.leadership import leadership_of, members_now, seats_of
from boligsocial.portal.boards.models import Board, Conflict
from boligsocial.portal.boards.services import meetings, seats
from boligsocial.portal.boards.views.common import SIGN, At, at
from boligsocial.portal.cases.access import READ, WRITE, cases_within_reach
from boligsocial.portal.cases.models import Case
from boligsocial.portal.forms import day_in, done, is_said, mistaken, said
from boligsocial.portal.people.gate import needs, who_of
from boligsocial.portal.people.models import Membership, today

_NO_DAY = Message("choose a day")


@needs("case.read")
def board(request: HttpRequest, case: int) -> HttpResponse:
    """Whether the effort is led as one, and by whom."""
    return board_page(request, at(request, case, READ).case)


def board_page(request: HttpRequest, case: Case, mistake: UserError | None = None) -> HttpResponse:
    """The page, with a mistake and what was written where there was one."""
    here = at(request, case.pk, READ)
    leader = seats.leader_of(case)
    backings = list(leader.backings.select_related("organisation", "by")) if leader else []
    backed = {each.organisation_id for each in backings}
    context = {
        "case": case,
        "here": here,
        "leadership": leadership_of(case),
        "leader": leader,
        "backings": backings,
        "may_back": [each for each in here.signs_for if each.pk not in backed],
        "parties": seats.leading_parties(case),
        "waiting_to_back": [e for e in seats.leading_parties(case) if e.pk not in backed],
        "agreements": agreements_of(case),
        **_of_the_board(request, here),
        **mistaken(request, mistake),
    }
    return render(request, "boards/board.html", context, status=422 if mistake else 200)


def _of_the_board(request: HttpRequest, here: At) -> dict[str, object]:
    board = seats.board_of(here.case)
    if board is None:
        return {"compositions": compositions().values(), "boards": _to_share(request, here.case)}
    members = members_now(board)
    composition = seats.composition_of(board)
    return {
        "board": board,
        "composition": composition,
        "compositions": compositions().values(),
        "members": members,
        "seats": seats_of(composition, members),
        "standing": Conflict.objects.filter(
            member__board=board, item=None, ended_at=None
        ).select_related("member"),
        "meetings": board.meetings.prefetch_related("items"),
        "candidates": _candidates(here.case),
        "party_names": [(each, PARTY_NAMES[each]) for each in PARTIES],
        "shared_with": cases_within_reach(who_of(request))
        .filter(led_by__board=board)
        .exclude(pk=here.case.pk),
    }


@needs("case.write")
@require_POST
def compose(request: HttpRequest, case: int) -> HttpResponse:
    """Make the board, share one, or compose it in another way."""
    here = at(request, case, WRITE)
    composition, shared = said(request, "composition"), said(request, "board")

    def act() -> None:
        if (board := seats.board_of(here.case)) is not None:
            seats.compose(board, composition, here.user, here.case)
        elif shared:
            seats.share_board(here.case, _shared(request, here.case, shared), here.user)
        else:
            seats.make_board(
                here.case,
                composition,
                said(request, "name"),
                here.user,
                is_said(request, "not_cpr"),
            )

    return _done(request, here, act)


@needs("case.write")
@require_POST
def seat(request: HttpRequest, case: int) -> HttpResponse:
    """Seat a person on the board."""
    here = at(request, case, WRITE)

    def act() -> None:
        given = _named(request, here.case)
        seats.seat(here.board, given, here.user, here.case, is_said(request, "not_cpr"))

    return _done(request, here, act)


@needs("case.write")
@require_POST
def member(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """End a seat, choose the chair, or declare a standing conflict of interest."""
    here = at(request, case, WRITE)
    chosen = here.member(pk)
    acts: dict[str, Callable[[], object]] = {
        "end": partial(seats.unseat, chosen, here.user, here.case),
        "chair": partial(seats.choose_chair, chosen, here.user, here.case),
        "conflict": partial(
            seats.declare_standing, chosen, said(request, "about"), here.user, here.case,
            is_said(request, "not_cpr"),
        ),
    }  # fmt: skip
    if said(request, "do") not in acts:
        raise UserError("choose what to do with the seat")
    return _done(request, here, acts[said(request, "do")])


@needs("case.write")
@require_POST
def end_conflict(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """A standing conflict of interest is no more."""
    here = at(request, case, WRITE)
    found = get_object_or_404(Conflict, member__board=here.board, pk=pk)
    act = partial(seats.end_conflict, found, here.user, here.case)
    return _done(request, here, act)


@needs("case.write")
@require_POST
def leader(request: HttpRequest, case: int) -> HttpResponse:
    """Name the one who leads the effort."""
    here = at(request, case, WRITE)
    parties = {str(each.pk): each for each in seats.leading_parties(here.case)}
    act = partial(
        seats.name_leader, here.case, said(request, "leader_name"), said(request, "leader_title"),
        parties.get(said(request, "employer")), here.user, is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, act)


@needs(SIGN)
@require_POST
def back(request: HttpRequest, case: int) -> HttpResponse:
    """Say that a party stands behind the leader."""
    here = at(request, case, SIGN)

    def act() -> None:
        named = seats.leader_of(here.case)
        if named is None or str(named.pk) != said(request, "leader"):
            raise UserError("another leader has been named meanwhile; load the page anew")
        seats.back_leader(named, here.party(said(request, "organisation")), here.user)

    return _done(request, here, act)


@needs("case.write")
@require_POST
def plan_meeting(request: HttpRequest, case: int) -> HttpResponse:
    """A meeting on a day."""
    here = at(request, case, WRITE)

    def act() -> None:
        meetings.plan_meeting(
            here.board, day_in(said(request, "held_on"), _NO_DAY), said(request, "place"),
            here.user, here.case, is_said(request, "not_cpr"),
        )  # fmt: skip

    return _done(request, here, act)


def _done(request: HttpRequest, here: At, act: Callable[[], object]) -> HttpResponse:
    page = partial(board_page, request, here.case)
    return done(act, page, "boards:board", case=here.case.pk)


def _shared(request: HttpRequest, case: Case, given: str) -> Board:
    found = next((each for each in _to_share(request, case) if str(each.pk) == given), None)
    if found is None:
        raise UserError("choose one of the boards that you may share")
    return found


def _to_share(request: HttpRequest, case: Case) -> list[Board]:
    """The boards of other cases that one writes in."""
    others = cases_within_reach(who_of(request), WRITE).exclude(pk=case.pk)
    return list(Board.objects.filter(cases__in=others).distinct().order_by("name", "pk"))


def _candidates(case: Case) -> list[Membership]:
    """The people of the parties, once for each party that they work for."""
    found = Membership.objects.on(today()).filter(organisation__in=seats.leading_parties(case))
    once = {
        (each.user_id, each.organisation_id): each
        for each in found.select_related("user", "organisation")
    }
    return list(once.values())


def _named(request: HttpRequest, case: Case) -> seats.Named:
    chosen = {str(each.pk): each for each in _candidates(case)}.get(said(request, "person"))
    return seats.Named(
        name=said(request, "name"),
        title=said(request, "title"),
        party=said(request, "party"),
        user=chosen.user if chosen else None,
        organisation=chosen.organisation if chosen else None,
        is_top=is_said(request, "is_top"),
        is_chair=is_said(request, "is_chair"),
    )
