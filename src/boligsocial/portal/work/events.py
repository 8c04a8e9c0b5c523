"""What happens in a case becomes searchable, and those whom it concerns get a letter."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_save
from django.urls import reverse

from boligsocial.messages import Message
from boligsocial.portal.cases.models import Case, Comment, Place, Request, Step, Version
from boligsocial.portal.people.models import OrganisationKind, User
from boligsocial.portal.work.audiences import people_of_the_fund, people_of_the_parties
from boligsocial.portal.work.letters import write
from boligsocial.portal.work.searching import keep_searchable

SEARCHED: tuple[type[models.Model], ...] = (Case, Place, Version, Comment, Request)
_NEW_REQUEST = Message("The Fund asks for more: {case}")
_ASKED = Message("The Fund has asked for more in {case}. Answer before {date}.")
_ANSWERED_SUBJECT = Message("Answered: {case}")
_ANSWERED = Message("{person} has answered the Fund's request in {case}.")
_WENT_SUBJECT = Message("News in {case}")
_WENT = Message("{case} has gone on. See where it is now, and what it asks for.")
_OPENED = Message("{person} has opened {case}.")


def listen() -> None:
    """Hear of every row of a case that is saved."""
    for model in SEARCHED:
        post_save.connect(_searchable, sender=model, dispatch_uid=f"searchable {model.__name__}")
    post_save.connect(_of_request, sender=Request, dispatch_uid="letters of requests")
    post_save.connect(_of_step, sender=Step, dispatch_uid="letters of steps")


def _searchable(instance: Any, **_: object) -> None:  # noqa: ANN401 - any of `SEARCHED`
    keep_searchable(instance)


def _of_request(instance: Request, created: bool, **_: object) -> None:
    case = instance.case
    if created:
        text = _ASKED.filled(case=case.name, date=instance.due_on)
        to, subject = people_of_the_parties(case, "case.write"), _NEW_REQUEST
    elif instance.answered_by:
        text = _ANSWERED.filled(person=str(instance.answered_by), case=case.name)
        to, subject = people_of_the_fund(case), _ANSWERED_SUBJECT
    else:
        return
    occasion = f"request {instance.pk} {'asked' if created else 'answered'}"
    _write_all(to, instance.by if created else instance.answered_by, occasion, subject, text, case)


def _of_step(instance: Step, created: bool, **_: object) -> None:
    if not created:
        return
    case = instance.case
    took_it = instance.organisation.kind
    to = people_of_the_fund(case)
    if instance.came_from and took_it == OrganisationKind.FUND:
        to = people_of_the_parties(case, "case.write")
    text = (_WENT if instance.came_from else _OPENED).filled(
        case=case.name, person=str(instance.by)
    )
    _write_all(to, instance.by, f"step {instance.pk}", _WENT_SUBJECT, text, case)


def _write_all(
    to: list[User], but: User | None, occasion: str, subject: Message, text: Message, case: Case
) -> None:  # fmt: skip
    """A letter to each but the one who did it."""
    for person in to:
        if person != but:
            path = reverse("cases:case", kwargs={"case": case.pk})
            write(person, occasion, subject.filled(case=case.name), text, path)
