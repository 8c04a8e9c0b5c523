"""The tables of boards: who leads an effort, what the board decided, and what the parties signed.

What is signed, voted or approved is never edited: the database itself keeps it (`guards/`).
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boligsocial.portal.people.models import today
from boligsocial.portal.promises import counts_on, ends_after_it_starts, is_written

NAME_LENGTH, TEXT_LENGTH, AGREEMENT_LENGTH = 200, 5_000, 60_000


class MemberQuerySet(models.QuerySet["Member"]):
    """Members to choose from."""

    def on(self, day: date) -> MemberQuerySet:
        """Those that count on a day; the day that one ends on is not among them."""
        return self.filter(counts_on(day))


class Board(models.Model):
    """The board of one effort or several, composed in one of the ways of `compositions/`."""

    name = models.CharField(max_length=NAME_LENGTH)
    composition = models.CharField(max_length=40)
    cases = models.ManyToManyField("cases.Case", through="Leading", related_name="boards")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=is_written("name"), name="board_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Leading(models.Model):
    """That a board leads a case; a case has one board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="leads")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="led_by")

    def __str__(self) -> str:
        return f"{self.board_id}: {self.case_id}"


class Member(models.Model):
    """A person on a board from a day to a day, with an account here or without.

    party: as in a composition. organisation: the one of this portal that the person sits for.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    party = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="seats"
    )
    name = models.CharField(max_length=NAME_LENGTH)
    title = models.CharField(max_length=NAME_LENGTH, blank=True)
    is_top = models.BooleanField(default=False)
    is_chair = models.BooleanField(default=False)
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("-is_chair", "party", "name", "id")
        constraints = (
            models.CheckConstraint(condition=is_written("name"), name="member_has_a_name"),
            models.CheckConstraint(
                condition=ends_after_it_starts(), name="member_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("board",), condition=Q(is_chair=True, ends_on=None), name="one_chair"
            ),
            models.UniqueConstraint(
                fields=("board", "user"), condition=Q(ends_on=None), name="seated_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Leader(models.Model):
    """The one who leads an effort from a day to a day."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="leaders")
    name = models.CharField(max_length=NAME_LENGTH)
    title = models.CharField(max_length=NAME_LENGTH, blank=True)
    employer = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(condition=is_written("name"), name="leader_has_a_name"),
            models.CheckConstraint(
                condition=ends_after_it_starts(), name="leader_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(ends_on=None), name="one_leader_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Backing(models.Model):
    """A party stands behind a leader."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="backings")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("leader", "organisation"), name="backed_once"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} -> {self.leader_id}"


class Meeting(models.Model):
    """A meeting of a board: planned, minuted, and then approved.

    minutes: beside the decisions. version: counts up each time that they are saved.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=NAME_LENGTH, blank=True)
    minutes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    present = models.ManyToManyField(Member, related_name="meetings")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-held_on", "-number")
        constraints = (
            models.UniqueConstraint(fields=("board", "number"), name="meeting_once"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, digest="")
                | Q(approved_at__isnull=False, approved_by__isnull=False, digest__regex="^.{64}$"),
                name="meeting_is_approved_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board_id}: {self.number}"

    @property
    def is_approved(self) -> bool:
        """Whether the minutes are approved, and so never change again."""
        return self.approved_at is not None


class Item(models.Model):
    """An item of a meeting's agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=NAME_LENGTH)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("meeting", "number")
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="item_once"),)

    def __str__(self) -> str:
        return self.title


class Conflict(models.Model):
    """A member declares a conflict of interest: in one item, or a standing one until it ends."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="conflicts")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="conflicts")
    about = models.TextField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("declared_at", "id")
        constraints = (
            models.CheckConstraint(condition=is_written("about"), name="conflict_says_why"),
            models.UniqueConstraint(fields=("member", "item"), name="conflict_once_an_item"),
            models.CheckConstraint(
                condition=Q(item=None) | Q(ended_at=None), name="conflict_in_an_item_stays"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.about[:40]}"


class Decision(models.Model):
    """What the board decided on an item, and what its votes came to. Never edited.

    entitled, present, needed: of the quorum at this item, without those in conflict. The votes are
    as many of each kind as are told here.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="decision")
    text = models.TextField()
    is_taken = models.BooleanField()
    by_chair = models.BooleanField(default=False)
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstaining = models.PositiveIntegerField()
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=is_written("text"), name="decision_has_a_text"),
            models.CheckConstraint(
                condition=Q(present__gte=F("needed"), present__lte=F("entitled")),
                name="decision_has_a_quorum",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]


class Vote(models.Model):
    """How a member stood to a decision. Never edited."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="votes")
    stance = models.CharField(max_length=10)

    class Meta:
        ordering = ("decision", "member__name", "id")
        constraints = (
            models.UniqueConstraint(fields=("decision", "member"), name="vote_once"),
            models.CheckConstraint(
                condition=Q(stance__in=("for", "against", "abstains")), name="vote_is_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.stance}"


class AgreementKind(models.TextChoices):
    """What the parties agree on."""

    STRATEGIC = "strategic"
    SUB = "sub"
    CONTINGENCY = "contingency"


class Agreement(models.Model):
    """An agreement of a case: the strategic one, one for a focus area, or the contingency plan."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    focus_area = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("case", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "kind", "focus_area"), name="agreement_once"),
            models.CheckConstraint(
                condition=Q(kind="sub") & ~Q(focus_area="") | ~Q(kind="sub") & Q(focus_area=""),
                name="sub_agreement_has_a_focus_area",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind} {self.focus_area}".rstrip()


class AgreementVersion(models.Model):
    """A text of an agreement. Never edited.

    digest: SHA-256 of the text with what it is of; what is signed. needs_approval: a change of the
    strategic agreement after the commitment, which takes the Fund's approval.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    needs_approval = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("agreement", "number")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once"),
            models.CheckConstraint(condition=is_written("text"), name="agreement_has_a_text"),
        )

    def __str__(self) -> str:
        return f"{self.agreement} v{self.number}"


class Signature(models.Model):
    """A party signs a version: `digest` is that of the text that was before the signer."""

    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("version", "organisation"), name="signed_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id}: {self.organisation_id}"


class Approval(models.Model):
    """The Fund approves a change of the strategic agreement."""

    version = models.OneToOneField(
        AgreementVersion, on_delete=models.PROTECT, related_name="approval"
    )
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version_id}"
