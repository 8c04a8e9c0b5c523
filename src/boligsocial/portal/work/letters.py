"""Letters to people: written once an occasion, kept, and sent through Django's e-mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from boligsocial.messages import Message
from boligsocial.portal.people.models import User
from boligsocial.portal.work.models import Letter

LANGUAGE = "da"
_ENDING = Message(
    "{address}\n\nYou get this because of your role in boligsocial. Log in to see more; nothing of "
    "the case itself is in this letter."
)


@dataclass(frozen=True)
class Sent:
    """How many letters were sent, and how many wait for another attempt."""

    sent: int
    waiting: int


def write(to: User, occasion: str, subject: Message, text: Message, path: str) -> Letter | None:
    """Write a letter that leads to a page; nothing if it has been written before.

    It is sent when the transaction has ended well, and kept for another attempt if that fails.
    """
    if not to.is_active:
        return None
    ending = _ENDING.filled(address=f"{settings.PORTAL.address.rstrip('/')}{path}")
    body = f"{text.in_language(LANGUAGE)}\n\n{ending.in_language(LANGUAGE)}\n"
    letter, is_new = Letter.objects.get_or_create(
        to=to,
        occasion=occasion,
        defaults={"subject": subject.in_language(LANGUAGE)[:200], "text": body},
    )
    if not is_new:
        return None
    transaction.on_commit(lambda: _try(letter))
    return letter


def send_waiting() -> Sent:
    """Send every letter that has not been sent."""
    waiting = list(Letter.objects.filter(sent_at=None, to__is_active=True).select_related("to"))
    sent = sum(_try(each) for each in waiting)
    return Sent(sent, len(waiting) - sent)


def _try(letter: Letter) -> bool:
    """Send a letter unless another does so at this moment; whether it was sent."""
    taken = Letter.objects.filter(pk=letter.pk, sent_at=None, attempts=letter.attempts).update(
        attempts=F("attempts") + 1
    )
    if not taken:
        return False
    try:
        send_mail(letter.subject, letter.text, None, [letter.to.email])
    except OSError as error:
        Letter.objects.filter(pk=letter.pk).update(error=str(error)[:500])
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), error="")
    return True
