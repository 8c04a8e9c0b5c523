"""What the pages of boards share: the case, and what one may do in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from boligsocial.messages import UserError
from boligsocial.portal.boards.models import Board, Member
from boligsocial.portal.boards.services.seats import leading_parties
from boligsocial.portal.cases.access import DECIDE, WRITE, case_within_reach, may, organisations_of
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import phase_of
from boligsocial.portal.people.gate import person_of, who_of
from boligsocial.portal.people.models import Organisation, User

SIGN = "board.decide"


@dataclass(frozen=True)
class At:
    """A request at a case: the case, who asks, and for which parties that person signs."""

    case: Case
    user: User
    may_write: bool
    may_approve: bool
    signs_for: list[Organisation]

    @property
    def board(self) -> Board:
        """The board of the case.

        Raises:
            Http404: it has none.
        """
        return get_object_or_404(Board, leads__case=self.case)

    def member(self, pk: int) -> Member:
        """A member of the board.

        Raises:
            Http404: there is none with that number.
        """
        return get_object_or_404(Member, board=self.board, pk=pk)

    def party(self, given: str) -> Organisation:
        """The party that one signs for, by its number.

        Raises:
            UserError: it is none that one signs for.
        """
        found = next((each for each in self.signs_for if str(each.pk) == given), None)
        if found is None:
            raise UserError("choose the party that you sign for")
        return found


def at(request: HttpRequest, case: int, action: str) -> At:
    """The case of a request, if the person may do that in it."""
    who = who_of(request)
    shown = case_within_reach(who, case, action)
    leading = leading_parties(shown)
    return At(
        shown,
        person_of(who),
        may(who, WRITE, shown).allowed and not phase_of(shown).is_end,
        may(who, DECIDE, shown).allowed,
        [each for each in organisations_of(who, SIGN) if each in leading],
    )
