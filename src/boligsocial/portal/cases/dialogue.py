"""What is said in a case: comments, and the Fund's requests for more with their answers."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.access import on_the_side_of_the_fund, side_of
from boligsocial.portal.cases.models import TEXT_LENGTH, Case, Comment, Request
from boligsocial.portal.cases.services import held_open
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.forms import day_in
from boligsocial.portal.free_text import free_text
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import Membership, User, today


def comments_for(who: Who, case: Case) -> QuerySet[Comment]:
    """The comments of a case that a person may see: the internal ones are the Fund's own."""
    every = case.comments.select_related("by", "organisation")
    return every if on_the_side_of_the_fund(who) else every.filter(is_internal=False)


def comment(
    case: Case, text: str, by: User, through: Membership, *,
    internal: bool = False, not_cpr: bool = False,
) -> Comment:  # fmt: skip
    """Say something in a case, to everyone in it or to the Fund's own people.

    Raises:
        UserError: nothing is said, or an internal one by somebody else than the Fund's people.
    """
    if internal and side_of(through) != "fund":
        raise UserError("only the Fund's own people write internal comments")
    said = free_text(text, TEXT_LENGTH, _NOTHING_SAID, not_cpr=not_cpr)
    return Comment.objects.create(
        case=case, by=by, organisation=through.organisation, text=said, is_internal=internal
    )


def ask_for_more(
    case: Case, text: str, due: str, by: User, through: Membership, *, not_cpr: bool = False
) -> Request:
    """Ask the parties for more, before a day.

    due: as in a date field, `2026-12-24`.

    Raises:
        UserError: not by the Fund, nothing is asked for, no day or one that has passed, or a case
            that has ended.
    """
    if side_of(through) != "fund":
        raise UserError("the Fund asks for more; the parties answer")
    asked = free_text(text, TEXT_LENGTH, _NOTHING_ASKED, not_cpr=not_cpr)
    due_on = day_in(due, _NO_DAY)
    if due_on < today():
        raise UserError("choose a day to come for the answer; {day} has passed", day=due_on)
    with transaction.atomic():
        held = held_open(case)
        made = Request.objects.create(case=held, by=by, text=asked, due_on=due_on)
        record(
            "request.made", by, {"request": made.pk, "text": asked, "due": due_on.isoformat()},
            case.pk,
        )  # fmt: skip
    return made


def answer(
    request: Request, text: str, by: User, through: Membership, *, not_cpr: bool = False
) -> Request:
    """Answer a request of the Fund's, once.

    Raises:
        UserError: by the Fund itself, nothing is written, or it is answered already.
    """
    if side_of(through) == "fund":
        raise UserError("the parties answer what the Fund asks for")
    answered = free_text(text, TEXT_LENGTH, _NOTHING_ANSWERED, not_cpr=not_cpr)
    with transaction.atomic():
        held = Request.objects.select_for_update().get(pk=request.pk)
        if held.answered_at is not None:
            raise UserError(
                "{person} has answered this meanwhile; what you wrote is not saved",
                person=str(held.answered_by),
            )
        held.answer, held.answered_by, held.answered_at = answered, by, timezone.now()
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        record("request.answered", by, {"request": held.pk, "answer": answered}, held.case_id)
    return held


_NO_DAY = Message("choose the day by which the answer is wanted")
_NOTHING_SAID = Message("write what you want to say")
_NOTHING_ASKED = Message("write what is wanted of the parties")
_NOTHING_ANSWERED = Message("write the answer")
