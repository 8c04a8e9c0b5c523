"""Organisations, the people who work for them, and in which role from when to when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from boligsocial.portal.promises import counts_on, ends_after_it_starts


class OrganisationKind(StrEnum):
    """What an organisation is to the grants."""

    FUND = "fund"
    MUNICIPALITY = "municipality"
    HOUSING = "housing"
    OTHER = "other"


LEADING = (OrganisationKind.MUNICIPALITY, OrganisationKind.HOUSING)
"""The kinds of organisation that lead an effort together."""


class Role(StrEnum):
    """What a person does for an organisation; `rights/` says what each may."""

    ANALYST = "analyst"
    CASEWORKER = "caseworker"
    DECISION_MAKER = "decision_maker"
    PROJECT_LEAD = "project_lead"
    BOARD_MEMBER = "board_member"
    AUDITOR = "auditor"
    LOCAL_ADMINISTRATOR = "local_administrator"
    READER = "reader"


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in words]


def today() -> date:
    """The date where the portal is."""
    return timezone.localdate()


class Organisation(models.Model):
    """A party: `code` is the municipality's code or the organisation's in the registers."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=_choices(OrganisationKind))
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in small letters, since people write it either way."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", is_demo: bool = False
    ) -> User:
        """A user, who cannot log in with a password when none is given."""
        user = self.model(email=email.strip().lower(), name=name, is_demo=is_demo)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who logs in. `is_demo` marks a made-up one, whom anyone may be in a demo."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_on = models.DateField(default=today)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_small"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships to choose from."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those that count on a day; the day that one ends on is not among them."""
        return self.filter(counts_on(day))


class Membership(models.Model):
    """A person in a role for an organisation. It is ended, never deleted, so that it is known who
    could do what on any day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=30, choices=_choices(Role))
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "role", "user__name", "id")
        constraints = (
            models.CheckConstraint(
                condition=ends_after_it_starts(), name="membership_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                condition=Q(ends_on=None),
                name="membership_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.organisation}"

    def counts_on(self, day: date) -> bool:
        """Whether it gives rights on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Invitation(models.Model):
    """A way in for an address, in a role; the link's secret is kept as a digest alone."""

    email = models.EmailField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=30, choices=_choices(Role))
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return f"{self.email} · {self.role} · {self.organisation}"

    def is_open_on(self, day: date) -> bool:
        """Whether it can still be accepted."""
        return not self.accepted_at and not self.withdrawn_at and day <= self.expires_on
