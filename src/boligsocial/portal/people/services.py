"""Joining and leaving: organisations, invitations, roles that begin and end."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.people.models import (
    Invitation,
    Membership,
    Organisation,
    Role,
    User,
    today,
)
from boligsocial.portal.people.words import role_name
from boligsocial.portal.writing import said

DAYS_TO_ACCEPT = 14
_SUBJECT = Message("Invitation to boligsocial")
_LETTER = Message(
    "{inviter} invites you to boligsocial as {role} for {organisation}.\n\n"
    "Accept here before {date}: {link}\n\n"
    "If you do not know of it, do nothing."
)


@dataclass(frozen=True)
class Sent:
    """An invitation with its secret, which is known only now."""

    invitation: Invitation
    secret: str


def invite(email: str, organisation: Organisation, role: str, inviter: User) -> Sent:
    """Invite an address to a role; an earlier open invitation to the same is withdrawn.

    Raises:
        UserError: the address is none, the role is unknown, or the person has the role already.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UserError("write an e-mail address, for example anna@kommune.dk") from None
    if role not in set(Role):
        raise UserError("choose one of the roles")
    held = Membership.objects.on(today()).filter(
        user__email=address, organisation=organisation, role=role
    )
    if held.exists():
        raise UserError("{email} has that role already", email=address)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(
            email=address, organisation=organisation, role=role,
            accepted_at=None, withdrawn_at=None,
        ).update(withdrawn_at=timezone.now())  # fmt: skip
        invitation = Invitation.objects.create(
            email=address,
            organisation=organisation,
            role=role,
            digest=_digest(secret),
            invited_by=inviter,
            expires_on=today() + timedelta(days=DAYS_TO_ACCEPT),
        )
    return Sent(invitation, secret)


def send_invitation(sent: Sent, link: str) -> None:
    """Write to the person invited, in the language of the one who invites."""
    invitation = sent.invitation
    letter = _LETTER.filled(
        inviter=str(invitation.invited_by),
        role=role_name(invitation.role),
        organisation=invitation.organisation.name,
        date=invitation.expires_on,
        link=link,
    )
    send_mail(said(_SUBJECT), said(letter), None, [invitation.email])


def open_invitation(secret: str) -> Invitation:
    """The invitation that a link leads to.

    Raises:
        UserError: there is none, or it has been used, withdrawn or is too old.
    """
    found = Invitation.objects.select_related("organisation", "invited_by").filter(
        digest=_digest(secret)
    )
    invitation = found.first()
    if invitation is None or not invitation.is_open_on(today()):
        raise UserError(
            "this invitation is no longer open; ask the one who invited you for a new one"
        )
    return invitation


def new_account(invitation: Invitation, name: str, password: str) -> User:
    """An account for a person invited who has none; the link proves the address.

    Raises:
        UserError: no name, a password that is too weak, or an account that is there already.
    """
    if not name.strip():
        raise UserError("write your name")
    user = User(email=invitation.email, name=name.strip(), is_demo=invitation.invited_by.is_demo)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UserError("choose another password: {why}", why=" ".join(error.messages)) from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError:
        raise UserError("there is an account already; log in and open the link again") from None
    return user


def accept(invitation: Invitation, user: User) -> Membership:
    """Begin the role that a person was invited to.

    Raises:
        UserError: the invitation is for another address, or no longer open.
    """
    if user.email != invitation.email:
        raise UserError(
            "this invitation is for {email}; log in with that address", email=invitation.email
        )
    with transaction.atomic():
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None
        ).update(accepted_at=timezone.now(), accepted_by=user)
        if not taken:
            raise UserError(
                "this invitation is no longer open; ask the one who invited you for a new one"
            )
        membership, _ = Membership.objects.get_or_create(
            user=user,
            organisation=invitation.organisation,
            role=invitation.role,
            ends_on=None,
            defaults={"given_by": invitation.invited_by},
        )
    return membership


def withdraw(invitation: Invitation) -> None:
    """Close an invitation that has not been accepted."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def end_membership(membership: Membership, ender: User) -> None:
    """End a role from today; it stays as a part of who could do what.

    Raises:
        UserError: it has ended, or nobody would be left to give rights in the organisation.
    """
    with transaction.atomic():
        # Two administrators who leave at once must not each count on the other to stay.
        Organisation.objects.select_for_update().get(pk=membership.organisation_id)
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if row.ends_on is not None:
            raise UserError("that role ended on {date}", date=row.ends_on)
        if row.role == Role.LOCAL_ADMINISTRATOR and not _others(row):
            raise UserError(
                "{organisation} would have no local administrator left; give another person the "
                "role first",
                organisation=row.organisation.name,
            )
        row.ends_on, row.ended_by = today(), ender
        row.save(update_fields=["ends_on", "ended_by"])


def _others(membership: Membership) -> bool:
    same = Membership.objects.on(today()).filter(
        organisation=membership.organisation, role=membership.role, user__is_active=True
    )
    return same.exclude(pk=membership.pk).exists()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
