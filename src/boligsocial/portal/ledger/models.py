"""The ledger's tables. The database itself keeps its promises: see `guards/`.

Amounts are whole øre. An entry (bilag) is booked once, as postings that sum to zero, and is never
edited; a mistake is reversed by an entry of its own.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boligsocial.portal.promises import is_written


class AccountKind(StrEnum):
    """What an account holds. The first three are where money comes from and are never above zero;
    the others are where it is and are never below."""

    FRAME = "frame"
    CARRIED_IN = "carried_in"
    OVERRIDE = "override"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    CARRIED_OUT = "carried_out"


SOURCES = (AccountKind.FRAME.value, AccountKind.CARRIED_IN.value, AccountKind.OVERRIDE.value)
OF_GRANTS = (AccountKind.RESERVED.value, AccountKind.COMMITTED.value, AccountKind.PAID.value)


class EntryKind(StrEnum):
    """What an entry does."""

    FRAME = "frame"
    INDEX = "index"
    CARRY = "carry"
    TRANSFER = "transfer"
    OVERRIDE = "override"
    RESERVATION = "reservation"
    RELEASE = "release"
    COMMITMENT = "commitment"
    CHANGE = "change"
    PAYMENT = "payment"
    RETURN = "return"


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in words]


class Year(models.Model):
    """A year with a frame; once it is closed, nothing new can be committed in it."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class Grant(models.Model):
    """What an effort gets from one part of the frame: a reservation first, then a commitment."""

    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="grants"
    )
    part = models.CharField(max_length=40)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """Money of one kind in one part of a year's frame; the kinds of a grant have one per grant.

    `balance_øre` is kept by the database as the sum of the postings.
    """

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="accounts")
    part = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=_choices(AccountKind))
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="accounts")
    balance_øre = models.BigIntegerField(default=0, db_column="balance_oere")

    class Meta:
        ordering = ("year", "part", "kind", "grant_id")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "part", "kind"),
                condition=Q(grant=None),
                name="account_once",
            ),
            models.UniqueConstraint(
                fields=("year", "part", "kind", "grant"),
                condition=~Q(grant=None),
                name="account_once_per_grant",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_GRANTS, grant__isnull=False)
                | (~Q(kind__in=OF_GRANTS) & Q(grant__isnull=True)),
                name="account_of_a_grant",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SOURCES, balance_øre__lte=0)
                | (~Q(kind__in=SOURCES) & Q(balance_øre__gte=0)),
                name="account_never_exceeded",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year_id} {self.part} {self.kind} {self.grant_id or ''}".strip()


class Entry(models.Model):
    """A booked entry; its number counts up without gaps."""

    number = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=20, choices=_choices(EntryKind))
    dated = models.DateField()
    booked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="entries")
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.OVERRIDE.value)
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("by"))),
                name="override_has_a_second_approver",
            ),
            models.CheckConstraint(
                condition=(~Q(kind=EntryKind.OVERRIDE.value) & Q(reverses=None))
                | Q(is_written("reason")),
                name="override_and_reversal_have_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Posting(models.Model):
    """An amount into an account (above zero) or out of it (below)."""

    # Postings are written before their entry, which seals them; at the end of the transaction the
    # database demands that it is there.
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    øre = models.BigIntegerField(db_column="oere")

    class Meta:
        ordering = ("entry_id", "id")
        constraints = (
            models.UniqueConstraint(fields=("entry", "account"), name="posting_once_per_account"),
            models.CheckConstraint(condition=~Q(øre=0), name="posting_moves_something"),
        )
        indexes = (models.Index(fields=("account", "øre"), name="posting_of_account"),)

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.øre}"


class OverrideProposal(models.Model):
    """An override, or the reversal of one, that waits for a second person or has been answered.

    year, part, øre: of an override. reverses: the entry of one that is to be reversed instead.
    entry: what was booked when it was approved.
    """

    year = models.ForeignKey(Year, null=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    øre = models.BigIntegerField(null=True, db_column="oere")
    reverses = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(year__isnull=False, øre__gt=0, reverses=None)
                | Q(year=None, øre=None, reverses__isnull=False),
                name="override_proposal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_written("reason")),
                name="override_proposal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, is_approved=None, entry=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False, is_approved=False,
                    entry=None)
                | (Q(answered_by__isnull=False, answered_at__isnull=False, is_approved=True,
                     entry__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="override_proposal_is_approved_by_another",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk}: {self.reason[:40]}"
