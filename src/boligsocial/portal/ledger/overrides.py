"""Letting a part of the frame be exceeded takes two people, each in their own log-in.

One proposes it, another approves; only then is the entry booked. To reverse one takes as many.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from boligsocial.messages import Message
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Signature, turn
from boligsocial.portal.ledger.models import Entry, EntryKind, OverrideProposal
from boligsocial.portal.ledger.operations import Given, log
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.years import open_year_of
from boligsocial.portal.people.models import User, today

NO_REASON = Message("an override needs a reason; write why the frame is exceeded")


def propose_override(given: Given) -> OverrideProposal:
    """Put an override forward for another to approve; nothing is booked.

    Raises:
        RefusedError: no reason, nothing, or a closed year.
    """
    if given.øre <= 0:
        raise RefusedError("an amount must be above zero")
    open_year_of(given.year)
    return _put_forward(
        OverrideProposal(year_id=given.year, part=given.part, øre=given.øre), given.reason, given.by
    )


def propose_reversal(entry: Entry, reason: str, by: User) -> OverrideProposal:
    """Put the reversal of an override forward for another to approve; nothing is booked.

    Raises:
        RefusedError: no reason, or the entry is no override.
    """
    if entry.kind != EntryKind.OVERRIDE:
        raise RefusedError("entry {number} is no override", number=str(entry.number))
    return _put_forward(OverrideProposal(reverses=entry), reason, by)


def approve(number: int, by: User) -> Entry:
    """Book what another has proposed.

    Raises:
        RefusedError: it is answered already, one's own, or the ledger does not carry it out.
    """
    with turn():
        held = _waiting(number)
        if held.proposed_by_id == by.pk:
            raise RefusedError("you proposed it yourself; another decision-maker must approve it")
        signature = Signature(held.proposed_by, today(), held.reason, by)
        if held.reverses_id is not None:
            entry = services.reverse(held.reverses_id, signature)
        else:
            entry = services.override(held.year_id or 0, held.part, held.øre or 0, signature)
        held.answered_by, held.answered_at = by, timezone.now()
        held.is_approved, held.entry = True, entry
        held.save()
        log(entry)
    return entry


def decline(number: int, reason: str, by: User) -> OverrideProposal:
    """Say no to a proposal, or withdraw one's own; nothing is booked.

    Raises:
        RefusedError: it is answered already, or no reason.
    """
    with turn():
        held = _waiting(number)
        if not reason.strip():
            raise RefusedError("write why it is declined")
        held.answered_by, held.answered_at = by, timezone.now()
        held.is_approved, held.answer = False, reason.strip()
        held.save()
        record("ledger.override_declined", by, {"proposal": number, "reason": held.answer})
    return held


def proposals() -> QuerySet[OverrideProposal]:
    """Every proposal, those that wait first and then the latest."""
    every = OverrideProposal.objects.select_related(
        "proposed_by", "answered_by", "entry", "reverses", "year"
    )
    return every.order_by(F("answered_at").desc(nulls_first=True), "-id")


def _put_forward(proposal: OverrideProposal, reason: str, by: User) -> OverrideProposal:
    if not reason.strip():
        raise RefusedError(NO_REASON)
    proposal.reason, proposal.proposed_by = reason.strip(), by
    with transaction.atomic():
        proposal.save()
        content = {
            "proposal": proposal.pk,
            "year": proposal.year_id or 0,
            "part": proposal.part,
            "amount_øre": proposal.øre or 0,
            "reverses": proposal.reverses_id or 0,
            "reason": proposal.reason,
        }
        record("ledger.override_proposed", by, content)
    return proposal


def _waiting(number: int) -> OverrideProposal:
    held = OverrideProposal.objects.select_related("proposed_by").filter(pk=number).first()
    if held is None:
        raise RefusedError("there is no proposal {number}", number=str(number))
    if held.answered_at is not None:
        raise RefusedError(
            "proposal {number} was answered by {name}", number=str(number),
            name=str(held.answered_by),
        )  # fmt: skip
    return held
